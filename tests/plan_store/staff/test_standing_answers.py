"""What staff answer once for all: who may, which questions get it, and until when."""

from __future__ import annotations

import datetime as dt

import pytest

from plan_store.staff.rights import NotAllowedError, Person
from plan_store.standing import Standing, StandingAnswers, gist
from plan_store.store import Store
from tests.plan_store.staff.conftest import EDITOR, NOW, OWNER, STRANGER, STREET_EDITOR

DAY = NOW.date()
LAST = dt.date(2023, 6, 30)
DOGS = ("可以带狗吗", "能不能带宠物")


def answers(*questions: str, reply: str = "不能", number: int = 1) -> Standing:
    return Standing(number, questions, reply, LAST, DAY)


async def test_a_standing_answer_is_kept_and_grows_the_revision(staffed: Store) -> None:
    before = await staffed.revision()
    taught = await staffed.teachings.teach(DOGS, "活动现场不能带宠物", LAST, EDITOR, NOW)

    assert await staffed.standing_answers() == (taught,)
    assert (taught.questions, taught.until, taught.taught_on) == (DOGS, LAST, DAY)
    assert await staffed.revision() > before


async def test_what_is_taken_back_is_said_no_more(staffed: Store) -> None:
    taught = await staffed.teachings.teach(DOGS, "活动现场不能带宠物", LAST, EDITOR, NOW)
    before = await staffed.revision()

    assert await staffed.teachings.withdraw(taught.number, OWNER, NOW) == taught
    assert await staffed.teachings.withdraw(taught.number, OWNER, NOW) is None
    assert await staffed.standing_answers() == ()
    assert await staffed.revision() > before


@pytest.mark.parametrize("person", [STRANGER, STREET_EDITOR])
async def test_who_may_not_change_every_entry_answers_nothing_for_all(staffed: Store, person: Person) -> None:
    taught = await staffed.teachings.teach(DOGS, "活动现场不能带宠物", LAST, EDITOR, NOW)

    with pytest.raises(NotAllowedError):
        await staffed.teachings.teach(DOGS, "随便", LAST, person, NOW)
    with pytest.raises(NotAllowedError):
        await staffed.teachings.withdraw(taught.number, person, NOW)
    assert await staffed.standing_answers() == (taught,)


@pytest.mark.parametrize(
    "question",
    ["请问可不可以带狗呀", "能带狗吗？", "带狗可以吗", "可否带狗", "你好，我想问一下能不能带狗，谢谢"],
)
def test_a_question_that_says_the_same_is_answered(question: str) -> None:
    assert StandingAnswers.of([answers("可以带狗吗")]).to(question, DAY) is not None


@pytest.mark.parametrize("question", ["不能带狗吗", "可以带猫吗", "带狗", "狗", "带狗要办证吗", "吗", ""])
def test_a_question_that_says_something_else_is_not_answered(question: str) -> None:
    standing = StandingAnswers.of([answers("能不能带狗进公园")])
    assert standing.to(question, DAY) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("停车场在哪里", "停车场什么时候开"),
        ("停车收费吗", "停车不收费吗"),
        ("怎么报名", "在哪里报名"),
        ("为什么取消", "取消了吗"),
        ("节能宣传", "节水宣传"),
    ],
)
def test_questions_that_ask_different_things_stay_apart(one: str, other: str) -> None:
    assert gist(one) != gist(other)


def test_an_answer_ends_with_its_last_day() -> None:
    standing = StandingAnswers.of([answers("可以带狗吗")])

    assert standing.to("能带狗吗", LAST) is not None
    assert standing.to("能带狗吗", LAST + dt.timedelta(days=1)) is None
    assert standing.near("能带狗来吗", LAST + dt.timedelta(days=1)) is None


def test_the_later_of_two_answers_counts() -> None:
    standing = StandingAnswers.of([answers("可以带狗吗"), answers("能带狗吗", reply="能", number=2)])

    found = standing.to("带狗可以吗", DAY)
    assert found is not None
    assert found.reply == "能"


def test_the_question_that_may_be_meant_is_named_as_it_was_asked() -> None:
    standing = StandingAnswers.of([answers("停车收费吗", "请问可以带狗进去吗")])

    assert standing.near("能带狗狗进去吗", DAY) == "请问可以带狗进去吗"
    assert standing.near("今天天气怎么样", DAY) is None
