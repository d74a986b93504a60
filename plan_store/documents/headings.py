"""Which plan is this? Its title, year and district, from the lines above its table."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_TITLE = re.compile(r"计划|安排|方案|一览|[表单]$")
_ATTACHMENT = re.compile(r"^附\s*件?\s*[\d一二三四五六七八九十]*\s*[:：]?\s*")
_LABELLED = re.compile(r"[^：:]{2,8}[：:]")
"""Begins a line below a title: `填报单位：…`."""
_YEAR = re.compile(r"(20\d\d|二[〇○零0]二?[〇○零一二三四五六七八九]{1,2})\s*年?")
_DISTRICT = re.compile(
    r"(?:[一-鿿]{1,7}?(?:省|自治区))?"
    r"(?:(?:[^\W\d_区县省市]{2,6}(?:市|州)|[一-鿿]{2,12}自治州)(?=[一-鿿]+?[区县市旗]))?"
    r"([^\W\d_]{1,9}?(?:市区|区|县|旗|市(?!区)))"
)


@dataclass(frozen=True, slots=True)
class Heading:
    title: str
    """On one line."""
    year: int | None
    district: str
    """The smallest 区, 县 or 市 that leads the title; empty where none does."""


def read_heading(lines: Sequence[str]) -> Heading:
    """Read what stands above a table; the title may run over several lines, with other text around it."""
    title = _title(lines)
    year = _year(title) or _year("\n".join(lines))
    return Heading(title, year, _district(title))


def _title(lines: Sequence[str]) -> str:
    """The first block of lines that calls itself a plan; else the first block."""
    blocks: list[str] = []
    block: list[str] = []
    for line in [*lines, ""]:
        text = _ATTACHMENT.sub("", line.strip())
        if text and not text.endswith(("。", "：", ":")) and not _LABELLED.match(text):
            block.append(text)
        elif block:
            blocks.append("".join(block))
            block = []
    return next((one for one in blocks if _TITLE.search(one)), blocks[0] if blocks else "")


def _year(text: str) -> int | None:
    match = _YEAR.search(unicodedata.normalize("NFKC", text))
    if match is None:
        return None
    digits = match[1].translate(str.maketrans("〇○零一二三四五六七八九", "000123456789"))
    return int(digits) if len(digits) == 4 else None


def _district(title: str) -> str:
    match = _DISTRICT.match(
        re.sub(r"^(?:关于)?(?:印发)?《?(?:[\d〇○零一二三四五六七八九]{4}年度?)?", "", title)
    )
    return match[1] if match else ""
