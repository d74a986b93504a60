"""Which known words sound like this? Slips of the ear and of the input method, and pinyin typed as it is."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from functools import cached_property, lru_cache

Syllables = tuple[str, ...]

_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"))
_MONTH = re.compile("([0-9]{1,2}) ?yue ?(fen)?")
_LATIN = re.compile("[a-z]+")


@lru_cache(maxsize=8192)
def _syllable(character: str) -> str:
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


def sound(text: str) -> Syllables:
    """How `text` sounds, without tones and with what is easily confused made alike."""
    return tuple(map(_spoken, text))


@lru_cache(maxsize=8192)
def _spoken(character: str) -> str:
    return _blurred(_syllable(character))


def spelling(text: str) -> Syllables:
    """The syllables of `text` as they are spelled, without tones."""
    return tuple(map(_syllable, text))


class Sounds:
    """Known words by their sound."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = [word for word in dict.fromkeys(words) if len(word) >= 2]

    @cached_property
    def _by_sound(self) -> dict[Syllables, list[str]]:
        found: dict[Syllables, list[str]] = {}
        for word in self._words:
            found.setdefault(sound(word), []).append(word)
        return found

    @cached_property
    def _by_spelling(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for word in self._words:
            found.setdefault("".join(_syllable(character) for character in word), word)
        return found

    def sounding(self, syllables: Syllables) -> list[str]:
        """Known words that sound so."""
        return self._by_sound.get(syllables, [])

    def spelled(self, letters: str) -> str | None:
        """The known words that a run of pinyin letters spells, or None where it does not come out even."""
        spellings = self._by_spelling
        best: list[list[str] | None] = [[]] + [None] * len(letters)
        for end in range(2, len(letters) + 1):
            for start in range(max(0, end - 30), end - 1):
                before = best[start]
                word = spellings.get(letters[start:end]) if before is not None else None
                if word is not None and before is not None:
                    now = best[end]
                    if now is None or len(now) > len(before) + 1:
                        best[end] = [*before, word]
        words = best[len(letters)]
        return "".join(words) if words else None

    def in_characters(self, text: str) -> str:
        """`text` with the runs of pinyin that spell known words put into characters."""

        def replace(match: re.Match[str]) -> str:
            letters = re.sub("[ ']", "", match[0])
            whole = self.spelled(letters) if len(letters) >= 4 else None
            if whole is None:
                words = re.split("([ '])", match[0])
                return "".join((self.spelled(word) if len(word) >= 4 else None) or word for word in words)
            return whole

        text = _MONTH.sub(lambda match: f"{match[1]}月{'份' if match[2] else ''}", text)
        return re.sub(r"[a-z]+(?:[ '][a-z]+)*", replace, text)


def has_pinyin(text: str) -> bool:
    """Whether there is a run of letters that may be pinyin."""
    return any(len(run) >= 2 for run in _LATIN.findall(text))
