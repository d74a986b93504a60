"""What does somebody take back in the same breath: 六月不对七月, 不是座谈是问卷?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from plan_store.patterns import pattern
from plan_store.questions.items import Item
from plan_store.questions.text import touches

_TURN = pattern(
    "不对|错了|(?<![既也又])不是|说错|讲错|搞错|应该是|我是说|我说的是|我要问的是|我问的是|口误|改成|改为|换成|换为|更正|哦不|啊不|呃不|噢不|不不|(?:要是|如果)?没有?的话|没有就|不行的话|不行就|算了(?:还是)?(?:不看|不要|别看)?"
)
_SLIP = pattern("错|口误|更正")
_SAID_ANEW = 2
"""九月的座谈啊我说错了是九月的观摩: so many parts may be said anew after a slip."""
_CORRECTS = pattern(
    "不|错|口|改|更|换|没有?的话|没有就|算了|即|反正|就是|也即|亦即|应该是|我是说|我说的是|问的是"
)
_ANYWAY = pattern(
    "(?:记不清|不记得|记不得|忘了|搞不清|弄不清|分不清|不确定)[^。?？]{0,8}?反正(?:就是|是|就)?"
)
_DROPPED = pattern("(?:本来|原本|原来)(?:是|就)?(?:想|要|打算)[^。?？]{1,20}?算了")
"""本来想问有没有亲子的，算了，七月有啥."""
_INSTEAD = pattern("(?:不|别)(?:看|要|问|查|想看)([^,，。]{1,8}?)了[,，]?(?:那|就)*(?:换|改)")
"""不看座谈了，换观摩: with a 座谈 beside it or not."""
_THAT_IS = pattern("也就是(?:说)?|就是说|也即|亦即|[、,，]即(?=从|为|是|自)")
_NOT_BUT = pattern("(?<![既也又])不是(?!不是)([^,，。]{1,12}?)[,，]?(?:而是|(?<![不非])是|我是说)")

_NOT_ASKED = pattern(
    "(?<=[,，。;；])(?:(?:我|可|并|又)?(?:不是|没|没有)(?:在|要|想)?(?:问(?!卷)|说(?!错)|讲(?!错)|指)"
    "|(?:可)?别(?:给我)?(?:当成|理解[成为]|听成|看成|搞成|弄成))(?:的是)?[^,，。;；?？!！]*"
    "(?<![嘛吗么])(?=[,，。;；?？!！]|$)"
)
"""持续四个月以上的，不是问四月份: what somebody has not asked."""


def without_taken_back(text: str, items: list[Item]) -> list[Item]:
    """六月不对七月: what was said before a correction gives way to what is said after it."""
    if not items or not _CORRECTS.search(text):
        return items
    for let_go in _DROPPED.finditer(text) if "算了" in text else ():
        items = [item for item in items if item.start >= let_go.end()] or items
    for change in _INSTEAD.finditer(text):
        items = [item for item in items if not change.start() < item.start < change.end(1)]
    for settled in _ANYWAY.finditer(text):
        after = [item for item in items if item.start >= settled.end()]
        items = after or items
    meant = [said.span() for said in _NOT_ASKED.finditer(text)]
    items = [item for item in items if not touches((item.start, item.end), meant)]
    for denial in _NOT_BUT.finditer(text):
        denied = [item for item in items if denial.start() < item.start < denial.end(1)]
        instead = [item for item in items if item.start >= denial.end() and item.start - denial.end() <= 2]
        if denied and instead and denied[-1].kind == instead[0].kind:
            gone = [(item.time, item.unit, item.form, item.topic, item.number) for item in denied]
            items = [
                item
                for item in items
                if item.start >= denial.end()
                or (item.time, item.unit, item.form, item.topic, item.number) not in gone
            ]
    for again in _THAT_IS.finditer(text):
        before = [item for item in items if item.end <= again.start()]
        after = [item for item in items if again.end() <= item.start <= again.end() + 4]
        if not before or not after or before[-1].kind != after[0].kind:
            continue
        one, other = before[-1].time, after[0].time
        if one is None or other is None or one.span != other.span:
            items = [item for item in items if item is not before[-1]]
    for turn in _TURN.finditer(text):
        before = [item for item in items if item.end <= turn.start()]
        after = [item for item in items if item.start >= turn.end()]
        if not before or not after or after[0].start - turn.end() > 4:
            continue
        if turn[0] == "不是" and text[before[-1].end : turn.start()].strip(" ,，。的"):
            continue
        if turn[0] == "不是" and _stands(text, before[-1], turn, after[0]):
            items = [item for item in items if item is not after[0]]
            continue
        said_anew = {item.kind for item in after[:_SAID_ANEW]} if _SLIP.search(turn[0]) else {after[0].kind}
        slipped = max(len(said_anew), min(_in_a_row(before[::-1], text), _in_a_row(after, text)))
        items = [item for item in items if item not in before[-slipped:] or item.kind not in said_anew]
    return items


_ROW = pattern("[和与跟及、到至]?")


def _in_a_row(items: Sequence[Item], text: str) -> int:
    """How many of `items`, from the first on, are of one kind and in one breath: 八月九月啊不是九月十月."""
    count = 1
    for one, other in pairwise(items):
        left, right = sorted((one, other), key=lambda item: item.start)
        if one.kind != other.kind or not _ROW.fullmatch(text, left.end, right.start):
            break
        count += 1
    return count


def _stands(text: str, said: Item, turn: re.Match[str], denied: Item) -> bool:
    """是观摩，不是参观 and 六月的，不是七月的: what is said first is meant, and no slip."""
    if turn.end() != denied.start or said.kind != denied.kind:
        return False
    return text[: said.start].endswith("是") or text[turn.start() - 1] in ",，"
