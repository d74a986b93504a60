"""What is one named part of a question, at its place?"""

from __future__ import annotations

from plan_store.questions.query import FormCondition, TimeCondition, TopicCondition, UnitCondition
from plan_store.value import value


@value
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

    @property
    def named(self) -> TimeCondition | UnitCondition | FormCondition | TopicCondition | int | None:
        return self.time or self.unit or self.form or self.topic or self.number
