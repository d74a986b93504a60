"""Do settings become a bot that speaks of one district's plans, whatever else the store holds?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from handlers.opening import opened, running_clock
from handlers.settings import Settings
from plan_store.documents import DocumentError
from plan_store.staff.edits import Edit
from plan_store.store import Store
from tests.handlers.plans import MAY_20, ROOT

PUBLISHED = ROOT / "data" / "kaifu_2023.txt"


def settings_for(folder: Path, *documents: Path) -> Settings:
    values: dict[str, Any] = {
        "store": {"url": f"sqlite+aiosqlite:///{folder / 'bot.db'}"},
        "plan": {"documents": documents},
    }
    return Settings(**values)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """The plan of another district in the same year."""
    path = tmp_path / "yuelu.txt"
    path.write_text(PUBLISHED.read_text("utf-8").replace("开福区", "岳麓区"), "utf-8")
    return path


async def test_documents_of_two_districts_are_refused(tmp_path: Path, elsewhere: Path) -> None:
    settings = settings_for(tmp_path, PUBLISHED, elsewhere)
    with pytest.raises(DocumentError, match="有几个地方的计划：开福区、岳麓区"):
        async with opened(settings, running_clock(settings)):
            pass


async def test_without_documents_the_district_that_was_first_is_spoken_of(
    tmp_path: Path, elsewhere: Path
) -> None:
    settings = settings_for(tmp_path)
    store = await Store.open(settings.store.url)
    for document in (PUBLISHED, elsewhere):
        await store.fill([document])
    await store.close()

    async with opened(settings, running_clock(settings)) as (store, services):
        assert [(plan.year, plan.district) for plan in services.plans] == [(2023, "开福区")]
        entry = services.plans[0].entries[16]
        reach = store.bulletins.reach
        snapshot = services.snapshots.current
        assert await reach([Edit(entry, None)], snapshot, MAY_20, district="岳麓区") == 0
