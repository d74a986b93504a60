"""How do the named parts of a question belong together: all of them, one or the other, or not at all?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from plan_store.patterns import pattern
from plan_store.questions.excluding import excluded
from plan_store.questions.items import Item
from plan_store.questions.marks import Marks
from plan_store.questions.query import NOTHING_NAMED, Conditions, FormCondition
from plan_store.questions.taking_back import without_taken_back
from plan_store.questions.words import Sense

_T = TypeVar("_T")
_ONLY_JOINS = pattern("(?:和|与|跟|及|以及|或者?|、|[,，;；]|的)+")
_JOIN = pattern("和|与|跟|及|以及|还有|或|加上|、|[,，;；]|另外|同时|以及")


def arrange(text: str, items: Sequence[Item], marks: Marks) -> tuple[tuple[Conditions, ...], Conditions]:
    """The conjunctions that are asked for, joined, and what is taken away."""
    kept = without_taken_back(text, list(items))
    out = excluded(text, kept, marks)
    if out:
        kept = [item for item in kept if item not in out and not _is_refused_later(item, out)]
    kept = _forms_run_together(text, _without_weak_class(text, kept))
    groups = _one_by_one(text, kept) or _conjunctions(text, kept, marks)
    parts = tuple(_conditions(group) for group in groups if group)
    if not out:
        return parts, NOTHING_NAMED
    named = {(item.unit, item.form, item.topic) for item in kept}
    spans = [item.time.span for item in kept if item.time]
    return parts, _conditions(
        [
            item
            for item in out
            if (
                not spans or any(span.meets(item.time.span) for span in spans)
                if item.time
                else (item.unit, item.form, item.topic) not in named
            )
        ]
    )


def _is_refused_later(item: Item, out: Sequence[Item]) -> bool:
    """街道的我跑得够多了，别给我说街道的."""
    return item.unit is not None and any(item.unit == one.unit and item.start < one.start for one in out)


def _conditions(items: Sequence[Item]) -> Conditions:
    return Conditions(
        times=_once([item.time for item in items if item.time]),
        units=_once([item.unit for item in items if item.unit]),
        forms=_once([item.form for item in items if item.form]),
        topics=_once([item.topic for item in items if item.topic]),
        numbers=_once([item.number for item in items if item.number is not None]),
    )


def _once(values: list[_T]) -> tuple[_T, ...]:
    return tuple(values) if len(values) < 2 else tuple(dict.fromkeys(values))


_JOINED = pattern("(?:和|与|跟|及|以及|或者?|还有|、)")


def _without_weak_class(text: str, items: list[Item]) -> list[Item]:
    """街道 beside 月湖街道 says nothing more, unless the two are joined: 卫健局或者街道."""
    if len(items) < 2:
        return items
    named = [item for item in items if item.unit and not item.unit.is_class and item.unit.units]

    def says_more(item: Item) -> bool:
        return any(
            _JOINED.fullmatch(text, one.end, item.start) or _JOINED.fullmatch(text, item.end, one.start)
            for one in named
        )

    return [item for item in items if not (item.unit and item.unit.is_class and named) or says_more(item)]


_OF_THIS_KIND = pattern("(?:的?[那这][种类些个]|的)?")


def _forms_run_together(text: str, items: list[Item]) -> list[Item]:
    """坐谈交流, 摆摊的那种宣传: two names of forms without more between them are one, if there is one."""
    if len(items) < 2:
        return items
    joined: list[Item] = []
    for item in items:
        last = joined[-1] if joined else None
        one = last and last.form and item.form and _OF_THIS_KIND.fullmatch(text, last.end, item.start)
        if last and last.form and item.form and one and last.form.forms & item.form.forms:
            form = FormCondition(last.form.said + item.form.said, last.form.forms & item.form.forms)
            joined[-1] = Item(last.start, item.end, form=form)
        else:
            joined.append(item)
    return joined


def _conjunctions(text: str, items: Sequence[Item], marks: Marks) -> list[list[Item]]:
    """六月街道的座谈和七月部门的宣传 is two conjunctions; 五月和七月街道的座谈 is one."""
    if len(items) < 2:
        return [list(items)]
    segments: list[list[Item]] = []
    for item in items:
        if segments and _adjoins(text, segments[-1], item):
            segments[-1].append(item)
        else:
            segments.append([item])
    if len(segments) > 1:
        segments = _without_repeated(segments)
    if len(segments) < 2:
        return [list(items)]
    headed = [mark.start for mark in marks.of(Sense.ACTIVITY, Sense.EVERYTHING)]
    ends = [*(segment[0].start for segment in segments[1:]), len(text)]
    rich = [
        segment
        for segment, end in zip(segments, ends, strict=True)
        if len({item.kind for item in segment}) >= 2 or any(segment[-1].end <= at < end for at in headed)
    ]
    if len(rich) < 2 or len(rich) != len(segments) or not _same_kinds(segments):
        return [list(items)]
    first = segments[0]
    groups = [first]
    for segment in segments[1:]:
        kinds = {item.kind for item in segment}
        groups.append(
            [*(item for item in first if item.kind not in kinds and item.start < first[-1].start), *segment]
        )
    return groups


def _adjoins(text: str, segment: Sequence[Item], item: Item) -> bool:
    """Whether it belongs to the conjunction before it, and does not begin another."""
    last = segment[-1]
    between = text[last.end : item.start]
    if _JOIN.search(between):
        # 座谈或问卷形式的街道活动: two of a kind are alternatives in one conjunction.
        return last.kind == item.kind and _ONLY_JOINS.fullmatch(between) is not None
    return item.kind != "time" or len(segment) < 2


def _without_repeated(segments: list[list[Item]]) -> list[list[Item]]:
    """五月、九月活动较多，请列出五月和九月街道的活动: all of the first is said again, and more."""
    named = [{item.named for item in segment} for segment in segments]
    return [
        segment
        for segment, said in zip(segments, named, strict=True)
        if not any(
            said < again and len(segment) < len(other) for other, again in zip(segments, named, strict=True)
        )
    ]


_ONE_IS = pattern("(?:还有|另|另外|其中)?[一二](?:个|项|场|类|种)?是")


def _one_by_one(text: str, items: Sequence[Item]) -> list[list[Item]]:
    """一个是清水塘街道的，还有一个是百街千巷那个: each by itself, with what was said before the first."""
    starts = [said.end() for said in _ONE_IS.finditer(text)] if "是" in text else []
    if len(starts) < 2:
        return []
    shared = [item for item in items if item.start < starts[0]]
    ends = [*starts[1:], len(text)]
    groups = [
        [item for item in items if start <= item.start < end] for start, end in zip(starts, ends, strict=True)
    ]
    return [[*shared, *group] for group in groups] if all(groups) else []


def _same_kinds(segments: Sequence[Sequence[Item]]) -> bool:
    first = {item.kind for item in segments[0]}
    rest = [{item.kind for item in segment} for segment in segments[1:]]
    richest = max(len(first), *(len(kinds) for kinds in rest))
    return richest >= 2 and all(first & kinds for kinds in rest)
