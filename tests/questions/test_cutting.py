"""The tokenizer reads its dictionary piece by piece, and cuts as if it had all of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from plan_store.questions.cutting import Tokenizer, tokenizer
from tests.bench.plans import questions


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    kept = tmp_path_factory.mktemp("jieba")
    tokenizer(kept)
    return kept


def with_all_words(folder: Path) -> Tokenizer:
    """It has met every character."""
    whole = tokenizer(folder)
    whole.get_DAG("".join(map(chr, range(0x20, 0xFFFF))))
    return whole


def test_text_is_cut_as_with_the_whole_dictionary(folder: Path) -> None:
    whole = with_all_words(folder)
    for text in questions()[::20]:
        fresh = tokenizer(folder)
        assert fresh.lcut(text) == whole.lcut(text)
        assert tokenizer(folder).lcut_for_search(text) == whole.lcut_for_search(text)


def test_a_word_is_known_before_its_first_character_was_met(folder: Path) -> None:
    assert tokenizer(folder).frequency("垃圾") == with_all_words(folder).frequency("垃圾") > 0
    assert tokenizer(folder).frequency("垃圾分") == 0
    assert tokenizer(folder).frequency("") == 0


def test_a_word_that_is_taught_is_cut_as_one(folder: Path) -> None:
    taught = tokenizer(folder)
    assert taught.lcut("去茶旅", HMM=False) == ["去", "茶", "旅"]
    taught.teach("茶旅", 3)
    assert taught.lcut("去茶旅", HMM=False) == ["去", "茶旅"]


@pytest.mark.parametrize("broken", [b"", b"\xfb", b"no dictionary"])
def test_a_broken_file_is_written_anew(folder: Path, tmp_path: Path, broken: bytes) -> None:
    (good,) = folder.iterdir()
    (tmp_path / good.name).write_bytes(broken)

    assert tokenizer(tmp_path).lcut("垃圾分类") == tokenizer(folder).lcut("垃圾分类")
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [(good.name, good.read_bytes())]
