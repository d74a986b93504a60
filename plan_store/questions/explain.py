"""How was each word of a question taken? For staff and developers who want to see why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from plan_store.questions.likeness import Way
from plan_store.questions.marks import Mark
from plan_store.questions.query import Conditions
from plan_store.questions.reading import read
from plan_store.questions.readings import Reading
from plan_store.questions.slips import NameSlip
from plan_store.questions.tokens import Token, Weight
from plan_store.snapshot import Snapshot

_WEIGHTS = {
    Weight.TOPIC: "主题词",
    Weight.UNKNOWN: "不认识",
    Weight.EVERYDAY: "日常用语",
    Weight.NOTHING: "忽略",
}
_WAYS = {
    Way.PART: "名字里有这几个字",
    Way.SHORT: "名字里各词的头一个字",
    Way.SOUND: "读音相同",
    Way.SOUND_OF_PART: "读音是名字的一部分",
    Way.GAP: "少了中间一个字",
    Way.SHAPE: "字形相近",
    Way.NONE: "没有够像的",
}


def explain(text: str, today: dt.date, snapshot: Snapshot) -> str:
    """Some lines: the text as read, its times, its known phrases, its other words, and what came of them."""
    reading = read(text, today, snapshot.plan_year(today.year), snapshot.vocabulary)
    lines = [f"读作　{reading.text}"]
    lines += [f"改正　{wrong} → {right}" for wrong, right in reading.corrections]
    lines += [
        f"时间　{phrase.said}：{phrase.relation.value} {phrase.first or '…'}/{phrase.last or '…'}"
        for phrase in reading.times.phrases
    ]
    lines += [f"词语　{mark.text}：{_meaning(mark)}" for mark in reading.marks]
    lines += [f"单位　{slip.said}：{_likeness(slip)}" for slip in reading.slips]
    lines += [f"切分　{token.text}：{_weight(token)}" for token in reading.tokens]
    lines += _outcome(reading)
    return "\n".join(lines)


def _meaning(mark: Mark) -> str:
    meaning = mark.meaning
    taken = [sense.value for sense in sorted(meaning.senses)]
    if meaning.units is not None:
        taken.append("单位 " + ("、".join(meaning.units) or "计划里没有"))
    if meaning.forms:
        taken.append("形式 " + "、".join(sorted(meaning.forms)))
    if meaning.remit:
        taken.append("职责 " + "、".join(sorted(meaning.remit)))
    if mark.theme:
        taken.append("主题原文")
    if meaning.place:
        taken.append("外地")
    return "；".join(taken)


def _likeness(slip: NameSlip) -> str:
    units = "、".join(slip.units) or "计划里没有"
    if slip.likeness is None:
        return units
    ranked = "，".join(f"{unit} {score:.0f}" for score, unit in slip.likeness.ranked)
    return f"{units}（{_WAYS[slip.likeness.way]}；字形 {ranked or '无'}）"


def _weight(token: Token) -> str:
    if token.organ:
        return f"归{token.organ}管，计划里没有这个单位"
    return _WEIGHTS[token.weight]


def _outcome(reading: Reading) -> Iterator[str]:
    for part in reading.parts:
        yield f"条件　{_conditions(part)}"
    if not reading.excluded.empty:
        yield f"不要　{_conditions(reading.excluded)}"
    for ordinal in reading.ordinals:
        yield f"次序　{'下一个' if ordinal.step > 0 else '上一个' if ordinal.step < 0 else ordinal.place}"
    if reading.asked:
        yield f"问的　{'、'.join(asked.value for asked in reading.asked)}"
    if reading.statistic is not None:
        yield f"统计　{reading.statistic.subject.value} {reading.statistic.extreme.value}"
    if reading.chat is not None:
        yield f"闲聊　{reading.chat.value}"
    if reading.slip is not None:
        yield f"追问　{reading.slip.said}：{'、'.join(reading.slip.units)}"
    if reading.ignored:
        yield f"忽略　{'、'.join(reading.ignored)}"
    if reading.trouble is not None:
        yield f"判断　{reading.trouble.value} {reading.trouble_said}"


def _conditions(part: Conditions) -> str:
    said = [f"{time.said}（{time.relation.value} {time.span}）" for time in part.times]
    said += [unit.said if unit.units else f"{unit.said}（计划里没有）" for unit in part.units]
    said += [form.said if form.forms else f"{form.said}（计划里没有）" for form in part.forms]
    for topic in part.topics:
        note = topic.reason or ("计划里没有" if topic.absent else "")
        said.append(f"“{topic.said}”（{note}）" if note else f"“{topic.said}”")
    said += [f"第{number}项" for number in part.numbers]
    for name, least, most in (
        ("个月", part.min_months, part.max_months),
        ("种形式", part.min_forms, part.max_forms),
    ):
        if least or most:
            said.append(f"{least or ''}–{most or ''}{name}")
    flags = {
        "最早": part.earliest,
        "最晚": part.latest,
        "最晚开始": part.last_to_begin,
        "最早结束": part.first_to_end,
        "同一单位几项": bool(part.min_by_unit),
        "几个单位联合": part.joint,
        "最久": part.longest,
        "形式最多": part.richest,
        "形式都要有": part.all_forms,
        "月份都要在": part.all_times,
    }
    return " · ".join([*said, *(name for name, wanted in flags.items() if wanted)])
