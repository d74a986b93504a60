"""How do the parts that a follow-up names change those of the question before it?"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from plan_store.patterns import pattern
from plan_store.plan import Month
from plan_store.questions.clauses import clauses
from plan_store.questions.fragments import is_only_then
from plan_store.questions.query import (
    NOTHING_NAMED,
    Conditions,
    Months,
    Part,
    Query,
    Relation,
    TimeCondition,
    UnitCondition,
)
from plan_store.questions.readings import Reading
from plan_store.questions.times import YearBasis
from plan_store.questions.words import Sense
from plan_store.value import replace

_T = TypeVar("_T")
_DROPPED = {
    Part.TIMES: "月份|时间|日期|月",
    Part.UNITS: "单位|街道|部门|局",
    Part.FORMS: "形式|方式",
    Part.TOPICS: "主题|内容|题材",
}


_OTHERS = pattern(
    "另外还有(?:谁|哪)|(?:别|其他|其它|另外|别家)的?(?:座谈|观摩|宣传|活动|街道|单位|部门|局)|别的"
)
_LASTING = (Relation.LASTS_UNTIL, Relation.EXACTLY)
_LET_GO = (
    "(?:不限|不管|不论|不分|无论|放开|取消|别管|不光|不只|去掉).{{0,5}}(?:{words})"
    "|(?:{words})(?:不限|(?:限制|条件)?都?(?:行|可以))"
)


def dropped(reading: Reading, last: Query) -> Query:
    """不限街道: that part is let go; what else is named takes its place as ever."""
    base = last.parts[0] if last.parts else Conditions()
    let_go = _clause_at(reading.marks.of(Sense.DROP)[0].start, reading.text)
    new = reading
    for name, words in _DROPPED.items():
        if re.search(_LET_GO.format(words=words), let_go):
            base = base.without(name)
            new = replace(new, parts=tuple(part.without(name) for part in new.parts))
    base = merged(base, new, last)
    parts = (base,) if not base.empty else ()
    out = NOTHING_NAMED if reading.everything else last.excluded
    return replace(
        last, text=reading.text, parts=parts, excluded=out, pinned=None, everything=not parts, follow_up=True
    )


def _clause_at(at: int, text: str) -> str:
    start, end = next(span for span in clauses(text) if span[1] > at)
    return text[start:end]


def merged(base: Conditions, reading: Reading, last: Query) -> Conditions:
    """`base` with the parts that `reading` names in the place of its own."""
    new = reading.named
    if new.numbers:
        return new
    new = _with_the_others(base, reading)
    if Sense.ADD in reading.senses and not _is_a_list(reading):
        return replace(
            base,
            times=tuple(dict.fromkeys((*base.times, *new.times))) if new.times else base.times,
            units=_units_added(base, new, last),
            forms=(*base.forms, *new.forms) if base.forms else new.forms,
            all_forms=base.all_forms or new.all_forms or _HAS_TO_HAVE.search(reading.text) is not None,
            topics=(*base.topics, *new.topics) if base.topics else new.topics,
        )
    if _OTHERS.search(reading.text):
        base = replace(base, topics=(), numbers=(), units=tuple(unit for unit in base.units if unit.is_class))
    out = reading.excluded
    units_out = frozenset[str]().union(*(unit.units for unit in out.units))
    forms_out = frozenset[str]().union(*(form.forms for form in out.forms))
    base = replace(
        base,
        units=tuple(unit for unit in base.units if not unit.units <= units_out or not out.units),
        forms=tuple(form for form in base.forms if not form.forms <= forms_out or not out.forms),
        topics=() if out.topics or out.units else base.topics,
    )
    times = _retimed(new.times, base, reading, last) if new.times else base.times
    if reading.everything and not new.times and ALL_YEAR.search(reading.text):
        times = ()
    of_them = _OF_THEM.search(reading.text) is not None
    other_time = new.times and not of_them
    length = new if other_time or new.min_months or new.max_months else base
    if (new.min_months or new.max_months) and not new.times:
        # 持续三个月以上的 after 持续到九月的: another length, not a second one
        times = tuple(time for time in times if time.relation not in _LASTING)
    units, topics, numbers, forms = base.units, base.topics, base.numbers, base.forms
    if new.units:
        named = any(not unit.is_class for unit in new.units)
        units = new.units
        if named or any(not unit.is_class for unit in base.units):
            topics = ()
        numbers = ()
    if new.topics:
        topics, numbers = new.topics, ()
        units = new.units or tuple(unit for unit in base.units if unit.is_class)
    all_forms = new.all_forms or (base.all_forms and not new.forms)
    if new.forms:
        forms, numbers = new.forms, base.numbers if of_them else ()
        if of_them and base.forms and (base.all_forms or len(base.forms) == 1):
            forms, all_forms = tuple(dict.fromkeys((*base.forms, *new.forms))), True
    if new.times and base.numbers and not is_only_then(reading):
        numbers = ()
    extreme = new if new.has_extreme else Conditions()
    if reading.marker and not new.times and extreme.empty:
        extreme = base  # 最早的街道活动, and 部门的呢
    number_of_forms = new if new.forms or new.min_forms or new.max_forms else base
    return Conditions(
        times=times,
        units=units,
        forms=forms,
        topics=topics,
        numbers=numbers,
        min_months=length.min_months,
        max_months=length.max_months,
        min_forms=number_of_forms.min_forms,
        max_forms=number_of_forms.max_forms,
        earliest=extreme.earliest,
        latest=extreme.latest,
        last_to_begin=extreme.last_to_begin,
        first_to_end=extreme.first_to_end,
        all_forms=all_forms,
        all_times=new.all_times,
        min_by_unit=new.min_by_unit or base.min_by_unit,
        joint=new.joint or base.joint,
        longest=extreme.longest,
        richest=extreme.richest,
    )


_INTO = pattern("改为|改成|换成|换为")


def _with_the_others(base: Conditions, reading: Reading) -> Conditions:
    """七月改为十月 after 五月和七月: what stands beside the one that is changed stays."""
    new = reading.named
    turn = _INTO.search(reading.text) if max(map(len, (base.times, base.units, base.forms))) > 1 else None
    if turn is None:
        return new
    gone = [mark.meaning for mark in reading.marks if mark.end <= turn.start()]
    spans = {phrase.months for phrase in reading.times.phrases if phrase.end <= turn.start()}
    units = frozenset[str]().union(*(meaning.units or () for meaning in gone))
    forms = frozenset[str]().union(*(meaning.forms for meaning in gone))
    times = tuple(time for time in base.times if time.span not in spans)
    return replace(
        new,
        times=(*times, *new.times) if new.times and len(times) < len(base.times) else new.times,
        units=_changed_among(base.units, new.units, units, lambda one: one.units),
        forms=_changed_among(base.forms, new.forms, forms, lambda one: one.forms),
    )


def _changed_among(
    old: tuple[_T, ...], new: tuple[_T, ...], gone: frozenset[str], names: Callable[[_T], frozenset[str]]
) -> tuple[_T, ...]:
    kept = tuple(one for one in old if not names(one) or not names(one) <= gone)
    return (*kept, *new) if new and len(kept) < len(old) else new


ALL_YEAR = pattern("全年|整年|一整年|全年度")


def _units_added(base: Conditions, new: Conditions, last: Query) -> tuple[UnitCondition, ...]:
    """街道也一并纳入, where the streets were left out: all there are."""
    if base.units or not last.excluded.units:
        return (*base.units, *new.units)
    return ()


def _is_a_list(reading: Reading) -> bool:
    """甲街道和乙街道的一起列出来: together with each other, and added to nothing."""
    named = reading.named
    several = max(map(len, (named.times, named.units, named.forms))) > 1
    return several and all(mark.text in ("一起", "一并") for mark in reading.marks.of(Sense.ADD))


_HAS_TO_HAVE = pattern("要求有|[要得]有")
"""还要有座谈的: beside the form that was asked for."""
_OF_THEM = pattern("里面|里头|其中|当中|这些")


def _retimed(
    new: tuple[TimeCondition, ...], base: Conditions, reading: Reading, last: Query
) -> tuple[TimeCondition, ...]:
    """The new times: a bare year (那2024年的呢) keeps the months, a bare month a year that was named."""
    if _OF_THEM.search(reading.text) and {time.relation for time in new}.isdisjoint(
        time.relation for time in base.times
    ):
        return (*base.times, *new)  # 八月开始的, and 里面到九月结束的
    year = reading.year
    whole = len(new) == 1 and year is not None and new[0].span == Months(Month(year, 1), Month(year, 12))
    if whole and base.times and not reading.everything:
        return tuple(_in_year(time, year) for time in base.times if year is not None)
    if last.year_named and last.year is not None and reading.times_basis == {YearBasis.PLAN}:
        return tuple(_in_year(time, last.year) for time in new)
    return new


def _in_year(time: TimeCondition, year: int) -> TimeCondition:
    def moved(month: Month | None) -> Month | None:
        return Month(year, month.number) if month else None

    span = Months(moved(time.span.first), moved(time.span.last))
    return replace(time, span=span, said=re.sub("^[0-9]{4}年", "", time.said) or f"{year}年")


def excluded(base: Conditions, reading: Reading) -> Conditions:
    new, named = reading.excluded, reading.named
    if reading.parts == () and new.empty:
        return base
    return Conditions(
        times=(*(() if named.times else base.times), *new.times),
        units=(*(() if named.units else base.units), *new.units),
        forms=(*(() if named.forms else base.forms), *new.forms),
        topics=(*(() if named.topics else base.topics), *new.topics),
        numbers=(*base.numbers, *new.numbers),
    )
