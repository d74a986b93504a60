"""What does a button mean that staff tap? Its data says which entry, change or draft; never who may."""

from __future__ import annotations

import re
from dataclasses import astuple, dataclass, fields
from typing import Any

from handlers.replies.reply import DATA_BYTES, Button
from handlers.replies.staff import PREFIX


@dataclass(frozen=True, slots=True)
class Confirm:
    """Do what the draft says."""

    key: str


@dataclass(frozen=True, slots=True)
class Cancel:
    key: str


@dataclass(frozen=True, slots=True)
class Back:
    """One step back in what was begun."""

    key: str


@dataclass(frozen=True, slots=True)
class Pick:
    """One of the choices that a draft offers, by its place."""

    key: str
    place: int


@dataclass(frozen=True, slots=True)
class EditMenu:
    year: int
    number: int


@dataclass(frozen=True, slots=True)
class EditField:
    year: int
    number: int
    place: int
    """In `plan_store.staff.fields.Field`."""


@dataclass(frozen=True, slots=True)
class Delete:
    year: int
    number: int


@dataclass(frozen=True, slots=True)
class Restore:
    year: int
    number: int


@dataclass(frozen=True, slots=True)
class Undo:
    change: int


@dataclass(frozen=True, slots=True)
class Older:
    """The history before a change; of one entry, or of all where the number is 0."""

    year: int
    number: int
    before: int


@dataclass(frozen=True, slots=True)
class InviteEditor:
    """For everything."""


@dataclass(frozen=True, slots=True)
class ChooseUnit:
    """The units that an editor can be invited for."""

    page: int


@dataclass(frozen=True, slots=True)
class InviteFor:
    """For one unit, by the tag of its name."""

    tag: str


@dataclass(frozen=True, slots=True)
class Withdraw:
    """An invitation."""

    number: int


@dataclass(frozen=True, slots=True)
class Dismiss:
    """Ask whether a person's rights are to be taken."""

    user: int


@dataclass(frozen=True, slots=True)
class Unname:
    """Take another name of a unit back, by its tag."""

    tag: str


@dataclass(frozen=True, slots=True)
class Unanswered:
    page: int


@dataclass(frozen=True, slots=True)
class Teach:
    """Answer a kind of question once for all, by the tag of a wording."""

    tag: str


@dataclass(frozen=True, slots=True)
class Unteach:
    """Take a standing answer back."""

    number: int


@dataclass(frozen=True, slots=True)
class Export:
    """A plan as a file, by the place of its format."""

    year: int
    place: int


@dataclass(frozen=True, slots=True)
class Halt:
    """Send no more of an announcement."""

    number: int


StaffTap = (
    Confirm
    | Cancel
    | Back
    | Pick
    | EditMenu
    | EditField
    | Delete
    | Restore
    | Undo
    | Older
    | InviteEditor
    | ChooseUnit
    | InviteFor
    | Withdraw
    | Dismiss
    | Unname
    | Unanswered
    | Teach
    | Unteach
    | Export
    | Halt
)

_KINDS: dict[str, type[StaffTap]] = {
    "y": Confirm,
    "n": Cancel,
    "b": Back,
    "c": Pick,
    "e": EditMenu,
    "f": EditField,
    "d": Delete,
    "r": Restore,
    "u": Undo,
    "h": Older,
    "a": InviteEditor,
    "g": ChooseUnit,
    "i": InviteFor,
    "w": Withdraw,
    "s": Dismiss,
    "x": Unname,
    "q": Unanswered,
    "t": Teach,
    "o": Unteach,
    "p": Export,
    "k": Halt,
}
_SIGNS = {kind: sign for sign, kind in _KINDS.items()}
_NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)
_WORD = re.compile(r"[\w-]{1,24}", re.ASCII)


def staff_button(label: str, tap: StaffTap) -> Button:
    data = f"{PREFIX}{_SIGNS[type(tap)]}{'.'.join(str(value) for value in astuple(tap))}"
    assert len(data) <= DATA_BYTES, data
    return Button(label, data)


def read_staff_tap(data: str) -> StaffTap | None:
    """What callback data means; None for data that is not of staff, of another version, or forged."""
    kind = _KINDS.get(data[2:3])
    if kind is None or not data.startswith(PREFIX):
        return None
    parts = data[3:].split(".") if data[3:] else []
    wanted = fields(kind)
    if len(parts) != len(wanted):
        return None
    values: list[Any] = []
    for part, field in zip(parts, wanted, strict=True):
        if not (_NUMBER if field.type == "int" else _WORD).fullmatch(part):
            return None
        values.append(int(part) if field.type == "int" else part)
    return kind(*values)
