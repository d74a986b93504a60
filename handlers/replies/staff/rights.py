"""In which words are rights given and taken?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from handlers.replies.keyboards import LABEL
from handlers.replies.reply import Button, Reply, escape, laid_out, quoted, shorten
from handlers.replies.staff.roles import role
from handlers.replies.staff.taps import (
    Cancel,
    ChooseUnit,
    Confirm,
    Dismiss,
    InviteEditor,
    InviteFor,
    Withdraw,
    staff_button,
)
from handlers.replies.taps import tag
from plan_store.staff.members import Invitation, Member
from plan_store.staff.rights import Role

UNITS_PAGE = 20
_SHOWN = 30

WHICH_ROLE = Reply(
    "要邀请怎样的工作人员？\n\n也可以直接写：/grant 全部，或者 /grant 和单位的名称。",
    (
        (staff_button("能改全部活动", InviteEditor()),),
        (staff_button("只改一个单位的活动", ChooseUnit(0)),),
    ),
)
WITHDRAWN = Reply("邀请已经撤销，那个链接不能再用了。")
INVALID = Reply("这个邀请链接已经不能用了。如果需要，请向发给你的人再要一个。")


def units(names: Sequence[str], page: int) -> Reply:
    shown = names[page * UNITS_PAGE : (page + 1) * UNITS_PAGE]
    buttons = [staff_button(shorten(name, LABEL), InviteFor(tag(name))) for name in shown]
    rows: list[tuple[Button, ...]] = [*laid_out(buttons, 2)]
    turning = []
    if page > 0:
        turning.append(staff_button("‹ 前面的", ChooseUnit(page - 1)))
    if (page + 1) * UNITS_PAGE < len(names):
        turning.append(staff_button("后面的 ›", ChooseUnit(page + 1)))
    if turning:
        rows.append(tuple(turning))
    return Reply("他负责哪个单位的活动？", tuple(rows))


def invited(invitation: Invitation, link: str) -> Reply:
    until = invitation.expires_at
    text = (
        f"把下面的链接转给对方，点开以后就是{role(invitation.rights)}。\n"
        f"只能用一次，{until.month}月{until.day}日 {until.hour}:{until.minute:02} 前有效，"
        "请不要发到群里。\n\n"
        f"{escape(link)}"
    )
    return Reply(text, ((staff_button("撤销这个邀请", Withdraw(invitation.number)),),))


def joined(member: Member) -> Reply:
    return Reply(
        f"欢迎！你现在是{role(member.rights)}。\n\n"
        "改一项活动：/edit 17 时间 7月-8月，或者直接说“把17号的时间改到7月”，只发 /edit 17 可以点按钮。\n"
        "新增 /add，删除 /delete 17，修改记录 /history，撤销 /undo。每次修改都会先给你看，确认了才生效。"
    )


def has_already(member: Member) -> Reply:
    return Reply(f"你已经是{role(member.rights)}，不需要这个邀请，它还可以给别人用。")


def somebody_joined(member: Member) -> Reply:
    name = quoted(member.person.name, 40) or str(member.person.id)
    return Reply(
        f"{name}（{member.person.id}）用了你的邀请，现在是{role(member.rights)}。",
        ((staff_button("收回权限", Dismiss(member.person.id)),),),
    )


def roster(members: Sequence[Member], invitations: Sequence[Invitation], *, may_grant: bool) -> Reply:
    """Who is staff and who is invited; with buttons to end it for those who may."""
    lines = [f"<b>工作人员</b>（{len(members)} 人）", *(_member(one) for one in members[:_SHOWN])]
    if len(members) > _SHOWN:
        lines.append(f"……另有 {len(members) - _SHOWN} 人")
    if may_grant and invitations:
        lines += ["", f"<b>还没有用的邀请</b>（{len(invitations)} 个）"]
        lines += [_invitation(one) for one in invitations[:_SHOWN]]
    buttons: list[Button] = []
    if may_grant:
        buttons += [
            staff_button(f"收回 {shorten(one.person.name, 20) or one.person.id}", Dismiss(one.person.id))
            for one in members[:_SHOWN]
            if one.rights.role is not Role.OWNER
        ]
        buttons += [
            staff_button(f"撤销邀请 {one.number}", Withdraw(one.number)) for one in invitations[:_SHOWN]
        ]
    keyboard = laid_out(buttons, 2)
    return Reply("\n".join(lines), keyboard)


def _member(member: Member) -> str:
    name = quoted(member.person.name, 30)
    return f"· {name + ' ' if name else ''}{member.person.id}：{role(member.rights)}"


def _invitation(invitation: Invitation) -> str:
    until = invitation.expires_at
    return f"· 邀请 {invitation.number}：{role(invitation.rights)}，{until.month}月{until.day}日前有效"


def in_zone(invitation: Invitation, zone: dt.tzinfo | None) -> Invitation:
    """With its end in the time zone of the plan."""
    from dataclasses import replace

    return replace(invitation, expires_at=invitation.expires_at.astimezone(zone))


def ask_dismiss(member: Member, key: str) -> Reply:
    name = quoted(member.person.name, 40) or str(member.person.id)
    return Reply(
        f"要收回{name}（{role(member.rights)}）的权限吗？他以前的修改会保留。",
        ((staff_button("确认收回", Confirm(key)), staff_button("取消", Cancel(key))),),
    )


def dismissed(member: Member) -> Reply:
    name = quoted(member.person.name, 40) or str(member.person.id)
    return Reply(f"{name}的权限已经收回。")


NOT_STAFF = Reply("他已经没有权限了。")


def no_such_unit(said: str) -> Reply:
    return Reply(f"计划里没有“{quoted(said, 30)}”这个单位。发 /grant 可以从名单里选。")
