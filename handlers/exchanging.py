"""How do a document and the plan in the store meet? For the command line, and for staff in the chat."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from handlers.replies import documents as texts
from handlers.services import Services
from plan_store.documents import DocumentError
from plan_store.documents.difference import Difference, difference, read_numbers
from plan_store.documents.reading import Reading, with_district
from plan_store.documents.safely import read_plan_document
from plan_store.documents.writers import Format, write_calendar, write_plan
from plan_store.plan import Plan
from plan_store.staff.edits import ConflictError, Edit, Kind
from plan_store.staff.rights import CONSOLE
from plan_store.store import Store

Say = Callable[[str], None]
Choose = Callable[[], str]
"""Asks which entries are to be taken: y, their numbers, or nothing."""


async def import_document(
    path: Path, services: Services, store: Store, say: Say, choose: Choose, *, delete_missing: bool = False
) -> bool:
    """Show what the document would change, ask, and make it as one change; whether anything was made.

    Raises `DocumentError` where it cannot be read or somebody else changed the same entries meanwhile.
    """
    try:
        content = await asyncio.to_thread(path.read_bytes)
    except OSError as error:
        raise DocumentError(None, f"文件读不出来（{error.strerror}）", path.name) from error
    found = await compare(await read_plan_document(content, path.name), services, store)
    say(texts.counts(found))
    for item in texts.items(found):
        say(item)
    if not found.proposed and not (found.missing and delete_missing):
        say(texts.nothing_to_do(found) if found.empty else texts.MISSING_STAY)
        return False
    if found.missing and not delete_missing:
        say(texts.MISSING_STAY)
    edits = _chosen(found, say, choose, delete_missing)
    if not edits:
        say(texts.KEPT)
        return False
    try:
        change = await store.changes.make(
            found.plan, edits, CONSOLE, services.clock(), kind=Kind.IMPORT, source=path.name
        )
    except ConflictError:
        raise DocumentError(None, texts.OVERTAKEN, path.name) from None
    say(texts.taken_over(change))
    say(texts.undo_hint(change))
    return True


async def compare(reading: Reading, services: Services, store: Store) -> Difference:
    """What was read beside the plan of the same district and year in the store."""
    plans = await store.plans()
    ours = services.plan.district if services.plan else ""
    reading = with_district(reading, ours)
    if ours and reading.district != ours:
        remark = texts.other_district(reading.district, ours)
        reading = replace(reading, remarks=(*reading.remarks, remark))
    stored = next(
        (one for one in plans if (one.year, one.district) == (reading.year, reading.district)), None
    )
    known = services.snapshots.current.vocabulary if reading.district == ours else None
    return difference(reading, stored, known)


def _chosen(found: Difference, say: Say, choose: Choose, delete_missing: bool) -> tuple[Edit, ...]:
    for answer in _answers(choose):
        if answer in ("y", "yes", "是", "全部", "全部采用"):
            return found.edits(missing=delete_missing)
        if not answer or answer in ("n", "no", "否", "取消"):
            return ()
        numbers = read_numbers(answer)
        if numbers is None:
            say(texts.NOT_UNDERSTOOD)
            continue
        edits = found.edits(numbers, missing=delete_missing)
        if unknown := sorted(numbers - {edit.number for edit in edits}):
            say(texts.no_such_proposal(unknown))
            continue
        return edits
    return ()


def _answers(choose: Choose) -> Iterator[str]:
    """Answers until one is understood; none where nobody is there to give them."""
    for _ in range(10):
        try:
            yield choose().strip().lower()
        except EOFError:
            return


async def plan_to_export(services: Services, store: Store, year: int | None) -> Plan | None:
    """The plan of that year, else the one that is meant where no year is named."""
    if year is None:
        return services.plan
    ours = services.plan_of(year)
    return ours or next((plan for plan in await store.plans() if plan.year == year), None)


def exported(plan: Plan, form: Format, services: Services) -> bytes:
    """The plan as a file of that format."""
    if form is Format.ICS:
        return write_calendar(plan, services.clock(), services.snapshots.current.revision)
    return write_plan(plan, form)


def write_file(path: Path, content: bytes, *, force: bool = False) -> Path:
    """Write a file, over one that is there only by force. Raises `DocumentError` where that fails."""
    try:
        with path.open("wb" if force else "xb") as out:
            out.write(content)
    except FileExistsError:
        raise DocumentError(None, texts.exists_already(str(path))) from None
    except OSError as error:
        raise DocumentError(None, f"{path} 写不了（{error.strerror}）") from error
    return path
