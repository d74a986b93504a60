"""Who may change what? Roles and the rights that come with them, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from plan_store.plan import Entry


class Role(StrEnum):
    """What a staff member was made."""

    OWNER = "owner"
    """Named in the settings; changes everything, and gives and takes the rights of others."""
    EDITOR = "editor"
    """Changes every entry."""
    UNIT_EDITOR = "unit_editor"
    """Changes the entries of one unit."""


@dataclass(frozen=True, slots=True)
class Rights:
    """A role, and the unit that it is for."""

    role: Role
    unit: str = ""
    """As in the plan; empty for roles that are not bound to a unit."""

    def __post_init__(self) -> None:
        if bool(self.unit) != (self.role is Role.UNIT_EDITOR):
            raise ValueError(f"{self.role} of unit {self.unit!r}")

    @property
    def may_grant(self) -> bool:
        """Whether they invite and dismiss others."""
        return self.role is Role.OWNER

    def may_change(self, entry: Entry) -> bool:
        return self.covers(entry.unit)

    def covers(self, unit: str) -> bool:
        """Whether what belongs to `unit` is theirs to change."""
        return self.role is not Role.UNIT_EDITOR or self.unit == unit

    def includes(self, other: Rights) -> bool:
        """Whether whoever has these gains nothing by the others."""
        return self.role is Role.OWNER or self == other or self.role is Role.EDITOR is not other.role


@dataclass(frozen=True, slots=True)
class Person:
    """Who makes a change."""

    id: int
    """Telegram's number of them."""
    name: str = ""
    """As Telegram shows it; kept with the change, for staff to see."""


CONSOLE = Person(0, "命令行")
"""Whoever works with the program on its own machine: has the whole store in hand, and so all rights."""


class NotAllowedError(Exception):
    """Somebody without the right to it wanted a change; nothing was changed."""

    def __init__(self, person: int, what: str) -> None:
        self.person = person
        super().__init__(f"{person} may not {what}")
