"""What is a change? Entries before and after, made together, seen in the history and taken back together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from plan_store.plan import Entry
from plan_store.staff.rights import Person


class Kind(StrEnum):
    """How a change came about."""

    EDIT = "edit"
    ADD = "add"
    DELETE = "delete"
    RESTORE = "restore"
    """Deleted entries were taken back into the plan."""
    IMPORT = "import"
    """A document was taken over."""
    NOTICE = "notice"
    """The notice of an activity was taken over."""
    UNDO = "undo"


UNNUMBERED = 0
"""The number of a new entry that is to get the next free one of its plan."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One entry as it was seen and as it is to be."""

    before: Entry | None
    """None: it was not in the plan, or deleted."""
    after: Entry | None
    """None: it is to be deleted."""

    def __post_init__(self) -> None:
        if self.before == self.after:
            raise ValueError("an edit that changes nothing")
        if (
            self.before
            and self.after
            and (self.before.year, self.before.number)
            != (
                self.after.year,
                self.after.number,
            )
        ):
            raise ValueError("an edit does not move an entry to another number or year")

    @property
    def entry(self) -> Entry:
        """The entry as it is after, or as it was before it was deleted."""
        entry = self.after or self.before
        assert entry is not None
        return entry

    @property
    def number(self) -> int:
        return self.entry.number

    @property
    def reversed(self) -> Edit:
        return Edit(self.after, self.before)

    def onto(self, now: Entry) -> Edit | None:
        """The same wish for an entry that has changed meanwhile: only what differs here is set there.

        None where `now` already is so, or where this edit is not one of an entry's parts.
        """
        if self.before is None or self.after is None:
            return None
        parts = {
            name: getattr(self.after, name)
            for name in ("theme", "forms", "unit", "period")
            if getattr(self.after, name) != getattr(self.before, name)
        }
        details = {
            name: getattr(self.after.details, name)
            for name in ("sessions", "place", "contact", "signup", "audience", "note")
            if getattr(self.after.details, name) != getattr(self.before.details, name)
        }
        wished = replace(now, **parts, details=replace(now.details, **details))
        return None if wished == now else Edit(now, wished)


@dataclass(frozen=True, slots=True)
class Change:
    """What was made at once, by one person, and is taken back at once."""

    number: int
    """By which staff name it: rises, never used twice."""
    district: str
    year: int
    """Of the plan."""
    kind: Kind
    by: Person
    at: dt.datetime
    edits: tuple[Edit, ...]
    source: str = ""
    """The name of the document that it came from."""
    undoes: int | None = None
    """The number of the change that was taken back by it."""
    undone_by: int | None = None
    """The number of the change that took it back and still stands."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """An edit of an entry that meanwhile is not what the person saw."""

    edit: Edit
    now: Entry | None
    """The entry as it stands; None where it is not in the plan."""
    change: Change | None
    """The latest change of that entry: who it was, when, and what."""


class ConflictError(Exception):
    """Somebody else was faster; nothing was changed."""

    def __init__(self, conflicts: Sequence[Conflict]) -> None:
        self.conflicts = tuple(conflicts)
        super().__init__(f"{len(self.conflicts)} entries have changed meanwhile")


class NothingToUndoError(Exception):
    """There is no such change, or it is taken back already."""
