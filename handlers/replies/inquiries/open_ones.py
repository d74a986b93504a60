"""How do staff see what waits for an answer, and what are they told when they give one?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from handlers.replies.inquiries.letters import close_button, perhaps_again, pieces, said
from handlers.replies.inquiry_taps import Show, inquiry_button
from handlers.replies.reply import Keyboard, Reply, laid_out, quoted
from plan_store.inquiries.letters import Inquiry, Letter, Purpose, Side, Waiting

_LISTED = 10
NOT_TAKEN_OF_STAFF = Reply("这条没有转给居民：这种消息转不了，请用文字、照片或者文件。")
ARRIVED_MEANWHILE = "已经送到了，不用再发。"
NOT_STAFF = Reply("这条没有转给居民：只有登记过的工作人员的回复才会转。请让负责人用 /grant 发邀请。")

GONE = Reply("这条没有转给居民：这个咨询已经不在了，居民删掉了自己的记录，或者过了保存的日子。")


def closed_by_staff(inquiry: Inquiry) -> Reply:
    return Reply(f"咨询 #{inquiry.number} 结束了，居民会收到通知。要重新打开，回复它就行。")


def not_yours(inquiry: Inquiry) -> Reply:
    return Reply(f"这条没有转给居民：咨询 #{inquiry.number} 问的是{quoted(inquiry.unit)}，由他们来答。")


def open_list(waiting: Sequence[Waiting], now: dt.datetime) -> Reply:
    """/inquiries: what waits for an answer, and what is answered and not closed."""
    if not waiting:
        return Reply("现在没有要处理的咨询。")
    unanswered = [one for one in waiting if one.since is not None]
    head = f"<b>{len(unanswered)} 件等答复</b>，{len(waiting) - len(unanswered)} 件已答复还没结束。"
    lines = [_line(one, now) for one in waiting[:_LISTED]]
    if len(waiting) > _LISTED:
        lines.append(f"还有 {len(waiting) - _LISTED} 件，处理完上面的再发 /inquiries。")
    return Reply("\n\n".join([head, *lines, "点号码看全文，再回复它。"]), _number_buttons(waiting))


def reminder(waiting: Sequence[Waiting], now: dt.datetime, *, doubtful: bool = False) -> Reply:
    """Once a day: what still waits for an answer."""
    lines = [_line(one, now) for one in waiting[:_LISTED]]
    if len(waiting) > _LISTED:
        lines.append(f"还有 {len(waiting) - _LISTED} 件，发 /inquiries 看。")
    head = f"早上好，有 {len(waiting)} 件居民咨询还在等答复："
    said = Reply("\n\n".join([head, *lines, "点号码看全文，再回复它。"]), _number_buttons(waiting))
    return perhaps_again(said) if doubtful else said


def _line(one: Waiting, now: dt.datetime) -> str:
    asked = quoted(said(one.last), 60)
    state = f"等了 {_ago(now - one.since)}" if one.since else "已答复"
    return f"#{one.inquiry.number} {quoted(one.inquiry.unit) or '没有指明单位'} · {state}\n{asked}"


def _ago(waited: dt.timedelta) -> str:
    minutes = max(0, int(waited.total_seconds()) // 60)
    if minutes < 60:
        return f"{minutes} 分钟"
    return f"{minutes // 60} 小时" if minutes < 48 * 60 else f"{minutes // 1440} 天"


def _number_buttons(waiting: Sequence[Waiting]) -> Keyboard:
    buttons = [
        inquiry_button(f"#{one.inquiry.number}", Show(one.inquiry.number)) for one in waiting[:_LISTED]
    ]
    return laid_out(buttons, 5)


def whole(letters: Sequence[Letter], zone: dt.tzinfo | None) -> list[Reply]:
    """All of an inquiry, for staff to read and to reply to; in as many messages as it takes."""
    inquiry = letters[0].inquiry
    lines = []
    for letter in letters:
        if letter.purpose is not Purpose.CLOSING:
            who = "居民" if letter.side is Side.RESIDENT else "答复"
            about = f"（关于：{letter.content.about}）" if letter.content.about else ""
            at = letter.written_at.astimezone(zone)
            lines.append(f"{who} {at:%m-%d %H:%M}：{said(letter)}{about}")
    head = f"<b>咨询 #{inquiry.number}</b> · {quoted(inquiry.unit) or '没有指明单位'}"
    foot = "<i>回复这条消息，就会转给居民。居民看不到你的名字。</i>"
    buttons = ((close_button(inquiry),),) if inquiry.open else ()
    return pieces([head], "\n\n".join(lines), foot, buttons)
