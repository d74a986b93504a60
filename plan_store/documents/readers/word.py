"""What stands in a Word document? Its paragraphs and tables, merged cells as they look."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from plan_store.documents import DocumentError
from plan_store.documents.blocks import Block, Grid, Measure

_DAMAGED = "Word 文件不完整或已损坏，或者大得不正常；请重新保存后再发"


def read_word(content: bytes) -> list[Block]:
    try:
        body: Any = Document(io.BytesIO(content)).element.body
    except (KeyError, ValueError, AttributeError, zipfile.BadZipFile, etree.XMLSyntaxError) as error:
        raise DocumentError(None, _DAMAGED) from error
    measure = Measure()
    return list(_blocks(body, measure))


def refuse_old_word(content: bytes) -> list[Block]:
    raise DocumentError(None, "这是旧格式的 Word 或 WPS 文档，请用 Word 或 WPS 打开，另存为 .docx 后再发")


def _blocks(parent: Any, measure: Measure) -> Iterator[Block]:
    for element in parent:
        if element.tag == qn("w:p"):
            for line in _text(element).split("\n"):
                yield measure.line(line)
        elif element.tag == qn("w:tbl"):
            yield _grid(element, measure)
        elif element.tag == qn("w:sdt"):
            # A content control around any of these.
            for inner in element.iterfind(qn("w:sdtContent")):
                yield from _blocks(inner, measure)


def _grid(table: Any, measure: Measure) -> Grid:
    """python-docx gives a merged cell once for each column; what is needed is what the table looks like."""
    rows: list[tuple[str, ...]] = []
    covered: set[tuple[int, int]] = set()
    above: dict[int, str] = {}
    for row in _children(table, "w:tr"):
        cells: list[str] = [""] * _number(row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}"), 0)
        for cell in _children(row, "w:tc"):
            properties = cell.find(qn("w:tcPr"))
            span = _number(properties.find(qn("w:gridSpan")) if properties is not None else None, 1)
            merge = properties.find(qn("w:vMerge")) if properties is not None else None
            at = len(cells)
            continues = merge is not None and merge.get(qn("w:val"), "continue") == "continue"
            text = above.get(at, "") if continues else _cell_text(cell)
            for column in range(at, at + span):
                cells.append(text)
                above[column] = text
                if continues or column > at:
                    covered.add((len(rows), column))
        rows.append(measure.row(cells))
    width = max(map(len, rows), default=0)
    filled = tuple(row + ("",) * (width - len(row)) for row in rows)
    return Grid(filled, covered=frozenset(covered))


def _children(parent: Any, tag: str) -> Iterator[Any]:
    """Direct ones, and those in content controls."""
    for element in parent:
        if element.tag == qn(tag):
            yield element
        elif element.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins")):
            yield from _children(element, tag)


def _cell_text(cell: Any) -> str:
    return "\n".join(_text(paragraph) for paragraph in cell.iter(qn("w:p")))


def _text(paragraph: Any) -> str:
    """The words of a paragraph; what was struck out in a revision is no longer part of it."""
    parts: list[str] = []
    for element in paragraph.iter():
        if element.tag == qn("w:t"):
            parts.append(element.text or "")
        elif element.tag in (qn("w:br"), qn("w:cr")):
            parts.append("\n")
        elif element.tag == qn("w:tab") and element.getparent().tag == qn("w:r"):
            parts.append(" ")
    return "".join(parts).strip()


def _number(element: Any, otherwise: int) -> int:
    value = "" if element is None else element.get(qn("w:val"), "")
    return min(int(value), 200) if value.isdecimal() else otherwise
