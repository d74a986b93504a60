"""How does a plan stand in a Word document? A title and a table, as it is published."""

from __future__ import annotations

import io
import re
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from plan_store.documents.columns import Column
from plan_store.documents.writing import table_of, title_of
from plan_store.plan import Plan

_FONT = "宋体"
_WIDTHS = {Column.NUMBER.title: 14, Column.THEME.title: 80, Column.FORMS.title: 45, Column.PERIOD.title: 28}
_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")


def write_docx(plan: Plan) -> bytes:
    header, rows = table_of(plan)
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    style: Any = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(10.5)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run(title_of(plan))
    run.bold, run.font.size = True, Pt(18)
    table = document.add_table(rows=1 + len(rows), cols=len(header), style="Table Grid")
    for row, cells in zip(table.rows, [list(header), *rows], strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = _NOT_IN_XML.sub("", text)
    for cell, name in zip(table.rows[0].cells, header, strict=True):
        cell.paragraphs[0].runs[0].bold = True
        cell.width = Mm(_WIDTHS.get(name, 35))
    # The header appears again on each page.
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()
