"""How are exact dates written in a cell? `2023-06-09 10:00-11:30；2023-06-16`, or in words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from plan_store.documents.periods import PeriodError, read_period
from plan_store.entry_rows import session_of, session_text
from plan_store.plan import Session


def write_sessions(sessions: Iterable[Session]) -> str:
    return "；".join(session_text(session) for session in sessions)


def read_sessions(said: str, year: int) -> tuple[Session, ...]:
    """The sessions of a cell, as `write_sessions` writes them or as people do (`6月9日上午10:00`).

    Raises `PeriodError` where one of them names no day.
    """
    sessions: list[Session] = []
    for part in re.split(r"[;；\n]", said):
        if not part.strip():
            continue
        try:
            sessions.append(session_of(part.strip()))
        except (ValueError, TypeError):
            named = read_period(part, year).sessions
            if not named:
                raise PeriodError(f"具体时间“{part.strip()[:30]}”没有写明日期") from None
            sessions.extend(named)
    return tuple(sessions)
