"""How does a plan stand in a workbook? As published, to be read, sorted and printed."""

from __future__ import annotations

import io

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from plan_store.documents.columns import Column
from plan_store.documents.defusing import defused
from plan_store.documents.writing import table_of, title_of
from plan_store.plan import Plan

_WIDTHS = {
    Column.NUMBER.title: 6,
    Column.THEME.title: 44,
    Column.FORMS.title: 24,
    Column.UNIT.title: 18,
    Column.PERIOD.title: 14,
    Column.NOTE.title: 30,
}


def write_xlsx(plan: Plan) -> bytes:
    header, rows = table_of(plan)
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = f"{plan.year}年"
    sheet.append([defused(title_of(plan))])
    sheet.append(list(header))
    for row in rows:
        sheet.append([int(row[0]), *(defused(ILLEGAL_CHARACTERS_RE.sub("", cell)) for cell in row[1:])])
    width = len(header)
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=width)
    line = Side(style="thin")
    for number, cells in enumerate(sheet.iter_rows(max_col=width), 1):
        for cell in cells:
            middle = number < 3 or cell.column == 1
            cell.alignment = Alignment(
                horizontal="center" if middle else "left", vertical="center", wrap_text=True
            )
            if number < 3:
                cell.font = Font(bold=True, size=14 if number == 1 else 11)
            if number > 1:
                cell.border = Border(left=line, right=line, top=line, bottom=line)
    for place, name in enumerate(header, 1):
        sheet.column_dimensions[get_column_letter(place)].width = _WIDTHS.get(name, 22)
    sheet.freeze_panes = "A3"
    sheet.print_title_rows = "2:2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()
