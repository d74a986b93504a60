"""Which clauses of a text ask, and which only stand around them?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import TypeVar

from plan_store.patterns import pattern
from plan_store.questions.marks import Mark
from plan_store.questions.tokens import Token
from plan_store.questions.words import ASKING, Sense

_END = pattern("[,，。!！?？;；~…][,，。!！?？;；~…]*")
_END_OR_BEGIN = pattern(
    "(?:[,，。!！?？;；~…]|(?<=[一-鿿]{5})[:：](?=[0-9一-鿿]))+|(?<=[一-鿿]{4})(?=先问一?下|就?想问|请问)"
    "|(?<=[啊呀哇吗呗嘛])(?=我|俺|屋里|家里)"
    "|(?<=[没不么有吧])(?=(?:我|俺)(?:怕|担心|急|赶|得|正好|刚好|好[^几多的]|从|这|下|今|要[写带看买交赶]|们?[家屋]))"
)
"""A colon ends what one is for (作年终盘点：), and no label (时间：); 请问 begins one without any.

So does why one asks, behind the particle that ends the question: 十二月还有没有啊我怕错过了."""
_BEGINNERS = pattern("[:：问我俺里]")
_HEADS = ASKING | frozenset(
    {
        Sense.UNTOLD,
        Sense.ACTIVITY,
        Sense.MORE,
        Sense.EVERYTHING,
    }
)
_CLASSES = (Sense.STREETS, Sense.TOWNS, Sense.DEPARTMENTS)
_OWN_UNIT = pattern(
    "(?:搞|组织|发|办)(?!什么|啥|哪|了?几|的)|在|要求|要我|让|叫|派|放|裁|效益|想|安排我|组织我|里|上|有人|同事|领导|说|通知|需要"
)
"""单位要求我们学习: tells of where one works."""


Spans = tuple[tuple[int, int], ...]
_Piece = TypeVar("_Piece", Mark, Token)


def clauses_that_ask(text: str, marks: Sequence[Mark]) -> Spans:
    """The clauses that ask, beside others that do not; none where there is only one clause.

    Where none does, what was heard of is asked about: 听说有个评议的.
    """
    spans = clauses(text)
    if len(spans) < 2:
        return ()
    by_words = tuple([span for span in spans if _asks(span, text, marks)])
    if len(by_words) > 1 and "请" in text:
        by_words = _without_introductions(text, by_words)
    if by_words or "听" not in text:
        return by_words
    return tuple([span for span in spans if _HEARD_OF.match(text, *span)])


_REQUESTED = pattern(
    "(?:烦|敬|恳|特|劳)?请(?:予以|予|贵[区县市]|您|你们|帮忙|协助)?(?:提供|列[出明示举]|告知|告诉|明示|给出|逐[项一]|示下|问|查|说明|注明)"
)
_INTRODUCES = pattern(
    "(?:[您你]好)?(?:我|本|敝)(?:们|[一-鿿]{0,6}?)(?:拟|计划|打算|准备|正在?|欲|需要?|须|应|将|要)(?![^,，。]*(?:[哪几啥吗]|什么|多少|是否))"
)
"""我司拟参照上一年度的安排策划项目，请提供…: who asks, and what for."""


def _without_introductions(text: str, asking: Spans) -> Spans:
    if not any(_REQUESTED.search(text, *span) for span in asking):
        return asking
    return tuple(
        [span for span in asking if _REQUESTED.search(text, *span) or not _INTRODUCES.match(text, *span)]
    )


def in_question(asking: Spans, pieces: Sequence[_Piece]) -> Sequence[_Piece]:
    """Those of the clauses that ask; all of them where none does."""
    if not asking:
        return pieces
    places = frozenset(chain.from_iterable(range(start, end) for start, end in asking))
    return [piece for piece in pieces if piece.start in places]


_HEARD_OF = pattern(
    "(?:我|好像|之?前|还|倒|也)?听(?:人|他们|邻居|别人)?[说讲](?:是|起)?[^,，。]{0,4}?(?:有|要)(?![^,，。]*了)"
)

_POINTS_BACK = pattern(
    "[他她它]们?|人家|那边|那里|那儿|那块|[这那]方面|[这那][种类](?![^,，。]{1,10}的)|相关|有关|沾边|其中|分别|上述|以上(?!的)"
)
"""Words by which a clause leans on what was told before it."""


_QUESTIONS = _HEADS - {Sense.ACTIVITY, Sense.EVERYTHING, Sense.MORE}
"""Without the heads that a story has as well: 听说有活动, 打了半天电话都没有."""


def asking_alone(text: str, marks: Sequence[Mark], asking: Spans) -> Iterator[str]:
    """What the text may ask without what is told around it, the longest first; nothing that leans on that."""
    in_words = tuple(
        (start, end)
        for start, end in asking
        if _REQUESTS.search(text, start, end)
        or any(
            start <= mark.start < end and mark.meaning.senses & _QUESTIONS and mark.text != "单位"
            for mark in marks
        )
    )
    for chosen in (asking, in_words) if in_words != asking else (asking,):
        alone = ",".join(text[start:end] for start, end in chosen)
        if 0 < len(chosen) < len(clauses(text)) and not _POINTS_BACK.search(alone):
            yield alone


_WISHES = pattern(
    "(?:行|好|哦|嗯|那|就|还是|再|先|算了)*(?:只|光|单|就|还)?"
    "(?:看|要|想要|列|说说|讲讲|来点|给我|换|改|退回|回到|说回|加|去掉|不要|不看|不算|除|都)[^,，。!！?？]+"
    "|[^,，。!！?？]{1,10}(?:呢|的|的吧|就[行好]|就可以|也行|也可以|也要|也看|也算|都[要看行]|就不要了?|不要了|就算了|除外)"
)
"""上个月呢，上个月我在外地; 街道的就行，局里太严肃了."""


def wishing_alone(text: str, marks: Sequence[Mark], asking: Spans) -> Iterator[str]:
    """The clauses that ask, or else those that only say what is wanted, without what is told around them."""
    yield from asking_alone(text, marks, asking)
    spans = clauses(text)
    wishing = [span for span in spans if _WISHES.fullmatch(text, *span) and not _TELLS.match(text, *span)]
    told = [span for span in spans if span not in wishing]
    if wishing and told and all(_TOLD.search(text, *span) and span not in asking for span in told):
        yield ",".join(text[start:end] for start, end in wishing)


_TELLS = pattern("我(?!想|要|就)|他|她|孩子|家里|屋里")
_TOLD = pattern("[我他她咱俺]|太|没|怕|离|远|近|已经|[过完去]了$")
_TURNS = pattern("想晓得|想问|请问|问一?下|想知道|想了解|打听|想查|查一?下")


_ASKED = ("?", "？")
_WHAT = ("什么", "啥")
"""冬天没什么农活 asks nothing."""
_NOT_THERE, _CLAUSE_ENDS = ("没有", "没得"), pattern("[的啊呀咯呢哦哇]*(?:[^一-鿿]|$)")
"""我家又没有电梯 tells; 六月有活动没有 asks."""
_SIGHS = ("嘛", "么")
"""娃儿九月要上小学了嘛，…, 我爸当过兵嘛，…: in the midst of a text they ask nothing of what is told."""
_WHAT_OF = pattern("的呢$")
"""街道的我没时间去，部门的呢."""
_REQUESTS = pattern(
    "给我(?:列|找|报|说|讲|查|理|念|数|看)|(?:列|找|发|报|说|讲|查|理|念)(?:给我|一下给我|出来|个单子)"
)


def _asks(span: tuple[int, int], text: str, marks: Sequence[Mark]) -> bool:
    """Whether the clause asks or turns to the bot."""
    turns = _TURNS.search(text, *span)
    if (turns and span[1] - turns.end() > 3) or _REQUESTS.search(text, *span):
        return True
    if text[span[1] : span[1] + 1] in _ASKED or _WHAT_OF.search(text, *span):
        return True
    return any(
        span[0] <= mark.start < span[1]
        and (mark.meaning.senses & _HEADS or (mark.means(*_CLASSES) and mark.text[0] in "哪几多什啥"))
        and not (mark.text == "单位" and _OWN_UNIT.match(text, mark.end))
        and not (mark.text in _WHAT and text[mark.start - 1 : mark.start] == "没")
        and not (mark.text in _NOT_THERE and not _CLAUSE_ENDS.match(text, mark.end))
        and not (mark.text in _SIGHS and span[1] < len(text) and _sighs(mark, span, text))
        for mark in marks
    )


def _sighs(mark: Mark, span: tuple[int, int], text: str) -> bool:
    tells = _TELLS.match(text, *span) is not None and not _WHAT_IS_ASKED.search(text, *span)
    return text[mark.start - 1 : mark.start] == "了" or (tells and mark.end == span[1])


_WHAT_IS_ASKED = pattern("[哪几啥谁]|什么|多少|活动|有没有")


@lru_cache(maxsize=8)
def clauses(text: str) -> Spans:
    """Where the clauses of `text` begin and end."""
    spans, at = [], 0
    ends = _END_OR_BEGIN if _BEGINNERS.search(text) else _END
    for match in ends.finditer(text):
        if text[at : match.start()].strip():
            spans.append((at, match.start()))
        at = match.end()
    if text[at:].strip():
        spans.append((at, len(text)))
    return tuple(spans)
