"""What stands in a PDF? The tables that its lines draw, and the text around them, page by page."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from plan_store.documents import DocumentError
from plan_store.documents.blocks import Block, Grid, Measure

MOST_PAGES = 60
_PADDING = 6.0
"""Points between a cell's text and its border."""


def read_pdf(content: bytes) -> list[Block]:
    measure = Measure()
    try:
        with pdfplumber.open(io.BytesIO(content)) as document:
            if len(document.pages) > MOST_PAGES:
                raise DocumentError(None, f"PDF 超过{MOST_PAGES}页，不像活动计划，没有读")
            blocks = [block for page in document.pages for block in _blocks(page, measure)]
    except PdfminerException as error:
        cause = error.args[0] if error.args else None
        locked = isinstance(cause, PDFPasswordIncorrect)
        raise DocumentError(
            None,
            "PDF 有密码，请去掉密码后再发"
            if locked
            else "PDF 不完整或已损坏，或者大得不正常；请重新保存后再发",
        ) from error
    if not blocks:
        raise DocumentError(None, "PDF 里没有文字，大概是扫描件；请发 .docx 或 .xlsx")
    return blocks


def _blocks(page: Any, measure: Measure) -> Iterator[Block]:
    """From top to bottom."""
    found: list[tuple[float, Block]] = []
    tables = page.find_tables()
    rest = page
    for table in tables:
        rest = rest.outside_bbox(_within(table.bbox, page.bbox))
        found.append((table.bbox[1], _grid(page, table, measure)))
    lines = rest.extract_text_lines(return_chars=False)
    found += [(line["top"], measure.line(line["text"].strip())) for line in lines]
    page.close()
    for _, block in sorted(found, key=lambda one: one[0]):
        yield block


def _grid(page: Any, table: Any, measure: Measure) -> Grid:
    """A place without a cell of its own belongs to the merged one that reaches over it."""
    texts = [
        [_unwrapped(page, cell, text) for cell, text in zip(row.cells, said, strict=True)]
        for row, said in zip(table.rows, table.extract(), strict=True)
    ]
    rows: list[tuple[str, ...]] = []
    covered: set[tuple[int, int]] = set()
    owners = [
        (cell, (text or "").strip())
        for row, said in zip(table.rows, texts, strict=True)
        for cell, text in zip(row.cells, said, strict=True)
        if cell is not None
    ]
    for at, (row, said) in enumerate(zip(table.rows, texts, strict=True)):
        cells: list[str] = []
        for column, (cell, text) in enumerate(zip(row.cells, said, strict=True)):
            if cell is None:
                left, _, right, _ = table.columns[column].bbox
                middle = ((left + right) / 2, (row.bbox[1] + row.bbox[3]) / 2)
                text = next((words for box, words in owners if _holds(box, middle)), "")
                covered.add((at, column))
            cells.append((text or "").strip())
        rows.append(measure.row(cells))
    return Grid(tuple(rows), covered=frozenset(covered))


def _unwrapped(page: Any, box: Any, text: str | None) -> str:
    """The text of a cell without the breaks of lines that were only too long for it."""
    text = (text or "").strip()
    if box is None or "\n" not in text:
        return text
    said = ""
    for line in page.crop(_within(box, page.bbox)).extract_text_lines():
        said += line["text"].strip()
        sign = line["chars"][-1]
        said += "" if box[2] - line["x1"] < 1.5 * sign["width"] + _PADDING else "\n"
    return said.strip()


def _holds(box: tuple[float, float, float, float], point: tuple[float, float]) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def _within(box: tuple[float, ...], page: tuple[float, ...]) -> tuple[float, ...]:
    return (max(box[0], page[0]), max(box[1], page[1]), min(box[2], page[2]), min(box[3], page[3]))
