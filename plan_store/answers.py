"""Which entries answer a question? A query on a plan gives an answer; all values, no I/O."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import partial
from operator import attrgetter

from plan_store.plan import Details, Entry, Month, Plan
from plan_store.questions.comparing import alternatives
from plan_store.questions.query import (
    NOTHING_NAMED,
    Asked,
    Choice,
    Conditions,
    Extreme,
    Months,
    Part,
    Query,
    Subject,
    Talk,
    Trouble,
)
from plan_store.snapshot import Snapshot
from plan_store.standing import Standing
from plan_store.value import replace, value


class Kind(StrEnum):
    """The kinds of answer, named as in `ask --json`."""

    ENTRIES = "entries"
    NONE = "none"
    CLARIFY = "clarify"
    STATISTIC = "statistic"
    CHAT = "chat"
    UNKNOWN = "unknown"


UNANSWERED = frozenset({Kind.UNKNOWN, Kind.NONE, Kind.CLARIFY})
"""The kinds that leave a question open, for staff to look at."""


class Reason(StrEnum):
    """Why nothing was found."""

    NO_SUCH_MONTH = "no such month"
    NO_PLAN_FOR_YEAR = "no plan for that year"
    NO_SUCH_NUMBER = "no such number"
    NO_SUCH_PLACE = "no such place"
    """第九个 of a list of six."""
    UNIT_ABSENT = "unit absent"
    ELSEWHERE = "elsewhere"
    OTHER_TIME = "other time"
    """What was asked exists, but not in the asked time; `nearest` holds it."""
    TOPIC_ABSENT = "topic absent"
    FORM_ABSENT = "form absent"
    NOTHING_MATCHES = "nothing matches"


@value
class Tally:
    """One bar of a statistic: a month, a unit or a form, and how many entries it has."""

    label: str
    count: int


@value
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
    """All bars of a statistic, largest first; or what a question sets beside each other, as it names them."""
    empty_months: tuple[Month, ...] = ()
    choices: tuple[Choice, ...] = ()
    page: int = 0
    """Which page of a long list is meant, from 0; grows with 还有吗/更多."""
    standing: Standing | None = None
    """What staff want to be said to such a question, where the plan answers nothing."""
    near: str = ""
    """A question with a standing answer, which may have been meant."""


def find(query: Query, snapshot: Snapshot) -> Answer:
    """The answer to `query` on the plans of `snapshot`."""
    first, last = _asked_span(query)
    plan = snapshot.plan(query.year) if query.year is not None else None
    answer = partial(Answer, query=query, plan=plan, first=first, last=last)
    match query.talk:
        case Talk.CHAT:
            return answer(Kind.CHAT)
        case Talk.CLARIFY:
            return answer(Kind.CLARIFY, choices=query.choices)
        case Talk.UNKNOWN:
            return answer(Kind.UNKNOWN)
    if query.trouble is Trouble.NO_SUCH_MONTH:
        return answer(Kind.NONE, reason=Reason.NO_SUCH_MONTH)
    if query.trouble is Trouble.ELSEWHERE:
        return answer(Kind.NONE, reason=Reason.ELSEWHERE)
    if query.talk is Talk.STATISTIC and plan is not None:
        return _statistic(query, answer(Kind.STATISTIC), plan, snapshot)
    mask = _matching(query, query.parts, snapshot)
    if mask:
        entries = snapshot.index.read_out(mask)
        return Answer(
            Kind.ENTRIES,
            query,
            snapshot.plan(entries[0].year),
            entries,
            first,
            last,
            missing=tuple([asked.value for asked in query.asked if _unsaid(asked, entries)]),
            tallies=_of_each(query, snapshot) if Asked.EACH in query.asked else (),
        )
    return _nothing(query, partial(answer, Kind.NONE), snapshot)


def _of_each(query: Query, snapshot: Snapshot) -> tuple[Tally, ...]:
    """How many entries each of the alternatives has, in the order in which they were named."""
    return tuple(
        Tally(said, _matching(query, (part,), snapshot).bit_count())
        for said, part in alternatives(query.parts)
    )


def _matching(query: Query, parts: Sequence[Conditions], snapshot: Snapshot) -> int:
    index = snapshot.index
    if query.pinned is not None:
        return index.mask_of(query.pinned)
    timed = any(part.times for part in parts)
    within = index.all if timed else index.year(query.year) if query.year is not None else 0
    mask = 0 if parts else within
    for part in parts:
        mask |= index.matching(part, within)
    return mask if query.excluded is NOTHING_NAMED else mask & ~index.touching(query.excluded)


def _asked_span(query: Query) -> tuple[Month | None, Month | None]:
    spans = [time.span for part in query.parts for time in part.times]
    if not spans:
        return None, None
    firsts, lasts = [span.first for span in spans if span.first], [span.last for span in spans if span.last]
    return min(firsts, default=None), max(lasts, default=None)


def _unsaid(asked: Asked, entries: Sequence[Entry]) -> bool:
    """Whether `asked` is a detail that none of `entries` gives."""
    given = _GIVEN.get(asked)
    return given is not None and not any(given(entry.details) for entry in entries)


_GIVEN: dict[Asked, Callable[[Details], object]] = {
    Asked.PLACE: attrgetter("place"),
    Asked.TIME: attrgetter("sessions"),
    Asked.CONTACT: attrgetter("contact"),
    Asked.SIGNUP: attrgetter("signup"),
    Asked.AUDIENCE: attrgetter("audience"),
}
"""What an entry's details say of it."""


# --- nothing found ----------------------------------------------------------------------------------


def _nothing(query: Query, none: Callable[..., Answer], snapshot: Snapshot) -> Answer:
    """Why nothing was found, and the nearest thing that does exist, as an answer that `none` makes of it."""
    index, parts = snapshot.index, query.parts
    years = {
        month.year
        for part in parts
        for time in part.times
        for month in (time.span.first, time.span.last)
        if month
    }
    if years and not any(snapshot.plan(year) for year in years) and snapshot.plans:
        latest = snapshot.plans[-1]
        moved = tuple(_in_year(part, latest.year) for part in parts)
        near = index.read_out(_matching(query, moved, snapshot))
        return none(
            plan=None,
            reason=Reason.NO_PLAN_FOR_YEAR,
            nearest=near,
            nearest_plan=latest if near else None,
        )
    if query.pinned == () and any(part.numbers for part in parts):
        return none(reason=Reason.NO_SUCH_PLACE)
    if any(part.numbers and not any(map(index.number, part.numbers)) for part in parts):
        return none(reason=Reason.NO_SUCH_NUMBER)
    if any(part.units and not any(unit.units for unit in part.units) for part in parts):
        return none(reason=Reason.UNIT_ABSENT)
    if any(part.topics and all(topic.absent for topic in part.topics) for part in parts):
        return none(reason=Reason.TOPIC_ABSENT)
    if any(part.forms and not any(form.forms for form in part.forms) for part in parts):
        return none(reason=Reason.FORM_ABSENT, nearest=_nearest(query, snapshot))
    if any(part.times for part in parts):
        timeless = tuple(replace(part, times=()) for part in parts)
        if any(not part.empty for part in timeless) and (near_mask := _matching(query, timeless, snapshot)):
            return none(reason=Reason.OTHER_TIME, nearest=index.read_out(near_mask))
    return none(reason=Reason.NOTHING_MATCHES, nearest=_nearest(query, snapshot))


def _in_year(part: Conditions, year: int) -> Conditions:
    def moved(month: Month | None) -> Month | None:
        return Month(year, month.number) if month else None

    times = tuple(
        replace(time, span=Months(moved(time.span.first), moved(time.span.last))) for time in part.times
    )
    return replace(part, times=times)


def _nearest(query: Query, snapshot: Snapshot) -> tuple[Entry, ...]:
    """What is found once one of the named parts is let go: the form first, then the unit, then the topic."""
    for name in (Part.FORMS, Part.UNITS, Part.TOPICS, Part.TIMES):
        looser = tuple(part.without(name) for part in query.parts)
        if looser == query.parts or all(part.empty for part in looser):
            continue
        if mask := _matching(query, looser, snapshot):
            return snapshot.index.read_out(mask)
    return ()


# --- statistics -------------------------------------------------------------------------------------


def _statistic(query: Query, answer: Answer, plan: Plan, snapshot: Snapshot) -> Answer:
    """Counts of entries by month, unit or form, and which has the most or the fewest."""
    assert query.statistic is not None
    index = snapshot.index
    subject, extreme = query.statistic.subject, query.statistic.extreme
    entries = index.read_out(_matching(query, query.parts, snapshot) & index.year(plan.year))
    counts: Counter[Month | str] = Counter()
    for entry in entries:
        match subject:
            case Subject.MONTHS:
                counts.update(Month(plan.year, month) for month in entry.period.months)
            case Subject.UNITS:
                counts[entry.unit] += 1
            case Subject.FORMS:
                counts.update(entry.forms)
    months = [Month(plan.year, number) for number in range(1, 13)]
    spans = [time.span for part in query.parts for time in part.times]
    if spans:
        months = [month for month in months if any(span.holds(month) for span in spans)]
        if subject is Subject.MONTHS:
            counts = Counter({month: count for month, count in counts.items() if month in months})
    empty = tuple(month for month in months if not counts[month]) if subject is Subject.MONTHS else ()
    found: list[Month | str]
    if extreme is Extreme.NONE:
        found = list(empty)
    else:
        wanted = (max if extreme is Extreme.MOST else min)((n for n in counts.values() if n), default=0)
        found = [key for key, count in counts.items() if count == wanted and count]
    tallies = sorted(
        ((count, key) for key, count in counts.items() if count), key=lambda t: (-t[0], str(t[1]))
    )
    return replace(
        answer,
        months=tuple(sorted(key for key in found if isinstance(key, Month))),
        units=tuple(key for key in found if isinstance(key, str)) if subject is Subject.UNITS else (),
        forms=tuple(key for key in found if isinstance(key, str)) if subject is Subject.FORMS else (),
        tallies=tuple(
            Tally(f"{key.number}月" if isinstance(key, Month) else key, count) for count, key in tallies
        ),
        empty_months=empty,
    )
