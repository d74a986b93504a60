"""What is an inquiry made of? Letters of either side, and what became of each, as plain values."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Side(StrEnum):
    """Who wrote a letter."""

    RESIDENT = "resident"
    STAFF = "staff"


class Purpose(StrEnum):
    """What a letter is for."""

    WORDS = "words"
    """Somebody has something to say."""
    CORRECTION = "correction"
    """A message that was passed on has been edited: this is how it reads now."""
    CLOSING = "closing"
    """The inquiry is over."""


class State(StrEnum):
    """What became of a delivery, or of a letter as a whole."""

    PENDING = "pending"
    SENDING = "sending"
    """Claimed; after the lease it counts as unknown. Of deliveries only."""
    SENT = "sent"
    FAILED = "failed"
    """It cannot be delivered: blocked, or nobody there."""
    UNKNOWN = "unknown"
    """The connection broke after it left: it may have arrived."""


@dataclass(frozen=True, slots=True)
class Source:
    """The Telegram message that a letter was written as; the same one is never taken twice."""

    chat_id: int
    message_id: int
    edit: int = 0
    """When it was edited, in seconds since 1970; 0 for what was never edited."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a letter says."""

    text: str
    """The words, or those under a picture or file."""
    media: str = ""
    """photo, document, voice …; empty for words alone."""
    about: str = ""
    """What it was about, where the words alone do not say: `第 17 项 世界环境日纪念活动`."""
    album: str = ""
    """Telegram's mark of pictures that were sent together."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    number: int
    resident: int
    """Telegram's number of the resident, which is also that of their chat with the bot."""
    unit: str
    """As in the plan; empty where it is about none."""
    open: bool
    opened_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Letter:
    number: int
    inquiry: Inquiry
    side: Side
    purpose: Purpose
    content: Content
    author: int
    """Telegram's number of who wrote it."""
    source: Source | None
    """None for what was not written as a message: the inquiry was closed by a button."""
    written_at: dt.datetime
    state: State
    """What its addressee got: the resident, or any of the staff."""
    told: State
    """What its author was told last."""
    receipt_id: int | None = None
    """The message that tells the author what became of it, in the chat of `source`."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One letter to one chat, claimed to be sent now."""

    number: int
    letter: Letter
    chat_id: int
    claim: str
    """The word of whoever claimed it; see `leases`."""
    tries: int
    """How often it was tried before."""
    doubtful: bool
    """An earlier try may have arrived."""
    parts: int
    """So many of its messages have arrived before."""
    first: int | None
    """The first of these."""
    reply_to: int | None = None
    """What it corrects, as delivered to that chat."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One more message of a delivery is there."""

    post: int
    """Telegram's number of it."""
    parts: int
    """So many have arrived now."""
    last: bool
    """Whether these are all."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open inquiry, and how long the resident has been waiting for an answer."""

    inquiry: Inquiry
    last: Letter
    """The latest words of the resident."""
    since: dt.datetime | None
    """When the oldest words without an answer were written; None where all are answered."""
