"""Which entries or places of a list does a question count out? 第17项, 编号35到40, 前三个, 最后一个."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from plan_store.patterns import pattern
from plan_store.questions.times.numerals import read_number

_NUMERAL = "(?:[0-9]{1,4}|[〇零一二两三四五六七八九十百]{1,4})"
_TO = "(?:到|至|-|~|—)"
_EACH = "(?:个|项|条|场)"
_NO_TIME = "(?!月|季|星期|周|礼拜|年|天|小时)"
NUMBER = pattern(
    rf"(?:(?:序号|编号|no\.?|#)[是为:： ]?(?P<label>{_NUMERAL})|活动 ?(?P<after>[0-9]{{1,4}}))"
    r"(?![0-9月年日])号?"
    r"|^(?P<item>[0-9]{1,4})项(?=详|说|介|是|那|什么|啥|谁|哪|在哪)"
    rf"|第 ?(?P<place>{_NUMERAL})(?:[个项条场号]?{_TO}第?(?P<through>{_NUMERAL}))?"
    r"(?! ?(?:季|个?月|个?季|周|个?星期|次(?!是|呢|在|几|搞什么|办什么|做什么|什么)|[回届批轮手名步时]))"
    r" ?[个项条场号次]?"
    rf"|(?P<back>倒数第{_NUMERAL}|最后一|最后(?=[个项条场]|那[个项场])){_EACH}?"
    rf"|(?:前|头)(?P<head>[两三四五六七八九十]|[2-9]|[1-9][0-9]){_EACH}{_NO_TIME}(?:活动)?"
    rf"|(?:最后|后|末|最末)面?(?P<tail>[两三四五六七八九十]|[2-9]|[1-9][0-9]){_EACH}{_NO_TIME}(?:活动)?"
    r"|(?P<step>下一|再下一|上一)(?:个|项|场)(?!月|星期|季|周|礼拜|问题|年|街道|单位|局)(?:活动)?"
    r"|(?<![以之目])(?P<first>头一|前一|前面那|前面一|上面那|上一)(?:个|项|场)(?!月|星期|季|周|问题)(?:街道|单位|局|活动)?"
    r"|(?P<initial>[首末][个项场])(?!月|星期|季|周)(?:活动)?"
    r"|(?<![以之今然最])(?P<last>后一|后面那|后面一|下面那)(?:个|项|场)(?!月|星期|季|周|人|小时)(?:街道|单位|局|活动)?"
    r"|(?P<pair>(?:前|后)者)"
    r"|(?P<other>另外?一|另外那|剩下那)(?:个|项|场)(?:街道|单位|局|活动)?"
    r"|(?<![0-9月年.、])(?P<list>[0-9]{1,4}(?:、[0-9]{1,4})+) ?[号项条](?![0-9])"
    rf"|(?<![0-9月.])(?:(?P<since>[0-9]{{1,4}})[号项]?{_TO})?(?P<entry>{_NUMERAL})号"
    r"(?=(?:主题)?活动|节目|项目|那个|是|的|呢|$|什么|啥|在|谁|哪|几|到|从|搞|办|持续|多|[ ,，?？])"
)
COUNTS = pattern("|".join("第号项条#序编最倒头前后末首另剩") + "|上一|下一|上面|下面|活动 ?[0-9]|no")
"""What stands in every match of `NUMBER`, and is quicker to look for."""
SHIFT = pattern("再(?P<way>下|上|早|晚|往后|往前|后|前)(?:面)?(?:个|一个)?月")
_RANGE = pattern(rf"[号个]?(?:活动|项目)?{_TO}第?([0-9]{{1,4}})号?")
_ANOTHER = pattern(r"[,，、和跟与及](?:第|序号|编号)?([0-9]{1,4})号?")
_BEYOND = pattern("号?(?:(?P<on>起|开始|[及和]以后)|(?P<after>以后|之后|往后)|(?P<before>以前|之前))")
_LONGEST_RANGE = 500


@dataclass(frozen=True, slots=True)
class Ordinal:
    """A place in the list last shown, 1 the first, -1 the last; where there is no list, an entry's number."""

    place: int
    number_only: bool = False
    """17号活动, 编号17: never a place in a list."""
    list_only: bool = False
    """前三个: never an entry's number."""
    step: int = 0
    """下一个: 1, 上一个: -1, from the one that was spoken of last."""
    other: bool = False
    """另一个: of two, the one that was not spoken of last."""


def entry_numbers(text: str, match: re.Match[str]) -> Iterator[tuple[int, int, int]]:
    """(start, end, number) of the entries that a match of `NUMBER` names, with those that follow it."""
    if match["list"]:
        for number in match["list"].split("、"):
            yield match.start(), match.end(), int(number)
        return
    said = match["label"] or match["after"] or match["entry"] or match["item"]
    if said is None:
        return
    value = numeral(said)
    if match["label"] and (beyond := _BEYOND.match(text, match.end())):
        for number in _beyond(value, beyond):
            yield match.start(), beyond.end(), number
        return
    if match["since"]:
        first = int(match["since"])
        for number in range(max(first, value - _LONGEST_RANGE), value):
            yield match.start(), match.end(), number
    yield match.start(), match.end(), value
    if through := _RANGE.match(text, match.end()):
        for number in range(value + 1, min(int(through[1]), value + _LONGEST_RANGE) + 1):
            yield through.start(), through.end(), number
    for more in _ANOTHER.finditer(text, match.end(), match.end() + 12):
        yield more.start(), more.end(), int(more[1])


def _beyond(value: int, beyond: re.Match[str]) -> range:
    if beyond["before"]:
        return range(max(1, value - _LONGEST_RANGE), value)
    first = value if beyond["on"] else value + 1
    return range(first, first + _LONGEST_RANGE)


def ordinals(match: re.Match[str]) -> Iterator[Ordinal]:
    """The places in a list that a match of `NUMBER` names; none where it names an entry."""
    if match["place"]:
        first = numeral(match["place"])
        last = min(numeral(match["through"]) if match["through"] else first, first + _LONGEST_RANGE)
        for place in range(first, max(first, last) + 1):
            yield Ordinal(place, number_only=match[0].endswith("号"), list_only=match[0].endswith("次"))
    elif match["head"]:
        yield from (Ordinal(place, list_only=True) for place in range(1, numeral(match["head"]) + 1))
    elif match["tail"]:
        yield from (Ordinal(-place, list_only=True) for place in range(numeral(match["tail"]), 0, -1))
    elif match["step"]:
        yield Ordinal(0, step=-1 if match["step"] == "上一" else 1)
    elif match["pair"]:
        yield Ordinal(1 if match["pair"] == "前者" else -1, list_only=True)
    elif match["initial"]:
        yield Ordinal(1 if match["initial"][0] == "首" else -1, list_only=True)
    elif match["first"] or match["other"]:
        yield Ordinal(1, other=bool(match["other"]))
    elif match["back"] or match["last"]:
        back = match["back"] or ""
        yield Ordinal(-numeral(back[3:]) if back.startswith("倒数第") else -1)


def numeral(text: str) -> int:
    """The number that figures or characters write; 0 where they write none."""
    if text.isascii() and text.isdigit():
        return int(text)
    if "百" in text:
        hundreds, rest = text.split("百", 1)
        return (read_number(hundreds) or 1) * 100 + (read_number(rest.lstrip("零〇")) or 0 if rest else 0)
    return read_number(text) or 0
