"""Which others than those spoken of are asked for? 其他街道呢 after 月湖街道, 别的月份呢 after 六月."""

from __future__ import annotations

from dataclasses import replace

from plan_store.patterns import pattern
from plan_store.questions.query import Conditions, Query, Talk
from plan_store.questions.readings import Reading

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
