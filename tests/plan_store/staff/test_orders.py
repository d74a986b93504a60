"""Are the plain words of staff read as what they want done, and questions as none of it?"""

from __future__ import annotations

import datetime as dt

import pytest

from plan_store.staff.bare_values import part_meant
from plan_store.staff.fields import Field
from plan_store.staff.orders import (
    DeleteEntry,
    DeleteSeveral,
    Described,
    Order,
    RestoreEntry,
    SameUnit,
    SetField,
    Target,
    UndoChange,
    read_order,
)
from tests.handlers.plans import entry, published_snapshot


@pytest.mark.parametrize(
    ("words", "order"),
    [
        ("把17号的时间改到7月", SetField(Target(17), Field.PERIOD, "7月", somewhere=True)),
        ("2024年的第17项改到7月了", SetField(Target(17, 2024), None, "7月", somewhere=True)),
        ("第二个改到7月", SetField(Described("第二个"), None, "7月", somewhere=True)),
        ("17号改在月湖书吧了", SetField(Target(17), None, "月湖书吧", somewhere=True)),
        ("17号的主题改成春天来了", SetField(Target(17), Field.THEME, "春天来了")),
        ("17号地点：月湖公园", SetField(Target(17), Field.PLACE, "月湖公园")),
        (
            "世界环境日活动改到6月10日了",
            SetField(Described("世界环境日活动"), None, "6月10日", somewhere=True),
        ),
        ("把卫健局那个宣传改到7月", SetField(Described("卫健局那个宣传"), None, "7月", somewhere=True)),
        ("医保局那个宣传推迟到8月", SetField(Described("医保局那个宣传"), None, "8月")),
        (
            "月湖街道的活动地点改成月湖公园南门",
            SetField(Described("月湖街道"), Field.PLACE, "月湖公园南门"),
        ),
        ("地点改到月湖公园", SetField(Described("它"), Field.PLACE, "月湖公园", somewhere=True)),
        ("17号的地点是月湖公园", SetField(Target(17), Field.PLACE, "月湖公园")),
        (
            "世界环境日活动的联系电话是84512345",
            SetField(Described("世界环境日活动"), Field.CONTACT, "84512345"),
        ),
        ("17号活动加上备注：雨天顺延", SetField(Target(17), Field.NOTE, "雨天顺延")),
        (
            "世界环境日活动在月湖公园举行",
            SetField(Described("世界环境日活动"), Field.PLACE, "月湖公园"),
        ),
        ("环境日活动推迟了", SetField(Described("环境日"), None, "")),
        ("删掉世界环境日活动", DeleteEntry(Described("世界环境日活动"))),
        ("世界环境日活动取消了", DeleteEntry(Described("世界环境日活动"))),
        ("取消世界环境日活动", DeleteEntry(Described("世界环境日活动"))),
        ("把17号删了", DeleteEntry(Target(17))),
        ("把17号和18号删了", DeleteSeveral(frozenset({17, 18}))),
        ("删除17、18号", DeleteSeveral(frozenset({17, 18}))),
        ("恢复17号活动", RestoreEntry(Target(17))),
        ("撤销", UndoChange(None)),
        ("撤销刚才的修改", UndoChange(None)),
        ("撤回 #12", UndoChange(12)),
        ("卫健委就是区卫健局", SameUnit("卫健委", "区卫健局")),
    ],
)
def test_an_order_is_read(words: str, order: Order) -> None:
    assert read_order(words) == order


@pytest.mark.parametrize(
    "words",
    [
        "六月有什么活动",
        "世界环境日活动改到几号了",
        "世界环境日活动改到6月10日了吗",
        "17号的时间改到7月了没有？是不是",
        "取消提醒",
        "取消订阅6月的活动",
        "提醒改到早上8点",
        "我明天改到下午再去",
        "撤销是什么意思",
        "那改成街道的呢",
        "再把科技局去掉",
        "六月换成九月",
        "把街道换成部门",
        "第一个单位是谁",
        "社保的启动仪式在何时举行",
        "十月形式是座谈的",
        "六月责任单位是区卫健局的活动",
        "六月地点在公园的活动",
        "17号的地点是什么",
        "17号的地点是哪里",
        "六月的活动都在哪里举行",
        "活动时间是几点",
        "历史",
    ],
)
def test_what_orders_nothing_is_left_to_be_answered(words: str) -> None:
    assert read_order(words) is None


@pytest.mark.parametrize(
    ("said", "part"),
    [
        ("6月10日", (Field.DATE, "6月10日")),
        ("6月10日下午3点", (Field.DATE, "6月10日下午3点")),
        ("7月", (Field.PERIOD, "7月")),
        ("下周三", (Field.DATE, "2023年5月24日")),
        ("下周三下午3点", (Field.DATE, "2023年5月24日下午3点")),
        ("下个月", (Field.PERIOD, "2023年6月")),
        ("13月", (Field.DATE, "13月")),
        ("月湖公园", (Field.PLACE, "月湖公园")),
    ],
)
def test_a_value_tells_which_part_it_is(said: str, part: tuple[Field, str]) -> None:
    vocabulary, today = published_snapshot().vocabulary, dt.date(2023, 5, 20)
    assert part_meant(entry(17), said, today, vocabulary, somewhere=True) == part


def test_words_that_are_no_time_are_a_place_only_where_one_may_stand() -> None:
    vocabulary, today = published_snapshot().vocabulary, dt.date(2023, 5, 20)
    assert part_meant(entry(17), "座谈", today, vocabulary, somewhere=False) is None
