"""Which year do the stems and branches or the twelve animals name: 甲辰年, 兔年?"""

from __future__ import annotations

import datetime as dt
import re

from plan_store.questions.times.pieces import Piece
from plan_store.questions.times.wordings.rule import EDGE, Rule
from plan_store.questions.times.wordings.years import year_piece

STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ANIMALS = "鼠牛虎兔龙蛇马羊猴鸡狗猪"
_FIRST = 4
"""The year 4 was a 甲子 and a 鼠年."""

SEXAGENARY = f"[{STEMS}][{BRANCHES}]"


def sexagenary_year(name: str, now: dt.date) -> int | None:
    """The year of that name that is nearest to now; None for a pair that does not occur."""
    stem, branch = STEMS.index(name[0]), BRANCHES.index(name[1])
    place = next((place for place in range(stem, 60, 10) if place % 12 == branch), None)
    return None if place is None else _nearest(place, 60, now)


def _nearest(place: int, cycle: int, now: dt.date) -> int:
    behind = (now.year - _FIRST - place) % cycle
    return now.year - behind if behind <= cycle // 2 else now.year - behind + cycle


def _of_sixty(match: re.Match[str], now: dt.date) -> Piece | None:
    year = sexagenary_year(match["name"], now)
    return year_piece(match, year) if year else None


def _of_twelve(match: re.Match[str], now: dt.date) -> Piece:
    return year_piece(match, _nearest(_ANIMALS.index(match["animal"]), 12, now))


RULES: tuple[Rule, ...] = (
    Rule(STEMS, rf"(?P<name>{SEXAGENARY})(?:年(?!{EDGE}|月|龄)|(?=年{EDGE}))", _of_sixty),
    Rule(
        _ANIMALS,
        rf"(?<![属小老公母大海河野黄白黑犀奶蜗蜜])(?P<animal>[{_ANIMALS}])(?:年(?!{EDGE}|月|龄|[马轻吉货画糕出产产])|(?=年{EDGE}))",
        _of_twelve,
    ),
)
