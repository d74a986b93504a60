"""Which entries answer a question? A query on a plan gives an answer; all values, no I/O."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from plan_store.plan import Entry, Month, Plan
from plan_store.questions.query import Choice, Query


class Kind(StrEnum):
    """The kinds of answer, named as in `ask --json`."""

    ENTRIES = "entries"
    NONE = "none"
    CLARIFY = "clarify"
    STATISTIC = "statistic"
    CHAT = "chat"
    UNKNOWN = "unknown"


class Reason(StrEnum):
    """Why nothing was found."""

    NO_SUCH_MONTH = "no such month"
    NO_PLAN_FOR_YEAR = "no plan for that year"
    NO_SUCH_NUMBER = "no such number"
    UNIT_ABSENT = "unit absent"
    ELSEWHERE = "elsewhere"
    OTHER_TIME = "other time"
    """What was asked exists, but not in the asked time; `nearest` holds it."""
    TOPIC_ABSENT = "topic absent"
    NOTHING_MATCHES = "nothing matches"


@dataclass(frozen=True, slots=True)
class Tally:
    """One bar of a statistic: a month, a unit or a form, and how many entries it has."""

    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Answer:
    """The facts of a reply; `handlers.replies` puts them into words."""

    kind: Kind
    query: Query
    plan: Plan | None
    """The plan spoken of; None where there is none (chat, unknown, a year without a plan)."""
    entries: tuple[Entry, ...] = ()
    """In reading order; the whole set, also where the reply shows a first page."""
    first: Month | None = None
    """The asked span, outermost months; None where the question names none."""
    last: Month | None = None
    reason: Reason | None = None
    nearest: tuple[Entry, ...] = ()
    """The nearest thing that does exist, where nothing was found."""
    nearest_plan: Plan | None = None
    """The plan of `nearest`, where it is another than the asked year's."""
    missing: tuple[str, ...] = ()
    """Of place time contact signup audience: asked, and the plan does not say."""
    months: tuple[Month, ...] = ()
    units: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    """What a statistic names; all that tie."""
    tallies: tuple[Tally, ...] = ()
    """All bars of a statistic, largest first."""
    empty_months: tuple[Month, ...] = ()
    choices: tuple[Choice, ...] = ()
    page: int = 0
    """Which page of a long list is meant, from 0; grows with 还有吗/更多."""
