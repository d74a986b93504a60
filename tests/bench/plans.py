"""Which plans are questions measured on? The published one, and ones made as it is, only larger."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from functools import cache
from pathlib import Path

from plan_store.plan import Entry, Period, Plan
from plan_store.questions.words import load_words
from plan_store.snapshot import Snapshot, build_snapshot
from tests.handlers.plans import ROOT, published

_STEMS = "金木水火土山河湖海云星月日东西南北春夏秋冬青白红绿紫龙凤鹤马桥井泉林石沙洲塘坪岭冲湾洞溪源田园"


@cache
def questions() -> tuple[str, ...]:
    """The first questions of the gold conversations about the published plan, of every voice."""
    texts: list[str] = []
    for path in sorted((ROOT / "tests" / "questions" / "gold").glob("*.jsonl")):
        if not path.stem.startswith("other"):
            lines = path.read_text(encoding="utf-8").splitlines()
            texts += (json.loads(line)["turns"][0]["q"] for line in lines)
    return tuple(texts)


def snapshot_of(count: int, cache: Path) -> Snapshot:
    """The published plan, grown to `count` entries by units, themes and months of their own."""
    plan = published()
    if count > len(plan.entries):
        entries = (*plan.entries, *_more(plan, count))
        plan = replace(plan, entries=entries)
    return build_snapshot([plan], load_words(ROOT / "data" / "vocabulary"), 1, cache=cache)


def _more(plan: Plan, count: int) -> list[Entry]:
    chance = random.Random(count)
    made: list[Entry] = []
    for number in range(len(plan.entries) + 1, count + 1):
        model = plan.entries[number % len(plan.entries)]
        name = "".join(chance.sample(_STEMS, 3))
        first = chance.randint(1, 12)
        theme = f"{name}{model.theme}"
        period = Period.span(first, min(12, first + chance.choice((0, 0, 0, 1))))
        made.append(Entry(plan.year, number, theme, model.forms, f"{name}街道", period))
    return made
