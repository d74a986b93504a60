"""What is a delivery? One message to one chat on one occasion, its state, and what became of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from plan_store.due import About
from plan_store.subscriptions import Preferences, Subscription


class Kind(StrEnum):
    """Why something is sent. A chat gets one message of a kind on one occasion.

    The first three are those of `plan_store.due.About`; their occasion is the day that they are about. That
    of the others is the number of a bulletin.
    """

    MONTH = "month"
    BEFORE = "before"
    MORNING = "morning"
    CHANGE = "change"
    """What was changed in the plan, to those who follow it or have been reminded of it."""
    ANNOUNCEMENT = "announcement"
    """What staff send to many."""

    @property
    def about(self) -> About | None:
        """Of a reminder: what it tells."""
        return _ABOUT.get(self)


_ABOUT = {Kind(about.value): about for about in About}


class State(StrEnum):
    """Where a delivery stands. All but the first three are final."""

    PENDING = "pending"
    """To be sent at its time."""
    RETRY = "retry"
    """Refused for now, or surely not sent: to be sent again at its time."""
    SENDING = "sending"
    """Handed to Telegram, and no answer on record yet."""
    SENT = "sent"
    FAILED = "failed"
    """Telegram will not have it: the chat is gone, the bot was blocked."""
    SKIPPED = "skipped"
    """There was nothing to say any more, or it came too late to be of use."""
    UNKNOWN = "unknown"
    """It may have arrived: the connection or the process broke after the request left. Never sent again."""


WAITING = (State.PENDING, State.RETRY)


@dataclass(frozen=True, slots=True)
class Item:
    """One delivery that is now this sender's to make."""

    id: int
    kind: Kind
    occasion: str
    due_at: dt.datetime
    tries: int
    """How often it was tried before."""

    @property
    def day(self) -> dt.date:
        """Of a reminder: the day that it is about."""
        return dt.date.fromisoformat(self.occasion)

    @property
    def bulletin(self) -> int:
        """Of a change or an announcement: the number of its bulletin."""
        return int(self.occasion)


@dataclass(frozen=True, slots=True)
class Claimed:
    """What goes to a chat as one message, with the chat as it stands."""

    chat_id: int
    items: tuple[Item, ...]
    """Reminders that are due at the same moment; of changes and announcements one."""
    preferences: Preferences
    subscriptions: tuple[Subscription, ...]
    told: frozenset[tuple[int, int]] = frozenset()
    """Of a change: the entries, by year and number, that this chat was told of before."""

    @property
    def due_at(self) -> dt.datetime:
        return self.items[0].due_at


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a delivery."""

    id: int
    state: State
    at: dt.datetime
    next_at: dt.datetime | None = None
    """When it may be tried again; of RETRY alone."""
    note: str = ""
    """Why, for the operator."""
    told: tuple[tuple[int, int], ...] = ()
    """The entries that the message spoke of, by year and number."""


def dump_told(keys: tuple[tuple[int, int], ...]) -> str | None:
    """` 2023:17 2023:18 `, so that one entry is found by a plain search; None for no entries."""
    return f" {' '.join(f'{year}:{number}' for year, number in keys)} " if keys else None


def load_told(text: str) -> frozenset[tuple[int, int]]:
    """The entries that `dump_told` wrote."""
    pairs = (key.split(":") for key in text.split())
    return frozenset((int(year), int(number)) for year, number in pairs)
