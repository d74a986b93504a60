"""What is known at one moment? The plans and their vocabulary as one immutable value with a revision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from plan_store import patterns
from plan_store.index import Index
from plan_store.plan import Plan
from plan_store.questions import times
from plan_store.questions.vocabulary import Vocabulary, build_vocabulary
from plan_store.questions.words import Words
from plan_store.standing import Standing, StandingAnswers


@dataclass(frozen=True)
class Snapshot:
    revision: int
    """Of the store; a change there makes a new snapshot."""
    plans: tuple[Plan, ...]
    """By year."""
    vocabulary: Vocabulary
    standing: StandingAnswers = field(default_factory=StandingAnswers)
    """What staff want to be said where the plans answer nothing."""

    @property
    def index(self) -> Index:
        return self.vocabulary.index

    def prepare(self) -> None:
        """Make now what the first question that needs it would wait for; takes up to half a second."""
        patterns.prepare()
        times.prepare()
        self.vocabulary.prepare()

    @cached_property
    def _by_year(self) -> dict[int, Plan]:
        return {plan.year: plan for plan in reversed(self.plans)}

    def plan(self, year: int) -> Plan | None:
        return self._by_year.get(year)

    def plan_year(self, this_year: int) -> int:
        """The year that a bare month means: this one if it has a plan, else that of the latest plan."""
        if not self.plans or this_year in self._by_year:
            return this_year
        return self.plans[-1].year


def build_snapshot(
    plans: Sequence[Plan],
    words: Words,
    revision: int,
    unit_names: Sequence[tuple[str, str]] = (),
    cache: Path | None = None,
    standing: Sequence[Standing] = (),
) -> Snapshot:
    """The snapshot of these plans, all of one district; `unit_names` are (other name, unit) that staff added.

    `cache` is a folder where jieba may keep its dictionary in a form that is quick to load.
    """
    by_year = tuple(sorted(plans, key=lambda plan: plan.year))
    vocabulary = build_vocabulary(by_year, words, Index(by_year), unit_names, cache)
    return Snapshot(revision, by_year, vocabulary, StandingAnswers.of(standing))
