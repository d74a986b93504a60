"""What would a document change in the plan? New, changed, missing, and every doubt; nothing is done yet."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from plan_store.documents import DocumentError
from plan_store.documents.columns import Column
from plan_store.documents.reading import Reading, Row, Unread
from plan_store.documents.tables import WORDING, read_entry
from plan_store.documents.writing import cells_of
from plan_store.plan import Details, Entry, Plan
from plan_store.questions.vocabulary import Vocabulary
from plan_store.staff.edits import Edit
from plan_store.staff.units import unit_meant

_ALIKE = 40.0
"""Least likeness (0 to 100) of two themes of one number at which they are not asked about."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """One entry that the document would add or change."""

    edit: Edit
    where: str
    """The row of the document."""
    doubts: tuple[str, ...] = ()

    @property
    def number(self) -> int:
        return self.edit.number


@dataclass(frozen=True, slots=True)
class Difference:
    """A document beside the plan of its district and year."""

    plan: Plan
    """As in the store; without entries where the store has none of that district and year."""
    rows: int
    """How many of the document could be read."""
    new: tuple[Proposed, ...]
    changed: tuple[Proposed, ...]
    missing: tuple[Edit, ...]
    """Deletions of what the document does not have; only done where they are asked for."""
    unread: tuple[Unread, ...]
    doubts: tuple[tuple[str, str], ...]
    """Of rows that change nothing: the row and the doubt."""
    remarks: tuple[str, ...]

    @property
    def proposed(self) -> tuple[Proposed, ...]:
        """What is new and changed, by number."""
        return tuple(sorted((*self.new, *self.changed), key=lambda one: one.number))

    @property
    def same(self) -> int:
        return self.rows - len(self.new) - len(self.changed)

    @property
    def empty(self) -> bool:
        """Whether there is nothing that could be taken over or taken away."""
        return not (self.new or self.changed or self.missing)

    def edits(self, numbers: Collection[int] | None = None, *, missing: bool = False) -> tuple[Edit, ...]:
        """What is to be made: all that is new or changed, or only what has these numbers.

        `missing`: what the document lacks is deleted as well.
        """
        wanted = [one.edit for one in self.proposed] + (list(self.missing) if missing else [])
        return tuple(edit for edit in wanted if numbers is None or edit.number in numbers)

    def only(self, may: Callable[[Edit], bool], remark: str) -> Difference:
        """What of it `may` be made; `remark` says that there is more."""
        new = tuple(one for one in self.new if may(one.edit))
        changed = tuple(one for one in self.changed if may(one.edit))
        missing = tuple(edit for edit in self.missing if may(edit))
        if (new, changed, missing) == (self.new, self.changed, self.missing):
            return self
        rows = self.same + len(new) + len(changed)
        remarks = (*self.remarks, remark)
        return replace(self, rows=rows, new=new, changed=changed, missing=missing, remarks=remarks)


def difference(reading: Reading, stored: Plan | None, vocabulary: Vocabulary | None) -> Difference:
    """Compare what was read with the plan of the same district and year; None: the store has none.

    `vocabulary` knows the units of that district; None: they are not known.
    """
    plan = stored or Plan(reading.year, reading.title, reading.district, ())
    if (plan.year, plan.district) != (reading.year, reading.district):
        raise ValueError("a document is compared with the plan of its own district and year")
    new: list[Proposed] = []
    changed: list[Proposed] = []
    doubts: list[tuple[str, str]] = []
    for row in reading.rows:
        before = plan.entry(row.entry.number)
        after = row.entry if before is None else _merged(before, row)
        if before is not None and after == before:
            doubts += [(row.where, doubt) for doubt in row.doubts]
            continue
        noted = (*row.doubts, *_doubts(before, after, plan, vocabulary))
        proposed = Proposed(Edit(before, after), row.where, noted)
        (new if before is None else changed).append(proposed)
    held = {row.entry.number for row in reading.rows} | {one.number for one in reading.unread}
    # Where a row could not be read and has no number, it may be any of those that seem to be missing.
    unsure = any(one.number is None for one in reading.unread)
    missing = [] if unsure else [Edit(entry, None) for entry in plan.entries if entry.number not in held]
    return Difference(
        plan,
        len(reading.rows),
        tuple(new),
        tuple(changed),
        tuple(missing),
        reading.unread,
        tuple(doubts),
        reading.remarks,
    )


def _merged(before: Entry, row: Row) -> Entry:
    """The entry as the row says, where the row says anything; as it stands where that reads the same."""
    after = replace(row.entry, details=_details(before, row))
    try:
        same = read_entry(cells_of(before), before.number, before.year)
    except (ValueError, DocumentError):
        return after
    parts = {
        name: getattr(before, name)
        for name in ("theme", "forms", "unit", "period")
        if _reads_as(getattr(after, name), getattr(same, name))
    }
    details = {
        name: getattr(before.details, name)
        for name in ("sessions", "place", "contact", "signup", "audience", "note")
        if _reads_as(getattr(after.details, name), getattr(same.details, name))
    }
    return replace(after, **parts, details=replace(after.details, **details))


def _reads_as(one: object, other: object) -> bool:
    """Whether two values are the same, or words that differ only in blanks and in where a line breaks."""
    if isinstance(one, str) and isinstance(other, str):
        return "".join(one.split()) == "".join(other.split())
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(_reads_as, one, other))
    return one == other


def _details(before: Entry, row: Row) -> Details:
    """Columns that a table does not have say nothing: what staff have added stays."""
    stand, said = before.details, row.entry.details
    columns = row.said
    moved = row.entry.period != before.period
    sessions = said.sessions
    if not sessions and Column.SESSIONS not in columns:
        months = row.entry.period.months
        sessions = tuple(one for one in stand.sessions if not moved or one.day.month in months)
    return Details(
        sessions=sessions,
        place=said.place if Column.PLACE in columns else stand.place,
        contact=said.contact if {Column.CONTACT, Column.PERSON} & columns else stand.contact,
        signup=said.signup if Column.SIGNUP in columns else stand.signup,
        audience=said.audience if Column.AUDIENCE in columns else stand.audience,
        note=said.note if Column.NOTE in columns else _note(stand.note, said.note, moved),
    )


def _note(stands: str, wording: str, moved: bool) -> str:
    """The note that stands, with the new wording of the time in the place of the old."""
    if not wording and not moved:
        return stands
    kept = [line for line in stands.splitlines() if not line.startswith(WORDING)]
    return "\n".join([*kept, *wording.splitlines()])


def _doubts(before: Entry | None, after: Entry, plan: Plan, vocabulary: Vocabulary | None) -> list[str]:
    doubts: list[str] = []
    if vocabulary is not None and (before is None or before.unit != after.unit):
        doubts += _unit_doubts(after.unit, plan, vocabulary)
    if before is not None and fuzz.ratio(before.theme, after.theme) < _ALIKE and before.unit != after.unit:
        doubts.append("主题和单位都变了，请看一看是不是同一项活动")
    twin = next(
        (
            one
            for one in plan.entries
            if one.number != after.number and (one.title, one.unit) == (after.title, after.unit)
        ),
        None,
    )
    if twin is not None:
        doubts.append(f"和计划里的第{twin.number}项主题、单位都一样，可能只是序号变了")
    return doubts


def _unit_doubts(unit: str, plan: Plan, vocabulary: Vocabulary) -> Sequence[str]:
    if any(entry.unit == unit for entry in plan.entries) or unit in vocabulary.units:
        return ()
    meant = unit_meant(unit, vocabulary)
    if meant.units:
        return (f"计划里没有“{unit}”，和“{'”“'.join(meant.units[:2])}”相近，是不是写错了",)
    return (f"“{unit}”是计划里没有的单位",) if plan.entries else ()


def read_numbers(said: str) -> frozenset[int] | None:
    """Which numbers are meant by `1-3、8`? None where the words name none, or anything else."""
    plain = re.sub(r"[第项号个\s]", "", unicodedata.normalize("NFKC", said))
    numbers: set[int] = set()
    for part in re.split(r"[,、;和]+", plain.strip(",、;")):
        match = re.fullmatch(r"(\d{1,6})(?:[-—–~至到](\d{1,6}))?", part)
        if match is None:
            return None
        first, last = int(match[1]), int(match[2] or match[1])
        if not first <= last < first + 10_000:
            return None
        numbers.update(range(first, last + 1))
    return frozenset(numbers)
