"""Which questions ask the same? Those that could not be answered, gathered by how alike they are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from plan_store.questions.text import normalise
from plan_store.unanswered import Question

ALIKE = 72.0
"""Likeness (0 to 100) from which two questions count as one."""
_SIGNS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that are alike, the latest first."""

    questions: tuple[Question, ...]

    @property
    def said(self) -> str:
        """As it was asked last."""
        return self.questions[0].text

    @property
    def wordings(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(question.text for question in self.questions))


def grouped(questions: Iterable[Question]) -> tuple[Group, ...]:
    """The questions in groups, the largest first; of equal ones the latest."""
    leaders: list[str] = []
    groups: list[list[Question]] = []
    known: dict[str, int] = {}
    for question in sorted(questions, key=lambda one: one.at, reverse=True):
        plain = _SIGNS.sub("", normalise(question.text)) or question.text
        place = known.get(plain)
        if place is None:
            found = process.extractOne(plain, leaders, scorer=fuzz.ratio, score_cutoff=ALIKE)
            if found is None:
                place = len(leaders)
                leaders.append(plain)
                groups.append([])
            else:
                place = found[2]
            known[plain] = place
        groups[place].append(question)
    ordered = sorted(groups, key=len, reverse=True)
    return tuple(Group(tuple(group)) for group in ordered)
