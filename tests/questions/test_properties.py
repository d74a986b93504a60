"""What holds for every question? Fillers, order and writing change nothing, narrowing adds nothing."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from plan_store.answers import Kind
from plan_store.inquiry import ask
from plan_store.questions.thread import EMPTY, Thread
from plan_store.snapshot import Snapshot
from tests.questions.asking import MAY_20, converse, numbers

MONTHS = ("三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月")
CLASSES = ("街道", "部门")
FORMS = ("座谈", "观摩", "宣传")
FILLERS = ("请问", "麻烦问一下，", "你好，", "那个，", "嗯，", "帮我看看", "我想问一下，", "师傅，")
ENDINGS = ("呀", "啊", "？", "，谢谢", "哦", "呢？谢谢您")


@pytest.mark.parametrize("filler", FILLERS)
@pytest.mark.parametrize("ending", ENDINGS)
def test_fillers_and_politeness_change_nothing(filler: str, ending: str, snapshot: Snapshot) -> None:
    plain = converse(snapshot, "六月街道有什么座谈活动")
    assert numbers(converse(snapshot, f"{filler}六月街道有什么座谈活动{ending}")) == numbers(plain)


@pytest.mark.parametrize("month", MONTHS)
def test_a_month_is_the_union_of_its_classes(month: str, snapshot: Snapshot) -> None:
    whole = set(numbers(converse(snapshot, f"{month}有什么活动")))
    parts = [set(numbers(converse(snapshot, f"{month}{group}有什么活动"))) for group in CLASSES]
    assert whole == parts[0] | parts[1]


@given(st.sampled_from(MONTHS), st.sampled_from(CLASSES), st.sampled_from(FORMS))
@settings(max_examples=48, deadline=None)
def test_narrowing_never_adds_an_entry(snapshot: Snapshot, month: str, group: str, form: str) -> None:
    wide = set(numbers(converse(snapshot, f"{month}有什么活动")))
    narrow = set(numbers(converse(snapshot, f"{month}{group}有什么活动")))
    narrowest = set(numbers(converse(snapshot, f"{month}{group}有什么{form}活动")))
    assert narrowest <= narrow <= wide


@given(st.permutations(["六月", "街道", "座谈"]))
@settings(max_examples=6, deadline=None)
def test_the_order_of_parts_does_not_matter(snapshot: Snapshot, parts: list[str]) -> None:
    assert numbers(converse(snapshot, " ".join(parts))) == [15, 22, 24, 25, 26, 27]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("區衛健局有什麼活動", "区卫健局有什么活动"),
        ("６月街道的座談", "6月街道的座谈"),
        ("開福區財政局六月有活動嗎", "开福区财政局六月有活动吗"),
        ("YUEHU街道", "yuehu街道"),
    ],
)
def test_another_writing_means_the_same(one: str, other: str, snapshot: Snapshot) -> None:
    assert numbers(converse(snapshot, one)) == numbers(converse(snapshot, other)) != []


@given(st.text(min_size=1, max_size=4096))
@example("活" * 4096)
@example("六月" * 2048)
@example("\ud800六月")
@example("第" + "9" * 4000 + "个")
@settings(max_examples=300, deadline=None)
def test_any_text_is_answered_without_an_error(snapshot: Snapshot, text: str) -> None:
    answer, thread = ask(text, EMPTY, MAY_20, snapshot)
    assert isinstance(answer.kind, Kind)
    assert Thread.load(thread.dump()) == thread


@pytest.mark.parametrize(
    "nonsense", ["asdfghjkl", "呱唧呱唧呱唧", "🙃🙃🙃", "、、、。。", "qwertyuiop 12", "哗啦啦啦啦"]
)
def test_nonsense_gets_no_confident_answer(nonsense: str, snapshot: Snapshot) -> None:
    assert converse(snapshot, nonsense).kind is Kind.UNKNOWN
