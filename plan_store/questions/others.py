"""Which others than those spoken of are asked for? 其他街道呢 after 月湖街道, 别的月份呢 after 六月."""

from __future__ import annotations

from plan_store.patterns import pattern
from plan_store.questions.places import Finder
from plan_store.questions.query import Conditions, Query, Talk, UnitCondition
from plan_store.questions.readings import Reading
from plan_store.value import replace

_OTHERS = pattern(
    "^(?:那|那么)?(?:其他|其它|其余|别的|另外的)(?:的)?(?:(?P<units>街道|镇|乡镇|部门|局|单位)|(?P<times>月份?|时间|时候)|(?P<forms>形式))"
    "(?:呢|的|有吗|有没有|还有吗|有活动吗|有什么(?:活动)?|有哪些(?:活动)?|都有什么|都有哪些|搞不搞|办不办)*[?？。]?$"
)


def other_than(reading: Reading, last: Query) -> Query | None:
    """The last question of others; None where none were asked for, or it named none to leave out."""
    said = _OTHERS.match(reading.text) if "其" in reading.text or "的" in reading.text else None
    if said is None or len(last.parts) != 1 or last.pinned is not None or last.talk is not Talk.FIND:
        return None
    named = last.parts[0]
    match said.lastgroup:
        case "units" if named.units:
            wanted = () if said["units"] == "单位" else reading.named.units
            part, out = replace(named, units=wanted), Conditions(units=named.units)
        case "times" if named.times:
            part, out = replace(named, times=()), Conditions(times=named.times)
        case "forms" if named.forms:
            part, out = replace(named, forms=()), Conditions(forms=named.forms)
        case _:
            return None
    return replace(
        last,
        text=reading.text,
        parts=() if part.empty else (part,),
        everything=part.empty,
        excluded=out,
        asked=reading.asked or last.asked,
        follow_up=True,
    )


_ITS_UNIT = pattern(
    "(?:[这那]个|[这那]家|该|[他她它]们?(?:那个|这个)?)(?:单位|部门|局|街道|镇|乡)"
    "(?P<when>(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})月份?|[上下]半年|[一二三四]季度|年[初底末]|[上下]个月)?里?(?:今年|全年|一整?年|整年|这一年|年内|年度)?(?:里|内)?(?:是不是|是否|会不会)?(?P<more>还|另外|总共|一共|都|也|除了[这它]个?[,，]?)*"
    "(?:会|要|能)?(?:有没有|有无|有|办|搞|安排|负责|开展|牵头|组织|承办|主办)(?P<done>了|没有|过)?(?P<others>别的|其他|其它|另外)?"
)
_TOGETHER = pattern("一起|一并|连同|都列|全列|都给|总共|一共")


def of_its_unit(reading: Reading, query: Query, last: Query, find: Finder) -> Query | None:
    """这个单位还有别的活动吗: what else the unit has of which one entry was spoken of."""
    asked = _ITS_UNIT.search(reading.text) if _UNIT_WORD.search(reading.text) else None
    if asked is None or any(not unit.is_class for part in reading.parts for unit in part.units):
        return None
    if not (asked["more"] or (asked["when"] and asked["done"])):
        return None
    spoken = find(last)
    named_last = {unit for part in last.parts for one in part.units for unit in one.units}
    units = {entry.unit for entry in spoken} or named_last
    if len(units) != 1 or len(reading.parts) > 1 or not reading.excluded.empty:
        return None
    named = replace(reading.named, units=tuple(UnitCondition(unit, frozenset(units)) for unit in units))
    others = asked["others"] is not None and not _TOGETHER.search(reading.text)
    out = Conditions(numbers=tuple(entry.number for entry in spoken)) if others else Conditions()
    return replace(query, parts=(named,), excluded=out, everything=False, follow_up=True)


_UNIT_WORD = pattern("单位|部门|局|街道|镇|乡")
