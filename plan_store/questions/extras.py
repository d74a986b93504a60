"""How long must an entry last, how many forms must it have, must it be first or last?"""

from __future__ import annotations

import re

from plan_store.patterns import pattern
from plan_store.questions.numbers import numeral
from plan_store.questions.query import NOTHING_NAMED, Conditions
from plan_store.questions.times import Times

_WORDS = pattern("既|又|并用|兼用|结合|均|最|种|兼|且|形式|都|同时|[+]")
_BY_UNIT = pattern(
    "(?:(?:哪一?个|哪些|哪几个|哪几?家|什么|同一个?|同|一个|一家|有没有)(?:街道|单位|部门|局|乡镇|镇)"
    "|(?:街道|单位|部门|局|乡镇)(?:有哪些|是哪些)?)[^,，。]{0,4}?(?:办|搞|举办|组织|开展|承办|负责|牵头|安排|有)了?"
    "(?:(?P<over>超过|不止|多于)(?P<m>[一两二三四1-4])|(?P<n>[两二三四2-4])|(?P<many>多))(?:个|项|场|次)(?:及?以上|或以上|多)?"
    "(?:的?(?:活动|任务|项目))?(?!月)"
)
_JOINT = pattern("联合(?!会|国|社)|合办|共同(?:举办|主办|承办|组织|开展|牵头|负责)|联手|协同(?:举办|开展)")
_MANY = pattern("|".join(f"{many}[个项场次]" for many in "两二三四1234多过止一几") + "|联|合办|共同|协同")
_ALL_FORMS = pattern(
    r"(?<=[一-鿿]{2})\+(?=[一-鿿]{2})|"
    "既.*又|(?<=[一-鿿]{2})且(?:还)?(?:安排|有|含|采用|包含|设|开展|组织)(?!由)(?![^,，。]*[或/])|(?:组织|搞|有|办|安排|开展)(?:了|过)?[^,，。又]{2,8}又(?:组织|搞|有|办|安排|开展)|又(?:有|是|搞).{1,6}又(?:有|是|搞)|两样都|两者都|同时(?:有|安排|采用|包含|包括|具有|具备|含有|涉及|采取|运用|开展)|[两三]种形式(?:都|兼)|"
    "(?:包含|采用|采取|运用|结合|具有|含|用了?)[^,，、]{2,10}[和与及][^,，、]{2,10}两种形式的|兼有|都有的|都安排|[与和及][^,，。]{2,8}(?:并用|兼用|相结合)"
)
_ALL_TIMES = pattern(
    "同时在.{1,4}月份?[和与跟及].{1,4}月|"
    "(?:月份?|季度)(?:里)?(?:两个月)?(?:都|均|都会|都还?在)(?:有|办|搞|开展|进行|安排)(?:活动)?的"
)
_LONGEST = pattern(
    "(?:持续|时间|周期|跨度|历时|时长)的?(?:时间)?最(?:长|久)|(?:跨度|时长)最大|最长的|最久的|^最[长久]$"
)
_RICHEST = pattern(
    "(?<!哪种)(?<!哪类)(?<!什么)(?<!活动)形式(?:数量|种类)?(?:最多|最丰富|最多样)的?(?:活动|是哪|有哪|那)|(?<!哪种)(?<!哪类)(?<!什么)活动的?形式(?:最多|最丰富)"
)
_FORMS = pattern(
    "(?P<before>只有|仅有|只用|仅用|只|仅|采用|采取|运用|包含|包括|安排|安排了|同时有|有|是|的|超过|不止|^)(?:了)?"
    "(?P<n>[一两二三四五六1-6多])种(?P<more>及?以上)?(?:不同的?)?(?:活动)?(?:形式|方式)(?P<after>及?以上)?(?=的|活动|$|[?？])"
    "|(?P<single>形式单一|单一形式|单一的形式)"
)


def extras(text: str, times: Times) -> Conditions:
    """These conditions alone; empty where none is asked."""
    if not (
        times.min_months
        or times.max_months
        or times.earliest
        or times.latest
        or times.last_to_begin
        or times.first_to_end
        or _WORDS.search(text)
        or _MANY.search(text)
    ):
        return NOTHING_NAMED
    by_unit = _BY_UNIT.search(text) if _MANY.search(text) else None
    least, most = _number_of_forms(text)
    shortest, longest = _months_long(text, times)
    return Conditions(
        min_months=shortest,
        max_months=longest,
        min_forms=least,
        max_forms=most,
        earliest=times.earliest,
        latest=times.latest,
        last_to_begin=times.last_to_begin,
        first_to_end=times.first_to_end,
        min_by_unit=_least_by_unit(by_unit) if by_unit else None,
        joint=bool(_JOINT.search(text)),
        longest=bool(_LONGEST.search(text)),
        richest=bool(_RICHEST.search(text)),
        all_forms=bool(_ALL_FORMS.search(text)),
        all_times=bool(_ALL_TIMES.search(text)),
    )


_UNWANTED = pattern("(?:不要|不想要|除了?|除去|去掉|排除|不含|不包括|不算|不看)(?:那些|那种|时间|活动)*$")


_LEFT_OUT = pattern(
    "的?(?:活动)?(?:都|均|一律|则)?(?:不要|不计入|不计在内|不列入|不算|不含|不列|除外|剔除|去掉|排除|不看)"
)
"""跨月的不计入."""


def _months_long(text: str, times: Times) -> tuple[int | None, int | None]:
    """The least and the most months; 不要持续两个月以上的 leaves what is shorter."""
    least, most = times.min_months, times.max_months
    if not any(
        _UNWANTED.search(text, 0, start) or _LEFT_OUT.match(text, end) for start, end in times.duration_at
    ):
        return least, most
    if least and not most and least > 1:
        return None, least - 1
    if most and least in (None, 1):
        return most + 1, None
    return least, most


def _least_by_unit(said: re.Match[str]) -> int:
    if said["over"]:
        return numeral(said["m"]) + 1
    return 2 if said["many"] else numeral(said["n"])


def _number_of_forms(text: str) -> tuple[int | None, int | None]:
    said = _FORMS.search(text)
    if said is None:
        return None, None
    if said["single"]:
        return 1, 1
    if said["n"] == "多":
        return 2, None
    number = numeral(said["n"])
    if said["before"] in ("超过", "不止"):
        return number + 1, None
    if said["more"] or said["after"]:
        return number, None
    return number, number
