"""How does an entry stand in its row? Values to columns and back, without SQL."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from plan_store.plan import Details, Entry, Period, Session

_TEXTS = ("place", "contact", "signup", "audience", "note")


def to_row(entry: Entry) -> dict[str, Any]:
    """The columns of `plan_store.schema.entries`, without the plan's."""
    return {
        "number": entry.number,
        "theme": entry.theme,
        "forms": list(entry.forms),
        "unit": entry.unit,
        "months": list(entry.period.months),
        "details": _written(entry.details),
    }


def from_row(year: int, row: Mapping[Any, Any]) -> Entry:
    """The entry that `to_row` wrote, in the plan of `year`."""
    return Entry(
        year=year,
        number=row["number"],
        theme=row["theme"],
        forms=tuple(row["forms"]),
        unit=row["unit"],
        period=Period(tuple(row["months"])),
        details=_read(row["details"]) if row["details"] else Details(),
    )


def _written(details: Details) -> dict[str, Any]:
    """Only what is there, so that the column reads well: `{"sessions": ["2023-06-09 10:00-11:30"], …}`."""
    written: dict[str, Any] = {name: said for name in _TEXTS if (said := getattr(details, name))}
    if details.sessions:
        written["sessions"] = [session_text(session) for session in details.sessions]
    return written


def _read(written: Mapping[str, Any]) -> Details:
    sessions = tuple(session_of(text) for text in written.get("sessions", ()))
    return Details(sessions=sessions, **{name: written.get(name, "") for name in _TEXTS})


def session_text(session: Session) -> str:
    """`2023-06-09 10:00-11:30`, without what is not known."""
    hours = "-".join(f"{hour:%H:%M}" for hour in (session.start, session.end) if hour is not None)
    return f"{session.day} {hours}".rstrip()


def session_of(text: str) -> Session:
    """The session that `session_text` wrote. Raises ValueError or TypeError for any other text."""
    day, _, hours = text.partition(" ")
    times = [dt.time.fromisoformat(hour) for hour in hours.split("-") if hour]
    return Session(dt.date.fromisoformat(day), *times)
