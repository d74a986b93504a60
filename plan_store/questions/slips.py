"""What was meant by a misspelt name? Mended by sound and shape with a floor, else asked back or left."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from plan_store.questions.marks import Mark
from plan_store.questions.sounds import sound, spelling
from plan_store.questions.tokens import Token, Weight
from plan_store.questions.vocabulary import STREET, Vocabulary
from plan_store.questions.words import Sense

_TAIL = re.compile("(?:街道办事处|街道办|街道|分局|局|委员会|委|镇|乡)")
_COUNT = re.compile("[一二两三四五六七八九十几][个项场次条件家种样类]")
_NEAR = 74.0
"""Least likeness of names (0 to 100): one of three characters may be wrong, one of two may not."""
_MARGIN = 8.0
"""By how much the best name must lead the second."""


@dataclass(frozen=True, slots=True)
class NameSlip:
    """A unit's name that is written unlike any: one reading, several (ask), or none (the plan lacks it)."""

    start: int
    end: int
    said: str
    units: tuple[str, ...]


def unit_slips(
    text: str, marks: Sequence[Mark], tokens: Sequence[Token], vocabulary: Vocabulary
) -> list[NameSlip]:
    """Names that end like a unit's and are none of the known ones: 月胡街道, 河街道, 区计局."""
    found = []
    for mark in marks:
        if not mark.means(Sense.STREETS, Sense.TOWNS, Sense.DEPARTMENTS) or not _TAIL.fullmatch(mark.text):
            continue
        start = _start_of_name(mark.start, text, marks, tokens, vocabulary)
        tail = (
            mark.start - 1 if mark.text == "局" and text[mark.start - 1 : mark.start] == "分" else mark.start
        )
        if start < tail:
            core = text[start:tail]
            if (
                len(core) == 1
                and not any(core in name for name in vocabulary.cores)
                and not _sounds_in(core, vocabulary)
            ):
                continue
            found.append(
                NameSlip(start, mark.end, text[start : mark.end], _units_like(core, mark.text, vocabulary))
            )
    return found


def _start_of_name(
    end: int, text: str, marks: Sequence[Mark], tokens: Sequence[Token], vocabulary: Vocabulary
) -> int:
    for length in (4, 3, 2):
        core = text[max(0, end - length) : end]
        if len(core) == length and all("一" <= c <= "鿿" for c in core) and _is_core(core, vocabulary):
            return end - length
    start = end
    for token in reversed([token for token in tokens if token.end <= end]):
        if token.end != start or end - token.start > 5 or token.weight is Weight.EVERYDAY:
            break
        known = token.text in vocabulary.words.function_words or (
            len(token.text) == 1 and token.text in _NO_NAME
        )
        if known or token.text in vocabulary.districts:
            break
        start = token.start
    for mark in reversed([mark for mark in marks if mark.end <= end]):
        if mark.end == start and end - mark.start <= 4 and mark.meaning.remit and not mark.theme:
            start = mark.start
    while start < end and text[start] in "区县市":
        start += 1
    return start


_NO_NAME = frozenset(
    "的了和跟与及或在有是各每那这哪几个些都也就还把被给让对从到向里内外中上下前后吗呢吧啊么搞办去来要请问我你他们呀噢嗯呃除不没"
)


def _units_like(core: str, tail: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    street = tail.startswith(STREET)
    cores = {name: unit for name, unit in vocabulary.cores.items() if unit.endswith(STREET) == street}
    holding = [unit for name, unit in cores.items() if core in name]
    if holding:
        return tuple(dict.fromkeys(holding))
    spoken = sound(core)
    alike = [unit for name, unit in cores.items() if sound(name) == spoken]
    if alike:
        return tuple(dict.fromkeys(alike))
    inside = [unit for name, unit in cores.items() if _is_inside(spoken, sound(name))]
    if inside:
        return tuple(dict.fromkeys(inside))
    if len(core) == 2 and len(set(core)) == 2:
        gapped = [
            unit
            for name, unit in cores.items()
            if len(name) == 3 and name[0] == core[0] and name[2] == core[1]
        ]
        if gapped:
            return tuple(gapped)
    ranked = sorted(((fuzz.ratio(core, name), unit) for name, unit in cores.items()), reverse=True)[:3]
    floor = 60.0 if len(core) >= 3 else _NEAR
    near = [(score, unit) for score, unit in ranked if score >= floor]
    if not near:
        return ()
    top = near[0][0]
    return tuple(dict.fromkeys(unit for score, unit in near if score > top - _MARGIN))


def mend(
    text: str, tokens: Sequence[Token], marks: Sequence[Mark], vocabulary: Vocabulary
) -> tuple[str, list[tuple[str, str]]]:
    """`text` with what sounds like a known name or word put right, and (as written, as taken) of each."""
    loose = [token for token in tokens if token.weight is not Weight.TOPIC]
    if not any(
        token.weight in (Weight.UNKNOWN, Weight.EVERYDAY)
        or (token.text not in _NO_NAME and len(token.text) == 1 and "一" <= token.text <= "鿿")
        for token in loose
    ):
        return text, []
    solid = [False] * len(text)
    for mark in marks:
        if mark.meaning.units or mark.meaning.forms or mark.theme or len(mark.text) >= 3:
            solid[mark.start : mark.end] = [True] * (mark.end - mark.start)
    firm = list(solid)
    for mark in marks:
        if mark.meaning.bare:
            firm[mark.start : mark.end] = [False] * (mark.end - mark.start)
    for token in tokens:
        if token.weight is Weight.TOPIC or (
            len(token.text) >= 2 and token.text in vocabulary.words.function_words
        ):
            solid[token.start : token.end] = [True] * (token.end - token.start)
    loose_at = {
        place
        for token in loose
        if token.weight in (Weight.UNKNOWN, Weight.EVERYDAY) or token.text not in _NO_NAME
        for place in range(token.start, token.end)
        if not solid[place]
    }
    if not loose_at:
        return text, []
    spoken = sound(text)
    changes: list[tuple[int, int, str]] = []
    sounding = vocabulary.names.sounding
    for length in (7, 6, 5, 4, 3, 2):
        starts = {place - back for place in loose_at for back in range(length)}
        for start in sorted(starts):
            end = start + length
            words = sounding(spoken[start:end]) if start >= 0 else None
            if not words or end > len(text):
                continue
            window = text[start:end]
            if _COUNT.match(window):
                continue
            if any(solid[start:end] if length < 4 else firm[start:end]):
                continue
            words = [word for word in words if word != window]
            if not words or any(word in window for word in vocabulary.shared):
                continue
            words = _closest(window, words)
            if len({_named_by(word, vocabulary) for word in words}) != 1:
                continue
            if length == 2 and not _alike(window, words[0]) and not _names_unit(words[0], vocabulary):
                continue
            changes.append((start, end, words[0]))
            solid[start:end] = [True] * length
    corrections = [(text[start:end], word) for start, end, word in sorted(changes)]
    for start, end, word in sorted(changes, reverse=True):
        text = text[:start] + word + text[end:]
    return text, corrections


def _closest(written: str, words: list[str]) -> list[str]:
    """Those of `words` that sound just so, where there are any: 石月 is 十月 and not 四月."""
    exact = spelling(written)
    return [word for word in words if spelling(word) == exact] or words


def _named_by(word: str, vocabulary: Vocabulary) -> object:
    meaning = vocabulary.phrases.get(word)
    return (meaning.units, meaning.forms) if meaning and (meaning.units or meaning.forms) else word


def _alike(written: str, meant: str) -> bool:
    """Whether the two have a character in common at its place."""
    return any(a == b for a, b in zip(written, meant, strict=True))


def _is_inside(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    return any(whole[at : at + len(part)] == part for at in range(len(whole) - len(part) + 1))


def _is_core(core: str, vocabulary: Vocabulary) -> bool:
    spoken = sound(core)
    return any(len(name) == len(core) and sound(name) == spoken for name in vocabulary.cores)


def _sounds_in(core: str, vocabulary: Vocabulary) -> bool:
    spoken = sound(core)
    return core not in _NO_NAME and any(_is_inside(spoken, sound(name)) for name in vocabulary.cores)


def _names_unit(word: str, vocabulary: Vocabulary) -> bool:
    meaning = vocabulary.phrases.get(word)
    return meaning is not None and bool(meaning.units)
