"""How is text cut into words? By a jieba of the bot's own, which reads of its dictionary what is needed."""

from __future__ import annotations

import contextlib
import io
import logging
import marshal
import math
import os
import tempfile
from collections import defaultdict
from pathlib import Path

import jieba

_RARELY = 3
"""How often jieba's corpus has a rare word, at most."""
_LEFT_OUT = frozenset(("nr", "nrt", "nrfg", "i", "m"))
"""Names of people, foreign ones, set phrases, and numbers in words, by jieba's tags. A fifth of its
dictionary are rare ones of these, such as 五一回 and 今天下午, which only hide the words of a question."""


class Tokenizer(jieba.Tokenizer):  # type: ignore[misc] # jieba has no types
    """jieba's tokenizer, apart from its shared one: nothing else in the process changes how text is cut.

    jieba looks up nothing but words that begin with a character of the text. So the words of a character are
    read when it is first met, and a start waits for a fifth of the dictionary instead of for all of it.
    """

    def __init__(self, unread: dict[str, bytes], total: int) -> None:
        """`unread`: character -> frequencies of words that begin with it, by marshal; `total`: their sum."""
        super().__init__()
        self._unread = unread
        self.total = total
        self.initialized = True

    def get_DAG(self, sentence: str) -> dict[int, list[int]]:  # noqa: N802 - jieba's name
        """What jieba cuts by; every way of cutting comes through here first."""
        self._read(sentence)
        ways: dict[int, list[int]] = super().get_DAG(sentence)
        return ways

    def frequency(self, word: str) -> int:
        """How often jieba's corpus, of 60 million words, has `word`; 0 for what is none."""
        self._read(word[:1])
        return self.FREQ.get(word) or 0

    def likelihood(self, text: str) -> float:
        """How likely the words are into which `text` is cut, as a logarithm."""
        return sum(self.rarity(self.frequency(word)) for word in self.lcut(text, HMM=False))

    def rarity(self, frequency: int) -> float:
        """The logarithm of how likely a word is that comes up so often."""
        return math.log((frequency or 1) / self.total)

    def teach(self, word: str, frequency: int) -> None:
        """From now on `word` is one, unless it is already."""
        if not self.frequency(word):
            self.add_word(word, frequency)

    def _read(self, text: str) -> None:
        for character in text:
            if words := self._unread.get(character):
                self.FREQ.update(marshal.loads(words))
                # Only now: another thread that misses it has to find its words.
                self._unread.pop(character, None)


def tokenizer(folder: Path | None) -> Tokenizer:
    """A tokenizer with jieba's dictionary, kept in `folder` in a form that is quick to load.

    It is read by marshal, which a folder shared with others would make unsafe.
    """
    jieba.setLogLevel(logging.WARNING)
    if folder is None:
        return Tokenizer(*_dictionary())
    kept = folder / f"jieba-{jieba.__version__}-small-by-character.cache"
    try:
        return Tokenizer(*marshal.loads(kept.read_bytes()))
    except (OSError, EOFError, ValueError, TypeError):
        made = _dictionary()
        _keep(kept, marshal.dumps(made))
        return Tokenizer(*made)


def _dictionary() -> tuple[dict[str, bytes], int]:
    """jieba's words and their beginnings, which it needs as well, by their first character."""
    source = jieba.Tokenizer()
    useful = b"".join(line for line in source.get_dict_file() if _useful(line))
    frequencies, total = source.gen_pfdict(io.BytesIO(useful))
    words: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for word, frequency in frequencies.items():
        words[word[0]][word] = frequency
    return {character: marshal.dumps(of_it) for character, of_it in words.items()}, total


def _useful(line: bytes) -> bool:
    _, frequency, tag = line.decode().split()
    return int(frequency) > _RARELY or tag not in _LEFT_OUT


def _keep(path: Path, content: bytes) -> None:
    """Write it whole or not at all: another process may start at the same time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
    try:
        os.replace(file.name, path)
    except OSError:
        # On Windows another process may be reading it; then it has been written.
        with contextlib.suppress(OSError):
            os.remove(file.name)
