"""Import and export on the command line: what is shown, asked, and made; on both engines."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from handlers.exchanging import exported, import_document, write_file
from handlers.services import Services, Snapshots
from plan_store.documents import DocumentError
from plan_store.documents.writers import Format, write_plan
from plan_store.plan import Plan
from plan_store.staff.edits import Edit, Kind
from plan_store.staff.rights import CONSOLE
from plan_store.store import Store
from tests.handlers.plans import MAY_20, ROOT, cache_folder, words
from tests.plan_store.documents import files


@pytest.fixture
async def services(store: Store) -> Services:
    await store.fill([ROOT / "data" / "kaifu_2023.txt"])
    snapshots = Snapshots(store, words(), cache=cache_folder())
    await snapshots.refresh()
    return Services(snapshots, store.conversations, store.unanswered, lambda: MAY_20)


class Talk:
    """Somebody at the command line, who gives these answers and then leaves."""

    def __init__(self, *answers: str) -> None:
        self._answers: Iterator[str] = iter(answers)
        self.said: list[str] = []

    def say(self, line: str) -> None:
        self.said.append(line)

    def choose(self) -> str:
        try:
            return next(self._answers)
        except StopIteration:
            raise EOFError from None

    @property
    def all(self) -> str:
        return "\n".join(self.said)


async def stored(store: Store, year: int = 2023) -> Plan:
    return next(plan for plan in await store.plans() if plan.year == year)


def edited_export(plan: Plan, folder: Path) -> Path:
    """An export in which 17 moved to July, 42 is gone, and 43 is new."""
    path = write_file(folder / "改过.csv", write_plan(plan, Format.CSV))
    lines = path.read_text("utf-8-sig").split("\n")
    lines = [
        line.replace("6月", "7月") if line.startswith("17,") else line for line in lines if line[:3] != "42,"
    ]
    lines[-1:] = ["43,科普日,讲座,区科技局,9月", ""]
    path.write_text("\n".join(lines), "utf-8")
    return path


async def test_all_that_is_new_and_changed_is_taken_as_one_change_and_taken_back_as_one(
    store: Store, services: Services, tmp_path: Path
) -> None:
    before = await stored(store)
    talk = Talk("y")

    await import_document(edited_export(before, tmp_path), services, store, talk.say, talk.choose)

    after = await stored(store)
    seventeen, new = after.entry(17), after.entry(43)
    assert seventeen is not None
    assert new is not None
    assert (str(seventeen.period), new.unit) == ("7月", "区科技局")
    assert after.entry(42) == before.entry(42)
    assert "活动时间：6月 → 7月" in talk.all
    assert "缺少 第 42 项" in talk.all
    (change,) = await store.history.latest(5)
    assert (change.kind, change.by, change.source) == (Kind.IMPORT, CONSOLE, "改过.csv")

    await store.changes.undo(change.number, CONSOLE, MAY_20)
    assert await stored(store) == before


async def test_only_some_are_taken(store: Store, services: Services, tmp_path: Path) -> None:
    before = await stored(store)
    talk = Talk("什么", "5", "43")

    await import_document(edited_export(before, tmp_path), services, store, talk.say, talk.choose)

    after = await stored(store)
    assert after.entry(43) is not None
    assert after.entry(17) == before.entry(17)
    assert "看不懂" in talk.all
    assert "没有要新增或修改的第 5 项" in talk.all


@pytest.mark.parametrize("answers", [("",), ("n",), ()])
async def test_whoever_cancels_or_is_not_there_changes_nothing(
    store: Store, services: Services, tmp_path: Path, answers: tuple[str, ...]
) -> None:
    before = await stored(store)
    talk = Talk(*answers)

    await import_document(edited_export(before, tmp_path), services, store, talk.say, talk.choose)

    assert await stored(store) == before
    assert await store.history.latest(5) == ()


async def test_what_is_missing_goes_only_where_that_is_asked_for(
    store: Store, services: Services, tmp_path: Path
) -> None:
    path = edited_export(await stored(store), tmp_path)
    talk = Talk("y")

    await import_document(path, services, store, talk.say, talk.choose, delete_missing=True)

    assert (await stored(store)).entry(42) is None


async def test_a_new_year_is_a_plan_beside_the_old_one(
    store: Store, services: Services, tmp_path: Path
) -> None:
    path = tmp_path / "2024.docx"
    path.write_bytes(files.docx())
    talk = Talk("y")

    await import_document(path, services, store, talk.say, talk.choose)

    assert [(plan.year, len(plan.entries)) for plan in await store.plans()] == [(2023, 42), (2024, 3)]
    assert "会成为一份新的计划" in talk.all


async def test_somebody_who_was_faster_is_not_overwritten(
    store: Store, services: Services, tmp_path: Path
) -> None:
    plan = await stored(store)
    path = edited_export(plan, tmp_path)
    talk = Talk("y")
    seventeen = plan.entry(17)
    assert seventeen is not None
    theirs = replace(seventeen, theme="别人刚改的")
    plans = store.plans

    async def plans_before_somebody_else_changed_them() -> tuple[Plan, ...]:
        found = await plans()
        await store.changes.make(plan, [Edit(seventeen, theirs)], CONSOLE, MAY_20)
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "plans", plans_before_somebody_else_changed_them)
        with pytest.raises(DocumentError, match="刚才有人改过"):
            await import_document(path, services, store, talk.say, talk.choose)

    after = await stored(store)
    assert after.entry(17) == theirs
    assert after.entry(43) is None


async def test_a_file_that_is_there_is_overwritten_only_by_force(
    store: Store, services: Services, tmp_path: Path
) -> None:
    plan = await stored(store)
    path = tmp_path / "计划.json"
    path.write_text("别的东西")

    with pytest.raises(DocumentError, match="没有覆盖"):
        write_file(path, exported(plan, Format.JSON, services))
    assert path.read_text() == "别的东西"

    write_file(path, exported(plan, Format.JSON, services), force=True)
    assert path.read_text("utf-8").startswith("{")


def test_the_commands_work_as_a_newcomer_runs_them(tmp_path: Path) -> None:
    environment = {**os.environ, "BOT__STORE__URL": f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}"}

    def run(*arguments: str, said: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, str(ROOT / "bot.py"), *arguments],
            cwd=tmp_path,
            env=environment,
            input=said,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    assert run("export", "--format", "docx").returncode == 0
    (written,) = tmp_path.glob("*.docx")
    assert written.read_bytes().startswith(b"PK")
    (tmp_path / "2024.xlsx").write_bytes(files.xlsx())
    assert "新增 3 项" in run("import", "2024.xlsx", "--yes").stdout
    failed = run("import", "没有这个文件.docx")
    assert (failed.returncode, failed.stdout) == (1, "")
    assert "文件读不出来" in failed.stderr
