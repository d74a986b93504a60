"""How is one wording of a time recognised? A rule: its first characters, its pattern, its meaning."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from plan_store.questions.times.numerals import CHINESE
from plan_store.questions.times.pieces import Kind, Piece

Reader = Callable[[re.Match[str], dt.date], Piece | None]
"""What was matched, on that day; None where it is no time after all."""

NUMERALS = "0123456789" + CHINESE
UNCUT = rf"(?<![0-9{CHINESE}.·])"
"""Before a number: no more of it stands there."""
EDGE = (
    r"(?:[底尾]|初(?!伏)|末(?!伏|季(?!节))|头(?![到一二两三四五六七八九十0-9几伏])|伊始|"
    r"中(?![国心央秋小学共元伏考简总报汇评])|终(?!奖|总|考)|关(?=[之以]?[前后]|[将临]|$))"
)
"""After 年: what makes a part of the year of it (年底), unless it begins another word (年中国)."""


@dataclass(frozen=True)
class Rule:
    heads: str
    """The characters with which the pattern can begin; at any other the rule is not even tried."""
    wording: str
    read: Reader
    behind: Callable[[Piece], bool] | None = None
    """Behind which times it is read; a rule without this needs none before it."""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Compiled when a text first has one of the heads: a start does not wait for a hundred of them."""
        return re.compile(self.wording)


def mark(kind: Kind) -> Reader:
    """For what says all by its kind: the words themselves carry no value."""

    def read(match: re.Match[str], now: dt.date) -> Piece:
        return Piece(kind, match.start(), match.end(), match.group())

    return read
