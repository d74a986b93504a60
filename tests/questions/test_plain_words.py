"""Is formal wording understood as what it says plainly?"""

from __future__ import annotations

import pytest

from plan_store.questions.plain_words import in_plain_words
from plan_store.snapshot import Snapshot
from tests.questions.asking import converse, numbers


@pytest.mark.parametrize(
    ("formal", "plain"),
    [
        ("若将时间范围调整为第二季度,其余条件不变", "改为第二季度,条件不变"),
        ("形式改按座谈交流统计,期间及主办主体口径照旧", "改为座谈交流,条件不变"),
        ("单位类别切换为街道,其余沿用上一问", "改为街道,条件不变"),
        ("在此基础上限定为街道承办", "其中街道承办的"),
        ("撤销十月限定,其余保留", "不限月份,条件不变"),
        ("把形式条件取消", "不限形式"),
        ("去除教育局后还余几项", "去掉教育局,还剩几项"),
        ("一季度口径下结果如何", "一季度呢"),
        ("放宽后的名单里,含观摩的有哪些", "其中,含观摩的有哪些"),
        ("+教育局", "加上教育局"),
        ("只在六月搞的留下来", "只看只在六月搞的"),
        ("把采用政策宣传形式的扣除之后,计有几场", "把采用政策宣传形式的去掉,计有几场"),
        ("请列示六月的活动", "请列出六月的活动"),
        ("形式一栏里同时写有观摩与座谈", "形式同时有观摩与座谈"),
        ("十一月是否确无安排", "十一月有没有活动"),
        ("如果仅限第四季度", "只看第四季度"),
        ("重阳所在月", "重阳那个月"),
        ("那换回全部单位,十月的活动", "那不限单位,十月的活动"),
    ],
)
def test_a_condition_is_changed_kept_or_let_go_in_plain_words(formal: str, plain: str) -> None:
    assert in_plain_words(formal) == plain


@pytest.mark.parametrize(
    "order",
    ["把六月的活动改到七月", "把序号5的时间改成12月", "解除全部限制", "六月街道有几场座谈", "有座谈的保留"],
)
def test_orders_to_the_bot_and_plain_questions_stay_as_they_are(order: str) -> None:
    assert in_plain_words(order) == order


@pytest.mark.parametrize(
    ("changed", "plainly"),
    [
        ("月份调整为七月，其余条件不变。", "七月街道的座谈"),
        ("形式限定为现场观摩，另两项条件均予保留。", "六月街道的现场观摩"),
        ("将街道替换为部门，其余要求一概不动，请再查一次。", "六月部门的座谈"),
    ],
)
def test_what_a_letter_changes_is_changed_and_the_rest_is_kept(
    changed: str, plainly: str, snapshot: Snapshot
) -> None:
    expected = numbers(converse(snapshot, plainly))
    assert expected
    assert numbers(converse(snapshot, "六月街道的座谈", changed)) == expected


def test_one_of_two_months_is_changed_and_the_other_stays(snapshot: Snapshot) -> None:
    asked = converse(snapshot, "五月和七月的座谈", "七月改为十月，五月保留。")
    assert numbers(asked) == numbers(converse(snapshot, "五月和十月的座谈"))


def test_among_those_shown_nothing_is_added(snapshot: Snapshot) -> None:
    shown = numbers(converse(snapshot, "六月街道的座谈"))
    among = numbers(converse(snapshot, "六月街道的座谈", "其中有观摩的"))
    assert among
    assert set(among) < set(shown)
