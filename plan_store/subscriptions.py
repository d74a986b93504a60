"""Who wants to hear of what, and when? Subscriptions and a chat's own choices, as plain values."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import logging
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any

from plan_store.answers import find
from plan_store.plan import Entry, Month, in_reading_order
from plan_store.questions.query import (
    Conditions,
    FormCondition,
    Months,
    Query,
    Relation,
    Talk,
    TimeCondition,
    TopicCondition,
    UnitCondition,
)
from plan_store.questions.text import normalise
from plan_store.snapshot import Snapshot
from plan_store.unit_classes import STREET, is_street

_log = logging.getLogger(__name__)


class Reminder(StrEnum):
    """The two kinds of reminder; each is on or off for a subscription."""

    MONTHLY = "monthly"
    """Once a month: what begins, goes on and ends."""
    BEFORE = "before"
    """Some days before each activity; where its date is known, that morning too."""


BOTH = frozenset(Reminder)
LEADS = (0, 1, 3, 7, 14)
"""Days before an activity that one can choose."""


@dataclass(frozen=True, slots=True)
class Following:
    """What is followed: a question whose answer is looked up anew whenever something may be due.

    Two questions that mean the same make equal followings. One that names no month, year or number goes on
    with the plans of later years; else it stays with the plan that it was made on.
    """

    query: Query
    """Canonical: as `following` makes it."""

    @property
    def every_year(self) -> bool:
        return self.query.year is None

    def dump(self) -> str:
        """As JSON, the same for equal followings."""
        return _json(self.query)

    @staticmethod
    def load(text: str) -> Following:
        """The following that `dump` wrote; one that finds nothing, and a log line, where `text` is none.

        A damaged row, or one of another release, must not keep everybody else from being reminded.
        """
        try:
            return Following(_adapter(Query).validate_json(text))
        except ValueError:
            return _unreadable(text)

    @property
    def digest(self) -> str:
        """64 hexadecimal digits that tell it from all others."""
        return hashlib.sha256(self.dump().encode()).hexdigest()


@lru_cache(maxsize=256)
def _unreadable(text: str) -> Following:
    # Cached, so that it is said once and not each minute.
    digest = hashlib.sha256(text.encode()).hexdigest()
    _log.error("what somebody follows cannot be read and finds nothing: subscriptions.digest %s", digest)
    return Following(Query(text="", pinned=()))


def following(query: Query) -> Following | None:
    """What a question follows; None where it names nothing that can be followed."""
    if query.talk is not Talk.FIND or query.trouble is not None:
        return None
    parts = tuple(sorted({_canonical(part) for part in query.parts if not part.empty}, key=_json))
    excluded = _canonical(query.excluded)
    if query.pinned is not None:
        return following_entries(query.pinned) if query.pinned else None
    if not parts and not query.everything and excluded.empty:
        return None
    if query.year is not None and excluded.empty and parts and all(_only_numbers(part) for part in parts):
        return following_entries((query.year, number) for part in parts for number in part.numbers)
    bound = query.year_named or any(part.times or part.numbers for part in (*parts, excluded))
    if not parts and excluded.empty and not bound:
        return following_everything()
    return Following(
        Query(
            text="",
            parts=parts,
            excluded=excluded,
            year=query.year if bound else None,
            year_named=bound,
            everything=not parts,
        )
    )


def following_entries(keys: Iterable[tuple[int, int]]) -> Following:
    """Follow these very entries, each by year and number."""
    pinned = tuple(sorted(set(keys)))
    return Following(Query(text="", year=pinned[0][0], year_named=True, pinned=pinned))


def following_everything() -> Following:
    """Follow all entries of all plans, those to come included."""
    return Following(Query(text="", everything=True))


def followed(what: Following, snapshot: Snapshot) -> tuple[Entry, ...]:
    """The entries that are followed as the plans stand now, in reading order."""
    query = what.query
    if query.pinned is None:
        parts = tuple(_with_present_names(part, snapshot) for part in query.parts)
        query = replace(query, parts=parts, excluded=_with_present_names(query.excluded, snapshot))
    if not what.every_year:
        return find(query, snapshot).entries
    years = dict.fromkeys(plan.year for plan in snapshot.plans)
    return in_reading_order(
        entry for year in years for entry in find(replace(query, year=year), snapshot).entries
    )


@dataclass(frozen=True, slots=True)
class Subscription:
    """One thing that a chat follows."""

    id: int
    chat_id: int
    following: Following
    kinds: frozenset[Reminder]
    since: dt.datetime
    """When it was made; what fell due before is not its business."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a chat has chosen for all its reminders; None: as the settings say."""

    lead_days: int | None = None
    """One of `LEADS`."""
    time: dt.time | None = None
    """The hour and minute of reminders, in the plan's time zone."""
    paused_until: dt.date | None = None
    """The first day on which reminders come again; in the past: no pause any more."""
    reachable: bool = True
    """False since Telegram said that the bot was blocked or the chat is gone."""

    def within(self, defaults: Defaults) -> Habits:
        """These choices, with the settings' values where nothing was chosen."""
        return Habits(
            lead_days=defaults.lead_days if self.lead_days is None else self.lead_days,
            time=defaults.time if self.time is None else self.time,
            monthly_day=defaults.monthly_day,
            paused_until=self.paused_until,
        )


@dataclass(frozen=True, slots=True)
class Defaults:
    """What the settings say of reminders where a chat has chosen nothing."""

    lead_days: int = 3
    time: dt.time = dt.time(9)
    monthly_day: int = 1
    grace: dt.timedelta = dt.timedelta(hours=12)
    """How long after its moment a reminder that could not be sent is still sent."""


@dataclass(frozen=True, slots=True)
class Habits:
    """How a chat's reminders come: its own choices and the settings together."""

    lead_days: int = 3
    """Days before an activity; 0: on its day."""
    time: dt.time = dt.time(9)
    """In the plan's time zone."""
    monthly_day: int = 1
    """The day of the month of monthly reminders; the last one of a shorter month."""
    paused_until: dt.date | None = None

    def paused(self, day: dt.date) -> bool:
        """Whether nothing comes on that day."""
        return self.paused_until is not None and day < self.paused_until


# --- canonical forms --------------------------------------------------------------------------------------
def _canonical(part: Conditions) -> Conditions:
    """Alternatives in one order, and times by their months: 下个月 means another one in a month."""
    times = tuple(sorted({replace(time, said=_named(time)) for time in part.times}, key=_json))
    return replace(
        part,
        times=times,
        units=tuple(sorted(set(part.units), key=_json)),
        forms=tuple(sorted(set(part.forms), key=_json)),
        topics=tuple(sorted(map(_canonical_topic, set(part.topics)), key=_json)),
        numbers=tuple(sorted(set(part.numbers))),
    )


def _canonical_topic(topic: TopicCondition) -> TopicCondition:
    words = (replace(word, texts=tuple(sorted(set(word.texts)))) for word in topic.words)
    return replace(topic, words=tuple(sorted(words, key=_json)))


def _only_numbers(part: Conditions) -> bool:
    return bool(part.numbers) and part == Conditions(numbers=part.numbers)


_SUFFIX = {
    Relation.OVERLAPS: "",
    Relation.BEGINS: "开始的",
    Relation.ENDS: "结束的",
    Relation.WITHIN: "之内的",
    Relation.LASTS_UNTIL: "为止的",
    Relation.EXACTLY: "整段的",
}


def _named(time: TimeCondition) -> str:
    among = "间" if time.relation is not Relation.OVERLAPS and "-" in _months(time.span) else ""
    return f"{_months(time.span)}{among}{_SUFFIX.get(time.relation, '')}"


def _months(span: Months) -> str:
    first, last = span.first, span.last
    if first is None or last is None:
        return f"{_month(first)}起" if first else f"到{_month(last)}" if last else "全年"
    if first == last:
        return f"{first.number}月"
    if first.year == last.year:
        return f"{first.number}月-{last.number}月"
    return f"{first.year}年{first.number}月-{last.year}年{last.number}月"


def _month(month: Month | None) -> str:
    return f"{month.number}月" if month else ""


def _with_present_names(part: Conditions, snapshot: Snapshot) -> Conditions:
    """Units and forms by what their names mean now: 街道 and 座谈 take in what came into the plans later."""
    return replace(
        part,
        units=tuple(_present_unit(unit, snapshot) for unit in part.units),
        forms=tuple(_present_form(form, snapshot) for form in part.forms),
    )


def _present_unit(unit: UnitCondition, snapshot: Snapshot) -> UnitCondition:
    if unit.is_class:
        streets = unit.said == STREET
        names = frozenset(name for name in snapshot.vocabulary.units if is_street(name) == streets)
        return replace(unit, units=names)
    meaning = snapshot.vocabulary.phrases.get(normalise(unit.said))
    return replace(unit, units=unit.units | frozenset(meaning.units or ())) if meaning else unit


def _present_form(form: FormCondition, snapshot: Snapshot) -> FormCondition:
    meaning = snapshot.vocabulary.phrases.get(normalise(form.said))
    return replace(form, forms=form.forms | meaning.forms) if meaning else form


def _json(value: Any) -> str:
    """A query or a part of one, the same in every process: without the accidental order of sets."""
    return json.dumps(
        _sorted(_adapter(value.__class__).dump_python(value, mode="json", exclude_defaults=True)),
        ensure_ascii=False,
        separators=(",", ":"),
        sort_keys=True,
    )


def _sorted(value: Any) -> Any:
    """Sorted where the order is not told: lists of names, which are all sets or as good as."""
    if isinstance(value, dict):
        return {key: _sorted(inner) for key, inner in value.items()}
    if isinstance(value, list):
        if all(isinstance(one, str) for one in value):
            return sorted(value)
        return [_sorted(one) for one in value]
    return value


@cache
def _adapter(of: Hashable) -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(of)
