"""In which words do staff see what could not be answered?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from handlers.replies.reply import Button, Reply, laid_out, quoted
from handlers.replies.staff.taps import Teach, Unanswered, staff_button
from handlers.replies.taps import tag
from plan_store.staff.likeness import Group

PAGE = 8
"""Groups in one message."""
_KINDS = {"unknown": "没听懂", "none": "没查到", "clarify": "反问了"}

ALL_ANSWERED = Reply("没有答不上来的问题。")


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
    rows: list[tuple[Button, ...]] = [*laid_out(answers, 4)]
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
