"""Is a name that staff have taught understood at once, whatever else its words may mean?"""

from __future__ import annotations

from pathlib import Path

import pytest

from plan_store.documents.published import read_published
from plan_store.questions.words import load_words
from plan_store.snapshot import build_snapshot
from tests.questions.asking import converse, numbers
from tests.questions.conftest import PLANS, ROOT


@pytest.mark.parametrize(
    "name", ["老街坊", "公积金", "手机", "路演", "科普", "街道那边", "报名", "一中心", "二办"]
)
def test_a_taught_name_means_its_unit(name: str, tmp_path: Path) -> None:
    words = load_words(ROOT / "data" / "vocabulary")
    plan = read_published(PLANS["kaifu_2023"])
    taught = build_snapshot([plan], words, 2, [(name, "通泰街街道")], tmp_path)
    assert numbers(converse(taught, name)) == [13]
    assert numbers(converse(taught, f"{name}五月有什么活动")) == [13]
