"""Does it matter how people write the same question: with courtesies, blanks, or months otherwise written?"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import Any

import pytest

from plan_store.inquiry import ask
from plan_store.questions.thread import EMPTY
from plan_store.snapshot import Snapshot
from tests.questions.asking import converse, numbers
from tests.questions.test_gold import first_turns, is_right

SETS = ("terse", "everyday", "business", "traps", "dialogues", "other_district_seventh", "all_voices_sixth")
BEFORE = """
你好 您好 麻烦问一下 请教一下 打扰了 不好意思打扰一下 同志你好 问个问题 我妈让我问一下 我是附近的居民
第一次用这个 再问一个 对了 话说 我打字慢 我眼睛不好 声音小了听不清 我再确认一下 求助 急 小助手 老师好
"""
BEHIND = """
谢谢 多谢 麻烦了 辛苦了 在线等 挺急的 拜托 帮我查查 告诉我一声 简单说就行 发我一下 我记一下 好吗 可以吗
方便说一下吗 我比较忙
"""
MONTHS = dict(zip("一二三四五六七八九", "123456789", strict=True))
SEED = 20230520
SAMPLE = 600
SHARE = 0.985
"""Of the questions, at least; a courtesy may make another question of one."""

Turn = tuple[Snapshot, Any, dict[str, Any]]


def with_courtesy(text: str, chance: random.Random) -> str:
    if chance.random() < 0.5:
        return f"{chance.choice(BEFORE.split())}，{text}"
    return f"{text.rstrip('。？?！!')}，{chance.choice(BEHIND.split())}"


def with_blanks(text: str, _: random.Random) -> str:
    return re.sub("(?<=[一-鿿]{5})[，,。；](?=[一-鿿0-9])", " ", text)


def with_figures(text: str, _: random.Random) -> str:
    return re.sub(
        "(?<![第一二三四五六七八九十0-9])[一二三四五六七八九](?=月份)", lambda n: MONTHS[n[0]], text
    )


@pytest.fixture(scope="module")
def understood(snapshot_of: Callable[[str], Snapshot]) -> list[Turn]:
    """First questions of the gold conversations that are answered with entries."""
    return [
        (snapshot, now, turn)
        for snapshot, now, turn in first_turns(SETS, snapshot_of)
        if turn["kind"] == "entries" and is_right(turn, ask(turn["q"], EMPTY, now, snapshot)[0])
    ]


@pytest.mark.parametrize("way", [with_courtesy, with_blanks, with_figures], ids=lambda way: way.__name__)
def test_the_same_question_written_in_another_way_is_understood(
    way: Callable[[str, random.Random], str], understood: list[Turn]
) -> None:
    chance = random.Random(SEED)
    changed = [
        (snapshot, now, turn, said)
        for snapshot, now, turn in understood
        if (said := way(turn["q"], chance)) != turn["q"]
    ]
    asked = chance.sample(changed, min(SAMPLE, len(changed)))
    wrong = [
        said for snapshot, now, turn, said in asked if not is_right(turn, ask(said, EMPTY, now, snapshot)[0])
    ]
    assert len(asked) > 10
    assert 1 - len(wrong) / len(asked) >= SHARE, wrong


def test_a_place_of_the_list_may_be_parted_from_what_is_asked_of_it(snapshot: Snapshot) -> None:
    listed = numbers(converse(snapshot, "五月的座谈"))
    for question in ("第二个，几月", "第二个 哪个单位", "第二个噻，在哪里办"):
        assert numbers(converse(snapshot, "五月的座谈", question)) == [listed[1]], question


@pytest.mark.parametrize(
    "spoken",
    [
        "眼看这都六月了我还没去过七月有哪些活动",
        "我六月份要去外地出差七月的活动都有哪些",
        "刚搬来没多久请问七月有什么活动",
        "心里乱得很也不晓得找谁七月有哪些活动",
        "退休在家闲着也是闲着七月有哪些活动",
        "我跟隔壁老林头打赌他说没有几场七月有哪些活动",
    ],
)
def test_speech_without_punctuation_is_parted_where_its_question_begins(
    spoken: str, snapshot: Snapshot
) -> None:
    assert numbers(converse(snapshot, spoken)) == numbers(converse(snapshot, "七月有哪些活动"))


@pytest.mark.parametrize(
    ("said", "plainly"),
    [
        ("六月冇得座谈的街道有哪些", "六月没有座谈的街道有哪些"),
        ("还冇开始的是哪些活动咯", "还没开始的是哪些活动"),
        ("七月有冒得么子活动", "七月有没有什么活动"),
        ("五月呃份的座谈有哪些", "五月份的座谈有哪些"),
        ("七月嗯，到九月有什么活动", "七月到九月有什么活动"),
        ("六月，不是街道街道的", "六月，不是街道的"),
        ("六六月的座谈座谈", "六月的座谈"),
        ("还没还没开始的活动", "还没开始的活动"),
        ("8-10", "8月到10月"),
        ("下个月呢就是六月我想问街道的活动", "六月街道的活动"),
        ("9月 -统计局", "9月，除了统计局"),
        ("本年度全部42项请列出", "本年度全部活动请列出"),
    ],
)
def test_what_is_said_in_dialect_haltingly_or_in_short_means_the_same(
    said: str, plainly: str, snapshot: Snapshot
) -> None:
    assert numbers(converse(snapshot, plainly))
    assert numbers(converse(snapshot, said)) == numbers(converse(snapshot, plainly))
