"""What does a button about an inquiry mean? Its data says which inquiry or question; never who may."""

from __future__ import annotations

import re
from dataclasses import astuple, dataclass

from handlers.replies.reply import DATA_BYTES, Button
from plan_store.patterns import pattern

PREFIX = "1h"
"""The version of the scheme, and the sign of these buttons."""
_OFFER = pattern(r"o(?:([0-9]{4})-([0-9]{1,6}))?\.(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Offer:
    """Pass a question on to staff that the bot could not answer."""

    words: str
    """The question; empty where it is too long: then the bot's message quotes it."""
    entry: tuple[int, int] | None = None
    """Year and number of the entry that it is about."""


@dataclass(frozen=True, slots=True)
class AddTo:
    """The next message belongs to the inquiry."""

    inquiry: int


@dataclass(frozen=True, slots=True)
class Close:
    inquiry: int


@dataclass(frozen=True, slots=True)
class Again:
    """Send an answer once more that may not have arrived."""

    letter: int


@dataclass(frozen=True, slots=True)
class Show:
    """Show an inquiry to staff, to be answered."""

    inquiry: int


@dataclass(frozen=True, slots=True)
class PassOn:
    """Pass on what was written, personal numbers and all."""

    message: int
    """The one that it was written as."""


@dataclass(frozen=True, slots=True)
class Rewrite:
    message: int


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Ask nothing."""


Numbered = AddTo | Close | Again | Show | PassOn | Rewrite
InquiryTap = Offer | Numbered | Withdraw

_NUMBERED: dict[str, type[Numbered]] = {
    "a": AddTo,
    "c": Close,
    "g": Again,
    "s": Show,
    "p": PassOn,
    "r": Rewrite,
}
_SIGNS = {kind: sign for sign, kind in _NUMBERED.items()}
_A_NUMBER = pattern(r"([acgspr])([0-9]{1,18})", re.ASCII)


def data_of(tap: InquiryTap) -> str | None:
    """The callback data of a tap; None where it does not fit into Telegram's 64 bytes."""
    match tap:
        case Offer(words, entry):
            about = f"{entry[0]}-{entry[1]}" if entry else ""
            rest = f"o{about}.{words}"
        case Withdraw():
            rest = "n"
        case _:
            rest = f"{_SIGNS[type(tap)]}{astuple(tap)[0]}"
    data = f"{PREFIX}{rest}"
    return data if len(data.encode("utf-8", "replace")) <= DATA_BYTES else None


def read_inquiry_tap(data: str) -> InquiryTap | None:
    """What callback data means; None for data of another version, or forged. Never raises."""
    rest = data.removeprefix(PREFIX)
    if rest == "n":
        return Withdraw()
    if match := _OFFER.fullmatch(rest):
        return Offer(match[3], (int(match[1]), int(match[2])) if match[1] else None)
    if (match := _A_NUMBER.fullmatch(rest)) is None:
        return None
    return _NUMBERED[match[1]](int(match[2]))


def inquiry_button(label: str, tap: InquiryTap) -> Button:
    """A button whose data surely fits: all but an offer with its words."""
    data = data_of(tap)
    if data is None:
        raise ValueError(f"the data of {label!r} is too long")
    return Button(label, data)
