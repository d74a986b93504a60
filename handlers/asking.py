"""How does the command line answer? One question an argument or one a line; in words or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from handlers.replies import reply_to
from handlers.services import Services
from plan_store.answers import Answer, Kind
from plan_store.inquiry import ask
from plan_store.questions.explain import explain
from plan_store.questions.query import UnitCondition
from plan_store.questions.thread import EMPTY


def answers(
    questions: Iterable[str], services: Services, *, as_json: bool, explained: bool = False
) -> Iterable[str]:
    """A line or more for each question; an empty one starts a new conversation and gives nothing."""
    thread = EMPTY
    for question in questions:
        words = question.strip()
        if not words:
            thread = EMPTY
            continue
        now, snapshot = services.clock(), services.snapshots.current
        if explained:
            yield explain(words, now.date(), snapshot)
        answer, thread = ask(words, thread, now, snapshot)
        text = reply_to(answer, around=services.around).text
        yield json.dumps(as_machines_read(words, answer, text), ensure_ascii=False) if as_json else text


def as_machines_read(question: str, answer: Answer, text: str) -> dict[str, Any]:
    """The machine-readable answer; `text` is the reply as a resident reads it."""
    parts = answer.query.parts
    units = [unit for part in parts for unit in part.units]
    forms = [form for part in parts for form in part.forms]
    topics = [topic.said for part in parts for topic in part.topics]
    statistic = answer.kind is Kind.STATISTIC
    return {
        "question": question,
        "kind": answer.kind.value,
        "entries": [entry.number for entry in answer.entries],
        "year": answer.plan.year if answer.plan else None,
        "from": str(answer.first) if answer.first else None,
        "to": str(answer.last) if answer.last else None,
        "units": list(answer.units) or [name for unit in units for name in _names(unit)] or None,
        "forms": list(answer.forms) or (sorted({form for f in forms for form in f.forms}) if forms else None),
        "topic": " ".join(topics) or None,
        "months": [str(month) for month in answer.months] if statistic and answer.months else None,
        "missing": list(answer.missing),
        "text": text,
    }


def _names(unit: UnitCondition) -> list[str]:
    return [unit.said] if unit.is_class else sorted(unit.units)
