"""Files as people and attackers make them; each function gives the bytes of one."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from docx import Document
from openpyxl import Workbook

HEADER = ("序号", "活动主题", "活动形式", "责任单位", "活动时间")
ROWS = (
    ("1", "政务公开进社区", "座谈交流", "月湖街道", "5月"),
    ("2", "食品安全宣传", "现场观摩、政策宣传", "区市监局", "6月-7月"),
    ("3", "职业病防治", "政策宣传", "区卫健局", "9月"),
)
TITLE = "开福区2024年政务公开主题日活动计划"
Table = Sequence[Sequence[str]]


def docx(*tables: Table, title: str = TITLE, after: str = "") -> bytes:
    document = Document()
    document.add_paragraph(title)
    for rows in tables or ((HEADER, *ROWS),):
        table = document.add_table(rows=len(rows), cols=len(rows[0]))
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
        document.add_paragraph("第 1 页")
    document.add_paragraph(after)
    return saved(document)


def docx_with_merges(rows: Table, *merges: tuple[int, int, int, int]) -> bytes:
    """`merges` are top, left, bottom, right of cells to be made one."""
    document = Document()
    document.add_paragraph(TITLE)
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    for top, left, bottom, right in merges:
        first = table.cell(top, left)
        text = first.text
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                table.cell(row, column).text = ""
        first.merge(table.cell(bottom, right)).text = text
    return saved(document)


def xlsx(
    rows: Iterable[Sequence[object]] = ((TITLE,), HEADER, *ROWS),
    merges: Sequence[str] = (),
    more: Sequence[tuple[str, Iterable[Sequence[object]]]] = (),
) -> bytes:
    workbook = Workbook()
    sheet: Any = workbook.active
    for row in rows:
        sheet.append(list(row))
    for merge in merges:
        sheet.merge_cells(merge)
    for name, others in more:
        other = workbook.create_sheet(name)
        for row in others:
            other.append(list(row))
    return saved(workbook)


def saved(document: Any) -> bytes:
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def xls() -> bytes:
    """The plan in Excel's older format: the title merged over the columns, the numbers as numbers.

    Written once, by xlwt 1.3.0: no library that writes the format is kept any more.
    """
    return (Path(__file__).parent / "plan.xls").read_bytes()


def ods(rows: Table = ((TITLE,), HEADER, *ROWS)) -> bytes:
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body>'
        f'<office:spreadsheet><table:table table:name="计划">{cells}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    return packed(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content.encode(),
            "META-INF/manifest.xml": manifest.encode(),
        }
    )


def packed(parts: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return written.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """An office file in which one part is another."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    return packed({**parts, name: part})


def pdf(pages: Sequence[Table], title: str = TITLE, trailer: str = "") -> bytes:
    """A table with lines on each page, the title above the first; text in a font that maps to Unicode."""
    objects: list[bytes] = [b"", b""]
    signs = sorted({sign for rows in pages for row in rows for cell in row for sign in cell} | set(title))
    codes = {sign: code for code, sign in enumerate(signs, 1)}
    mapping = "\n".join(f"<{code:04X}> <{ord(sign):04X}>" for sign, code in codes.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def "
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange {len(codes)} beginbfchar\n{mapping}\n"
        "endbfchar endcmap end end"
    ).encode()

    def add(body: bytes) -> int:
        objects.append(body)
        return len(objects)

    def stream(content: bytes) -> int:
        return add(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))

    unicode_map = stream(cmap)
    descendant = add(
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /S /DW 1000 "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
    )
    font = add(
        b"<< /Type /Font /Subtype /Type0 /BaseFont /S /Encoding /Identity-H "
        b"/DescendantFonts [%d 0 R] /ToUnicode %d 0 R >>" % (descendant, unicode_map)
    )
    kids: list[int] = []
    for number, rows in enumerate(pages):
        drawn: list[str] = []
        width, height = 150, 30
        top = 520
        if number == 0:
            drawn.append(_words(title, 60, 560, codes))
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                left, bottom = 40 + column * width, top - (at + 1) * height
                drawn.append(f"{left} {bottom} {width} {height} re S")
                for line, words in enumerate(cell.split("\n")):
                    drawn.append(_words(words, left + 4, bottom + 18 - 10 * line, codes))
        content = stream("\n".join(drawn).encode())
        kids.append(
            add(
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 842 595] /Contents %d 0 R "
                b"/Resources << /Font << /F1 %d 0 R >> >> >>" % (content, font)
            )
        )
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (
        b" ".join(b"%d 0 R" % kid for kid in kids),
        len(kids),
    )
    out = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        trailer.encode(),
        start,
    )
    return out


def _words(text: str, left: int, bottom: int, codes: dict[str, int]) -> str:
    said = "".join(f"{codes[sign]:04X}" for sign in text)
    return f"BT /F1 9 Tf {left} {bottom} Td <{said}> Tj ET"


def compound(*streams: str) -> bytes:
    """The shell of an older Microsoft format, with streams of these names."""
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 504
        + b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in streams)
    )


def exploding_docx() -> bytes:
    """A few hundred kilobytes that unpack to some hundred megabytes."""
    return with_part(docx(), "word/document.xml", b"<w:document>" + b" " * 120_000_000)


def docx_with_entities() -> bytes:
    bomb = (
        b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        b"<w:document>&b;</w:document>"
    )
    return with_part(docx(), "word/document.xml", bomb)


def docx_of_many_elements() -> bytes:
    """Within every limit of size, but its tree takes more memory than there is."""
    head = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    return with_part(docx(), "word/document.xml", head + b"<w:p/>" * 3_900_000 + b"</w:body></w:document>")


def xlsx_of_many_rows(count: int = 50_000) -> bytes:
    row = "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in ROWS[0])
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        + f"<row>{row}</row>" * count
        + "</sheetData></worksheet>"
    )
    return with_part(xlsx(), "xl/worksheets/sheet1.xml", sheet.encode())


def xlsx_with_a_cell_far_away() -> bytes:
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        "</sheetData></worksheet>"
    )
    return with_part(xlsx(), "xl/worksheets/sheet1.xml", sheet.encode())


def zip_that_lies() -> bytes:
    """Says of its part that it is small."""
    content = bytearray(packed({"word/document.xml": b" " * 50_000_000}))
    real = (50_000_000).to_bytes(4, "little")
    place = 0
    while (place := content.find(real, place)) >= 0:
        content[place : place + 4] = (100).to_bytes(4, "little")
    return bytes(content)


def encrypted_zip() -> bytes:
    content = bytearray(docx())
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = 0
        while (place := content.find(sign, place)) >= 0:
            content[place + offset] |= 1
            place += 4
    return bytes(content)


def pdf_with_a_bomb() -> bytes:
    """A page whose content unpacks to several hundred megabytes."""
    bomb = zlib.compress(b"0 0 1 1 re S\n" * 20_000_000, 9)
    plain = pdf([(HEADER, *ROWS)])
    # The first stream is the font's map; the last is the page.
    at = plain.rindex(b"<< /Length ")
    end = plain.index(b"endstream", at)
    body = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\n" % (len(bomb), bomb)
    return plain[:at] + body + plain[end:]
