"""Which hour of today is named, where a text names nothing else: 上午十点一刻, 早八点到晚六点?"""

from __future__ import annotations

import datetime as dt
import re

from plan_store.questions.times.pieces import Piece
from plan_store.questions.times.wordings.relative import fixed
from plan_store.questions.times.wordings.rule import NUMERALS, Rule

_PART = "(?:今[早晚]|凌晨|清晨|清早|早晨|早上|上午|中午|正午|午后|下午|傍晚|晚上|晚间|夜里|夜间|半夜|早|晚)"
_NUMBER = "(?:[0-9]{1,2}|[零一二两三四五六七八九十]{1,3})"
_FINE = rf"(?:钟|整|半|[一三]刻|过?{_NUMBER}分)"
_FIGURES = "[0-9]{1,2}[:：][0-9]{2}"
_HOUR = rf"(?:{_PART}(?:{_NUMBER}[点时]{_FINE}?|{_FIGURES})|{_NUMBER}点{_FINE}|{_FIGURES})"


def _today(match: re.Match[str], now: dt.date) -> Piece:
    return fixed(match, (now, now), fine=True)


RULES: tuple[Rule, ...] = (
    Rule(
        "今凌清早上中正午下傍晚夜半" + NUMERALS,
        rf"\A{_HOUR}(?:(?:到|至|[-~—–－]{{1,2}}){_HOUR})?(?:左右|前后|之间)?"
        r"(?=(?:有(?:什么|哪些|没有|啥)?活动)?[吗么呢]?[?？。!！]?\Z)",
        _today,
    ),
)
"""Anywhere else an hour is a detail that the plan does not tell."""
