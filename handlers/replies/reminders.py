"""In which words is somebody reminded? What is today and soon; what begins, goes on and ends this month."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Sequence
from enum import StrEnum

from handlers.replies import points
from handlers.replies.keyboards import in_rows, reminder_button, tap_button
from handlers.replies.reminder_taps import NoMore, ShowFollowed
from handlers.replies.reply import MESSAGE_UNITS, Keyboard, Reply, quoted, units
from handlers.replies.taps import ShowEntry, ShowNarrowed, View
from plan_store.due import About, Occasion
from plan_store.happenings import runs
from plan_store.plan import Entry, Month, Session, in_reading_order

NO_MORE = "不再提醒"
_ROOM = MESSAGE_UNITS - 300
_BUTTONS = 8
"""Entries with a button of their own; more are shown as a list."""


def reminder(occasions: Sequence[Occasion], now: dt.datetime, *, late: dt.datetime | None = None) -> Reply:
    """One message for all that is due at one moment; `late`: it should have come at that moment."""
    head = f"抱歉，这条提醒来晚了，本来是{_moment(late.astimezone(now.tzinfo), now)} 的。" if late else ""
    entries = in_reading_order(
        {(entry.year, entry.number): entry for one in occasions for entry in one.entries}.values()
    )
    room = _ROOM - units(head)
    sections = []
    for one in occasions:
        section = _fitting(_section(one, now.date(), detailed=len(entries) == 1), room)
        room -= units(section)
        sections.append(section)
    return Reply("\n\n".join(part for part in (head, *sections) if part), _buttons(entries))


def _buttons(entries: Sequence[Entry]) -> Keyboard:
    view = View(entries[0].year, frozenset(one.number for one in entries if one.year == entries[0].year))
    stop = reminder_button(NO_MORE, NoMore(view)) or reminder_button(NO_MORE, ShowFollowed(anew=True))
    if len(entries) == 1:
        return in_rows([[tap_button("看详情", ShowEntry(entries[0].year, entries[0].number)), stop]])
    shown = [tap_button(str(one.number), ShowEntry(one.year, one.number)) for one in entries[:_BUTTONS]]
    whole = tap_button("看详情", ShowNarrowed(view)) if len(entries) > _BUTTONS else None
    half = _BUTTONS // 2
    return in_rows([shown[:half], shown[half:], [whole, stop]])


# --- what is soon, and today ------------------------------------------------------------------------------
def _section(one: Occasion, today: dt.date, *, detailed: bool) -> list[str]:
    """A paragraph for each entry; the headings stand in those that they are over."""
    if one.about is About.MONTH:
        return _month(one, Month.of(one.day))
    dated = [entry for entry in one.entries if _session(entry, one.day)]
    undated = [entry for entry in one.entries if not _session(entry, one.day)]
    days = (one.day - today).days
    paragraphs = []
    for heading, entries in ((_on_day(one.day, days), dated), (_in_month_from(one.day, days), undated)):
        if entries:
            count = f"的有 {len(entries)} 项" if len(entries) > 1 else ""
            soon = [_soon(entry, one.day, detailed=detailed) for entry in entries]
            paragraphs += [f"提醒：{heading}{count}：\n{soon[0]}", *soon[1:]]
    return paragraphs


_NEAR = ("今天", "明天", "后天")


def _in(days: int) -> str:
    return _NEAR[days] if days < len(_NEAR) else f"{days} 天后"


def _on_day(day: dt.date, days: int) -> str:
    """`3 天后（6月9日，星期五）举办`."""
    named = f"{day.month}月{day.day}日，星期{points.WEEKDAYS[day.weekday()]}"
    return f"{_in(days)}（{named}）举办" if days >= 0 else f"{named}举办"


def _in_month_from(day: dt.date, days: int) -> str:
    """Nobody may take the first of the month for the day of the activity."""
    begins = f"{_in(days)}进入{day.month}月" if days >= 0 else f"已经是{day.month}月"
    return f"{begins}，计划里从{day.month}月开始（没写哪天）"


def _soon(entry: Entry, day: dt.date, *, detailed: bool) -> str:
    session, details = _session(entry, day), entry.details
    when = points.session(session) if session else str(entry.period)
    lines = [
        f"<b>{entry.number}. {quoted(entry.title, 160 if detailed else 80)}</b>",
        f"{quoted(entry.unit)} · {when}",
    ]
    facts = [("地点", details.place)]
    if detailed:
        facts = [
            ("形式", "、".join(entry.forms)),
            *facts,
            ("参与方式", details.signup),
            ("参加对象", details.audience),
            ("联系方式", details.contact),
            ("备注", details.note),
        ]
    lines += [f"{name}：{quoted(value, 200)}" for name, value in facts if value]
    return "\n".join(lines)


def _session(entry: Entry, day: dt.date) -> Session | None:
    return next((session for session in entry.details.sessions if session.day == day), None)


# --- a month ----------------------------------------------------------------------------------------------
class _Stage(StrEnum):
    """How an entry's months lie to the one that is told."""

    WITHIN = "只在这个月"
    BEGINS = "这个月开始"
    GOES_ON = "正在进行"
    ENDS = "这个月结束"


def _month(one: Occasion, month: Month) -> list[str]:
    heading = f"提醒：{month.number}月有你关注的活动 {len(one.entries)} 项。\n"
    staged = sorted(one.entries, key=lambda entry: list(_Stage).index(_stage(entry, month)))
    paragraphs = []
    for stage, entries in itertools.groupby(staged, lambda entry: _stage(entry, month)):
        lines = [_in_month(entry, month, stage) for entry in entries]
        paragraphs += [f"{heading}<b>{stage.value}（{len(lines)} 项）</b>\n{lines[0]}", *lines[1:]]
        heading = "\n"
    return paragraphs


def _stage(entry: Entry, month: Month) -> _Stage:
    found = (run for run in runs(entry.period) if entry.year == month.year and month.number in run.months)
    run = next(found, None)
    if run is None or run.first == run.last:
        return _Stage.WITHIN
    if run.first == month.number:
        return _Stage.BEGINS
    return _Stage.ENDS if run.last == month.number else _Stage.GOES_ON


def _in_month(entry: Entry, month: Month, stage: _Stage) -> str:
    """One line: the dates in this month where they are known, else until when."""
    dates = [session for session in entry.details.sessions if Month.of(session.day) == month]
    if dates:
        when = "、".join(_short(session) for session in dates[:4]) + ("等" if len(dates) > 4 else "")
    else:
        when = "" if stage is _Stage.WITHIN else f"，{entry.period}"
    joint = "，" if dates else ""
    return f"{entry.number}. {quoted(entry.title, 80)}（{quoted(entry.unit)}{joint}{when}）"


def _short(session: Session) -> str:
    return f"{session.day.day}日{f' {_clock(session.start)}' if session.start else ''}"


# --- one message ------------------------------------------------------------------------------------------
def _fitting(paragraphs: Iterable[str], room: int) -> str:
    """As many as fit into `room`; the rest is counted."""
    paragraphs = list(paragraphs)
    kept: list[str] = []
    for place, paragraph in enumerate(paragraphs):
        # Markup only makes it longer than it will be counted.
        room -= units(paragraph) + 2
        if room < 0:
            kept.append(f"……还有 {len(paragraphs) - place} 项，点“看详情”可以看全。")
            break
        kept.append(paragraph)
    return "\n".join(kept)


def _moment(at: dt.datetime, now: dt.datetime) -> str:
    year = "" if at.year == now.year else f"{at.year}年"
    return f"{year}{at.month}月{at.day}日 {_clock(at.time())}"


def _clock(time: dt.time) -> str:
    return f"{time.hour}:{time.minute:02}"
