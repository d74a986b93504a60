"""In which cells does an entry stand in a table? The published five, and those that staff have filled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from plan_store.documents.columns import PUBLISHED, Column
from plan_store.documents.sessions import write_sessions
from plan_store.plan import Entry, Plan

DETAILS = (
    Column.SESSIONS,
    Column.PLACE,
    Column.CONTACT,
    Column.SIGNUP,
    Column.AUDIENCE,
    Column.NOTE,
)


def cells_of(entry: Entry) -> dict[Column, str]:
    """By column, the words from which `tables.read_entry` reads the same entry."""
    details = entry.details
    return {
        Column.NUMBER: str(entry.number),
        Column.THEME: entry.theme,
        Column.FORMS: "、".join(entry.forms),
        Column.UNIT: entry.unit,
        Column.PERIOD: str(entry.period),
        Column.SESSIONS: write_sessions(details.sessions),
        Column.PLACE: details.place,
        Column.CONTACT: details.contact,
        Column.SIGNUP: details.signup,
        Column.AUDIENCE: details.audience,
        Column.NOTE: details.note,
    }


def columns_of(entries: Iterable[Entry]) -> tuple[Column, ...]:
    """The columns of a table of these entries: the published ones, and others that say anything."""
    filled = {column for entry in entries for column, cell in cells_of(entry).items() if cell}
    return (*PUBLISHED, *(column for column in DETAILS if column in filled))


def table_of(plan: Plan) -> tuple[Sequence[str], list[list[str]]]:
    """The header and the rows of a plan's table."""
    columns = columns_of(plan.entries)
    cells = (cells_of(entry) for entry in plan.entries)
    return [column.title for column in columns], [[row[column] for column in columns] for row in cells]


def title_of(plan: Plan) -> str:
    """A title that names district and year, so that the table can be taken over again."""
    title = plan.title
    if str(plan.year) not in title:
        title = f"{plan.year}年{title}"
    if plan.district and not title.startswith(plan.district):
        title = f"{plan.district}{title}" if plan.district not in title else title
    return title
