"""Which list does a view stand for? Views made of answers, and the entries and questions behind them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from handlers.replies.taps import View, tag
from plan_store.answers import Answer
from plan_store.plan import Entry, Month, Period, Plan, in_reading_order
from plan_store.questions.query import (
    Conditions,
    FormCondition,
    Months,
    Query,
    Relation,
    TimeCondition,
    UnitCondition,
)
from plan_store.unit_classes import STREET, is_street

DEPARTMENTS = "部门"


def view_of(answer: Answer, entries: Sequence[Entry], page: int) -> View | None:
    """The list of an answer: by its conditions where they are plain, else by its very numbers.

    None where it takes from several plans, which no button can carry.
    """
    year = entries[0].year
    if entries[-1].year != year:
        return None
    if entries is answer.entries:
        if answer.query.everything and answer.query.excluded.empty and not answer.query.parts:
            return View(year, page=page)
        plain = _plain(answer.query, year, page)
        if plain is not None:
            return plain
    return View(year, frozenset([entry.number for entry in entries]), page=page)


def _plain(query: Query, year: int, page: int) -> View | None:
    """The view that says the same as a query of plain months, one unit and one form at most; else None."""
    if len(query.parts) != 1 or query.pinned is not None or not query.excluded.empty:
        return None
    part = query.parts[0]
    if (
        part.topics
        or part.numbers
        or not part.only_parts
        or len(part.units) > 1
        or len(part.forms) > 1
        or any(time.relation is not Relation.OVERLAPS for time in part.times)
    ):
        return None
    unit = form = ""
    for wanted in part.units:
        if wanted.is_class and wanted.said in (STREET, DEPARTMENTS):
            unit = tag(wanted.said)
        elif len(wanted.units) == 1:
            unit = tag(*wanted.units)
        else:
            return None
    for kind in part.forms:
        if len(kind.forms) != 1:
            return None
        form = tag(*kind.forms)
    months = frozenset([month for time in part.times for month in _months(time, year)])
    return View(year, months=months, unit=unit, form=form, page=page)


def _months(time: TimeCondition, year: int) -> range:
    first, last = time.span.first, time.span.last
    start = 1 if first is None or first.year < year else first.number if first.year == year else 13
    end = 12 if last is None or last.year > year else last.number if last.year == year else 0
    return range(start, end + 1)


def entries_of(view: View, plan: Plan) -> tuple[Entry, ...]:
    """The entries of a view, in reading order; empty too where a tag names nothing in the plan any more."""
    chosen: Iterable[Entry] = plan.entries
    if view.numbers is not None:
        numbers = view.numbers
        chosen = [entry for entry in chosen if entry.number in numbers]
    if view.months:
        chosen = [entry for entry in chosen if not view.months.isdisjoint(entry.period.months)]
    if view.unit:
        unit = unit_of(view, plan)
        chosen = [entry for entry in chosen if unit is not None and is_of(entry.unit, unit)]
    if view.form:
        form = form_of(view, plan)
        chosen = [entry for entry in chosen if form in entry.forms]
    return in_reading_order(chosen)


def name_of(wanted: str, names: Iterable[str]) -> str | None:
    """The one name that has this tag; None where there is none, or two share it."""
    found = {name for name in dict.fromkeys(names) if tag(name) == wanted}
    return found.pop() if len(found) == 1 else None


def is_of(unit: str, name: str) -> bool:
    """Whether a unit is meant by a name, which may be that of a class."""
    if name == STREET:
        return is_street(unit)
    if name == DEPARTMENTS:
        return not is_street(unit)
    return unit == name


def unit_of(view: View, plan: Plan) -> str | None:
    """The unit or the class that a view is narrowed to; None: it is not, or the plan no longer has it."""
    names = (STREET, DEPARTMENTS, *(entry.unit for entry in plan.entries))
    return name_of(view.unit, names) if view.unit else None


def form_of(view: View, plan: Plan) -> str | None:
    """The form that a view is narrowed to; None: it is not, or the plan no longer has it."""
    return name_of(view.form, (form for entry in plan.entries for form in entry.forms)) if view.form else None


def query_of(view: View, plan: Plan) -> Query:
    """The question that a view answers, so that the talk can go on from what was tapped."""
    if view.numbers is not None:
        return Query(
            "", year=plan.year, pinned=tuple((one.year, one.number) for one in entries_of(view, plan))
        )
    unit, form = unit_of(view, plan), form_of(view, plan)
    meant = frozenset(entry.unit for entry in plan.entries if unit is not None and is_of(entry.unit, unit))
    part = Conditions(
        times=tuple(_time(plan.year, run) for run in runs(view.months)),
        units=(UnitCondition(unit, meant, unit in (STREET, DEPARTMENTS)),) if unit is not None else (),
        forms=(FormCondition(form, frozenset((form,))),) if form is not None else (),
    )
    if part.empty:
        return Query("", year=plan.year, everything=True)
    return Query("", year=plan.year, parts=(part,))


def runs(months: Iterable[int]) -> list[Period]:
    """Months as spans without a gap."""
    found: list[list[int]] = []
    for month in sorted(months):
        if found and month == found[-1][-1] + 1:
            found[-1].append(month)
        else:
            found.append([month])
    return [Period(tuple(run)) for run in found]


def _time(year: int, run: Period) -> TimeCondition:
    return TimeCondition(Relation.OVERLAPS, Months(Month(year, run.first), Month(year, run.last)), str(run))
