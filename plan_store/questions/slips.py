"""Which unit is meant by a name that ends like a unit's and is none: one, several, or none that is there?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Hamming

from plan_store.patterns import pattern
from plan_store.questions.likeness import Likeness, Way, is_short_for_a_bureau, likeness, sounding_alike
from plan_store.questions.marks import Mark, Marks
from plan_store.questions.sounds import readings, sound
from plan_store.questions.tokens import Token, Weight
from plan_store.questions.vocabulary import Vocabulary, but_one
from plan_store.questions.words import Sense
from plan_store.unit_classes import STREET
from plan_store.value import value

_CLASSES = (Sense.STREETS, Sense.TOWNS, Sense.DEPARTMENTS)
_TAIL = pattern("(?:街道办事处|街道办|街道|分局|局|委员会|委|镇|乡|苏木)")
_OFFICE = pattern(
    "办(?=(?:都|也|还|会|要)?(?:有(?:什么|没有|哪些|啥|几|活动)|搞|开展|举办|举行|组织|的活动|几月|什么时候|啥时候|"
    "今年|本月|这个月|下个?月|最近|"
    "(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})月))"
)
"""The last character of an office's name, not the verb: 林科办有什么活动."""
NO_NAME = frozenset(
    "的了和跟与及或在有是各每那这哪几个些都也就还把被给让对从到向里内外中上下前后吗呢吧啊么搞办去来要看查找留剩涉请问说讲喊我你他们呀噢嗯呃除不没节"
)
"""Characters that neither begin a name nor are misspelt ones."""
_OFFICE_NAME = 2
"""Characters of an office's name before 办."""


@value
class NameSlip:
    """A unit's name that is written unlike any: one reading, several (ask), or none (the plan lacks it)."""

    start: int
    end: int
    said: str
    units: tuple[str, ...]
    likeness: Likeness | None = None
    """How the units were found; None where the name itself is one of several units'."""


def unit_slips(text: str, marks: Marks, tokens: Sequence[Token], vocabulary: Vocabulary) -> list[NameSlip]:
    """Names that end like a unit's and are none of the known ones: 月胡街道, 河街道, 区计局."""
    found: list[NameSlip] = []
    if "办" not in text and marks.senses.isdisjoint(_CLASSES):
        return found
    for mark in marks:
        if mark.text[0] == "办" and _OFFICE.match(text, mark.start):
            start = _start_of_name(mark.start, text, marks, tokens, vocabulary)
            if mark.start - start >= _OFFICE_NAME and text[start - 1 : start] not in _FOR_WHOM:
                end = mark.start + 1
                alike = sounding_alike(text[start : mark.start], vocabulary.other_cores, vocabulary)
                found.append(NameSlip(start, end, text[start:end], tuple(dict.fromkeys(alike))))
            continue
        if not mark.means(*_CLASSES) or not _TAIL.fullmatch(mark.text):
            continue
        if (fuller := _with_one_left_out(text, mark, vocabulary)) is not None:
            found.append(fuller)
            continue
        start = _start_of_name(mark.start, text, marks, tokens, vocabulary)
        if mark.means(Sense.STREETS, Sense.TOWNS):
            start = _start_of_place(start, mark.start, text, tokens, vocabulary)
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
            like = likeness(core, mark.text, vocabulary)
            like = _by_another_name(text[start : mark.end], like, vocabulary) or like
            found.append(NameSlip(start, mark.end, text[start : mark.end], like.units, like))
    return found


_MOST_OF_IT = 90.0
"""Likeness (0 to 100) of a name of six or more characters to what is left of it without one."""
_LEFT_OF_IT = (8, 7, 6, 5)


def _with_one_left_out(text: str, mark: Mark, vocabulary: Vocabulary) -> NameSlip | None:
    """退役军人事局, which is no 人事局: a long name that lacks one character."""
    if mark.text != "局":
        return None
    for length in _LEFT_OF_IT:
        said = text[max(0, mark.end - length) : mark.end]
        if len(said) < length or not all("一" <= character <= "鿿" for character in said):
            continue
        longer = vocabulary.long_names.get((length + 1, said[0]), ())
        near = process.extractOne(said, longer, scorer=fuzz.ratio, score_cutoff=_MOST_OF_IT)
        if near is not None:
            return NameSlip(mark.end - length, mark.end, said, vocabulary.phrases_of_units[near[0]])
    return None


_LONG_NAME = 5
"""Characters of a name that is told though one of them is another."""


def _by_another_name(said: str, like: Likeness, vocabulary: Vocabulary) -> Likeness | None:
    """一保局 and 税雾局 sound as 医保局 and 税务局, by which people call units of longer names."""
    if len(said) <= len("石镇"):
        return None  # too little to tell which is meant
    names = [name for name in vocabulary.names.sounding(sound(said)) if vocabulary.phrases_of_units.get(name)]
    way = Way.SOUND
    if not names and len(said) >= _LONG_NAME:
        known = list(vocabulary.phrases_of_units)
        near = process.extract(said, known, scorer=Hamming.distance, score_cutoff=1, limit=None)
        names = [name for name, _, _ in near if len(name) == len(said)]
        way = Way.SHAPE
    if not names:
        return None
    alike = {name: sum(map(str.__eq__, name, said)) for name in names}
    best = {vocabulary.phrases_of_units[name] for name in names if alike[name] == max(alike.values())}
    return replace(like, units=best.pop(), way=way) if len(best) == 1 else None


def _start_of_name(
    end: int, text: str, marks: Sequence[Mark], tokens: Sequence[Token], vocabulary: Vocabulary
) -> int:
    for length in (4, 3, 2):
        core = text[max(0, end - length) : end]
        if core in vocabulary.words.function_words and not (
            text.startswith(STREET, end) and _is_nearly_a_street(core, vocabulary)
        ):
            continue  # 统计 in 统计街道活动最多的月份
        if len(core) != length or not all("一" <= c <= "鿿" for c in core):
            continue
        if _is_core(core, vocabulary):
            return end - length
        if text.startswith("局", end) and sound(core) in vocabulary.bureaus_by_sound:
            return end - length
    start = end
    for token in reversed([token for token in tokens if token.end <= end]):
        if token.end != start or end - token.start > 5 or token.weight is Weight.EVERYDAY:
            break
        known = token.text in vocabulary.words.function_words or (
            len(token.text) == 1 and token.text in NO_NAME
        )
        if known or token.text in vocabulary.districts:
            break
        start = token.start
    for mark in reversed([mark for mark in marks if mark.end <= end]):
        if mark.end == start and end - mark.start <= 4 and mark.meaning.remit and not mark.theme:
            start = mark.start
    if start == end and _is_place(text[max(0, end - 2) : end], vocabulary):
        single = {token.start for token in tokens if len(token.text) == 1}
        single |= {mark.start for mark in marks if len(mark.text) == 1}
        start = end - 2 if {end - 2, end - 1} <= single else end
    if start == end and text.startswith("局", end):
        start = end - 2 if _shortens_a_bureau(text[max(0, end - 2) : end], vocabulary) else end
    before = next((token for token in tokens if token.end == start and token.text[0] in _FIGURES), None)
    if end - start == 1 and before is not None:
        start = before.start  # 五里牌街道
    if end - start == 1 and _begins_a_place(text, start - 1):
        start -= 1
    while start < end and text[start] in "区县市旗":
        start += 1
    return start


def _shortens_a_bureau(word: str, vocabulary: Vocabulary) -> bool:
    """自然 of 自然局 and 退事 of 退事局, though they are words of any talk or none."""
    if len(word) < _OFFICE_NAME or not NO_NAME.isdisjoint(word):
        return False
    return is_short_for_a_bureau(word, vocabulary)


def _is_place(word: str, vocabulary: Vocabulary) -> bool:
    """洪都 of 洪都街道, though 都 alone is a word of questions."""
    return (
        len(word) == 2
        and word not in vocabulary.words.function_words
        and vocabulary.tokenizer.frequency(word) > 0
        and word not in vocabulary.words.everyday_words
        and word not in vocabulary.phrases
    )


_IN_PLACES = frozenset("里家道都路地各场市街和前")
"""Words of questions that names of places end in, or hold in their midst: 花地, 张各庄."""
_LONGEST_PLACE = 6


def _is_loose(token: Token, vocabulary: Vocabulary) -> bool:
    """A single character that says nothing in a question: 花 of 花地."""
    words, said = vocabulary.words, token.text
    return len(said) == 1 and said not in words.function_words and said not in words.light


def _start_of_place(start: int, end: int, text: str, tokens: Sequence[Token], vocabulary: Vocabulary) -> int:
    """Where a name begins that is made of words of any talk: 幸福街道, 花地街道, 张各庄镇."""
    named = vocabulary.words.street_names
    for length in (4, 3, 2):
        if text[end - length : end] in named:
            return min(start, end - length)
    if start == end:
        loose = any(token.start == end - 2 and _is_loose(token, vocabulary) for token in tokens)
        if loose and any(name[-1] == text[end - 1] for name in vocabulary.street_cores):
            start = end - 2  # 羊中街道, where there is 洋中街道
    elif end - start == 1 and start and _begins_a_street(text[start - 1], vocabulary):
        start -= 1
    begin = start
    while end - begin < _LONGEST_PLACE and text[begin - 1 : begin] in _IN_PLACES:
        if not any(token.start == begin - 2 and _is_loose(token, vocabulary) for token in tokens):
            break
        begin -= 2
    if text[begin] == "住" and end - begin > _OFFICE_NAME:
        begin += 1  # 我住珠光街道
    return begin if end - begin > 1 else start


def _begins_a_street(character: str, vocabulary: Vocabulary) -> bool:
    """望 of 望厚街道, where there is 望江街道."""
    return character not in NO_NAME and any(name[0] == character for name in vocabulary.street_cores)


_FOR_WHOM = tuple("给为替由帮")
"""给退役军人办的活动: before what is done for them, and no office."""
_FIGURES = "一二三四五六七八九十百千万"
_FIRST_OF_PLACES = tuple("下上东西南北中大小新老前后")


def _begins_a_place(text: str, at: int) -> bool:
    """下 of 下浒镇 and 次 of 次坞镇呢: words of questions with which names of places begin as well."""
    return text[at : at + 1] in _FIRST_OF_PLACES or (
        at == 0 and text[0] not in NO_NAME and "一" <= text[0] <= "鿿"
    )


def _is_core(core: str, vocabulary: Vocabulary) -> bool:
    return not readings(core).isdisjoint(vocabulary.spoken_cores) or (
        len(core) >= _LONG_ENOUGH and not vocabulary.cores_but_one.isdisjoint(but_one(core))
    )


_LONG_ENOUGH = 3


def _is_nearly_a_street(word: str, vocabulary: Vocabulary) -> bool:
    """Whether a word of any talk sounds as a name and has a character of it at its place: 四维 as 四唯."""
    spoken = sound(word)
    return spoken in vocabulary.spoken_cores and any(
        vocabulary.core_sounds[name] == spoken and any(a == b for a, b in zip(word, name, strict=True))
        for name in vocabulary.street_cores
    )


def _sounds_in(core: str, vocabulary: Vocabulary) -> bool:
    spoken = sound(core)
    return core not in NO_NAME and any(spoken in name for name in vocabulary.core_sounds.values())
