"""Are calendar files written on the command line: of the plan, or of what a question finds?"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from icalendar import Calendar

from handlers.calendar_files import calendar_for
from handlers.services import Services, Snapshots
from plan_store.documents.tables import DocumentError
from plan_store.store import Store
from tests.handlers.plans import MAY_20, ROOT, cache_folder, words
from tests.stores import new_file


@pytest.fixture
async def services(tmp_path: Path) -> Services:
    store = await Store.open(new_file(tmp_path))
    await store.fill([ROOT / "data" / "kaifu_2023.txt"])
    snapshots = Snapshots(store, words(), cache=cache_folder())
    await snapshots.refresh()
    await store.close()
    return Services(snapshots, store.conversations, store.unanswered, lambda: MAY_20)


@pytest.mark.parametrize(
    ("question", "name", "count"),
    [
        ("", "整个计划.ics", 42),
        ("六月街道的座谈", "6月-街道-座谈.ics", 6),
        ("17", "第17项.ics", 1),
        ("下个月", "下个月-6月.ics", 17),
        ("安全生产", "安全生产.ics", 2),
    ],
)
def test_a_file_holds_what_the_question_finds(
    services: Services, question: str, name: str, count: int
) -> None:
    file = calendar_for(question, services)
    assert (file.name, file.count) == (name, count)
    assert len(Calendar.from_ical(file.content).events) == count


@pytest.mark.parametrize(
    ("question", "why"), [("公安局", "没有公安局的活动"), ("13月", "一年只有 1 到 12 月"), ("你好", "你好")]
)
def test_what_finds_nothing_is_refused_with_the_reason(services: Services, question: str, why: str) -> None:
    with pytest.raises(DocumentError, match=why):
        calendar_for(question, services)


def test_the_command_works_as_a_newcomer_runs_it(tmp_path: Path) -> None:
    environment = {**os.environ, "BOT__STORE__URL": f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}"}

    def run(*arguments: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, str(ROOT / "bot.py"), "--now", "2023-05-20", "export", *arguments],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            timeout=60,
            check=False,
        )

    assert run("--ics", "--year", "2023").returncode == 0
    (whole,) = tmp_path.glob("*.ics")
    assert len(Calendar.from_ical(whole.read_bytes()).events) == 42
    assert len(Calendar.from_ical(run("--ics", "-", "下个月", "街道").stdout).events) == 9
    assert run("--ics", "六月.ics", "六月街道的座谈").returncode == 0
    assert (tmp_path / "六月.ics").exists()
    again = run("--ics", "六月.ics", "七月")
    assert again.returncode == 1
    assert "没有覆盖" in again.stderr.decode()
    assert run("计划.csv", "街道").returncode == 2
    unknown = run("计划.pdf")
    assert unknown.returncode == 1
    assert "不会写 .pdf 文件" in unknown.stderr.decode()
    assert not (tmp_path / "计划.pdf").exists()
