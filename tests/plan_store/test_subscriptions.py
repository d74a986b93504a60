"""What does somebody follow who says so in words? Followings made of questions, kept, and looked up anew."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_store.inquiry import ask
from plan_store.plan import Entry, Period, Plan
from plan_store.questions.thread import EMPTY
from plan_store.snapshot import Snapshot, build_snapshot
from plan_store.subscriptions import (
    Defaults,
    Following,
    Habits,
    Preferences,
    followed,
    following,
    following_entries,
    following_everything,
)
from tests.handlers.plans import MAY_20, ROOT, cache_folder, published, published_snapshot, words

QUESTIONS = (
    "六月有什么活动",
    "街道",
    "月湖街道",
    "座谈",
    "6月街道的座谈",
    "五月和七月",
    "卫健局或者医保局",
    "除了街道",
    "第17个",
    "序号17、18",
    "安全生产",
    "所有活动",
    "还没开始的",
    "只在六月的",
    "六月开始的",
    "持续三个月以上的",
    "卫健局的宣传",
    "医保",
    "下半年部门的培训",
    "九月之前的座谈或者观摩",
)


def said(question: str, snapshot: Snapshot | None = None, now: dt.datetime = MAY_20) -> Following:
    """What `question` follows."""
    answer, _ = ask(question, EMPTY, now, snapshot or published_snapshot())
    found = following(answer.query)
    assert found is not None, question
    return found


def numbers(what: Following, snapshot: Snapshot | None = None) -> list[tuple[int, int]]:
    return [(one.year, one.number) for one in followed(what, snapshot or published_snapshot())]


def of_plans(*plans: Plan) -> Snapshot:
    return build_snapshot(plans, words(), 2, cache=cache_folder())


def plan_of_2024(*entries: Entry) -> Plan:
    return Plan(2024, "开福区2024年计划", "开福区", entries)


def entry_of_2024(number: int, unit: str = "区司法局", form: str = "座谈交流") -> Entry:
    return Entry(2024, number, f"活动{number}", (form,), unit, Period((3,)))


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_is_followed_is_what_the_question_finds(question: str) -> None:
    answer, _ = ask(question, EMPTY, MAY_20, published_snapshot())
    assert followed(said(question), published_snapshot()) == answer.entries
    assert answer.entries


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_following_is_read_back_as_it_was_written(question: str) -> None:
    what = said(question)
    again = Following.load(what.dump())
    assert again == what
    assert again.digest == what.digest


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("六月有什么活动", "6月"),
        ("五月和七月", "七月和五月"),
        ("下个月有什么活动", "6月"),
        ("卫健局或者医保局", "医保局和卫健局"),
        ("第17个", "17号活动"),
        ("序号17、18", "序号18、17"),
        ("街道的座谈", "座谈，街道的"),
    ],
)
def test_questions_that_mean_the_same_are_one_following(one: str, other: str) -> None:
    assert said(one).digest == said(other).digest


def test_different_questions_are_different_followings() -> None:
    assert len({said(question).digest for question in QUESTIONS}) == len(QUESTIONS)


def test_a_digest_is_the_same_in_every_process() -> None:
    question = "卫健局或者医保局的宣传和座谈，除了六月的"
    program = f"from tests.plan_store.test_subscriptions import said;print(said({question!r}).digest)"
    found = {
        subprocess.run(
            [sys.executable, "-c", program],
            check=True,
            capture_output=True,
            text=True,
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert found == {f"{said(question).digest}\n"}


@pytest.mark.parametrize(
    "question", ["你好", "今天天气怎么样", "哪个月活动最多", "河街道", "13月", "岳麓区六月有什么活动", "谢谢"]
)
def test_what_names_nothing_of_the_plan_cannot_be_followed(question: str) -> None:
    answer, _ = ask(question, EMPTY, MAY_20, published_snapshot())
    assert following(answer.query) is None


def test_what_names_no_time_goes_on_with_the_next_plan() -> None:
    both = of_plans(published(), plan_of_2024(entry_of_2024(1), entry_of_2024(2, "区医保局")))
    assert (2024, 1) in numbers(said("司法局"), both)
    assert (2024, 2) not in numbers(said("司法局"), both)
    assert (2024, 2) in numbers(following_everything(), both)


@pytest.mark.parametrize("question", ["六月", "今年的座谈", "第17个"])
def test_what_names_a_time_or_a_number_stays_with_its_plan(question: str) -> None:
    both = of_plans(published(), plan_of_2024(replace(entry_of_2024(17), period=Period((6,)))))
    assert {year for year, _ in numbers(said(question), both)} == {2023}


def test_a_class_of_units_takes_in_units_that_came_later() -> None:
    both = of_plans(published(), plan_of_2024(entry_of_2024(1, "新河街道")))
    assert (2024, 1) in numbers(said("街道的座谈"), both)
    assert (2024, 1) not in numbers(said("部门的座谈"), both)


def test_a_part_of_a_form_takes_in_forms_that_came_later() -> None:
    both = of_plans(published(), plan_of_2024(entry_of_2024(1, form="居民座谈")))
    assert (2024, 1) in numbers(said("座谈"), both)


def test_an_entry_that_is_gone_is_followed_no_more() -> None:
    without = replace(published(), entries=tuple(e for e in published().entries if e.number != 17))
    assert numbers(following_entries([(2023, 16), (2023, 17)]), of_plans(without)) == [(2023, 16)]


@given(st.lists(st.tuples(st.integers(2000, 2100), st.integers(1, 500)), min_size=1))
def test_entries_in_any_order_make_one_following(keys: list[tuple[int, int]]) -> None:
    one, other = following_entries(keys), following_entries(reversed(keys))
    assert one == other == Following.load(one.dump())


def test_a_chat_that_has_chosen_nothing_has_the_habits_of_the_settings() -> None:
    defaults = Defaults(lead_days=7, time=dt.time(8), monthly_day=3)
    assert Preferences().within(defaults) == Habits(7, dt.time(8), 3, None)


def test_choices_stand_over_the_settings_also_where_they_are_nought() -> None:
    until = dt.date(2023, 7, 1)
    chosen = Preferences(0, dt.time(0), until)
    assert chosen.within(Defaults()) == Habits(0, dt.time(0), 1, until)


def test_a_pause_ends_on_its_day() -> None:
    habits = Habits(paused_until=dt.date(2023, 7, 1))
    assert habits.paused(dt.date(2023, 6, 30))
    assert not habits.paused(dt.date(2023, 7, 1))
