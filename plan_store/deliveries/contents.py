"""What is there to say on an occasion, as the plans and a chat's subscriptions stand now? Pure.

Whatever was changed since it was planned counts: entries, subscriptions, choices. So nothing has to be
planned anew after an edit.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from plan_store.deliveries.values import Claimed, Item
from plan_store.due import About, Occasion, joined, months_of
from plan_store.happenings import first_day, happenings
from plan_store.plan import Entry, Month
from plan_store.snapshot import Snapshot
from plan_store.subscriptions import Subscription, followed


def occasions_of(claimed: Claimed, snapshot: Snapshot, now: dt.datetime) -> dict[int, Occasion]:
    """By the number of the delivery, what a reminder says; what has nothing to say any more is left out."""
    zone = now.tzinfo
    due = claimed.due_at.astimezone(zone)
    found = {
        item.id: Occasion(due, about, item.day, entries)
        for item in claimed.items
        if (about := item.kind.about) is not None
        and (entries := _entries(item, about, claimed.subscriptions, snapshot, now))
    }
    # What the month's reminder says is not said twice in one message.
    said = {(one.about, one.day): one for one in joined(found.values())}
    return {number: said[one.about, one.day] for number, one in found.items() if (one.about, one.day) in said}


def is_about(entry: Entry, about: About, day: dt.date) -> bool:
    """Whether a reminder about that day speaks of the entry."""
    match about:
        case About.MONTH:
            return Month.of(day) in months_of(entry)
        case About.BEFORE:
            return any(first_day(entry, when) == day for when in happenings(entry))
        case About.MORNING:
            return any(session.day == day for session in entry.details.sessions)


def concerns(since: dt.datetime, due_at: dt.datetime, now: dt.datetime) -> bool:
    """Whether a subscription made at `since` hears of what fell due at `due_at`.

    One from the future was made by a clock that was set ahead for trying, and is taken as it stands.
    """
    return since <= due_at or since > now


def _entries(
    item: Item, about: About, subscriptions: Iterable[Subscription], snapshot: Snapshot, now: dt.datetime
) -> tuple[Entry, ...]:
    found = {
        (entry.year, entry.number): entry
        for one in subscriptions
        if about.kind in one.kinds and concerns(one.since, item.due_at, now)
        for entry in followed(one.following, snapshot)
        if is_about(entry, about, item.day)
    }
    return tuple(found.values())
