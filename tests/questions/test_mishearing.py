"""Are questions understood of which speech recognition writes one word with another that sounds alike?"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache

import pytest

from plan_store.answers import Kind
from plan_store.inquiry import ask
from plan_store.questions.sounds import spelling
from plan_store.questions.thread import EMPTY
from plan_store.questions.vocabulary import Vocabulary
from plan_store.snapshot import Snapshot
from tests.questions.asking import converse, numbers
from tests.questions.test_gold import first_turns, is_right

SETS = ("everyday", "business", "terse", "other_district_sixth", "other_district_tenth", "all_voices_fifth")
WORDS = """
开始 结束 已经 还没 正在 之前 之后 以前 以后 一直 持续 上半年 下半年 下个月 上个月 今年 年底 暑假
最多 最少 最早 最晚 几个 几场 几项 多少 一共 除了 以外 不要 不含 街道 部门 什么时候 哪些 有没有
报名 地点 地址 电话 时间 参加 形式 座谈 观摩 宣传 讲座 咨询 调研
教育局 医保局 司法局 财政局 民政局 住建局 环保局 卫健局
"""
SEED = 20230520
SAMPLE = 500
UNUSUAL = 100
"""How often a word comes up that is no likely slip of speech recognition, among 60 million."""
RIGHT, CONFIDENTLY_WRONG = 0.97, 0.02
"""The least share that is answered as if heard right, and the greatest that is answered wrong."""


@cache
def sounding() -> dict[tuple[str, ...], list[str]]:
    """The common characters by how they sound."""
    found: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for high in range(0xB0, 0xD8):
        for low in range(0xA1, 0xFF):
            character = bytes((high, low)).decode("gb2312", errors="ignore")
            if character:
                found[spelling(character)].append(character)
    return dict(found)


def misheard(word: str, vocabulary: Vocabulary, chance: random.Random) -> str | None:
    """`word` with one character that sounds the same, so that it is no word that is known."""
    frequency = vocabulary.tokenizer.frequency
    at = chance.randrange(len(word))
    others = [c for c in sounding()[spelling(word[at])] if c != word[at] and frequency(c) >= UNUSUAL]
    if not others:
        return None
    other = chance.choices(others, [frequency(c) ** 0.5 for c in others])[0]
    written = word[:at] + other + word[at + 1 :]
    return None if written in vocabulary.phrases or frequency(written) >= UNUSUAL else written


def slips(snapshot_of: Callable[[str], Snapshot]) -> Iterator[tuple[str, Kind, bool]]:
    """Gold questions with a slip: each with the kind of its answer, and whether it is still right."""
    chance = random.Random(SEED)
    for snapshot, now, turn in first_turns(SETS, snapshot_of):
        said = turn["q"]
        for word in (word for word in WORDS.split() if word in said):
            written = misheard(word, snapshot.vocabulary, chance)
            if written is None or not is_right(turn, ask(said, EMPTY, now, snapshot)[0]):
                continue
            question = said.replace(word, written, 1)
            answer, _ = ask(question, EMPTY, now, snapshot)
            yield question, answer.kind, is_right(turn, answer)


def test_a_word_that_sounds_the_same_seldom_hides_a_question_and_hardly_ever_changes_it(
    snapshot_of: Callable[[str], Snapshot],
) -> None:
    answered = list(slips(snapshot_of))
    assert len(answered) >= SAMPLE
    lost = [question for question, _, right in answered if not right]
    wrong = [
        question for question, kind, right in answered if not right and kind in (Kind.ENTRIES, Kind.STATISTIC)
    ]
    assert 1 - len(lost) / len(answered) >= RIGHT, lost
    assert len(wrong) / len(answered) <= CONFIDENTLY_WRONG, wrong


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("七月才开使的", "七月才开始的"),
        ("八月以候的活动", "八月以后的活动"),
        ("六月支前结束的街道活动", "六月之前结束的街道活动"),
        ("哪个月活动罪多", "哪个月活动最多"),
        ("还没开驶的有哪些", "还没开始的有哪些"),
        ("六月各街道里，布含座谈的有哪些", "六月各街道里，不含座谈的有哪些"),
        ("五月街道搞机场", "五月街道搞几场"),
        ("四月到五月实地条研", "四月到五月实地调研"),
        ("虫阳有活动吗", "重阳有活动吗"),
    ],
)
def test_what_makes_no_word_there_is_taken_for_what_sounds_so(
    heard: str, meant: str, snapshot: Snapshot
) -> None:
    assert numbers(converse(snapshot, heard)) == numbers(converse(snapshot, meant))


@pytest.mark.parametrize(
    "question",
    [
        "我刚搬来，人生地不熟的，六月有什么活动",
        "我妈上个礼拜说六月街道有活动",
        "大姨前年搬来的，六月有什么活动",
        "六月的活动由哪些单位负责",
        "帮忙拉个清单，五月份的",
        "明年的计划出了吗",
        "形势政策报告会有吗",
    ],
)
def test_what_makes_sense_as_it_is_written_stays(question: str, snapshot: Snapshot) -> None:
    assert converse(snapshot, question).query.corrections == ()
