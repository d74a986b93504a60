"""Which clause holds the question, and which only tells a story around it?"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from functools import lru_cache

from plan_store.questions.absent import ANYBODY
from plan_store.questions.items import Item
from plan_store.questions.marks import Mark
from plan_store.questions.text import touches
from plan_store.questions.times import TimePhrase, YearBasis
from plan_store.questions.tokens import Token, Weight
from plan_store.questions.words import Sense

_END = re.compile("(?:[,，。!！?？;；~…]|(?<=[一-鿿]{5})[:：](?=[0-9一-鿿]))+")
"""A colon ends what a question is for (作年终盘点：), and no label (时间：)."""
_HEADS = frozenset(
    {
        Sense.WHEN,
        Sense.TIME,
        Sense.WHO,
        Sense.HOW,
        Sense.WHAT,
        Sense.COUNT,
        Sense.WHETHER,
        Sense.PLACE,
        Sense.CONTACT,
        Sense.SIGNUP,
        Sense.AUDIENCE,
        Sense.UNTOLD,
        Sense.ACTIVITY,
        Sense.MORE,
        Sense.EVERYTHING,
    }
)
_CLASSES = (Sense.STREETS, Sense.TOWNS, Sense.DEPARTMENTS)
_SELF = re.compile("我|咱|俺|昨|刚从|听说|听讲|好热|好冷|天气")
_HEARD = re.compile("(?:听.{0,4}|据|都|他|她|人家|邻居|朋友)[说讲](?:是|的|起|过|了|到)?(?=.{4})")
_OWN_WORK = re.compile(
    "(?:我|想|要|需要|打算|准备)[^,，。]{0,4}(?:做|写|搞|交)[^,，。]{0,16}?(?:调研|问卷调查|问卷|调查)"
)
_PURPOSE = re.compile(
    "(?:以便|便于|用于|用来|以供|以利|为做好|为配合|为开展|为筹备|因)[^,，。;；?？]*"
    "|(?:根据|按照|依据|遵照|应|按)[^,，。;；]{2,16}?(?:要求|部署|通知|指示|批示|精神|委托)"
)
"""以便安排宣传报道, 根据区政府办要求: what the answer is for, or on whose behalf."""
_FREE = re.compile("(?<!没)有空|请假|休假|休息|回来|放假|在家|得空|空闲|空余|闲着|没事|有时间|没安排")
_BUSY = re.compile("没空|没时间|不在|出差|要上班|加班|忙")
_INTENDS = re.compile(
    "(?:我|最近|近来|这阵子|这段时间|正|本来|一直)*(?:想|打算|准备)(?![看问了知参听去来找查要打])"
    "|[^,，。]{2,8}?(?:想带|想组织|打算带|要带)"
)
"""最近想创业: what somebody is about to do, not what is asked for."""
_HERE = re.compile(
    "(?:我们|咱们?|俺们?|我家|我屋里|我)(?:这|那)?(?:边|里|块|附近|一块|周围)|(?<!从)这边|这块"
)
_LIVED = re.compile(
    "[看听刷见遇聊提]|路过|经过|收到|参加|去了|去过|开会|开了会|说要|讲要|有人|朋友|邻居|发现|[他她家事]说|说是|讲起|讲到"
)
"""昨天路过月湖街道，他们有什么活动: when something was seen is not when it is asked for."""
_OWN_UNIT = re.compile("要求|要我|让|叫|派|想|安排我|组织我|里|上|有人|同事|领导|说|通知|需要")
"""单位要求我们学习: tells of where one works."""
_SEEN_THERE = re.compile(
    "(?:那边|那里|里面?|门口|旁边?|附近|上|外面?)?(?:有人|排队|买菜|散步|的时候|时|办事|玩)?(?:在)?(?:看到?见?|听到?见?|碰到|遇到|撞见|发现|收到)了?"
)
"""在菜市场看到有人发传单: the place is none of what is asked for."""
_LIVES = re.compile("住在?(?![院建房])|家在|屋里在|(?:我|我们|咱|咱们|俺)是")
_HOMES = ("街道", "镇", "乡")
_WHO_LIVES = re.compile("的[^,，。]")
_SAYS = re.compile("[,，。!！]?(?:他|她|人家)?[说讲](?:是|的|起|过|了|到|,)?")
_THE = re.compile("那[个场次]|这[个场次]|该")
_WANT = re.compile(
    "采访|旁听|去听|去参加|想看|想问|想了解|想知道|想参加|想听|想去|想来|了解|关于|关心|查|找|只要|要看|看看|就看|问|打听|负责|不要|除|我说的|我指的"
)


def without_story(
    text: str,
    items: Sequence[Item],
    phrases: Sequence[TimePhrase],
    marks: Sequence[Mark],
    tokens: Sequence[Token],
    now: dt.date,
) -> list[Item]:
    """The parts that belong to the question; what a story around it names is left out."""
    spans = _clauses(text)
    if "到" in text or "见" in text:
        items = [item for item in items if item.unit or not _SEEN_THERE.match(text, item.end)]
    if len(spans) < 2:
        return list(items)
    own_work = [work.span() for pattern in (_OWN_WORK, _PURPOSE) for work in pattern.finditer(text)]
    items = [
        item for item in items if not ((item.form or item.unit) and touches((item.start, item.end), own_work))
    ]
    heads = [_asks(span, text, marks) for span in spans]
    if not any(heads):
        return list(items)
    past = {p.start for p in phrases if p.basis is YearBasis.RELATIVE and _is_over(text, p, now)}
    of = [[item for item in items if a <= item.start < b] for a, b in spans]
    asking = [item for clause, head in zip(of, heads, strict=True) if head for item in clause]
    told = not asking
    if all(item.unit and item.unit.is_class and text[item.start] in "哪几多什啥" for item in asking):
        last = max((place for place, clause in enumerate(of) if clause), default=0)
        heads = [place == last for place in range(len(spans))]
        asking = of[last]
        if _SELF.search(text[slice(*spans[last])]):
            of[last] = [item for item in of[last] if not _is_only_a_remit(item)]
    kinds = {item.kind for clause, head in zip(of, heads, strict=True) if head for item in clause}
    here = any(head and _HERE.search(text[slice(*span)]) for span, head in zip(spans, heads, strict=True))
    kept: list[Item] = []
    for (start, end), clause, head in zip(spans, of, heads, strict=True):
        if not head and text[end : end + 1] == ":" and not _is_bare(text, start, end, clause, tokens):
            kept += [item for item in clause if item.unit and "unit" not in kinds]
            continue  # 作年终盘点: what for, and none of what is asked
        if not head:  # 这边的村民: who asks
            clause = [item for item in clause if not (item.topic and ANYBODY.search(item.topic.said))]
        if head or _is_bare(text, start, end, clause, tokens):
            seen = told and head and _LIVED.search(text, start, end)
            kept += [item for item in clause if not (seen and item.time and item.start in past)]
            continue
        said = text[start:end]
        wanted = bool(_WANT.search(said) or _HEARD.search(said))
        own = bool(_SELF.search(said) or _INTENDS.match(said))
        loud = any(start <= token.start < end and token.weight in _LOUD for token in tokens)
        for item in clause:
            if item.time and item.start in past:
                continue
            if (
                item.time
                and "time" not in kinds
                and item.start not in past
                and _FREE.search(said)
                and not _BUSY.search(said)
            ):
                kept.append(item)
                continue
            if item.kind in kinds:
                if _is_one_of(item, asking, text):
                    kept.append(item)
                continue
            if item.unit and len(item.unit.units) == 1 and "unit" not in kinds:
                heard = _SAYS.match(text, end)
                if here or _lives_there(text, item, start) or (heard and not kinds & {"topic", "number"}):
                    kept.append(item)
                    continue
            if item.topic and "topic" not in kinds and _THE.search(text, end) and _says_theme(item):
                kept.append(item)
                continue
            light = item.kind in ("form", "time") or bool(item.unit and item.unit.is_class)
            light = light or _is_only_a_remit(item)
            if kinds and not wanted and (own or (loud and light)):
                continue
            kept.append(item)
    return kept


def _lives_there(text: str, item: Item, start: int) -> bool:
    """我爸住在新河街道，那个观摩怎么报名: it is to be where they live; 住在新河街道的老师 says who asks."""
    where = item.unit.units if item.unit else frozenset()
    return (
        all(name.endswith(_HOMES) for name in where)
        and _LIVES.search(text, start, item.start) is not None
        and not _WHO_LIVES.match(text, item.end)
    )


def _is_over(text: str, phrase: TimePhrase, now: dt.date) -> bool:
    """Whether it tells of a day gone by, today included, or of 前阵子."""
    if text.startswith(("前阵", "前段", "前些", "不久前", "前不久"), phrase.start):
        return True
    first, last = phrase.first, phrase.last
    return phrase.day and first is not None and last is not None and first <= now and last <= now


def _says_theme(item: Item) -> bool:
    return item.topic is not None and any(len(t) >= 4 for word in item.topic.words for t in word.texts)


def _is_only_a_remit(item: Item) -> bool:
    return item.topic is not None and bool(item.topic.words) and not any(w.texts for w in item.topic.words)


def _is_one_of(item: Item, asking: Sequence[Item], text: str) -> bool:
    """我们住望麓园，街道几月有活动: the street that was named is the one that is asked about."""
    groups = [other for other in asking if other.unit]
    return (
        item.unit is not None
        and len(item.unit.units) == 1
        and bool(groups)
        and all(
            other.unit
            and other.unit.is_class
            and item.unit.units <= other.unit.units
            and text[other.start] not in "各所全每哪几"
            for other in groups
        )
    )


_LOUD = (Weight.UNKNOWN, Weight.EVERYDAY)


def in_question(text: str, marks: Sequence[Mark], tokens: Sequence[Token]) -> Sequence[Token]:
    """The tokens of the clauses that ask; all of them where none does."""
    asking = _asking(text, marks)
    if not asking:
        return tokens
    return [token for token in tokens if any(start <= token.start < end for start, end in asking)]


def asking_spans(text: str, marks: Sequence[Mark]) -> list[tuple[int, int]]:
    """The clauses that ask; the whole text where none does."""
    return _asking(text, marks) or [(0, len(text))]


def _asking(text: str, marks: Sequence[Mark]) -> list[tuple[int, int]]:
    """The clauses that ask, beside others that do not; none where there is only one clause."""
    clauses = _clauses(text)
    return [span for span in clauses if _asks(span, text, marks)] if len(clauses) > 1 else []


_TURNS = re.compile("想问|请问|问一?下|想知道|想了解|打听|想查|查一?下")


def _asks(span: tuple[int, int], text: str, marks: Sequence[Mark]) -> bool:
    turns = _TURNS.search(text, *span)
    if turns and span[1] - turns.end() > 3:
        return True
    return any(
        span[0] <= mark.start < span[1]
        and (mark.meaning.senses & _HEADS or (mark.means(*_CLASSES) and mark.text[0] in "哪几多什啥"))
        and not (mark.text == "单位" and _OWN_UNIT.match(text, mark.end))
        for mark in marks
    )


@lru_cache(maxsize=8)
def _clauses(text: str) -> tuple[tuple[int, int], ...]:
    spans, at = [], 0
    for match in _END.finditer(text):
        if text[at : match.start()].strip():
            spans.append((at, match.start()))
        at = match.end()
    if text[at:].strip():
        spans.append((at, len(text)))
    return tuple(spans)


def _is_bare(text: str, start: int, end: int, items: Sequence[Item], tokens: Sequence[Token]) -> bool:
    """Whether a clause only names parts: 六月，街道，座谈."""
    if re.search("不要|除|不含|不算|不想[填做听开]|不爱|不喜欢|讨厌", text[start:end]):
        return True
    if _INTENDS.match(text, start, end):
        return False
    if _SELF.search(text[start:end]) and not _WANT.search(text[start:end]):
        return False
    said = sum(item.end - item.start for item in items)
    loud = any(
        start <= token.start < end and token.weight in (Weight.UNKNOWN, Weight.EVERYDAY) for token in tokens
    )
    return not loud and end - start - said <= 3


def marks_in_question(text: str, marks: Sequence[Mark]) -> Sequence[Mark]:
    """The marks of the clauses that ask; all of them where none does."""
    asking = _asking(text, marks)
    if not asking:
        return marks
    return [mark for mark in marks if any(start <= mark.start < end for start, end in asking)]
