"""A word list that was broken by hand is named, with the place, in one line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from plan_store import VocabularyError
from plan_store.questions.words import load_words

VOCABULARY = Path(__file__).parents[2] / "data" / "vocabulary"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(VOCABULARY, tmp_path / "vocabulary"))


def said_of(folder: Path) -> str:
    with pytest.raises(VocabularyError) as error:
        load_words(folder)
    return str(error.value)


@pytest.mark.parametrize(
    ("name", "before", "after", "place", "why"),
    [
        ("phrases.toml", 'when = """', 'when = ""', "第 6 行第 1 个字", "不是正确的 TOML"),
        ("phrases.toml", 'when = """', "", "第 6 行第 1 个字", "不是正确的 TOML"),
        ("phrases.toml", 'when = """', 'wen = """', "when", "没有写"),
        ("phrases.toml", 'when = """', 'x = "一"\nwhen = """', "x", "不认识，名字可能写错了"),
        ("phrases.toml", "[forms]", "[froms]", "forms", "没有写"),
        ("phrases.toml", "[forms]", '[forms]\n"一" = 1', "forms 里的 一", "要写成引号里的文字"),
        ("phrases.toml", "[who_may_come]", "[who_may_come.x]", "who_may_come 里的 who", "要写成引号里的文字"),
        ("organs.toml", 'name = "组织部"', "", "第 2 个 organ（没有名字）的 name", "没有写"),
        (
            "organs.toml",
            '["组织人事部", ',
            '"组织人事部" #',
            "第 2 个 organ（组织部）的 names",
            "要写成一列名字",
        ),
        ("organs.toml", "remit = ", "remits = ", "第 2 个 organ（组织部）的 remits", "不认识"),
        ("places.toml", "places = [", "places = [[", "到了结尾", "不是正确的 TOML"),
        ("places.toml", "places = [", "places = [1, ", "places", "要写成一列名字"),
    ],
)
def test_a_broken_list_is_named_with_its_place(
    folder: Path, name: str, before: str, after: str, place: str, why: str
) -> None:
    file = folder / name
    whole = file.read_text(encoding="utf-8")
    assert before in whole
    file.write_text(whole.replace(before, after, 1), encoding="utf-8")
    said = said_of(folder)
    assert said.startswith(f"{file}：{place}")
    assert why in said
    assert "\n" not in said


@pytest.mark.parametrize("name", [file.name for file in VOCABULARY.iterdir()])
def test_a_list_that_is_missing_or_in_another_encoding_is_named(folder: Path, name: str) -> None:
    file = folder / name
    content = file.read_bytes()
    file.write_bytes("# 一行\n".encode() + "街道".encode("gbk") + content)
    assert said_of(folder) == f"{file}：第 2 行：不是 UTF-8 的文字；请用 UTF-8 编码另存"
    file.unlink()
    assert said_of(folder) == f"{file}：读不了（No such file or directory）"


def test_organs_that_are_no_tables_are_named(folder: Path) -> None:
    file = folder / "organs.toml"
    file.write_text('organ = ["教育局"]', encoding="utf-8")
    assert said_of(folder) == f"{file}：organ：要一条一条地写，每条以 [[organ]] 开头"


def test_what_an_organ_looks_after_may_be_left_out(folder: Path) -> None:
    file = folder / "organs.toml"
    file.write_text('[[organ]]\nname = "教育局"\nnames = ["教育"]\n', encoding="utf-8")
    (organ,) = load_words(folder).organs
    assert (organ.names, organ.remit) == (("教育局", "教育"), ())
