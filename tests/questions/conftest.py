"""Plans with the vocabulary of the repository, as the bot holds them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from plan_store.documents.published import read_published
from plan_store.questions.words import load_words
from plan_store.snapshot import Snapshot, build_snapshot
from tests.questions.made_plans import made_plan

ROOT = Path(__file__).parents[2]
PLANS = {"kaifu_2023": ROOT / "data" / "kaifu_2023.txt"} | {
    plan.stem: plan for plan in (ROOT / "tests" / "questions" / "plans").glob("*.txt")
}


@pytest.fixture(scope="session")
def snapshot_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Snapshot]:
    """The snapshot of one of `PLANS`, or of a plan made by chance: `made 1`."""
    words = load_words(ROOT / "data" / "vocabulary")
    jieba = tmp_path_factory.mktemp("jieba")

    @cache
    def built(name: str) -> Snapshot:
        plan = made_plan(int(name[-1])) if name.startswith("made") else read_published(PLANS[name])
        return build_snapshot([plan], words, 1, cache=jieba)

    return built


@pytest.fixture(scope="session")
def snapshot(snapshot_of: Callable[[str], Snapshot]) -> Snapshot:
    return snapshot_of("kaifu_2023")
