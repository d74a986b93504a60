"""How are files of words read? As tables that know where they stand, to name the place of what is broken."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plan_store import VocabularyError
from plan_store.patterns import pattern

_AT = pattern(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


@dataclass(frozen=True)
class Table:
    """A table of a TOML file. All methods raise `VocabularyError` where what is asked for is not there."""

    file: Path
    place: str
    """Where it stands in the file, as a prefix of what is in it; empty for the whole."""
    values: Mapping[str, Any]

    def holds(self, keys: Collection[str], also: Collection[str] = ()) -> Table:
        """Itself, where all `keys` are there and nothing else, save what may be there `also`."""
        for key in keys:
            if key not in self.values:
                raise self._broken(key, "没有写")
        for key in self.values:
            if key not in keys and key not in also:
                raise self._broken(key, "不认识，名字可能写错了")
        return self

    def text(self, key: str) -> str:
        value = self.values.get(key)
        if not isinstance(value, str):
            raise self._broken(key, "要写成引号里的文字")
        return value

    def words(self, key: str) -> list[str]:
        """Words parted by blanks."""
        return self.text(key).split()

    def names(self, key: str) -> list[str]:
        """A list of names, each in its quotes; none where the key is not there."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self._broken(key, '要写成一列名字：["…", "…"]')
        return value

    def texts(self) -> dict[str, str]:
        """All that is in it."""
        return {key: self.text(key) for key in self.values}

    def table(self, key: str) -> Table:
        value = self.values.get(key)
        if not isinstance(value, dict):
            raise self._broken(key, f"要写成一张表：[{key}]，下面每行一条")
        return Table(self.file, f"{self.place}{key} 里的 ", value)

    def tables(self, key: str) -> list[Table]:
        value = self.values.get(key)
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise self._broken(key, f"要一条一条地写，每条以 [[{key}]] 开头")
        return [
            Table(self.file, f"第 {place} 个 {key}（{one.get('name', '没有名字')}）的 ", one)
            for place, one in enumerate(value, 1)
        ]

    def _broken(self, key: str, why: str) -> VocabularyError:
        return VocabularyError(self.file, f"{self.place}{key}", why)


def read_toml(file: Path) -> Table:
    """The whole of a file."""
    text = _text(file)
    try:
        return Table(file, "", tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        found = _AT.search(str(error))
        place = f"第 {found[1]} 行第 {found[2]} 个字" if found and found[1] else "到了结尾"
        raise VocabularyError(file, place, f"不是正确的 TOML（{_AT.sub('', str(error))}）") from None


def read_plain(file: Path) -> frozenset[str]:
    """Words parted by blanks, in lines of which those with # in front say something about them."""
    lines = _text(file).splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def _text(file: Path) -> str:
    try:
        content = file.read_bytes()
        return content.decode("utf-8")
    except OSError as error:
        raise VocabularyError(file, "", f"读不了（{error.strerror}）") from None
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise VocabularyError(file, f"第 {line} 行", "不是 UTF-8 的文字；请用 UTF-8 编码另存") from None
