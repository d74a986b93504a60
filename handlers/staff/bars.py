"""What stands between the bars of a command? 主题 | 形式 | 单位 | 时间."""

from __future__ import annotations

import re

_BAR = re.compile(r"\s*[|｜]\s*")


def between_bars(words: str, most: int = 0) -> list[str]:
    """The parts; `most`: so many at most, further bars belong to the last. 0: all."""
    return _BAR.split(words, maxsplit=max(most - 1, 0))
