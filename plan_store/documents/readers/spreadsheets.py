"""What stands in a workbook? Each visible sheet as a grid, numbers and dates as people write them."""

from __future__ import annotations

import datetime as dt
import io

from python_calamine import (
    CalamineError,
    CalamineSheet,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from plan_store.documents import DocumentError
from plan_store.documents.blocks import MOST_ROWS, Block, Grid, Measure
from plan_store.documents.defusing import bare


def read_spreadsheet(content: bytes) -> list[Block]:
    try:
        with load_workbook(io.BytesIO(content)) as workbook:
            names = [
                sheet.name
                for sheet in workbook.sheets_metadata
                if sheet.typ is SheetTypeEnum.WorkSheet and sheet.visible is SheetVisibleEnum.Visible
            ]
            measure = Measure()
            sheets = [workbook.get_sheet_by_name(name) for name in names]
            return [_grid(sheet, measure, alone=len(sheets) == 1) for sheet in sheets]
    except PasswordError:
        raise DocumentError(None, "文件有密码，请去掉密码后再发") from None
    except CalamineError as error:
        raise DocumentError(None, "表格文件不完整或已损坏，请重新保存后再发") from error


def _grid(sheet: CalamineSheet, measure: Measure, *, alone: bool) -> Grid:
    if sheet.total_height > 20 * MOST_ROWS or sheet.total_height * sheet.total_width > 10_000_000:
        raise DocumentError(None, f"工作表“{sheet.name}”大得不正常（{sheet.total_height}行），没有读")
    cells = [[_text(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    while cells and not any(cells[-1]):
        cells.pop()
    covered = _spread(cells, sheet.merged_cell_ranges or [])
    width = max((at + 1 for row in cells for at, cell in enumerate(row) if cell), default=0)
    rows = tuple(measure.row(row[:width]) for row in cells)
    return Grid(rows, "" if alone else sheet.name, covered)


def _spread(
    cells: list[list[str]], ranges: list[tuple[tuple[int, int], tuple[int, int]]]
) -> frozenset[tuple[int, int]]:
    """Give each cell of a merged range the text of its first; which cells only continue another."""
    covered: set[tuple[int, int]] = set()
    for (top, left), (bottom, right) in ranges:
        if top >= len(cells) or left >= len(cells[top]):
            continue
        for row in range(top, min(bottom + 1, len(cells))):
            for column in range(left, min(right + 1, len(cells[row]))):
                if (row, column) != (top, left):
                    cells[row][column] = cells[top][left]
                    covered.add((row, column))
        if len(covered) > 200_000:
            raise DocumentError(None, "表格里合并的单元格多得不正常，没有读")
    return frozenset(covered)


def _text(value: object) -> str:
    match value:
        case bool():
            return "是" if value else "否"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case dt.datetime() if value.time() == dt.time():
            return value.date().isoformat()
        case dt.datetime():
            return value.isoformat(" ", "minutes")
        case dt.time():
            return value.isoformat("minutes")
        case _:
            return bare(str(value).strip())
