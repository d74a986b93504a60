"""What became of a message that was sent? Telegram's answer, or the lack of one, as an outcome."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from handlers.telegram.pacing import seconds_to_wait
from handlers.telegram.transport import never_sent
from plan_store.deliveries import State


class Trouble(StrEnum):
    """What a failure says of Telegram or of the way there, beyond the one message."""

    NONE = "none"
    TOO_FAST = "too fast"
    AWAY = "away"
    """No connection, or the token is refused: other messages would fare the same."""
    UNCLEAR = "unclear"
    """The answer was lost, or was none of Telegram's."""


@dataclass(frozen=True, slots=True)
class Result:
    """How a request ended."""

    state: State
    wait: dt.timedelta | None = None
    """Of RETRY: until it may be tried again."""
    note: str = ""
    trouble: Trouble = Trouble.NONE
    gone: bool = False
    """Nothing reaches this chat until somebody there writes."""
    moved_to: int | None = None
    """The chat has this number now."""


SENT = Result(State.SENT)
_FIRST, _LAST = 2.0, 60.0
"""Seconds until what could not be sent is tried again; doubled with each try up to the last."""
_GONE = (
    "chat not found",
    "chat_id is empty",
    "peer_id_invalid",
    "group chat was deactivated",
    "not enough rights",
    "have no rights to send",
    "chat_write_forbidden",
    "chat_restricted",
    "need administrator rights",
    "user is deactivated",
)
"""In Telegram's words, of a refusal with 400: the bot has no way to write there."""


def result_of(error: TelegramError, tries: int) -> Result:
    """How a request ended that raised `error`; `tries`: how often the message was tried before."""
    note = str(error)[:200]
    match error:
        case RetryAfter():
            wait = dt.timedelta(seconds=seconds_to_wait(error))
            return Result(State.RETRY, wait, note, Trouble.TOO_FAST)
        case ChatMigrated():
            return Result(State.RETRY, dt.timedelta(), note, moved_to=error.new_chat_id)
        case Forbidden():
            return Result(State.FAILED, note=note, gone=True)
        case BadRequest():
            return Result(State.FAILED, note=note, gone=any(words in note.lower() for words in _GONE))
        case InvalidToken() | EndPointNotFound() | Conflict():
            # Refused as a whole: the message went nowhere.
            return Result(State.RETRY, dt.timedelta(seconds=_LAST), note, Trouble.AWAY)
    if never_sent(error):
        wait = dt.timedelta(seconds=min(_FIRST * 2**tries, _LAST))
        return Result(State.RETRY, wait, note, Trouble.AWAY)
    return Result(State.UNKNOWN, note=note, trouble=Trouble.UNCLEAR)
