"""How was a question understood, and which plan does the answer come from? In words, escaped for Telegram."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from handlers.replies.reply import quoted
from plan_store.plan import Month, Plan
from plan_store.questions.query import (
    NOTHING_NAMED,
    Conditions,
    FormCondition,
    Query,
    Relation,
    TimeCondition,
    TopicCondition,
    UnitCondition,
)

_T = TypeVar("_T")


def time_label(time: TimeCondition) -> str:
    """`6月`; `下个月（6月）` where the words alone do not tell the months."""
    first, last = time.span.first, time.span.last
    if first is None or last is None or any(map(str.isdigit, time.said)):
        return quoted(time.said)
    return f"{quoted(time.said)}（{span(first, last)}）"


def months_label(time: TimeCondition) -> str:
    """The months alone where a day was named, of which the plan says nothing."""
    first, last = time.span.first, time.span.last
    return span(first, last) if time.finer and first and last else time_label(time)


def span(first: Month, last: Month) -> str:
    if first == last:
        return f"{first.number}月"
    if first.year == last.year:
        return f"{first.number}月-{last.number}月"
    return f"{first.year}年{first.number}月-{last.year}年{last.number}月"


def understood(query: Query) -> str:
    """`6月 · 街道 · 座谈`; empty where the question names nothing."""
    parts = [" · ".join(labels(part)) for part in query.parts[:4] if not part.empty]
    if query.pinned is not None:
        few = len(query.pinned) <= 3
        parts = ["、".join(f"第{number}项" for _, number in query.pinned)] if few else []
    if query.everything and not any(parts):
        parts = ["整个计划"]
    taken = "；".join(part for part in parts if part)
    without = "、".join(labels(query.excluded)[:6])
    if not without:
        return taken
    return f"{taken} · 不含{without}" if taken else f"不含{without}"


def labels(part: Conditions) -> list[str]:
    labels: list[str] = []
    if part is NOTHING_NAMED:
        return labels
    if part.times:
        labels.append(_joined(part.times, time_label))
    if part.units:
        labels.append(_joined(part.units, _said))
    if part.forms:
        labels.append(_joined(part.forms, _said))
    if part.topics:
        labels.append(_joined(part.topics, _quoted_topic))
    if part.numbers:
        labels.append(_joined(part.numbers, lambda number: f"第{number}项"))
    if part.min_months is not None or part.max_months is not None:
        labels.append(_lasting(part.min_months, part.max_months))
    if part.min_forms is not None or part.max_forms is not None:
        labels.append(_of_forms(part.min_forms, part.max_forms))
    if part.min_by_unit:
        labels.append(f"同一单位 {part.min_by_unit} 项以上")
    if part.joint:
        labels.append("几个单位联合")
    if part.earliest:
        labels.append("最早")
    if part.latest:
        labels.append("最晚")
    if part.last_to_begin:
        labels.append("最晚开始")
    if part.first_to_end:
        labels.append("最早结束")
    if part.longest:
        labels.append("持续最久")
    if part.richest:
        labels.append("形式最多")
    return labels


def _said(condition: UnitCondition | FormCondition | TopicCondition) -> str:
    return quoted(condition.said)


def _quoted_topic(topic: TopicCondition) -> str:
    return f"“{quoted(topic.said)}”"


def _joined(values: Sequence[_T], label: Callable[[_T], str]) -> str:
    if len(values) == 1:
        return label(values[0])
    shown = "、".join(dict.fromkeys([label(value) for value in values[:6]]))
    return f"{shown}等" if len(values) > 6 else shown


def _lasting(least: int | None, most: int | None) -> str:
    if least == most:
        return f"正好{least}个月"
    if most is None:
        return f"持续{least}个月以上"
    if least is None:
        return f"不超过{most}个月"
    return f"{least}到{most}个月"


def _of_forms(least: int | None, most: int | None) -> str:
    return f"{least}种形式" if least == most else f"{least}种以上形式"


def plan_name(plan: Plan) -> str:
    return f"{quoted(plan.district, 20)}{plan.year}年计划"


def source(plan: Plan) -> str:
    return f"出自{plan_name(plan)}"


def remarks(query: Query) -> list[str]:
    """What the person should know of how the words were taken: slips put right, topics traced to a unit."""
    said = [
        f"“{quoted(written, 20)}”我按“{quoted(taken, 20)}”查的。" for written, taken in query.corrections[:3]
    ]
    reasons = [topic.reason for part in query.parts for topic in part.topics if topic.reason]
    said += [f"{quoted(reason, 80).rstrip('。')}。" for reason in dict.fromkeys(reasons[:3])]
    return said


def without(query: Query) -> str:
    excluded = labels(query.excluded)
    return f"除了{'、'.join(excluded[:6])}，" if excluded else ""


def plain_words(query: Query, label: Callable[[TimeCondition], str] = time_label) -> tuple[str, str] | None:
    """(`6月街道`, `座谈活动`) where a question can be said back as one plain sentence; else None."""
    if len(query.parts) != 1 or query.pinned is not None:
        return None
    part = query.parts[0]
    if part.empty or part.numbers or not part.only_parts:
        return None
    if any(time.relation is not Relation.OVERLAPS for time in part.times):
        return None
    when = _joined(part.times, label)
    who = _joined(part.units, _said)
    about = f"和{_joined(part.topics, _quoted_topic)}有关的" if part.topics else ""
    if any(topic.reason for topic in part.topics):
        # The themes do not name it: only the unit's remit leads there, and no more may be claimed.
        about = "可能相关的"
    return f"{when}{who}", f"{about}{_joined(part.forms, _said)}活动"
