"""How do entries look on a phone? A few lines for each in a list, all of it for one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from handlers.replies import points
from handlers.replies.reply import MESSAGE_UNITS, escape, quoted, shorten, units
from plan_store.answers import Tally
from plan_store.plan import Entry
from plan_store.questions.query import Asked

PAGE_SIZE = 8
"""Entries on one page: two rows of four buttons, and one screen of a phone."""

_BAR = 12


def page_count(count: int) -> int:
    return max(1, -(-count // PAGE_SIZE))


def page_of(entries: Sequence[Entry], page: int) -> Sequence[Entry]:
    """The entries of a page, counted from 0; the last page where there are fewer."""
    page = min(page, page_count(len(entries)) - 1)
    return entries[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]


def listed(entries: Sequence[Entry], asked: Sequence[Asked] = ()) -> str:
    """Entries one under the other, with those details that were asked for and that staff have added."""
    wanted = [point for point in asked if point in points.DETAIL_NAMES]
    several_years = entries[0].year != entries[-1].year
    if not wanted:
        return "\n\n".join([_short(entry, several_years) for entry in entries])
    return "\n\n".join([_short(entry, several_years) + _details(entry, wanted) for entry in entries])


@lru_cache(maxsize=4096)
def _short(entry: Entry, with_year: bool) -> str:
    forms = quoted("、".join(entry.forms), 40)
    year = f"{entry.year}年" if with_year else ""
    title = f"<b>{entry.number}. {quoted(entry.title, 100)}</b>"
    return f"{title}\n{quoted(entry.unit)} · {year}{entry.period} · {forms}"


def _details(entry: Entry, wanted: Sequence[Asked]) -> str:
    lines = ""
    for point in wanted:
        if given := points.detail(entry.details, point):
            lines += f"\n{points.DETAIL_NAMES[point]}：{quoted(given, 100)}"
    return lines


@lru_cache(maxsize=1024)
def card(entry: Entry, room: int) -> str:
    """All of one entry, in at most `room` UTF-16 units; a theme that is too long is cut, and it is said."""
    details = entry.details
    given = [
        ("单位", entry.unit, 100),
        ("时间", f"{entry.year}年{entry.period}", 60),
        ("形式", "、".join(entry.forms), 300),
        ("日期", "；".join(points.session(one) for one in details.sessions), 300),
        ("地点", details.place, 200),
        ("联系方式", details.contact, 200),
        ("参与方式", details.signup, 300),
        ("参加对象", details.audience, 150),
        ("备注", details.note, 300),
    ]
    facts = "\n".join(f"{name}：{escape(shorten(value, most))}" for name, value, most in given if value)
    number = f"第 {entry.number} 项 "
    left = room - units(facts) - len(number) - 40
    theme, note = entry.theme, ""
    if len(theme) * 2 > left and units(theme) > left:
        theme = shorten(theme, left)
        note = f"\n（主题全文 {len(entry.theme)} 字，这里只放得下开头）"
    return f"<b>{number}{escape(theme)}</b>{note}\n\n{facts}"


CARD_ROOM = MESSAGE_UNITS - 800
"""What a card may take, so that the direct answer and the source still find room."""


def bars(tallies: Sequence[Tally]) -> str:
    """A few bars, the longest first as given; none where all are of one length."""
    most = max((bar.count for bar in tallies), default=0)
    if len({bar.count for bar in tallies}) < 2:
        return ""
    shown = [f"{quoted(bar.label, 24)} {_bar(bar.count, most)} {bar.count}" for bar in tallies[:12]]
    if len(tallies) > 12:
        shown.append(f"……另有 {len(tallies) - 12} 个")
    return "\n".join(shown)


def _bar(count: int, most: int) -> str:
    return "▇" * max(1, round(count * _BAR / most)) if count else "·"
