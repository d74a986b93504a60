"""Does the first answer wait for no more than it needs, and nobody for long after it?"""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import pytest

from handlers.staff.office import DESK
from handlers.warming import warm
from plan_store.snapshot import Snapshot, build_snapshot
from tests.handlers.plans import ROOT, cache_folder, published, words

ANSWERING = """
import sys
from typer.testing import CliRunner
import bot
said = CliRunner().invoke(bot.app, {arguments}, input="六月有什么活动\\n")
assert said.output.startswith("2023年6月有 17 项活动。"), said.output
print(*sys.modules)
"""
NOT_AT_ONCE = {DESK, "icalendar", "openpyxl", "docx", "pdfplumber", "pypinyin"}


@pytest.mark.parametrize("arguments", [[], ["ask"]])
async def test_the_first_answer_waits_for_no_room_of_staff(tmp_path: Path, arguments: list[str]) -> None:
    running = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", ANSWERING.format(arguments=arguments)),
        cwd=ROOT,
        env={**os.environ, "BOT__STORE__URL": f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}"},
        stdout=-1,
    )
    loaded, _ = await running.communicate()

    assert running.returncode == 0
    assert set(loaded.decode().split()) & NOT_AT_ONCE == set()


class OneState:
    """Plans that do not change."""

    def __init__(self, current: Snapshot) -> None:
        self.current = current


async def test_soon_after_all_of_it_is_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, DESK, raising=False)
    snapshot = build_snapshot([published()], words(), 1, cache=cache_folder())
    made_when_needed = {"sounds", "names", "core_sounds"}
    assert not made_when_needed & vars(snapshot.vocabulary).keys()

    await warm(OneState(snapshot))

    assert DESK in sys.modules
    assert made_when_needed <= vars(snapshot.vocabulary).keys()
