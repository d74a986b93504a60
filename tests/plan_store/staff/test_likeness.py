"""Questions that could not be answered, gathered by likeness for staff."""

from __future__ import annotations

import datetime as dt

from plan_store.staff.likeness import grouped
from plan_store.unanswered import Question
from tests.plan_store.staff.conftest import NOW


def asked(*texts: str) -> list[Question]:
    """One each minute."""
    return [Question(text, "unknown", NOW + dt.timedelta(minutes=at)) for at, text in enumerate(texts)]


def test_what_differs_in_signs_and_little_else_is_one_group() -> None:
    (group,) = grouped(asked("可以带狗吗", "可以带狗吗？？", "可以带狗吗！"))

    assert len(group.questions) == 3
    assert group.said == "可以带狗吗！"


def test_what_is_asked_most_comes_first_and_of_equals_the_latest() -> None:
    groups = grouped(asked("哪里停车", "可以带狗吗", "可以带狗吗？", "几点开门"))

    assert [group.said for group in groups] == ["可以带狗吗？", "几点开门", "哪里停车"]


def test_a_group_names_each_wording_once() -> None:
    (group,) = grouped(asked("可以带小狗吗", "可不可以带小狗", "可以带小狗吗"))

    assert group.wordings == ("可以带小狗吗", "可不可以带小狗")


def test_signs_alone_are_questions_too() -> None:
    assert [group.said for group in grouped(asked("？？？", "😀"))] == ["😀", "？？？"]


def test_nothing_asked_is_no_group() -> None:
    assert grouped([]) == ()
