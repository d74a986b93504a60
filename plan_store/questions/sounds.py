"""Which known words sound like this? Slips of the ear and of the input method, and pinyin typed as it is."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from itertools import accumulate, count, product
from typing import NamedTuple

from plan_store.patterns import pattern

Syllables = tuple[str, ...]
Sound = str
"""How a word sounds: a character for each syllable, the same for all that are easily confused."""

_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"))
_MONTH = pattern("([0-9]{1,2}) ?yue ?(fen)?")
_SEVERAL_LETTERS = pattern("[a-z][a-z]")
_RUN = pattern("[a-z]+(?:[ '][a-z]+)*")
_LONGEST = 7
"""Characters of a word that is put right."""
_LONGEST_WORD = 30
"""Letters."""
_STRANGE = 8
"""What letters cost that spell nothing, beside a known word."""


_IN_PLACES = {"厦": "xia", "圩": "xu", "莘": "xin"}
"""How the names of places have it, which is what is mostly misspelt."""


@lru_cache(maxsize=8192)
def _syllable(character: str) -> str:
    if character in _IN_PLACES:
        return _IN_PLACES[character]
    # Without the phrase dictionary pypinyin costs a tenth of the memory; slips do not depend on it.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin import Style, lazy_pinyin

    return str(lazy_pinyin(character, style=Style.NORMAL)[0])


def _blurred(syllable: str) -> str:
    """Alike what southern speakers do not tell apart: zh/z, ch/c, sh/s, n/l, h/f before u, ng/n."""
    for strong, weak in _INITIALS:
        if syllable.startswith(strong):
            syllable = weak + syllable[2:]
            break
    if syllable.startswith("n") and len(syllable) > 1:
        syllable = "l" + syllable[1:]
    if syllable.startswith("hu") and len(syllable) > 2:
        syllable = "f" + syllable[2:]
    if syllable.endswith("ng"):
        syllable = syllable[:-1]
    return syllable


_free = map(chr, count(0xE000))
"""Of the private ones, which no text has once it is normalised."""
_signs: dict[str, str] = {}


def _sign(syllable: str) -> str:
    """The one character that stands for `syllable` and for all that are easily taken for it."""
    heard = _blurred(syllable)
    if len(heard) == 1:
        return heard
    # Not two steps: another thread may come between them.
    return _signs.get(heard) or _signs.setdefault(heard, next(_free))


class _SignByCharacter(dict[int, str]):
    """Found out when a character is first met; kept for those that have a reading."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        sign = _sign(_syllable(character))
        if sign != character:
            self[code] = sign
        return sign


_SIGNS = _SignByCharacter()


def sound(text: str) -> Sound:
    """How `text` sounds, without tones and with what is easily confused made alike."""
    return text.translate(_SIGNS)


def _heard(syllables: Syllables) -> Sound:
    return "".join(map(_sign, syllables))


def spelling(text: str) -> Syllables:
    """The syllables of `text` as they are spelled, without tones."""
    return tuple(map(_syllable, text))


_OTHER_READINGS = {
    "调": "tiao",
    "长": "chang",
    "重": "chong",
    "朝": "zhao",
    "乐": "yue",
    "校": "jiao",
    "都": "du",
    "还": "huan",
    "厦": "sha",
    "圩": "wei",
    "莘": "shen",
    "堡": "pu",
    "埔": "bu",
    "泊": "bo",
    "传": "zhuan",
    "翟": "di",
    "蔚": "wei",
    "盛": "cheng",
    "查": "zha",
    "解": "xie",
    "单": "shan",
    "番": "pan",
    "涌": "chong",
    "柏": "bo",
    "浒": "xu",
    "铅": "yan",
}
"""Of characters that names are made of in both readings: 调研 and 调解, 长度 and 长者, 江厦 and 大厦."""


def spellings(word: str) -> list[Syllables]:
    """How `word` may be spelled; the first as its characters are most often."""
    if _OTHER_READINGS.keys().isdisjoint(word):
        return [spelling(word)]
    read = (
        (_syllable(one), _OTHER_READINGS[one]) if one in _OTHER_READINGS else (_syllable(one),)
        for one in word
    )
    return list(product(*read))


def readings(word: str) -> frozenset[Sound]:
    """All ways in which `word` may sound: 传塘 as 篆塘 and as 船塘."""
    return frozenset(map(_heard, spellings(word)))


def sounds_within(said: str, name: str) -> bool:
    """Whether part of `name` sounds like `said`: 生态还境 in 市生态环境局."""
    whole = sound(name)
    return any(_heard(syllables) in whole for syllables in spellings(said))


class _Pieces(NamedTuple):
    cost: int
    words: tuple[str, ...]


class Sounds:
    """Known words by their sound."""

    def __init__(self, words: Iterable[str], single: Mapping[str, str] | None = None) -> None:
        """`single`: words of one syllable, by how they are spelled; read only where they stand alone."""
        self._words = [word for word in dict.fromkeys(words) if len(word) >= 2]
        self._single = single or {}

    def prepare(self) -> None:
        """Find out now how all words sound and are spelled."""
        _ = self.lengths, self._by_spelling

    @cached_property
    def _by_sound(self) -> dict[Sound, list[str]]:
        found: dict[Sound, list[str]] = {}
        for word in self._words:
            for syllables in spellings(word):
                found.setdefault(_heard(syllables), []).append(word)
        return found

    @cached_property
    def _by_spelling(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for word in self._words:
            for syllables in spellings(word):
                found.setdefault("".join(syllables), word)
        return found

    @cached_property
    def lengths(self) -> dict[Sound, tuple[int, ...]]:
        """How long the known words are that begin with these two syllables, as far as they are put right."""
        found: defaultdict[Sound, set[int]] = defaultdict(set)
        for spoken in self._by_sound:
            if len(spoken) <= _LONGEST:
                found[spoken[:2]].add(len(spoken))
        return {head: tuple(lengths) for head, lengths in found.items()}

    def sounding(self, spoken: Sound) -> list[str]:
        """Known words that sound so."""
        return self._by_sound.get(spoken, [])

    def windows(self, text: str, spoken: Sound, places: set[int]) -> list[tuple[int, int]]:
        """(length, start) of what sounds as another word and holds one of `places`; the longest first."""
        found: list[tuple[int, int]] = []
        first, last = max(0, min(places) - _LONGEST + 1), max(places)
        known = self.lengths
        for start in [at for at in range(first, last + 1) if spoken[at : at + 2] in known]:
            for length in known[spoken[start : start + 2]]:
                end = start + length
                words = self._by_sound.get(spoken[start:end])
                if (
                    words is not None
                    and words != [text[start:end]]
                    and end <= len(text)
                    and not places.isdisjoint(range(start, end))
                ):
                    found.append((length, start))
        return sorted(found, key=lambda window: (-window[0], window[1])) if found else found

    def in_characters(self, text: str) -> str:
        """`text` with the runs of pinyin that spell known words put into characters."""
        text = _MONTH.sub(lambda match: f"{match[1]}月{'份' if match[2] else ''}", text)
        return _RUN.sub(lambda run: self._spelled(run[0]), text)

    def _spelled(self, run: str) -> str:
        """What a run of letters spells, in as few words as possible; as it is where it spells none.

        A blank may part syllables or words. So a known word begins and ends where the letters between two
        blanks do, or stands within them: jiedao you is no 导游.
        """
        tokens = re.split("[ ']", run)
        letters = "".join(tokens)
        edges = [0, *accumulate(map(len, tokens))]
        inside = frozenset(edges[1:-1])
        best: list[_Pieces | None] = [_Pieces(0, ())] + [None] * len(letters)
        for end in range(1, len(letters) + 1):
            for start in range(max(0, end - _LONGEST_WORD), end):
                before, spelled = best[start], letters[start:end]
                if before is None:
                    continue
                whole = start in edges and end in edges
                word = (
                    self._by_spelling.get(spelled)
                    if whole or inside.isdisjoint(range(start + 1, end))
                    else None
                )
                if word is not None:
                    now = _Pieces(before.cost + 1, (*before.words, word))
                elif whole and (spelled in self._single or inside.isdisjoint(range(start + 1, end))):
                    single = self._single.get(spelled) if len(tokens) > 1 else None
                    now = _Pieces(
                        before.cost + (1 if single else _STRANGE), (*before.words, single or f" {spelled} ")
                    )
                else:
                    continue
                known = best[end]
                if known is None or now.cost < known.cost:
                    best[end] = now
        found = best[-1]
        if len(letters) < 4 or found is None or all(len(word) < 2 or word[0] == " " for word in found.words):
            return run
        return re.sub(" +", " ", "".join(found.words)).strip()


def has_pinyin(text: str) -> bool:
    """Whether there is a run of letters that may be pinyin."""
    return _SEVERAL_LETTERS.search(text) is not None
