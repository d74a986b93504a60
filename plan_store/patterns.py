"""How is a regular expression made for which no start waits? It is compiled when a text first comes to it."""

from __future__ import annotations

import re
from typing import Any, cast

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub")


def pattern(wording: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """As `re.compile`, only later; from then on its methods are those of the compiled pattern."""
    made = _Pattern(wording, flags)
    _MADE.append(made)
    return cast(re.Pattern[str], made)


def prepare() -> None:
    """Compile now what no text has come to yet."""
    for made in _MADE:
        made.compile()


class _Pattern:
    def __init__(self, wording: str, flags: re.RegexFlag) -> None:
        self.pattern = wording
        self.flags = flags

    def compile(self) -> None:
        compiled = re.compile(self.pattern, self.flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))

    def __getattr__(self, name: str) -> Any:
        """Comes to pass only as long as the methods are not set."""
        if name not in _METHODS:
            raise AttributeError(name)
        self.compile()
        return getattr(self, name)


_MADE: list[_Pattern] = []
