"""What does a staff member want done, in a command's words or in plain ones? Read without guessing."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from plan_store.questions.times.numerals import CHINESE, read_number
from plan_store.staff.fields import FIELD_NAMES, Field


@dataclass(frozen=True, slots=True)
class Target:
    """An entry that was named."""

    number: int
    year: int | None = None
    """None: of the plan that is meant where no year is named."""


@dataclass(frozen=True, slots=True)
class SetField:
    target: Target
    field: Field | None
    """None: no part was named; the value tells (把17号改到7月)."""
    said: str


@dataclass(frozen=True, slots=True)
class DeleteEntry:
    target: Target


@dataclass(frozen=True, slots=True)
class SameUnit:
    """One name means what the other means: 卫健委就是区卫健局."""

    name: str
    unit: str


Wish = SetField | DeleteEntry | SameUnit

_YEAR = r"(?:(?P<year>[0-9]{4})\s*(?:年的?|[-/.#])\s*)?"
_FIGURES = rf"(?P<number>[0-9]{{1,6}}|[{CHINESE}]{{1,4}})"
_TARGET = re.compile(rf"{_YEAR}(?:第|序号|编号|#)?\s*{_FIGURES}\s*(?:号|项|条|个)?(?:活动)?")
_NAMED = (
    rf"{_YEAR}(?:(?:第|序号|编号)\s*{_FIGURES}\s*(?:号|项|条|个)?"
    rf"|{_FIGURES.replace('number', 'numbered')}\s*(?:号|项))(?:活动)?"
)
"""An entry in plain words: with 第 before or 号 after the number, so that a bare number is none."""
_FIELD = "|".join(sorted(FIELD_NAMES, key=len, reverse=True))
_FIELD_FIRST = re.compile(rf"(?P<field>{_FIELD})\s*(?:改为|改成|改到|[:：=])?\s*(?P<said>.*)", re.DOTALL)
_PLEASE = r"(?:请|麻烦|帮忙|帮我|给我|你)*(?:把|将)?"
_TO = (
    r"(?:统一)?(?:修?改(?:到|成|为|在)|换(?:到|成|为)|调整?(?:到|成|为)|更新(?:到|成|为)|变更?(?:到|成|为)"
    r"|推迟(?:到|至)|提前(?:到|至)|延期?(?:到|至)|设(?:成|为)|定(?:在|为)|填(?:上|成|为)|写(?:上|成|为)"
    r"|补充(?:为)?|加上|[:：])"
)
_SET = re.compile(rf"{_PLEASE}{_NAMED}的?\s*(?P<field>{_FIELD})?\s*{_TO}\s*(?P<said>.+)", re.DOTALL)
_DELETE = re.compile(
    rf"{_PLEASE}(?:(?:删除|删掉|删了|去掉){_NAMED}"
    rf"|{_NAMED.replace('year', 'year2').replace('numbered', 'numbered2').replace('<number>', '<number2>')}"
    r"(?:给)?(?:删除|删掉|删了|去掉))(?:吧|了)?"
)
_SAME = re.compile(r"(?P<name>[^\s，,。]{1,30}?)\s*(?:就是(?:指)?|=|＝)\s*(?P<unit>[^\s，,。]{1,30})")
_ASKING = re.compile(r"[?？吗呢]$|几|什么|哪|多少|是不是|有没有")


def read_target(words: str) -> tuple[Target, str] | None:
    """The entry at the head of a command's words (`17 …`, `2024-17 …`, `第十七项 …`), and the rest."""
    match = _TARGET.match(_plain_head(words))
    number = read_number(match["number"]) if match else None
    if match is None or number is None:
        return None
    return Target(number, _year(match["year"])), words.strip()[match.end() :].lstrip(" \t　,，的")


def read_field(words: str) -> tuple[Field, str] | None:
    """A part of an entry at the head of the words (`时间 7月-8月`, `地点：月湖公园`), and what to set."""
    match = _FIELD_FIRST.match(words.strip())
    return (FIELD_NAMES[match["field"]], match["said"].strip()) if match else None


def read_wish(words: str) -> Wish | None:
    """What plain words want done; None where they are a question or anything else.

    A wish is only proposed and never done unconfirmed, so a sentence that is read wrongly does no harm.
    """
    words = words.strip().rstrip("。！!")
    plain = _plain_head(words)
    if match := _DELETE.fullmatch(plain):
        figures = match["number"] or match["numbered"] or match["number2"] or match["numbered2"]
        number = read_number(figures)
        year = _year(match["year"] or match["year2"])
        return None if number is None else DeleteEntry(Target(number, year))
    if _ASKING.search(words):
        return None
    if match := _SET.fullmatch(plain):
        number = read_number(match["number"] or match["numbered"])
        if number is not None:
            field = FIELD_NAMES[match["field"]] if match["field"] else None
            said = words[match.start("said") :]
            return SetField(Target(number, _year(match["year"])), field, said.strip())
    if match := _SAME.fullmatch(words):
        return SameUnit(match["name"], match["unit"])
    return None


def _plain_head(words: str) -> str:
    """Half width figures, every character in its place."""
    return "".join(
        unicodedata.normalize("NFKC", sign) if len(unicodedata.normalize("NFKC", sign)) == 1 else sign
        for sign in words.strip()
    )


def _year(text: str | None) -> int | None:
    return int(text) if text else None
