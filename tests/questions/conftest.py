"""The plan of 开福区 with the vocabulary of the repository, as the bot holds it."""

from __future__ import annotations

from pathlib import Path

import pytest

from plan_store.documents.published import read_published
from plan_store.questions.words import load_words
from plan_store.snapshot import Snapshot, build_snapshot

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    plan = read_published(ROOT / "data" / "kaifu_2023.txt")
    words = load_words(ROOT / "data" / "vocabulary")
    return build_snapshot([plan], words, 1, cache=tmp_path_factory.mktemp("jieba"))
