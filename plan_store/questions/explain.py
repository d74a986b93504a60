"""How was each word of a question taken? For staff and developers who want to see why."""

from __future__ import annotations

import datetime as dt

from plan_store.questions.reading import read
from plan_store.questions.tokens import Weight
from plan_store.snapshot import Snapshot


def explain(text: str, today: dt.date, snapshot: Snapshot) -> str:
    """Some lines: the text as read, its times, its known phrases, its other words, and what came of them."""
    reading = read(text, today, snapshot.plan_year(today.year), snapshot.vocabulary)
    lines = [f"读作　{reading.text}"]
    lines += [f"改正　{wrong} → {right}" for wrong, right in reading.corrections]
    lines += [
        f"时间　{phrase.said}：{phrase.relation.value} {phrase.first or '…'}/{phrase.last or '…'}"
        for phrase in reading.times.phrases
    ]
    for mark in reading.marks:
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
        lines.append(f"词语　{mark.text}：{'；'.join(taken)}")
    names = {
        Weight.TOPIC: "主题词",
        Weight.UNKNOWN: "不认识",
        Weight.EVERYDAY: "日常用语",
        Weight.NOTHING: "忽略",
    }
    lines += [f"切分　{token.text}：{names[token.weight]}" for token in reading.tokens]
    for part in reading.parts:
        said = [time.said for time in part.times] + [unit.said for unit in part.units]
        said += [form.said for form in part.forms] + [topic.said for topic in part.topics]
        lines.append("条件　" + " · ".join([*said, *(f"第{number}项" for number in part.numbers)]))
    if reading.slip is not None:
        lines.append(f"追问　{reading.slip.said}：{'、'.join(reading.slip.units)}")
    if reading.trouble is not None:
        lines.append(f"判断　{reading.trouble.value} {reading.trouble_said}")
    return "\n".join(lines)
