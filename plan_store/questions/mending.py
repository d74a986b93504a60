"""Which words of a question are known ones written by their sound? They are put right and it is told."""

from __future__ import annotations

from collections.abc import Sequence

from plan_store.patterns import pattern
from plan_store.questions.marks import Mark
from plan_store.questions.mishearing import Change, misheard, places
from plan_store.questions.slips import NO_NAME
from plan_store.questions.sounds import Sound, sound, spelling
from plan_store.questions.times import Times
from plan_store.questions.tokens import Token, Weight
from plan_store.questions.vocabulary import Vocabulary
from plan_store.questions.words import Sense

_COMMON = 100
"""How often a word comes up that is not taken for a slip, among 60 million."""
_SURE = 4
"""Characters of a word that is put right though it has a word of a theme in it."""
_COUNT = pattern("[一二两三四五六七八九十几][个项场次条件家种样类]")


def mend(
    text: str,
    tokens: Sequence[Token],
    marks: Sequence[Mark],
    times: Times,
    vocabulary: Vocabulary,
    freely: bool = False,
) -> tuple[str, list[tuple[str, str]]]:
    """`text` with what sounds like a known name or word put right, and (as written, as taken) of each."""
    spoken = sound(text)
    changes = misheard(text, spoken, tokens, marks, times, vocabulary, freely)
    changes += _names(text, spoken, tokens, marks, changes, vocabulary)
    if not changes:
        return text, []
    corrections = [(text[start:end], word) for start, end, word in sorted(changes)]
    for start, end, word in sorted(changes, reverse=True):
        text = text[:start] + word + text[end:]
    return text, corrections


def _names(
    text: str,
    spoken: Sound,
    tokens: Sequence[Token],
    marks: Sequence[Mark],
    done: Sequence[Change],
    vocabulary: Vocabulary,
) -> list[Change]:
    """What sounds like the name of a unit or a form, a word of a theme, an activity or a month."""
    loose = [token for token in tokens if token.text not in NO_NAME and token.weight is not Weight.TOPIC]
    if not any(
        token.weight is not Weight.NOTHING or (len(token.text) == 1 and "一" <= token.text <= "鿿")
        for token in loose
    ):
        return []
    loose_at = places([token for token in loose if not _is_fixed(token, vocabulary)])
    windows = vocabulary.names.windows(text, spoken, loose_at) if loose_at else []
    if not windows:
        return []
    solid = [False] * len(text)
    for mark in marks:
        if mark.meaning.units or mark.meaning.forms or mark.theme or len(mark.text) >= 3:
            solid[mark.start : mark.end] = [True] * (mark.end - mark.start)
    firm = list(solid)
    for mark in marks:
        if mark.meaning.bare:
            firm[mark.start : mark.end] = [False] * (mark.end - mark.start)
    for token in tokens:
        if token.weight is Weight.TOPIC or _is_fixed(token, vocabulary):
            solid[token.start : token.end] = [True] * (token.end - token.start)
    whole = [mark for mark in marks if len(mark.text) > 1]
    changes: list[Change] = []
    for length, start in windows:
        end = start + length
        words = vocabulary.names.sounding(spoken[start:end])
        window = text[start:end]
        counts = _COUNT.match(window) and not (length > 2 and any(_names_unit(w, vocabulary) for w in words))
        if not words or counts or any(a < end and start < b for a, b, _ in (*done, *changes)):
            continue
        if window in vocabulary.words.passing or _is_done(text, start, end):
            continue  # 经查 is none of the 警察, 报一报 and 已报过 none of 医保
        words = [word for word in words if word != window]
        if any(firm[start:end]):
            if any(token.start < start < token.end for token in tokens):
                continue  # 历史博物馆 has no 市博物馆 in it
            words = _completing(start, end, words, marks, vocabulary)
        elif length < _SURE and any(solid[start:end]):
            # 公基金 sounds just as 公积金, though a theme has 基金; two characters are too few to tell
            words = [word for word in words if length > 2 and spelling(word) == spelling(window)]
        if any(m.start < start < m.end or m.start < end < m.end for m in whole):
            continue
        if length == 2 and _is_word(window, text[:start], marks, vocabulary):
            continue
        if not words or any(word in window for word in vocabulary.shared):
            continue
        words = _closest(window, words)
        if len({_named_by(word, vocabulary) for word in words}) != 1:
            continue
        if length == 2 and not (_names_unit(words[0], vocabulary) or _is_slip(window, words[0], vocabulary)):
            continue
        changes.append((start, end, words[0]))
        solid[start:end] = [True] * length
    return changes


def _is_done(text: str, start: int, end: int) -> bool:
    """Whether it is something done: tried, as 一报 of 报一报, or done already, as 已报 of 已报过."""
    tried = text[start] == "一" and text[start - 1 : start] == text[end - 1]
    return end - start == _PAIR and (tried or (text[start] == "已" and text[end : end + 1] in _DONE))


_PAIR, _DONE = 2, ("过", "了", "名", "完")


def _is_fixed(token: Token, vocabulary: Vocabulary) -> bool:
    """Whether it is a word of questions; a single character may be part of another word."""
    return len(token.text) > 1 and token.text in vocabulary.words.function_words


def _completing(
    start: int, end: int, words: list[str], marks: Sequence[Mark], vocabulary: Vocabulary
) -> list[str]:
    """Forms of which the text has the end as it is (时地观摩), and longer names of units (卫建委)."""
    ends = [mark for mark in marks if start < mark.start and mark.end == end]
    meanings = {word: meaning for word in words if (meaning := vocabulary.phrases.get(word)) is not None}
    return [
        word
        for word, meaning in meanings.items()
        if any(mark.meaning.forms and word.endswith(mark.text) for mark in ends if meaning.forms)
        or any(mark.meaning.units for mark in ends if meaning.units)
    ]


def _is_word(written: str, before: str, marks: Sequence[Mark], vocabulary: Vocabulary) -> bool:
    """Whether two characters are a common word by themselves (实践, 共计), and not 接到 behind 月湖."""
    if vocabulary.tokenizer.frequency(written) < _COMMON:
        return False
    return not any(mark.end == len(before) and mark.meaning.units for mark in marks)


def _closest(written: str, words: list[str]) -> list[str]:
    """Those of `words` that sound just so, where there are any: 石月 is 十月 and not 四月."""
    exact = spelling(written)
    return [word for word in words if spelling(word) == exact] or words


def _named_by(word: str, vocabulary: Vocabulary) -> object:
    meaning = vocabulary.phrases.get(word)
    if meaning and (meaning.units or meaning.forms):
        return meaning.units, meaning.forms
    return meaning.senses if meaning and Sense.ACTIVITY in meaning.senses else word


def _alike(written: str, meant: str) -> bool:
    """Whether the two have a character in common at its place."""
    return any(a == b for a, b in zip(written, meant, strict=True))


def _is_slip(written: str, meant: str, vocabulary: Vocabulary) -> bool:
    """Whether two characters may be so miswritten; 是用 in 是用什么形式 is none of 使用 in a theme."""
    theme_word = meant not in vocabulary.phrases and bool(vocabulary.index.with_text(meant))
    return _alike(written, meant) and not (theme_word and vocabulary.words.light.issuperset(written))


def _names_unit(word: str, vocabulary: Vocabulary) -> bool:
    meaning = vocabulary.phrases.get(word)
    return meaning is not None and bool(meaning.units) and any(word in core for core in vocabulary.cores)
