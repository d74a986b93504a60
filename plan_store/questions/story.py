"""Which parts are asked for, and which only belong to a story around the question?"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence

from plan_store.patterns import pattern
from plan_store.questions.absent import ANYBODY
from plan_store.questions.asides import without_asides
from plan_store.questions.clauses import Spans, clauses
from plan_store.questions.items import Item
from plan_store.questions.marks import Mark, Marks
from plan_store.questions.times import TimePhrase, YearBasis
from plan_store.questions.tokens import Token
from plan_store.questions.told import (
    Clause,
    Question,
    belongs,
    has_been_there,
    has_just,
    is_bare,
    is_busy,
    is_loud,
    is_only_a_remit,
    tells_of_oneself,
)
from plan_store.questions.words import Sense
from plan_store.value import replace

_HERE = pattern(
    "(?:我们|咱们?|俺们?|我家|我屋里|我)(?:这|那)?(?:边|里|块|附近|一块|周围|搭|垯|旮旯|嘎达|方)|(?<!从)这边|这块"
    "|(?:我们?|咱们?|俺们?|本|你们|我家)(?:这个?|那个?|所在的?|家)?(?:街道|镇|乡|苏木)(?!的[^,，。]{0,3}人)"
    "|[他她]们?那(?:里|边|儿|头)(?!人)"
    "|[给为](?:我们|咱们?|俺们?)(?=办|搞|弄|做|开|整|安排|组织)"
    "|(?:^|[,，。]|月份?|今年|最近|[本这下]周)(?:他们|她们|人家)(?:那|那边|那个)?(?:局|单位|街道|部门|镇|今年|都|是|到底|几|哪|什么|有|搞|办|的)"
)
"""Here, or they: a unit that was told of is the one that is asked about."""
_LIVED = pattern(
    "[看听刷见遇聊提]|路过|经过|收到|参加|去了|去过|开会|开了会|说要|讲要|有人|朋友|邻居|发现|[他她家事]说|说是|讲起|讲到"
)
"""昨天路过月湖街道，他们有什么活动: when something was seen is not when it is asked for."""
_MORE = pattern("还(?:有没有|有吗|有没|有不|搞不搞|办不办)")
"""科技局的我四月去过一回，五月还有没有: more of what was told of."""
_SUCH_FORM = pattern("[这那](?:种|类|样的)(?:形式|方式)")
_THAT_MATTER = pattern(
    "[这那][个件回]?事|[这那此]方面|相关的?|有关的?|[说讲谈管问]的?这(?:个|块)(?=的|$|[吗不呢?？])|[给为替][他她]们?(?=专门|单独|开|办|搞|组织|准备|安排|举办|弄)"
)
"""夜市要管起来了，哪个街道在弄这个事; 我爸是退伍兵，有没有给他们开的会."""
_A_KNOWN_ONE = pattern("[那这][个场次]|该|[说讲]有[个场次]|要(?:搞|开|办|做|弄|组织)[个场次](?!什么|啥)")
"""我们小区要改造，听讲有个议事会: what was told is what it is about."""
_WHICH_MONTH = pattern("几月|哪个?月")
"""他说新河街道五月就搞完了，到底几月: the month that was told is doubted."""
_MEANWHILE = pattern("[其此]间|期间|届时|到时候?")
_GUESSES = pattern("(?:吗|吧|么|嘛|是不是)[?？]?$")
_BELIEVED = pattern("[说讲听赌猜]|记得|以为")
_SEVERAL = pattern("[这那]?[两三几]个街道|分别|各自|[两三四]边的?(?:街道|单位)?")


def without_story(
    text: str,
    items: Sequence[Item],
    phrases: Sequence[TimePhrase],
    marks: Marks,
    tokens: Sequence[Token],
    asking: Spans,
    now: dt.date,
) -> list[Item]:
    """The parts that belong to the question; what a story around it names is left out."""
    spans = clauses(text)
    items = without_asides(text, items, told=len(spans) > 1)
    if len(spans) < 2:
        if len(items) > 1 and Sense.WHEN in marks.senses:
            return [item for item in items if not (item.time and item.time.said == "现在")]
        return list(items)
    parted = _parted(text, spans, items, asking)
    if not any(clause.head for clause in parted):
        return list(items)
    when = marks.of(Sense.WHEN, Sense.TIME)
    nothing_named = not any(clause.items for clause in parted if clause.head)
    parted = _with_the_last_named(text, parted)
    question = _question(text, parted, phrases, when, now)
    kept: list[Item] = []
    for clause in parted:
        kept += _kept(text, clause, question, tokens, bool(when), nothing_named)
    return kept


def _parted(text: str, spans: Spans, items: Sequence[Item], asking: Spans) -> list[Clause]:
    """The clauses; one that asks by the way while it tells of being busy only tells, where another asks."""
    parted = []
    for start, end in spans:
        named = tuple(item for item in items if start <= item.start < end)
        head = (start, end) in asking
        parted.append(Clause(start, end, text[start:end], named, head, head))
    busy = [clause for clause in parted if clause.head and is_busy(clause.said)]
    if not busy or len(busy) == sum(clause.head for clause in parted):
        return parted
    return [replace(clause, asks=False, head=False) if clause in busy else clause for clause in parted]


def _with_the_last_named(text: str, parted: list[Clause]) -> list[Clause]:
    """Where no more than 哪个街道 is asked, the clause that names something last says of what."""
    asking = [item for clause in parted if clause.head for item in clause.items]
    if not all(item.unit and item.unit.is_class and text[item.start] in "哪几多什啥" for item in asking):
        return parted
    of_what = [
        place
        for place, clause in enumerate(parted)
        if any(i not in asking for i in clause.items) and not has_been_there(clause.said)
    ]
    asks_at = next(place for place, clause in enumerate(parted) if clause.head)
    # 明年六月，还搞不搞啊，我今年怕是去不成: what stands before it rather than behind it.
    last = max([place for place in of_what if place < asks_at] or of_what, default=0)
    heads = [replace(clause, head=place == last) for place, clause in enumerate(parted)]
    if tells_of_oneself(heads[last].said):
        named = tuple(item for item in heads[last].items if not is_only_a_remit(item))
        heads[last] = replace(heads[last], items=named)
    said = heads[last].said
    doubted = not heads[last].asks and (tells_of_oneself(said) or _BELIEVED.search(said) is not None)
    if doubted and any(_WHICH_MONTH.search(clause.said) for clause in parted if clause.asks):
        heads[last] = replace(heads[last], items=tuple(item for item in heads[last].items if not item.time))
    return heads


def _guess(clause: Clause, parted: Sequence[Clause]) -> bool:
    """9月吗 in 编号9的活动在几月，9月吗: guesses at what is asked."""
    only_when = bool(clause.items) and all(item.time for item in clause.items)
    return (
        only_when
        and _GUESSES.search(clause.said) is not None
        and any(other is not clause and _WHICH_MONTH.search(other.said) for other in parted)
    )


def _question(
    text: str,
    parted: Sequence[Clause],
    phrases: Sequence[TimePhrase],
    when: Sequence[Mark],
    now: dt.date,
) -> Question:
    heads = [clause for clause in parted if clause.head]
    named = tuple(item for clause in heads for item in clause.items)

    def any_says(wording: re.Pattern[str]) -> bool:
        return any(wording.search(clause.said) for clause in heads)

    return Question(
        named=named,
        kinds=frozenset(item.kind for item in named),
        when=any(clause.start <= mark.start < clause.end for mark in when for clause in heads),
        here=any_says(_HERE),
        goes_on=any_says(_MORE),
        that=any_says(_A_KNOWN_ONE),
        such_form=any_says(_SUCH_FORM),
        points=any_says(_THAT_MATTER),
        then=any_says(_MEANWHILE),
        several=_SEVERAL.search(text) is not None,
        past=frozenset(p.start for p in phrases if p.basis is YearBasis.RELATIVE and _is_over(text, p, now)),
    )


def _kept(
    text: str,
    clause: Clause,
    question: Question,
    tokens: Sequence[Token],
    when_asked: bool,
    nothing_named: bool,
) -> Iterable[Item]:
    """The parts of a clause that are asked about."""
    items: Sequence[Item] = clause.items
    if when_asked and not clause.asks:
        items = [item for item in items if item.start not in question.past]
    start, end = clause.start, clause.end
    if not clause.head:
        if text[end : end + 1] == ":" and not is_bare(text, start, end, items, tokens):
            # 作年终盘点: what for, and none of what is asked
            return [item for item in items if item.unit and "unit" not in question.kinds]
        if question.kinds and clause.said.startswith("今天"):
            items = [item for item in items if not item.time]
        # 这边的村民: who asks
        items = [item for item in items if not (item.topic and ANYBODY.search(item.topic.said))]
    if clause.head or is_bare(text, start, end, items, tokens):
        if clause.head and (nothing_named or when_asked):
            since_when = has_just(clause.said)
            seen = _LIVED.search(clause.said)
            return [i for i in items if not (i.time and (since_when or (seen and i.start in question.past)))]
        return items
    loud = is_loud(start, end, tokens)
    return [item for item in items if belongs(item, clause, question, text, loud)]


def _is_over(text: str, phrase: TimePhrase, now: dt.date) -> bool:
    """Whether it tells of a day gone by, today included, or of 前阵子."""
    if text.startswith(("前阵", "前段", "前些", "不久前", "前不久"), phrase.start):
        return True
    first, last = phrase.first, phrase.last
    return phrase.day and first is not None and last is not None and first <= now and last <= now
