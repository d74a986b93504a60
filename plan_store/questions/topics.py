"""What is a question about, beyond time, unit and form? Words to themes, and to the remits of units."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from plan_store.questions.marks import Mark
from plan_store.questions.query import Query, TopicCondition, TopicWord
from plan_store.questions.tokens import Token, Weight
from plan_store.questions.vocabulary import Vocabulary
from plan_store.questions.words import Sense

_ABOUT = re.compile("(?:关于|有关|讲|讲讲|讲解|涉及|围绕)(?:的|一下|下)?$")
_THEN_HEAD = re.compile("(?:的|类|方面|方面的|相关的?|主题的?|有关的?|类型的?|性质的?)?")
_THEN_ASKED = re.compile("(?:是|在|都|要|会|定在|安排在)?")
_JOINED = re.compile("(?:和|或|或者|与|跟|及|以及|还有|、)")
_LOOSE = re.compile("(?:的|之|工作|这个|那个|方面的?|相关的?|知识|政策|主题)?")


@dataclass(frozen=True, slots=True)
class Topics:
    conditions: tuple[tuple[int, int, TopicCondition], ...]
    taken: tuple[tuple[int, int], ...]
    """Marks here are words of a topic, not units or forms."""
    unknown: tuple[str, ...]
    """Subjects that the plan does not know."""


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    word: TopicWord
    said: str
    from_mark: bool
    reason: str = ""
    weak: bool = False
    """A unit's bare name or a form, a topic only beside another topic word."""


def find_topics(
    text: str, marks: Sequence[Mark], tokens: Sequence[Token], vocabulary: Vocabulary, timed: bool
) -> Topics:
    """Topic words that stand together must all hold; groups joined by 和 or 或 are alternatives."""
    anchored = timed or any(mark.meaning.units or mark.meaning.forms for mark in marks)
    pieces = sorted(
        [*_from_marks(marks, vocabulary), *_from_tokens(tokens, anchored)], key=lambda piece: piece.start
    )
    groups = _groups(text, pieces)
    conditions: list[tuple[int, int, TopicCondition]] = []
    taken: list[tuple[int, int]] = []
    strong: list[list[_Piece]] = []
    for group in groups:
        chosen = _agreeing(group, vocabulary)
        if all(piece.weak for piece in chosen) and (
            len(chosen) < 2 or all(piece.from_mark for piece in chosen)
        ):
            continue
        strong.append(chosen)
        taken += [(piece.start, piece.end) for piece in chosen if piece.from_mark]
    for chosen in _merged(text, strong, vocabulary):
        said = "".join(piece.said for piece in chosen)
        reason = next((piece.reason for piece in chosen if piece.reason), "")
        condition = TopicCondition(said, tuple(piece.word for piece in chosen), reason=reason)
        conditions.append((chosen[0].start, chosen[-1].end, condition))
    unknown = tuple(token.text for token in tokens if token.weight is Weight.UNKNOWN)
    if not conditions:
        absent = _absent(text, marks, tokens)
        if absent is not None:
            conditions.append((absent.start, absent.end, TopicCondition(absent.text, (), absent=True)))
    return Topics(tuple(conditions), tuple(taken), unknown)


def _from_marks(marks: Sequence[Mark], vocabulary: Vocabulary) -> list[_Piece]:
    pieces = []
    for mark in marks:
        meaning, text = mark.meaning, mark.text
        in_theme = bool(vocabulary.index.with_text(text)) if len(text) >= 2 else False
        if mark.theme:
            pieces.append(_Piece(mark.start, mark.end, TopicWord((text,)), text, True))
        elif meaning.units is not None:
            if meaning.bare and meaning.units:
                word = TopicWord((text,), frozenset(meaning.units))
                pieces.append(_Piece(mark.start, mark.end, word, text, True, weak=True))
            elif not meaning.units and in_theme and not text.endswith(("局", "队", "院")):
                pieces.append(_Piece(mark.start, mark.end, TopicWord((text,)), text, True))
        elif meaning.forms:
            if in_theme:
                pieces.append(_Piece(mark.start, mark.end, TopicWord((text,)), text, True, weak=True))
        elif in_theme and not meaning.senses and not meaning.place:
            pieces.append(_Piece(mark.start, mark.end, TopicWord((text,)), text, True))
        elif meaning.remit and not meaning.senses:
            units = "、".join(sorted(meaning.remit))
            reason = f"“{text}”属于{units}"
            pieces.append(_Piece(mark.start, mark.end, TopicWord((), meaning.remit), text, True, reason))
    return pieces


def _from_tokens(tokens: Sequence[Token], anchored: bool) -> list[_Piece]:
    return [
        _Piece(token.start, token.end, token.word, token.text, False, weak=token.everyday and anchored)
        for token in tokens
        if token.weight is Weight.TOPIC and token.word is not None
    ]


def _groups(text: str, pieces: Sequence[_Piece]) -> list[list[_Piece]]:
    groups: list[list[_Piece]] = []
    for piece in pieces:
        if groups:
            last = groups[-1][-1]
            gap = text[last.end : piece.start]
            if not gap or (not piece.weak and not last.weak and _LOOSE.fullmatch(gap)):
                groups[-1].append(piece)
                continue
        groups.append([piece])
    return groups


def _agreeing(group: list[_Piece], vocabulary: Vocabulary) -> list[_Piece]:
    """The words of a group that some entry holds together, the longest first."""
    index = vocabulary.index
    mask, chosen = index.all, []
    for piece in sorted(group, key=lambda p: (p.weak, bool(p.reason), -(p.end - p.start))):
        held = mask & index.word(piece.word)
        if held:
            mask = held
            chosen.append(piece)
    return sorted(chosen or group[:1], key=lambda p: p.start)


def _merged(text: str, groups: Sequence[list[_Piece]], vocabulary: Vocabulary) -> list[list[_Piece]]:
    """Groups that are not joined by 和 or 或 must hold together, where any entry holds them."""
    merged: list[list[_Piece]] = []
    for group in groups:
        if merged and not _JOINED.fullmatch(text[merged[-1][-1].end : group[0].start].strip()):
            both = [*merged[-1], *group]
            mask = vocabulary.index.all
            for piece in both:
                mask &= vocabulary.index.word(piece.word)
            if mask:
                merged[-1] = both
                continue
            longest = max(merged[-1], group, key=lambda g: sum(len(p.said) for p in g if not p.reason))
            merged[-1] = longest
            continue
        merged.append(group)
    return merged


def _absent(text: str, marks: Sequence[Mark], tokens: Sequence[Token]) -> Token | None:
    """A subject that is asked for and that the plan lacks: 养猫 in 有没有养猫的活动."""
    heads = {mark.start for mark in marks if mark.means(Sense.ACTIVITY) or mark.meaning.forms}
    for token in tokens:
        if token.weight not in (Weight.UNKNOWN, Weight.EVERYDAY):
            continue
        after = _THEN_HEAD.match(text, token.end)
        end = after.end() if after else token.end
        if token.weight is Weight.UNKNOWN and (end in heads or _ABOUT.search(text[: token.start])):
            return token
        if token.weight is Weight.EVERYDAY and token.end in heads:
            return token
    asking = {mark.start for mark in marks if mark.means(Sense.WHEN, Sense.TIME, Sense.PLACE, Sense.WHO)}
    if any(mark.means(Sense.ACTIVITY) for mark in marks):
        return None
    for token in tokens:
        after = _THEN_ASKED.match(text, token.end)
        if token.weight is Weight.UNKNOWN and after and {token.end, after.end()} & asking:
            return token
    return None


def with_forms_as_topics(query: Query) -> Query | None:
    """`query` with its forms taken as words of the theme (注册登记的培训); None where it names no form."""
    if not any(part.forms and (part.topics or part.units) for part in query.parts):
        return None
    parts = []
    for part in query.parts:
        words = tuple(TopicWord((form.said.removesuffix("会"),)) for form in part.forms)
        said = "".join(form.said for form in part.forms)
        topics = tuple(
            replace(topic, said=topic.said + said, words=(*topic.words, *words)) for topic in part.topics
        )
        parts.append(replace(part, forms=(), topics=topics or (TopicCondition(said, words),)))
    return replace(query, parts=tuple(parts))
