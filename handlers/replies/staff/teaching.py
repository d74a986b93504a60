"""In which words do staff see what could not be answered, and what their teaching does?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from handlers.replies.reply import Button, Reply, quoted, shorten
from handlers.replies.staff.taps import Cancel, Confirm, Teach, Unanswered, Unname, staff_button
from handlers.replies.taps import tag
from plan_store.answers import Answer, Kind
from plan_store.staff.likeness import Group

PAGE = 8
"""Groups in one message."""
_NAMES_SHOWN = 40
_KINDS = {"unknown": "没听懂", "none": "没查到", "clarify": "反问了"}

ALL_ANSWERED = Reply("没有答不上来的问题。")
HOW_TO_NAME = Reply(
    "请写成：/alias 别名 = 计划里的单位，例如 /alias 卫健委 = 区卫健局，也可以直接说“卫健委就是区卫健局”。"
)


def unanswered(groups: Sequence[Group], page: int, now: dt.datetime, *, may_answer: bool) -> Reply:
    """A page of groups, each with its number of questions and other wordings, to be answered."""
    shown = groups[page * PAGE : (page + 1) * PAGE]
    total = sum(len(group.questions) for group in groups)
    pages = -(-len(groups) // PAGE)
    where = f"，第 {page + 1}/{pages} 页" if pages > 1 else ""
    lines = [f"<b>还答不上来的问题</b>：{total} 次，{len(groups)} 类{where}"]
    for place, group in enumerate(shown, page * PAGE + 1):
        lines.append(_group(place, group, now))
    lines.append("单位的别名可以教：/alias 卫健委 = 区卫健局")
    answers = [
        staff_button(f"答复 {place}", Teach(tag(group.said)))
        for place, group in enumerate(shown if may_answer else (), page * PAGE + 1)
    ]
    rows: list[tuple[Button, ...]] = [tuple(answers[at : at + 4]) for at in range(0, len(answers), 4)]
    row: list[Button] = []
    if page > 0:
        row.append(staff_button("‹ 上一页", Unanswered(page - 1)))
    if page + 1 < pages:
        row.append(staff_button("下一页 ›", Unanswered(page + 1)))
    if row:
        rows.append(tuple(row))
    return Reply("\n\n".join(lines), tuple(rows))


def _group(place: int, group: Group, now: dt.datetime) -> str:
    last = group.questions[0]
    at = last.at.astimezone(now.tzinfo)
    others = [f"“{quoted(said, 40)}”" for said in group.wordings[1:4]]
    also = f"\n也这样问：{'、'.join(others)}" if others else ""
    kind = _KINDS.get(last.kind, last.kind)
    return (
        f"{place}. <b>{quoted(group.said, 80)}</b>\n"
        f"{len(group.questions)} 次，最近 {at.month}月{at.day}日，{kind}{also}"
    )


def ask_name(name: str, unit: str, key: str) -> Reply:
    """Before a name is taught that was given in plain words."""
    return Reply(
        f"要记住“{quoted(name, 30)}”就是{quoted(unit, 30)}吗？记住以后，居民这样问就按这个单位查。",
        ((staff_button("确认别名", Confirm(key)), staff_button("取消", Cancel(key))),),
    )


def named(name: str, unit: str, before: str | None, effect: Sequence[tuple[str, Answer]] | None) -> Reply:
    """A name was taught: what it means now, and what the questions that held it are answered with.

    `effect` is None where it could not be looked at yet.
    """
    when = "存储这会儿读不出来，过一会儿自动生效" if effect is None else "马上生效"
    lines = [f"记住了，“{quoted(name, 30)}”就是{quoted(unit, 30)}，{when}。"]
    if before is not None and before != unit:
        lines.append(f"它原来指的是{quoted(before, 30)}。")
    if effect:
        shown = [f"· {quoted(said, 60)}\n　{_now(answer)}" for said, answer in effect]
        lines.append("以前没答上来的，现在：\n" + "\n".join(shown))
    return Reply("\n\n".join(lines), ((staff_button("收回这个别名", Unname(tag(name))),),))


def _now(answer: Answer) -> str:
    if answer.standing is not None:
        return "会得到统一答复"
    match answer.kind:
        case Kind.ENTRIES:
            numbers = "、".join(str(entry.number) for entry in answer.entries[:8])
            more = "等" if len(answer.entries) > 8 else ""
            return f"查到 {len(answer.entries)} 项：{numbers}{more}"
        case Kind.NONE:
            return "听懂了，但没有查到"
        case Kind.CLARIFY:
            return "会反问是哪一个"
        case Kind.UNKNOWN:
            return "还是答不上来"
        case _:
            return "能回答了"


def unnamed(name: str, unit: str) -> Reply:
    return Reply(f"收回了，“{quoted(name, 30)}”不再指{quoted(unit, 30)}。")


def no_such_name(name: str) -> Reply:
    return Reply(f"没有“{quoted(name, 30)}”这个别名。发 /alias 可以看有哪些。")


def names(pairs: Sequence[tuple[str, str]]) -> Reply:
    if not pairs:
        return Reply(f"还没有教过别名。\n\n{HOW_TO_NAME.html}")
    shown = pairs[:_NAMES_SHOWN]
    lines = [f"<b>教过的别名</b>（{len(pairs)} 个）"]
    lines += [f"· {quoted(name, 30)} = {quoted(unit, 30)}" for name, unit in shown]
    if len(pairs) > len(shown):
        lines.append(f"……另有 {len(pairs) - len(shown)} 个")
    buttons = [staff_button(f"收回 {shorten(name, 16)}", Unname(tag(name))) for name, _ in shown]
    rows = tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
    return Reply("\n".join(lines) + f"\n\n{HOW_TO_NAME.html}", rows)


def unknown_unit(said: str) -> Reply:
    return Reply(f"计划里没有“{quoted(said, 30)}”这个单位。发 /units 可以看有哪些。")


def known_already(name: str, unit: str) -> Reply:
    return Reply(f"不用教，“{quoted(name, 30)}”本来就认得，是{quoted(unit, 30)}。")


def own_name(name: str) -> Reply:
    return Reply(f"“{quoted(name, 30)}”是计划里一个单位的名称，不能再指别的单位。")


def means_something(name: str) -> Reply:
    return Reply(f"“{quoted(name, 30)}”在提问里有别的意思，当成单位会答错。请换一个只指这个单位的说法。")
