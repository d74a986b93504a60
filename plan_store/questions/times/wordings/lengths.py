"""How long is a period to be: 持续三个月以上, 不跨月, 全年?"""

from __future__ import annotations

import datetime as dt
import re

from plan_store.patterns import pattern
from plan_store.questions.times.numerals import NUMBER, read_numbers
from plan_store.questions.times.pieces import Kind, Piece
from plan_store.questions.times.wordings.progress import DONE
from plan_store.questions.times.wordings.rule import NUMERALS, Reader, Rule


def _length(least: int, most: int) -> Reader:
    def read(match: re.Match[str], now: dt.date) -> Piece:
        return Piece(Kind.LENGTH, match.start(), match.end(), match.group(), numbers=(least, most))

    return read


_OF_SUCH_LENGTH = pattern("活动|项目|有(?:哪些|什么|几|多少)|$")
_SOME_MONTHS = "份月哪这那近前后头来去上下每各年几期一两二三四五六七八九十"
"""Before a number of months, they say which: 前三个月的活动."""


def _is_a_length(match: re.Match[str]) -> bool:
    """两个月的活动 are those that last so long; 这两个月的活动 and 最近三个月的 name the months."""
    before = match.string[match.start() - 1 : match.start()] or " "
    return (
        match["u"] == "个月"
        and match.group().endswith("的")
        and before not in _SOME_MONTHS
        and _OF_SUCH_LENGTH.match(match.string, match.end()) is not None
    )


def _counted_length(match: re.Match[str], now: dt.date) -> Piece | None:
    text, unit = match["n"], match["u"]
    if text == "半":
        counts: tuple[int, ...] = (6,) if unit == "年" else ()
    elif unit.endswith("年"):
        counts = tuple(12 * count for count in read_numbers(text))
    else:
        size = 3 if "季" in unit else 1
        counts = tuple(size * count for count in read_numbers(text))
    if not counts or not 1 <= counts[0] <= 24:
        return None
    before, after = match.string[match.start() : match.start("n")], match["after"] or ""
    single = counts[0] == 1
    if "以上" in unit + after or after in ("多月", "及以上", "起步", "往上") or match["more"]:
        least, most = max(counts[0], 2 if single else 0), 0
    elif after.startswith(("以内", "之内", "内", "以下", "及以内")):
        if not before:
            return None
        least, most = 0, counts[-1]
    elif any(word in before for word in ("超过", "不止", "不只", "大于", "多于")) and "不超过" not in before:
        least, most = counts[0] + 1, 0
    elif any(word in before for word in _AT_LEAST):
        least, most = counts[0], 0
    elif any(word in before for word in ("不超过", "最多", "至多", *_LESS_THAN)):
        least, most = 0, counts[-1] - any(word in before for word in _LESS_THAN)
    elif before or after or (len(counts) == 1 and _is_a_length(match)):
        least, most = counts[0], counts[-1]
    else:
        return None
    return Piece(Kind.LENGTH, match.start(), match.end(), match.group(), numbers=(least, most))


_AT_LEAST = ("至少", "最少", "不少于", "不低于", "不短于")
_LESS_THAN = ("不到", "不足", "少于", "短于")
_THAN = "超过|不止|不只|大于|多于|不超过|最多|至多|" + "|".join((*_AT_LEAST, *_LESS_THAN))
_LASTS = (
    rf"(?:办|搞|开展|进行)(?=了?(?:{_THAN}|[两俩二三四五六七八九十0-9半]))"
    r"|持续(?:时间)?|延续(?:时间)?|历时|长达|为期|连续|连着|跨越?"
)
_LENGTH_BEFORE = (
    rf"(?:{_LASTS}|时间(?=在|有|{_THAN})|周期|时长|期限)(?:要|在|有|达到?|会)?(?:{_THAN})?"
    rf"|(?:{_THAN})(?:要|得|能|会)?(?:{_LASTS})?"
)

RULES: tuple[Rule, ...] = (
    Rule(
        "持延历长为连跨超不大多至最少短时周期办搞开进" + NUMERALS + "半",
        rf"(?P<before>{_LENGTH_BEFORE})?了?(?:有|到)?(?P<n>{NUMBER}|半)(?P<more>多)?(?P<u>个(?:及|或)?以上月份?|个多?月|个季度|年|(?<=[两俩])月)"
        r"(?P<after>(?:[及或和](?:其|(?P=n)个月))?(?:及|或)?以上|以内|之内|内|以下|左右|起步|往上)?(?!后|前|以[后前来]|之[后前])的?",
        _counted_length,
    ),
    Rule(
        "跨持不多好连长并",
        r"(?<!不)(?<!没有)(?<!未)(?<!含)(?<!包括)跨[越了]?(?:好?[几多]个)?月份?(?!湖|亮)的?|持续了?(?:好?几|多)个月份?的?|不[止只](?:搞|办|持续|有)?一个月的?|好几个月的?|多个月的?|几个月(?:以上|都有|长)的?|连(?:着|续)(?:办|搞)?(?:好?几|多)个月的?|(?:并非|不是|不在|并不|不)(?:在|于)?(?:当月|同月)(?:就|内|便|即)?(?:结束|搞完|办完|完成|收官|收尾|落幕|终了)的?|长期(?:性|进行|开展|持续)?的?",
        _length(2, 0),
    ),
    Rule(
        "只仅就一当同单不没未",
        r"(?:不|没有?|未)跨月的?|跨月的?(?:那[种类]|活动)?(?:都|就|的)*(?:不算|不要|除外|不含)|(?:[只仅就]|只会|仅仅)(?:持续|有|办|搞|安排|开展|进行|需要?)?(?:了)?[一1]个月(?:时间)?的?|[一1]个月(?:就|内|以内|之内)?(?:结束|搞完|办完|完成|做完)的?|(?:当月|同月)(?:就|内|便|即告?|又)?(?:结束|搞完|办完|完成|收官|收尾|落幕|终了)的?|当月(?:开始)?当月结束的?|单月(?:完成|结束)的?",
        _length(1, 1),
    ),
    Rule(
        "一全整常从贯",
        r"(?:一?整年|全年|一年(?:到头|四季)|从(?:年初|年头|头)到(?:年底|年尾|年末|尾)|常年)(?:里|内)?(?:都|一直|均)(?:还?在|有|会)?"
        rf"(?:{DONE}|持续|安排)?着?(?=的|不停|[,，。？！?!]|$)的?",
        _length(12, 0),
    ),
)
