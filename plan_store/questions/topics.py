"""What is a question about, beyond time, unit and form? Words to themes, and to the remits of units."""

from __future__ import annotations

from collections.abc import Sequence

from plan_store.index import Index
from plan_store.patterns import pattern
from plan_store.questions.absent import ABOUT, absent_subject
from plan_store.questions.clauses import Spans, in_question
from plan_store.questions.marks import Mark, Marks
from plan_store.questions.query import TopicCondition, TopicWord
from plan_store.questions.text import touches
from plan_store.questions.tokens import Token
from plan_store.questions.vocabulary import Vocabulary
from plan_store.questions.words import Sense
from plan_store.value import value

_JOINED = pattern("(?:和|或|或者|与|跟|及|以及|还有|、|/)")
_PAUSE = " ,，。;；、?？!！+/和"
_OF = pattern("(?:的|类的?|方面的?|相关的?|有关的?)?")
_IN_THE_TITLE = pattern(
    "(?:主题|名称|题目|标题|名字)(?:里面?|中|当中)?(?:含有?|包含|包括|带有?|有|写着|提到|出现)[了过]?"
    '["“‘《]?([^"”’》,，。的]{2,12}?)["”’》]?(?:[两二三四]个?字|字样|字眼|这)?(?:的|活动|$)'
)
"""主题里带“服务”两个字的: the very word, whatever else it may mean."""
_ALONE = pattern(
    "(?:(?<=[跟和与])(?=.[有相]关)|^|[,，。 ]|有没有|有无|关于|有关)([一-鿿])"
    "(?:(?:有关|相关|方面|这块)的?|的)(?:活动|主题)"
)
"""茶的活动: one character that is a word by itself."""
_STEM = pattern("(?:会|班|活动)$")
_KIND = pattern("(?:类|类型|性质)的?(?:活动|项目)")
"""开放类的活动: even a word that comes up in any talk is the subject there."""
_LOOSE = pattern("(?:的|之|工作|这个|那个|方面的?|相关的?|知识|政策|主题)?")


@value
class Topics:
    conditions: tuple[tuple[int, int, TopicCondition], ...]
    taken: tuple[tuple[int, int], ...]
    """Marks here are words of a topic, not units or forms."""


@value
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
    text: str, marks: Marks, tokens: Sequence[Token], vocabulary: Vocabulary, asking: Spans, *, timed: bool
) -> Topics:
    """Topic words that stand together must all hold; groups joined by 和 or 或 are alternatives."""
    anchored = timed or any(mark.meaning.units or mark.meaning.forms for mark in marks)
    pieces = sorted(
        [*_from_marks(text, marks, vocabulary), *_from_tokens(tokens, anchored)],
        key=lambda piece: piece.start,
    )
    groups = _groups(text, pieces)
    if (titled := _IN_THE_TITLE.search(text)) is not None and vocabulary.index.with_text(titled[1]):
        word = TopicCondition(titled[1], (TopicWord((titled[1],)),))
        return Topics(((*titled.span(1), word),), (titled.span(),))
    if (alone := _ALONE.search(text)) is not None and _is_subject(alone[1], vocabulary):
        word = TopicCondition(alone[1], (TopicWord((alone[1],)),))
        return Topics(((*alone.span(1), word),), (alone.span(1),))
    conditions: list[tuple[int, int, TopicCondition]] = []
    taken: list[tuple[int, int]] = []
    strong: list[list[_Piece]] = []
    for group in groups:
        chosen = _agreeing(group, vocabulary)
        kind = not chosen[-1].from_mark and _KIND.match(text, chosen[-1].end)
        lone = len(chosen) < 2 or all(piece.from_mark for piece in chosen)
        if not kind and lone and all(piece.weak for piece in chosen):
            continue
        if not _meant(text, chosen, marks, vocabulary):
            continue
        strong.append(chosen)
        taken += [(piece.start, piece.end) for piece in chosen if piece.from_mark]
        if not all(piece.weak for piece in chosen):  # 禁毒教育 is none of the bureau of education
            taken += [(piece.start, piece.end) for piece in group if piece.weak and piece.from_mark]
    for chosen in _merged(text, strong, vocabulary):
        said = "".join(piece.said for piece in chosen)
        reason = next((piece.reason for piece in chosen if piece.reason), "")
        condition = TopicCondition(said, tuple(piece.word for piece in chosen), reason=reason)
        starts = [piece.start for piece in chosen]
        in_asking = (at for at in starts if touches((at, at + 1), asking))
        conditions.append((next(in_asking, starts[-1]), chosen[-1].end, condition))
    absent = absent_subject(text, marks, in_question(asking, tokens), tokens, vocabulary)
    if absent is not None and not _hinted(absent, conditions, vocabulary):
        reason = f"“{absent.text}”一般归{absent.organ}管" if absent.organ else ""
        missing = TopicCondition(absent.text, (), absent=True, reason=reason)
        kept = [condition for condition in conditions if _beside(text, condition, absent)]
        conditions = [*kept, (absent.start, absent.end, missing)]
    return Topics(tuple(conditions), tuple(taken))


def _is_subject(character: str, vocabulary: Vocabulary) -> bool:
    words = vocabulary.words
    if character in words.function_words or character in words.light or character in vocabulary.phrases:
        return False
    return bool(vocabulary.index.with_character(character))


_LINE = pattern("(?:政务服务)?(?:便民|市民|服务)?(?:热线|平台|电话)$")
_AGAINST = tuple("防反")
"""防诈骗 and 反诈骗 are about 诈骗, however a theme calls it."""
_AS_SUBJECT = pattern("(?:[、和与及跟][^,，。、]{1,6}){0,3}(?:方面|相关|有关|类的|主题的)")
"""Said after a name, they make a subject of it: 消防方面的活动, 与医保、就业相关的."""


_EVENT = frozenset({Sense.EVENT})


def _from_marks(said: str, marks: Sequence[Mark], vocabulary: Vocabulary) -> list[_Piece]:
    pieces = []
    for mark in marks:
        meaning, text = mark.meaning, mark.text
        named = mark.theme or meaning.units is not None or meaning.forms
        if not named and meaning.senses and meaning.senses.isdisjoint(_EVENT):
            continue  # 什么, 活动: words of questions and nothing else
        if meaning.units == () and text[:1].isdigit():
            text = _LINE.sub("", text)  # 12345热线, where a theme has 12345
        if not named and text[0] in _AGAINST and len(text) > 2 and vocabulary.index.with_text(text[1:]):
            text = text[1:]
        in_theme = bool(vocabulary.index.with_text(text)) if len(text) >= 2 else False
        if mark.theme:
            pieces.append(_Piece(mark.start, mark.end, TopicWord((text,)), text, True))
        elif meaning.units is not None:
            if meaning.bare and meaning.units:
                word = TopicWord((text,), frozenset(meaning.units))
                weak = _AS_SUBJECT.match(said, mark.end) is None
                pieces.append(_Piece(mark.start, mark.end, word, text, True, weak=weak))
            elif not meaning.units and in_theme and not text.endswith(("局", "队", "院")):
                pieces.append(_Piece(mark.start, mark.end, TopicWord((text,)), text, True))
        elif meaning.forms:
            if in_theme:
                pieces.append(_Piece(mark.start, mark.end, TopicWord((text,)), text, True, weak=True))
        elif in_theme and meaning.senses <= _EVENT and not meaning.place:
            pieces.append(_Piece(mark.start, mark.end, TopicWord((text,)), text, True))
        elif mark.means(Sense.EVENT) and vocabulary.index.with_text(stem := _STEM.sub("", text)):
            pieces.append(_Piece(mark.start, mark.end, TopicWord((stem,)), text, True))
        elif meaning.texts and not meaning.senses:
            reason = f"“{text}”就是“{'、'.join(meaning.texts)}”"
            pieces.append(_Piece(mark.start, mark.end, TopicWord(meaning.texts), text, True, reason))
        elif meaning.remit and not meaning.senses:
            if (stem := _STEM.sub("", text)) != text and vocabulary.index.with_text(stem):
                pieces.append(_Piece(mark.start, mark.end, TopicWord((stem,)), text, True))
                continue
            if by_theme := _words_in_a_theme(mark, vocabulary):
                pieces += by_theme
                continue
            units = "、".join(sorted(meaning.remit))
            reason = f"“{text}”属于{units}"
            pieces.append(_Piece(mark.start, mark.end, TopicWord((), meaning.remit), text, True, reason))
    return pieces


def _words_in_a_theme(mark: Mark, vocabulary: Vocabulary) -> list[_Piece]:
    """电信诈骗, where a theme of its unit has both words (电信网络诈骗): that one is meant."""
    words = [word for word in vocabulary.words_of(mark.text) if len(word) > 1]
    if len(words) < _SEVERAL or sum(map(len, words)) != len(mark.text):
        return []
    index = vocabulary.index
    mask = index.word(TopicWord((), mark.meaning.remit))
    for word in words:
        mask &= index.word(TopicWord((word,)))
    if not mask:
        return []
    pieces, at = [], mark.start
    for word in words:
        pieces.append(_Piece(at, at + len(word), TopicWord((word,)), word, True))
        at += len(word)
    return pieces


_SEVERAL = 2


def _from_tokens(tokens: Sequence[Token], anchored: bool) -> list[_Piece]:
    return [
        _Piece(token.start, token.end, token.word, token.text, False, weak=token.everyday and anchored)
        for token in tokens
        if token.word is not None
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


_OCCASION = pattern("(?:宣传|主题|开放|体验|活动|服务|公开|咨询)[日周月]")
"""宣传日 of 禁毒宣传日 decides nothing beside 禁毒."""


_MOST_WORDS = 8
"""Of a subject; more of them in a row are none."""


def _agreeing(group: list[_Piece], vocabulary: Vocabulary) -> list[_Piece]:
    """The words of a group that some entry holds together: the longest first, or those that say more."""
    general = vocabulary.words.general
    ranked = sorted(
        group,
        key=lambda p: (
            p.weak,
            _decides_little(p, general),
            bool(p.reason),
            p.start - p.end,
            not p.from_mark,
            -p.start,
        ),
    )
    chosen = _held_together(ranked, vocabulary.index)
    for piece in ranked if len(ranked) <= _MOST_WORDS else ():
        if piece not in chosen and _tells(piece, general):
            others = _held_together([piece, *(p for p in ranked if p is not piece)], vocabulary.index)
            if _said(others, general) > _said(chosen, general):
                chosen = others
    return sorted(chosen or group[:1], key=lambda p: p.start)


def _held_together(ranked: Sequence[_Piece], index: Index) -> list[_Piece]:
    """Each of `ranked` that some entry holds together with those taken before it."""
    mask, chosen = index.all, []
    for piece in ranked:
        held = mask & index.word(piece.word)
        if held:
            mask = held
            chosen.append(piece)
    return chosen


def _tells(piece: _Piece, general: frozenset[str]) -> bool:
    """Whether a theme has the word, and not every other one."""
    return not (piece.weak or piece.reason or _decides_little(piece, general))


def _decides_little(piece: _Piece, general: frozenset[str]) -> bool:
    return piece.said in general or _OCCASION.fullmatch(piece.said) is not None


def _said(pieces: Sequence[_Piece], general: frozenset[str]) -> int:
    return sum(len(piece.said) for piece in pieces if _tells(piece, general))


def _merged(text: str, groups: Sequence[list[_Piece]], vocabulary: Vocabulary) -> list[list[_Piece]]:
    """Groups that are not joined by 和 or 或 must hold together, where any entry holds them."""
    merged: list[list[_Piece]] = []
    index = vocabulary.index
    for group in groups:
        if merged and _says_again(text, group, merged[-1]):
            merged[-1] = group
            continue
        if merged and _told_apart(text, merged[-1], group[0].start):
            merged.append(group)
            continue
        between = text[merged[-1][-1].end : group[0].start].strip() if merged else ""
        if merged and (not _JOINED.fullmatch(between) or _is_one_title(between, merged[-1], group, index)):
            both = [*merged[-1], *group]
            mask = index.all
            for piece in both:
                mask &= index.word(piece.word)
            if mask:
                merged[-1] = both
                continue
            general = vocabulary.words.general
            longest = max(
                merged[-1],
                group,
                key=lambda g: sum(len(p.said) for p in g if not p.reason and p.said not in general),
            )
            merged[-1] = longest
            continue
        merged.append(group)
    return merged


def _is_one_title(between: str, before: Sequence[_Piece], after: Sequence[_Piece], index: Index) -> bool:
    """深化政务公开、优化营商环境, which stand so in one theme: its title, and no two subjects."""
    return between == "、" and bool(index.with_text(before[-1].said + after[0].said))


def _says_again(text: str, group: Sequence[_Piece], told: Sequence[_Piece]) -> bool:
    """医保基金我不懂，跟医保有关的有哪些: the clause that asks says for itself of what."""
    apart = not set(text[told[-1].end : group[0].start]).isdisjoint(",，。!！;；")
    before, now = {piece.said for piece in told}, {piece.said for piece in group}
    return apart and now != before and all(any(said in one for one in before) for said in now)


def _told_apart(text: str, before: Sequence[_Piece], at: int) -> bool:
    """我做律师的，想看法治宣传: a remit that is told in another clause is no part of the subject."""
    apart = not set(text[before[-1].end : at]).isdisjoint(",，。!！;；")
    return apart and all(piece.reason for piece in before)


def _meant(text: str, group: Sequence[_Piece], marks: Sequence[Mark], vocabulary: Vocabulary) -> bool:
    """Whether words like 工作 or 政策 are the subject: by themselves, behind 关于, or right before 活动."""
    if not all(piece.said in vocabulary.words.general for piece in group):
        return True
    start, end = group[0].start, group[-1].end
    heads = {m.start for m in marks if m.meaning.forms or m.means(Sense.ACTIVITY, Sense.EVENT)}
    after = _OF.match(text, end)
    alone = not text[:start].strip() or text[start - 1] in _PAUSE
    return (
        (alone and (not text[end:].strip() or text[end] in _PAUSE))
        or bool({end, after.end() if after else end} & heads)
        or bool(ABOUT.search(text[:start]))
    )


def _hinted(
    absent: Token, conditions: Sequence[tuple[int, int, TopicCondition]], vocabulary: Vocabulary
) -> bool:
    """读书分享会 where the one 分享会 has 书香 in its theme: another word for what the theme says."""
    for start, _, topic in conditions:
        mask = vocabulary.index.topic(topic) if start == absent.end else 0
        if mask and not mask & (mask - 1):
            theme = vocabulary.index.themes[mask.bit_length() - 1]
            return any(character in theme for character in absent.text)
    return False


def _beside(text: str, condition: tuple[int, int, TopicCondition], absent: Token) -> bool:
    """Whether a known topic is asked for beside the unknown one, not together with it."""
    start, end, _ = condition
    between = text[end : absent.start] if end <= absent.start else text[absent.end : start]
    return bool(_JOINED.search(between))
