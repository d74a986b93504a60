"""What do the words between the known phrases say: a subject of the plan, something unknown, or nothing?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum, auto

from plan_store.patterns import pattern
from plan_store.questions.query import TopicWord
from plan_store.questions.text import blanked, said_around_one
from plan_store.questions.vocabulary import Vocabulary
from plan_store.value import value

_RUN = pattern(r"[一-鿿a-z0-9]+")


_EVENTS = frozenset("赛节展")
"""Said after a word, they make an event of it."""
_GATHERINGS = frozenset("会班")
_PARTICLES = frozenset(
    "的了和跟与及或在有是各每那这都也就还把被给让对从到向里内外中上下前后吗呢吧啊么搞办我你他们不没"
)


_MAKES_WORDS = "用"
"""Begins words also before what jieba does not know with it: 用气."""
_TRIED = pattern(
    r"([量提捋聊问逛转学练试尝摸谈教帮查等动跳唱写画读念算记认凑散弄扯唠议评挑溜晒泡敲打见约喝吃种修补洗剪])\1"
)
"""量量血压, 提提意见: how idly it is done; not 呱呱 or 叭叭, which is nonsense."""
_LEAST_FIGURES = 3
"""Of a number that is a word of a theme (12345), and no part of a year."""


class Weight(Enum):
    """How much a token says."""

    TOPIC = auto()
    """It stands in a theme, or in the remit of a unit."""
    UNKNOWN = auto()
    """A subject that the plan does not know."""
    EVERYDAY = auto()
    """A verb or adjective of everyday talk."""
    NOTHING = auto()


STRANGE = (Weight.UNKNOWN, Weight.EVERYDAY)
"""Of the words that name nothing of the plan and are none of questions."""


@value
class Token:
    start: int
    end: int
    text: str
    weight: Weight
    word: TopicWord | None = None
    everyday: bool = False
    """A topic word that also comes up in any talk."""
    organ: str = ""
    """The organ that looks after an unknown subject, where the plan has nothing of that organ."""


def cut(text: str, taken: Iterable[tuple[int, int]], vocabulary: Vocabulary) -> list[Token]:
    """The tokens of the parts of `text` that are not `taken`, in order."""
    tokens: list[Token] = []
    for start, end in _gaps(text, taken):
        if end - start == 1:
            tokens.append(Token(start, end, text[start:end], Weight.NOTHING))
            continue
        at = start
        for piece in _joined(vocabulary.words_of(text[start:end]), vocabulary):
            tokens.extend(_weigh(piece, at, vocabulary))
            at += len(piece)
    return tokens


def _joined(pieces: list[str], vocabulary: Vocabulary) -> list[str]:
    """防 and 溺水 are one word where a theme has them as one; 龙舟 and 赛 are one event."""
    joined: list[str] = []
    for piece in pieces:
        last = joined[-1] if joined else ""
        single = len(piece) == 1 or len(last) == 1
        if last and single and (len(last + piece) > 2 or _may_meet(last, piece, vocabulary)):
            events = piece in _EVENTS and last not in vocabulary.words.function_words
            if events or (
                not {piece, last} & _PARTICLES
                and vocabulary.index.with_text(last + piece)
                and not any(last + piece in word for word in vocabulary.shared)
            ):
                joined[-1] = last + piece
                continue
        joined.append(piece)
    return joined


def _may_meet(one: str, other: str, vocabulary: Vocabulary) -> bool:
    """Whether two single characters may be a word that jieba does not know, such as 茶旅."""
    passed = vocabulary.words.function_words
    return (one not in passed or one in _MAKES_WORDS) and other not in passed


def _gaps(text: str, taken: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for run in _RUN.finditer(blanked(text, taken)):
        yield run.span()


def _weigh(piece: str, at: int, vocabulary: Vocabulary) -> list[Token]:
    words = vocabulary.words
    end = at + len(piece)
    if (
        len(piece) < 2
        or (piece in words.function_words and piece not in vocabulary.lacking)
        or piece in vocabulary.shared
        or piece in vocabulary.districts
        or said_around_one(piece)
        or _TRIED.fullmatch(piece)
    ):
        return [Token(at, end, piece, Weight.NOTHING)]
    if vocabulary.index.with_text(piece) and not (piece.isdigit() and len(piece) < _LEAST_FIGURES):
        return [
            Token(
                at,
                end,
                piece,
                Weight.TOPIC,
                TopicWord(texts=(piece,)),
                everyday=piece in words.everyday_words,
            )
        ]
    stem = piece[:-1]
    if piece[-1] in _GATHERINGS and len(stem) > 1 and vocabulary.index.with_text(stem):
        return [Token(at, end, piece, Weight.TOPIC, TopicWord(texts=(stem,)))]  # 辅导会
    if len(piece) >= 4 and piece.isalpha():
        for middle in (2, len(piece) - 2):
            halves = (piece[:middle], piece[middle:])
            if all(vocabulary.index.with_text(half) for half in halves):
                return [*_weigh(halves[0], at, vocabulary), *_weigh(halves[1], at + middle, vocabulary)]
    if organ := vocabulary.lacking.get(piece):
        return [Token(at, end, piece, Weight.UNKNOWN, organ=organ)]
    if piece in words.everyday_words or piece in words.describing or piece.isdigit():
        return [Token(at, end, piece, Weight.EVERYDAY)]
    return [Token(at, end, piece, Weight.UNKNOWN)]
