"""How do the named parts of a question belong together: all of them, one or the other, or not at all?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from plan_store.questions.marks import Mark
from plan_store.questions.query import (
    NOTHING_NAMED,
    Conditions,
    FormCondition,
    TimeCondition,
    TopicCondition,
    UnitCondition,
)
from plan_store.questions.text import touches
from plan_store.questions.words import Sense

_T = TypeVar("_T")
_STOP = re.compile("[,，。;；!！?？]|以外|之外|外[,，的]?|除外")
_TURN = re.compile(
    "不对|错了|(?<![既也又])不是|说错|讲错|搞错|应该是|我是说|口误|改成|更正|哦不|啊不|呃不|噢不|不不|算了(?:还是)?(?:不看|不要|别看)?"
)
_CORRECTS = re.compile("[不错口改更]|算了|即|反正|就是|也即|亦即|应该是|我是说")
_ANYWAY = re.compile(
    "(?:记不清|不记得|记不得|忘了|搞不清|弄不清|分不清|不确定)[^。?？]{0,8}?反正(?:就是|是|就)?"
)
_THAT_IS = re.compile("也就是(?:说)?|就是说|也即|亦即|[、,，]即(?=从|为|是|自)")
_NOT_BUT = re.compile("(?<![既也又])不是([^,，。]{1,12}?)[,，]?(?:而是|是|我是说)")
_OTHER_FORM = re.compile(
    "还(?:有|采用|用|搞)?了?(?:什么|哪些|哪种|啥|么子|别的|其他的?|几种)(?:活动)?(?:形式|方式)"
)
_EXCEPT = (Sense.EXCEPT_BEFORE, Sense.EXCEPT_AFTER)
_NEITHER = re.compile(
    "既(?:不|没|非|无)[^,，。]{1,20}?[,，]?[也又](?:不|没|非|无)(?:是|有|属于)?[^,，。的]{1,12}"
)
LACKING = re.compile(
    "(?:哪些|哪几个|哪个|哪几家|有没有(?:哪个)?|有无|是否有)(?:街道|部门|单位|局|乡镇|镇|乡)[^,，。]{0,8}?"
    "(?P<not>没有?|不|冇得?|未)(?:有|安排|搞|办|做|开展|举办|举行|参加)?(?:任何)?.{0,6}?(?:活动)?的?[?？吗呢]?$"
)
_JOIN = re.compile("和|与|跟|及|以及|还有|或|加上|、|[,，;；]|另外|同时|以及")


@dataclass(frozen=True, slots=True)
class Item:
    """One named part at its place; exactly one of the kinds is given."""

    start: int
    end: int
    time: TimeCondition | None = None
    unit: UnitCondition | None = None
    form: FormCondition | None = None
    topic: TopicCondition | None = None
    number: int | None = None

    @property
    def kind(self) -> str:
        return (
            "time"
            if self.time
            else "unit"
            if self.unit
            else "form"
            if self.form
            else "topic"
            if self.topic
            else "number"
        )


def arrange(
    text: str, items: Sequence[Item], marks: Sequence[Mark]
) -> tuple[tuple[Conditions, ...], Conditions]:
    """The conjunctions that are asked for, joined, and what is taken away."""
    kept = _without_taken_back(text, list(items))
    out = _excluded(text, kept, marks)
    if out:
        kept = [item for item in kept if item not in out]
    kept = _forms_run_together(_without_weak_class(kept))
    groups = _conjunctions(text, kept, marks)
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


def _without_weak_class(items: list[Item]) -> list[Item]:
    """街道 beside 月湖街道 says nothing more, unless the two are joined."""
    if len(items) < 2:
        return items
    named = [item for item in items if item.unit and not item.unit.is_class and item.unit.units]
    return [item for item in items if not (item.unit and item.unit.is_class and named)]


def _forms_run_together(items: list[Item]) -> list[Item]:
    """坐谈交流: two names of forms without anything between them are one form, where there is one."""
    joined: list[Item] = []
    for item in items:
        last = joined[-1] if joined else None
        if last and last.form and item.form and last.end == item.start and last.form.forms & item.form.forms:
            form = FormCondition(last.form.said + item.form.said, last.form.forms & item.form.forms)
            joined[-1] = Item(last.start, item.end, form=form)
        else:
            joined.append(item)
    return joined


def _without_taken_back(text: str, items: list[Item]) -> list[Item]:
    """六月不对七月: what was said before a correction gives way to what is said after it."""
    if not items or not _CORRECTS.search(text):
        return items
    for settled in _ANYWAY.finditer(text):
        after = [item for item in items if item.start >= settled.end()]
        items = after or items
    for denial in _NOT_BUT.finditer(text):
        denied = [item for item in items if denial.start() < item.start < denial.end(1)]
        instead = [item for item in items if item.start >= denial.end() and item.start - denial.end() <= 2]
        if denied and instead and denied[-1].kind == instead[0].kind:
            items = [item for item in items if item not in denied]
    for again in _THAT_IS.finditer(text):
        before = [item for item in items if item.end <= again.start()]
        after = [item for item in items if again.end() <= item.start <= again.end() + 4]
        if not before or not after or before[-1].kind != after[0].kind:
            continue
        one, other = before[-1].time, after[0].time
        if one is None or other is None or one.span != other.span:
            items = [item for item in items if item is not before[-1]]
    for turn in _TURN.finditer(text):
        before = [item for item in items if item.end <= turn.start()]
        after = [item for item in items if item.start >= turn.end()]
        if not before or not after or after[0].start - turn.end() > 4:
            continue
        if turn[0] == "不是" and text[before[-1].end : turn.start()].strip(" ,，。"):
            continue
        kind = after[0].kind
        if before[-1].kind == kind:
            items = [item for item in items if item is not before[-1]]
    return items


def _excluded(text: str, items: Sequence[Item], marks: Sequence[Mark]) -> list[Item]:
    out = _taken_away(text, items, marks) or _without(text, items)
    if out and _OTHER_FORM.search(text):
        out = [item for item in out if not item.form]
    return out


def _without(text: str, items: Sequence[Item]) -> list[Item]:
    """哪些部门六月不搞活动, 有没有街道不搞座谈: who has nothing of the kind, or nothing then."""
    asked = LACKING.search(text) if items and any(sign in text for sign in "没不冇未") else None
    if asked is None:
        return []
    lacked = [item for item in items if item.start >= asked.start("not") and (item.form or item.topic)]
    return lacked or [item for item in items if item.time]


def _taken_away(text: str, items: Sequence[Item], marks: Sequence[Mark]) -> list[Item]:
    out: list[Item] = []
    if "既" in text:
        spans = [neither.span() for neither in _NEITHER.finditer(text)]
        out += [item for item in items if touches((item.start, item.end), spans)]
    for mark in marks:
        if mark.meaning.senses.isdisjoint(_EXCEPT):
            continue
        following = _after(mark, text, items, marks) if mark.means(Sense.EXCEPT_BEFORE) else []
        out += following
        if mark.means(Sense.EXCEPT_AFTER) and not following:
            before = [item for item in items if item.end <= mark.start]
            if before and not text[before[-1].end : mark.start].strip("的那些都就全活动也"):
                opened = any(m.means(Sense.EXCEPT_BEFORE) and m.start < before[-1].start for m in marks)
                if not opened:
                    clause = max((text.rfind(stop, 0, mark.start) for stop in ",，。;；?？!！"), default=-1)
                    last = before[-1]
                    out += [item for item in before if item.start > clause and item.kind == last.kind]
    return list(dict.fromkeys(out))


def _after(mark: Mark, text: str, items: Sequence[Item], marks: Sequence[Mark]) -> list[Item]:
    """What 除了 or 不要 takes away: the parts that follow, up to 以外 or the end of the clause."""
    following = [item for item in items if item.start >= mark.end]
    if not following:
        return []
    if mark.text == "除" and not re.search("外", text[mark.end :]):
        return following[:1] if following[0].start == mark.end else []
    if mark.text in ("没有", "不是", "不办", "不搞", "没有安排", "不做", "非"):
        first = following[0]
        if first.time:
            outside = (
                mark.text == "不是" and not text[mark.end : first.start].strip("在") and text[first.end :]
            )
            return [first] if outside and re.match("(?:份|里|内)?(?:办|搞|举|开展|的)", outside) else []
        if first.start != mark.end:
            return []
        rest = text[first.end :]
        if mark.text != "不是" and mark.text != "非" and not rest.startswith(("的", "环节", "形式", "这")):
            return []
        if mark.text == "不是" and rest.startswith(("吗", "么", "嘛")):
            return []
        return [first]
    if text[mark.end : following[0].start].strip("了掉去开却的看那些个是"):
        return []
    stop = _STOP.search(text, mark.end)
    end = stop.start() if stop else len(text)
    inside = [item for item in following if item.start < end]
    if stop is None or stop[0] in ",，。;；!！?？":
        closing = next((m.start for m in marks if m.start >= mark.end and m.means(Sense.EXCEPT_AFTER)), end)
        inside = [item for item in inside if item.start < closing]
    if not stop or not stop[0].startswith(("以外", "之外", "外", "除外")):
        # 不要座谈的六月活动: without an end that is said, only parts that are joined belong to it
        joined = inside[:1]
        for item in inside[1:]:
            between = text[joined[-1].end : item.start]
            if not re.fullmatch("(?:的?(?:和|与|跟|及|以及|、|或者?|还有))?", between):
                break
            if between == "" and item.kind != joined[-1].kind:
                if mark.text.startswith("除"):
                    joined.append(item)
                    continue
                break
            joined.append(item)
        inside = joined
    return inside


def _conjunctions(text: str, items: Sequence[Item], marks: Sequence[Mark]) -> list[list[Item]]:
    """六月街道的座谈和七月部门的宣传 is two conjunctions; 五月和七月街道的座谈 is one."""
    segments: list[list[Item]] = []
    for item in items:
        between = text[segments[-1][-1].end : item.start] if segments else ""
        if segments and not (_JOIN.search(between) or (item.kind == "time" and len(segments[-1]) >= 2)):
            segments[-1].append(item)
        elif segments:
            segments.append([item])
        else:
            segments = [[item]]
    if len(segments) < 2:
        return [list(items)]
    headed = [mark.start for mark in marks if mark.means(Sense.ACTIVITY, Sense.EVERYTHING)]
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


def _same_kinds(segments: Sequence[Sequence[Item]]) -> bool:
    first = {item.kind for item in segments[0]}
    rest = [{item.kind for item in segment} for segment in segments[1:]]
    richest = max(len(first), *(len(kinds) for kinds in rest))
    return richest >= 2 and all(first & kinds for kinds in rest)
