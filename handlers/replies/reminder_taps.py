"""What do the buttons about one's reminders mean? All of it stands in their data, as in `taps`.

A button says only what is wanted. Whether whoever taps may have it is looked up where it is done.
"""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum

from handlers.replies.reply import DATA_BYTES
from handlers.replies.taps import View, read_view, view_data
from plan_store.patterns import pattern
from plan_store.subscriptions import LEADS, Reminder
from plan_store.value import value

PREFIX = "1m"
"""Of the data of all these buttons; what follows says which it is."""


@value
class Follow:
    """Be reminded of what a list stands for."""

    view: View


@value
class FollowWords:
    """Be reminded of what these words mean, which no view can say: a topic."""

    words: str


@value
class AsCalendar:
    """A calendar file of a list."""

    view: View


@value
class NoMore:
    """不再提醒 under a reminder: end what made it come; the list holds what it was about."""

    view: View


@value
class ShowFollowed:
    """All that this chat follows, in the same message; `anew`: in a message of its own."""

    page: int = 0
    anew: bool = False


@value
class ShowOne:
    """One subscription, in the same message; `anew`: in a message of its own."""

    id: int
    anew: bool = False


@value
class Switch:
    """A kind of reminder on or off; the button says which, so that a second tap changes nothing."""

    id: int
    kind: Reminder
    on: bool


@value
class Unfollow:
    id: int


class Setting(StrEnum):
    """What a chat chooses."""

    LEAD = "l"
    HOUR = "h"
    PAUSE = "p"
    WHAT = "w"
    """What can be followed at all."""


@value
class Offer:
    """What there is to choose from."""

    setting: Setting


@value
class SetLead:
    days: int


@value
class SetHour:
    time: dt.time


@value
class SetPause:
    until: dt.date | None
    """None: reminders come again."""


class Grave(StrEnum):
    """What is asked about once more before it is done."""

    UNFOLLOW_ALL = "u"
    FORGET = "f"


@value
class Confirm:
    what: Grave
    step: int
    """How many times it was said yes to."""


@value
class Leave:
    """Not after all."""


@value
class FollowedCalendar:
    """A calendar file of all that this chat follows."""


ReminderTap = (
    Follow
    | FollowWords
    | AsCalendar
    | NoMore
    | ShowFollowed
    | ShowOne
    | Switch
    | Unfollow
    | Offer
    | SetLead
    | SetHour
    | SetPause
    | Confirm
    | Leave
    | FollowedCalendar
)


def reminder_data(tap: ReminderTap) -> str | None:
    """The callback data of a tap; None where it does not fit into Telegram's 64 bytes."""
    data = f"{PREFIX}{_data(tap)}"
    return data if len(data.encode("utf-8", "replace")) <= DATA_BYTES else None


def _data(tap: ReminderTap) -> str:
    match tap:
        case Follow(view):
            return f"f{view_data(view)}"
        case FollowWords(words):
            return f"t{words}"
        case AsCalendar(view):
            return f"v{view_data(view)}"
        case NoMore(view):
            return f"d{view_data(view)}"
        case ShowFollowed(page, anew):
            return f"{'b' if anew else 'a'}{page}"
        case ShowOne(number, anew):
            return f"{'n' if anew else 'o'}{number}"
        case Switch(number, kind, on):
            return f"k{number}.{kind.value[0]}{int(on)}"
        case Unfollow(number):
            return f"u{number}"
        case Offer(setting):
            return f"c{setting.value}"
        case SetLead(days):
            return f"l{days}"
        case SetHour(time):
            return f"h{time:%H%M}"
        case SetPause(until):
            return f"p{until.isoformat() if until else ''}"
        case Confirm(what, step):
            return f"y{what.value}{step}"
        case Leave():
            return "x"
        case FollowedCalendar():
            return "i"


_KINDS = {kind.value[0]: kind for kind in Reminder}
_NUMBER = pattern(r"[0-9]{1,9}", re.ASCII)
_SWITCH = pattern(r"([0-9]{1,9})\.([mb])([01])", re.ASCII)
_CONFIRM = pattern(r"([uf])([1-3])", re.ASCII)


def read_reminder_tap(data: str) -> ReminderTap | None:
    """What callback data means; None for data of another kind or version, or forged. Never raises."""
    kind, rest = data[len(PREFIX) : len(PREFIX) + 1], data[len(PREFIX) + 1 :]
    if not data.startswith(PREFIX) or not kind:
        return None
    match kind:
        case "f" | "v" | "d":
            return _with_view(kind, rest)
        case "t":
            return FollowWords(rest) if rest.strip() else None
        case "a" | "b" | "o" | "n" | "u" | "l":
            return _with_number(kind, int(rest)) if _NUMBER.fullmatch(rest) else None
        case "k" if found := _SWITCH.fullmatch(rest):
            return Switch(int(found[1]), _KINDS[found[2]], found[3] == "1")
        case "c" if rest in tuple(Setting):
            return Offer(Setting(rest))
        case "y" if found := _CONFIRM.fullmatch(rest):
            return Confirm(Grave(found[1]), int(found[2]))
        case "h" | "p":
            return _with_time(kind, rest)
        case "x" if not rest:
            return Leave()
        case "i" if not rest:
            return FollowedCalendar()
    return None


def _with_view(kind: str, rest: str) -> ReminderTap | None:
    view = read_view(rest)
    if view is None:
        return None
    return Follow(view) if kind == "f" else AsCalendar(view) if kind == "v" else NoMore(view)


def _with_number(kind: str, number: int) -> ReminderTap | None:
    match kind:
        case "a" | "b":
            return ShowFollowed(number, anew=kind == "b")
        case "o" | "n":
            return ShowOne(number, anew=kind == "n")
        case "u":
            return Unfollow(number)
    return SetLead(number) if number in LEADS else None


def _with_time(kind: str, text: str) -> ReminderTap | None:
    try:
        if kind == "h":
            hour = re.fullmatch("([0-9]{2})([0-9]{2})", text, re.ASCII)
            return SetHour(dt.time(int(hour[1]), int(hour[2]))) if hour else None
        return SetPause(dt.date.fromisoformat(text) if text else None)
    except ValueError:
        return None
