"""How is text cut into words? By a jieba of the bot's own, whose dictionary is small and quick to load."""

from __future__ import annotations

import io
import logging
import marshal
from collections.abc import Iterable
from pathlib import Path

import jieba

_RARELY = 3
"""How often jieba's corpus has a rare word, at most."""
_LEFT_OUT = frozenset(("nr", "nrt", "nrfg", "i", "m"))
"""Names of people, foreign ones, set phrases, and numbers in words, by jieba's tags. A fifth of its
dictionary are rare ones of these; no question about a plan is cut otherwise without them."""


class _Tokenizer(jieba.Tokenizer):  # type: ignore[misc] # jieba has no types
    @staticmethod
    def gen_pfdict(f: Iterable[bytes]) -> tuple[dict[str, int], int]:
        """Frequencies of words and of their beginnings, and their sum; for where none are kept yet."""
        useful = b"".join(line for line in f if _useful(line))
        frequencies: tuple[dict[str, int], int] = jieba.Tokenizer.gen_pfdict(io.BytesIO(useful))
        return frequencies


def tokenizer(folder: Path | None) -> jieba.Tokenizer:
    """A tokenizer apart from jieba's shared one, so that nothing else in the process changes how text is cut.

    `folder`, the bot's own, is where jieba keeps its dictionary as it has read it. It is read by marshal,
    which a folder shared with others would make unsafe.
    """
    jieba.setLogLevel(logging.WARNING)
    made = _Tokenizer()
    if folder is None:
        return made
    folder.mkdir(parents=True, exist_ok=True)
    made.tmp_dir = str(folder)
    made.cache_file = f"jieba-{jieba.__version__}-small.cache"
    try:
        # In one piece it is read twice as fast as by jieba itself, which asks the file for each word.
        made.FREQ, made.total = marshal.loads((folder / made.cache_file).read_bytes())
        made.initialized = True
    except (OSError, EOFError, ValueError, TypeError):
        made.initialize()
    return made


def _useful(line: bytes) -> bool:
    _, frequency, tag = line.decode().split()
    return int(frequency) > _RARELY or tag not in _LEFT_OUT
