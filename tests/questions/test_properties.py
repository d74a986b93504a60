"""What holds for every plan and question? Fillers, order, writing change nothing; narrowing adds nothing."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable

import opencc
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from plan_store.answers import Answer, Kind
from plan_store.inquiry import ask
from plan_store.plan import Entry
from plan_store.questions.thread import EMPTY, Thread
from plan_store.snapshot import Snapshot
from tests.questions.asking import MAY_20, converse, numbers
from tests.questions.conftest import PLANS as PUBLISHED
from tests.questions.test_gold import first_turns

MADE = ("made 1", "made 2", "made 3", "made 4")
PLANS = ("kaifu_2023", "xinghe_2024", "qingyuan_2025", "yunling_2024", *MADE)
CLASSES = ("街道", "部门")
FILLERS = (
    "请问",
    "麻烦问一下，",
    "你好，",
    "那个，",
    "嗯，",
    "帮我看看",
    "我想问一下，",
    "师傅，",
    "哎，",
    "劳驾，",
)
ENDINGS = ("呀", "啊", "？", "，谢谢", "哦", "呢？谢谢您", "？？", "～", "😊")
MONTHS = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]
SEED = 20231201
PIECED = 1500
TRADITIONAL = opencc.OpenCC("s2t")

plans = st.sampled_from(PLANS)
months = st.integers(1, 12)
SnapshotOf = Callable[[str], Snapshot]


def entries_of(snapshot: Snapshot) -> tuple[Entry, ...]:
    return snapshot.plans[0].entries


def year_of(snapshot: Snapshot) -> int:
    return snapshot.plans[0].year


def asked(snapshot: Snapshot, *turns: str) -> Answer:
    return converse(snapshot, *turns, now=MAY_20.replace(year=year_of(snapshot)))


def found(snapshot: Snapshot, *turns: str) -> set[int]:
    return set(numbers(asked(snapshot, *turns)))


def in_month(snapshot: Snapshot, month: int) -> set[int]:
    return {entry.number for entry in entries_of(snapshot) if month in entry.period.months}


@given(plans, months, st.sampled_from(FILLERS), st.sampled_from(ENDINGS), st.integers(0, 99))
@settings(max_examples=150, deadline=None)
def test_fillers_and_politeness_change_nothing(
    snapshot_of: SnapshotOf, plan: str, month: int, filler: str, ending: str, pick: int
) -> None:
    snapshot = snapshot_of(plan)
    entry = entries_of(snapshot)[pick % len(entries_of(snapshot))]
    for question in (
        f"{MONTHS[month - 1]}月有什么活动",
        f"{entry.unit}的活动",
        f"{month}月的{entry.forms[0]}",
    ):
        plain, polite = asked(snapshot, question), asked(snapshot, f"{filler}{question}{ending}")
        assert (polite.kind, numbers(polite)) == (plain.kind, numbers(plain)), question


@pytest.mark.parametrize("plan", PLANS)
def test_each_month_has_the_entries_whose_period_holds_it(plan: str, snapshot_of: SnapshotOf) -> None:
    snapshot = snapshot_of(plan)
    for month in range(1, 13):
        expected = in_month(snapshot, month)
        for said in (f"{month}月有什么活动", f"{MONTHS[month - 1]}月份的活动", f"{month:02}月"):
            assert found(snapshot, said) == expected, said


@given(plans, months, months)
@settings(max_examples=100, deadline=None)
def test_a_span_is_the_union_of_its_months(snapshot_of: SnapshotOf, plan: str, one: int, other: int) -> None:
    snapshot, (first, last) = snapshot_of(plan), sorted((one, other))
    expected = set().union(*(in_month(snapshot, month) for month in range(first, last + 1)))
    assert found(snapshot, f"{first}月到{last}月有什么活动") == expected
    if one != other:
        assert found(snapshot, f"{one}月和{other}月的活动") == in_month(snapshot, one) | in_month(
            snapshot, other
        )


@pytest.mark.parametrize("plan", [*sorted(PUBLISHED), *MADE])
def test_each_unit_and_form_is_found_by_its_name(plan: str, snapshot_of: SnapshotOf) -> None:
    snapshot = snapshot_of(plan)
    for unit in {entry.unit for entry in entries_of(snapshot)}:
        expected = {entry.number for entry in entries_of(snapshot) if entry.unit == unit}
        assert found(snapshot, f"{unit}有什么活动") == expected, unit
    for form in {form for entry in entries_of(snapshot) for form in entry.forms}:
        expected = {entry.number for entry in entries_of(snapshot) if form in entry.forms}
        assert found(snapshot, f"有哪些{form}的活动") >= expected, form


@pytest.mark.parametrize("plan", PLANS)
def test_a_month_is_the_union_of_its_units(plan: str, snapshot_of: SnapshotOf) -> None:
    snapshot = snapshot_of(plan)
    units = {entry.unit for entry in entries_of(snapshot)}
    for month in (3, 6, 10):
        parts = [found(snapshot, f"{month}月{unit}有什么活动") for unit in units]
        assert set().union(*parts) == in_month(snapshot, month)
        classes = [found(snapshot, f"{month}月{group}有什么活动") for group in CLASSES]
        assert set().union(*classes) == in_month(snapshot, month)


@given(plans, months, st.sampled_from(CLASSES), st.integers(0, 99))
@settings(max_examples=100, deadline=None)
def test_narrowing_never_adds_an_entry(
    snapshot_of: SnapshotOf, plan: str, month: int, group: str, pick: int
) -> None:
    snapshot = snapshot_of(plan)
    form = entries_of(snapshot)[pick % len(entries_of(snapshot))].forms[0]
    wide = found(snapshot, f"{month}月有什么活动")
    narrow = found(snapshot, f"{month}月{group}有什么活动")
    narrowest = found(snapshot, f"{month}月{group}有什么{form}活动")
    assert narrowest <= narrow <= wide
    assert found(snapshot, f"{month}月有什么活动", f"{group}的呢") == narrow
    assert found(snapshot, f"{month}月有什么活动", f"{group}的呢", f"{form}的呢") == narrowest


@given(plans, months, st.integers(0, 99))
@settings(max_examples=50, deadline=None)
def test_the_order_of_parts_does_not_matter(
    snapshot_of: SnapshotOf, plan: str, month: int, pick: int
) -> None:
    snapshot = snapshot_of(plan)
    entry = entries_of(snapshot)[pick % len(entries_of(snapshot))]
    for parts in ((f"{month}月", "街道", entry.forms[0]), (f"{month}月", entry.unit, entry.forms[0])):
        answers = [asked(snapshot, " ".join(order)) for order in itertools.permutations(parts)]
        assert len({(answer.kind, tuple(numbers(answer))) for answer in answers}) == 1, parts


@given(plans, months, st.integers(0, 99))
@settings(max_examples=100, deadline=None)
def test_another_writing_means_the_same(snapshot_of: SnapshotOf, plan: str, month: int, pick: int) -> None:
    snapshot = snapshot_of(plan)
    entry = entries_of(snapshot)[pick % len(entries_of(snapshot))]
    for question in (f"{entry.unit}{month}月有没有活动?", f"{month}月的{entry.forms[-1]}有几场?"):
        full_width = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in question)
        plain = asked(snapshot, question)
        for other in (full_width, TRADITIONAL.convert(question), f"  {question}\n"):
            assert numbers(asked(snapshot, other)) == numbers(plain), other


@given(st.text(min_size=1, max_size=4096))
@example("活" * 4096)
@example("六月" * 2048)
@example("\ud800六月")
@example("第" + "9" * 4000 + "个")
@example("暑假忙，这段时间有活动吗，七月到八月呢")
@example("物业不管事，冬天")
@example("八月里的给我念念，不过镇上的太远，就别说了")
@settings(max_examples=300, deadline=None)
def test_any_text_is_answered_without_an_error(snapshot: Snapshot, text: str) -> None:
    answer, thread = ask(text, EMPTY, MAY_20, snapshot)
    assert isinstance(answer.kind, Kind)
    assert Thread.load(thread.dump()) == thread


def test_pieces_of_questions_in_any_order_are_answered_without_an_error(snapshot_of: SnapshotOf) -> None:
    chance = random.Random(SEED)
    asked = [
        str(turn["q"])
        for _, _, turn in first_turns(("dialogues", "traps", "everyday", "business"), snapshot_of)
    ]

    def piece() -> str:
        text = chance.choice(asked)
        at = chance.randrange(len(text))
        return text[at : at + chance.choice((1, 2, 3, 6, 12))]

    for _ in range(PIECED):
        text = "".join(piece() for _ in range(chance.choice((2, 3, 5, 9))))
        answer, _ = ask(text, EMPTY, MAY_20, snapshot_of(chance.choice(PLANS)))
        assert isinstance(answer.kind, Kind), text


@given(
    plans,
    st.text(
        st.sampled_from("qxzvjkwpfbтдщ㐀㐂䶵鱻龘靐齉♠★→≠、，。！…~^&*()[]{}<>🙃🎉"), min_size=1, max_size=200
    ),
)
@settings(max_examples=200, deadline=None)
def test_nonsense_gets_no_confident_answer(snapshot_of: SnapshotOf, plan: str, text: str) -> None:
    assert asked(snapshot_of(plan), text).kind not in (Kind.ENTRIES, Kind.STATISTIC)


@pytest.mark.parametrize(
    "nonsense",
    ["asdfghjkl", "呱唧呱唧呱唧", "🙃🙃🙃", "、、、。。", "qwertyuiop 12", "哗啦啦啦啦", "12345678901"],
)
def test_what_only_looks_like_words_is_unknown(nonsense: str, snapshot: Snapshot) -> None:
    assert converse(snapshot, nonsense).kind is Kind.UNKNOWN
