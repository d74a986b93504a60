"""Which buttons stand under a reply? Entries, pages, and ways to narrow a long list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from handlers.replies.listing import PAGE_SIZE, page_count, page_of
from handlers.replies.reminder_taps import AsCalendar, Follow, ReminderTap, reminder_data
from handlers.replies.reply import Button, Keyboard, shorten
from handlers.replies.taps import (
    Choose,
    Dimension,
    Say,
    ShowEntry,
    ShowNarrowed,
    ShowPage,
    Tap,
    View,
    data_of,
    tag,
    turned,
)
from handlers.replies.views import DEPARTMENTS, entries_of
from plan_store.plan import Entry, Plan
from plan_store.questions.query import Choice
from plan_store.unit_classes import STREET, is_street

LABEL = 40
"""The longest label, in UTF-16 units; more would be cut by the phone."""
REMIND_ME = "提醒我"
TO_CALENDAR = "加入日历"
OPTIONS = 24
"""Options on one page of a chooser."""
OFFERED = 40
"""The most readings that are offered: more than a district has streets, fewer than fill a message."""
FEW = 6

_NARROW = {Dimension.MONTH: "按月份", Dimension.UNIT: "按单位", Dimension.FORM: "按形式"}


def list_keyboard(
    view: View | None, entries: Sequence[Entry], page: int, follow: ReminderTap | None = None
) -> Keyboard:
    """Under a list: its entries by number, the pages, what it can be narrowed by, and being reminded of it.

    `follow`: what 提醒我 means, where that is not the view.
    """
    shown = page_of(entries, page)
    buttons = [_entry_button(entry.year, entry.number) for entry in shown]
    half = PAGE_SIZE // 2
    rows = [buttons] if len(buttons) <= half + 1 else [buttons[:half], buttons[half:]]
    if len(entries) > PAGE_SIZE:
        rows.append(_turning(view, page, page_count(len(entries))))
        if view is not None:
            narrowing = _narrowing(turned(view, 0))
            rows.append([narrowing[by] for by in _dimensions(view, entries)])
    rows.append(_keeping(view and turned(view, 0), follow))
    return in_rows(rows)


@lru_cache(maxsize=4096)
def _entry_button(year: int, number: int) -> Button | None:
    return tap_button(str(number), ShowEntry(year, number))


def _keeping(view: View | None, follow: ReminderTap | None = None) -> list[Button | None]:
    """How one does not lose sight of what was shown."""
    remind = reminder_button(REMIND_ME, follow) if follow is not None else None
    if view is None:
        return [remind]
    of_view, calendar = _keeping_of(view)
    return [remind or of_view, calendar]


@lru_cache(maxsize=1024)
def _keeping_of(view: View) -> tuple[Button | None, Button | None]:
    return reminder_button(REMIND_ME, Follow(view)), reminder_button(TO_CALENDAR, AsCalendar(view))


@lru_cache(maxsize=1024)
def _narrowing(view: View) -> dict[Dimension, Button | None]:
    return {by: tap_button(label, Choose(view, by)) for by, label in _NARROW.items()}


def _turning(view: View | None, page: int, pages: int) -> list[Button | None]:
    back = tap_button("‹ 上一页", ShowPage(turned(view, page - 1))) if view and page > 0 else None
    if page >= pages - 1:
        return [back]
    forward = tap_button("下一页 ›", ShowPage(turned(view, page + 1))) if view else None
    return [back, forward or tap_button("下一页 ›", Say("还有吗"))]


def _dimensions(view: View, entries: Sequence[Entry]) -> list[Dimension]:
    several: list[Dimension] = []
    if len(view.months) != 1 and _differ(month for entry in entries for month in entry.period.months):
        several.append(Dimension.MONTH)
    if _differ(entry.unit for entry in entries):
        several.append(Dimension.UNIT)
    if _differ(form for entry in entries for form in entry.forms):
        several.append(Dimension.FORM)
    return several


def _differ(values: Iterator[object]) -> bool:
    """Whether two of them differ, which the first few nearly always tell."""
    first = next(values, None)
    return any(value != first for value in values)


def chooser(tap: Choose, plan: Plan) -> Keyboard:
    """The months, units or forms of a list, each with its number of entries; the last row leads back."""
    entries = entries_of(tap.view, plan)
    options = list(_options(tap, entries))
    shown = options[tap.page * OPTIONS : (tap.page + 1) * OPTIONS]
    width = 4 if tap.dimension is Dimension.MONTH else 2
    rows = [
        [tap_button(label, ShowNarrowed(view)) for label, view in shown[at : at + width]]
        for at in range(0, len(shown), width)
    ]
    turning = []
    if tap.page > 0:
        turning.append(tap_button("‹ 前面的", Choose(tap.view, tap.dimension, tap.page - 1)))
    if (tap.page + 1) * OPTIONS < len(options):
        turning.append(tap_button("后面的 ›", Choose(tap.view, tap.dimension, tap.page + 1)))
    return in_rows([*rows, turning, [tap_button("‹ 返回", ShowPage(tap.view))]])


def _options(tap: Choose, entries: Sequence[Entry]) -> Iterable[tuple[str, View]]:
    match tap.dimension:
        case Dimension.MONTH:
            return _month_options(tap.view, entries)
        case Dimension.UNIT:
            return _unit_options(tap.view, entries)
        case Dimension.FORM:
            return _form_options(tap.view, entries)


def _month_options(view: View, entries: Sequence[Entry]) -> Iterable[tuple[str, View]]:
    counts = Counter(month for entry in entries for month in entry.period.months)
    for month in sorted(counts.keys() & view.months if view.months else counts):
        yield f"{month}月 ({counts[month]})", _with(view, months=frozenset((month,)))


def _unit_options(view: View, entries: Sequence[Entry]) -> Iterable[tuple[str, View]]:
    counts = Counter(entry.unit for entry in entries)
    streets = sum(count for name, count in counts.items() if is_street(name))
    departments = len(entries) - streets
    if streets > 1 and departments > 1:
        yield f"{STREET} ({streets})", _with(view, unit=tag(STREET))
        yield f"{DEPARTMENTS} ({departments})", _with(view, unit=tag(DEPARTMENTS))
    for name, count in counts.most_common():
        yield _counted(name, count), _with(view, unit=tag(name))


def _form_options(view: View, entries: Sequence[Entry]) -> Iterable[tuple[str, View]]:
    counts = Counter(form for entry in entries for form in entry.forms)
    for name, count in counts.most_common():
        yield _counted(name, count), _with(view, form=tag(name))


def _with(view: View, *, months: frozenset[int] | None = None, unit: str = "", form: str = "") -> View:
    return View(
        view.year,
        view.numbers,
        view.months if months is None else months,
        unit or view.unit,
        form or view.form,
    )


def _counted(name: str, count: int) -> str:
    return f"{shorten(name, LABEL - 8)} ({count})"


@lru_cache(maxsize=1024)
def card_keyboard(entry: Entry) -> Keyboard:
    """Under one entry: what else its unit does, what else its first month has, and being reminded of it."""
    unit = tap_button(
        f"{shorten(entry.unit, LABEL - 6)}的活动", ShowNarrowed(View(entry.year, unit=tag(entry.unit)))
    )
    month = entry.period.first
    others = [
        unit,
        tap_button(f"{month}月的活动", ShowNarrowed(View(entry.year, months=frozenset((month,))))),
    ]
    return in_rows([others, _keeping(View(entry.year, frozenset((entry.number,))))])


def choice_keyboard(choices: Sequence[Choice]) -> Keyboard:
    """A button for each reading that the bot offers; the tap asks the question of that reading."""
    buttons = [
        tap_button(shorten(choice.label, LABEL), Say(choice.question))
        or tap_button(shorten(choice.label, LABEL), Say(choice.label))
        or tap_button(shorten(choice.label, LABEL), Say(f"第{place}个"))
        for place, choice in enumerate(choices[:OFFERED], 1)
    ]
    width = choice_width(choices)
    return in_rows([buttons[at : at + width] for at in range(0, len(buttons), width)])


def choice_width(choices: Sequence[Choice]) -> int:
    """How many stand in a row: a few each in its own, many short names side by side."""
    if len(choices) <= FEW:
        return 1
    longest = max(len(choice.label) for choice in choices)
    return 3 if longest <= 6 else 2 if longest <= 12 else 1


def example_keyboard(examples: Sequence[str]) -> Keyboard:
    return in_rows([[tap_button(shorten(example, LABEL), Say(example))] for example in examples])


def say_keyboard(labelled: Sequence[tuple[str, str]], width: int) -> Keyboard:
    """Buttons that ask: (label, words) in rows of `width`; those whose words are too long are left out."""
    buttons = [tap_button(shorten(label, LABEL), Say(words)) for label, words in labelled]
    return in_rows([buttons[at : at + width] for at in range(0, len(buttons), width)])


def tap_button(label: str, tap: Tap) -> Button | None:
    """A button; None where its data does not fit."""
    data = data_of(tap)
    return Button(label, data) if data is not None else None


def reminder_button(label: str, tap: ReminderTap) -> Button | None:
    """A button about reminders; None where its data does not fit."""
    data = reminder_data(tap)
    return Button(shorten(label, LABEL), data) if data is not None else None


def in_rows(rows: Sequence[Sequence[Button | None]]) -> Keyboard:
    """A keyboard without the buttons whose data did not fit, and without empty rows."""
    kept = [tuple(filter(None, row)) for row in rows]
    return tuple(filter(None, kept))
