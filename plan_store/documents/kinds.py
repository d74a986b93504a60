"""What kind of file is it, and may it be opened? By its content: a name may say anything."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from enum import StrEnum

from plan_store.documents import DocumentError

MOST_BYTES = 20 * 1024 * 1024
"""What Telegram lets a bot download."""
MOST_UNPACKED = 100 * 1024 * 1024
MOST_XML = 24 * 1024 * 1024
"""Of one part of an office file; as a tree it takes a multiple of it."""
_MOST_PARTS = 2_000


class FileKind(StrEnum):
    DOCX = "docx"
    SPREADSHEET = "spreadsheet"
    """xlsx, xlsb, xls and ods."""
    PDF = "pdf"
    OLD_WORD = "doc"
    """.doc and .wps, which only an office program can read."""
    TEXT = "text"
    """Separated values, a published text, JSON."""
    WEB = "html"
    """Also what many systems hand out as .xls."""


_READABLE = "请发 .docx、.xlsx、.xls、.csv、.pdf 或文本文件"


def kind_of(content: bytes, name: str = "") -> FileKind:
    """The kind of a file, once its size, its type and what it unpacks to are found harmless.

    Raises `DocumentError` in words that say what to do instead.
    """
    if not content:
        raise DocumentError(None, "文件是空的")
    if len(content) > MOST_BYTES:
        raise DocumentError(None, f"文件超过{MOST_BYTES // 1024 // 1024}兆，不像活动计划，没有读")
    if content.startswith(b"PK\x03\x04"):
        return _packed(content)
    if content.startswith(b"PK\x05\x06"):
        raise DocumentError(None, "压缩包里什么也没有")
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _compound(content)
    if b"%PDF-" in content[:1024]:
        return FileKind.PDF
    for sign, reason in _UNREADABLE:
        if content.startswith(sign):
            raise DocumentError(None, f"{reason}{_READABLE}")
    return _text_kind(content, name)


_UNREADABLE = (
    ((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM"), "这是图片，读不出里面的表格，"),
    ((b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh"), "这是压缩包，请先解开。"),
    (b"{\\rtf", "这是 RTF 文件，请用 Word 或 WPS 打开后另存为 .docx。"),
    ((b"MZ", b"\x7fELF"), "这是程序，不是文档，"),
)


def _packed(content: bytes) -> FileKind:
    """Look into a ZIP: a whole office document, neither locked, nor with macros, nor one that explodes."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            kind = _office_kind(archive)
            _check_parts(archive)
            return kind
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
        if isinstance(error, DocumentError):
            raise
        raise DocumentError(None, "文件不完整或已损坏，请重新保存后再发") from None


def _office_kind(archive: zipfile.ZipFile) -> FileKind:
    infos = archive.infolist()
    names = [info.filename for info in infos]
    if len(names) > _MOST_PARTS or len(set(names)) != len(names):
        raise DocumentError(None, "文件的内部结构不正常，没有读")
    if any(info.flag_bits & 1 for info in infos):
        raise DocumentError(None, "文件有密码，请去掉密码后再发")
    if any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        raise DocumentError(None, "文件里有宏，为安全起见没有打开；请另存为不带宏的 .docx 或 .xlsx")
    if "word/document.xml" in names:
        return FileKind.DOCX
    if {"xl/workbook.xml", "xl/workbook.bin"} & set(names):
        return FileKind.SPREADSHEET
    if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
        mimetype = archive.read("mimetype")
        if b"opendocument.spreadsheet" in mimetype:
            return FileKind.SPREADSHEET
        if b"opendocument" in mimetype:
            raise DocumentError(None, "这种文件读不了，请另存为 .docx 或 .xlsx")
    raise DocumentError(None, f"这是压缩包，请先解开。{_READABLE}")


def _check_parts(archive: zipfile.ZipFile) -> None:
    """Unpack all parts in small pieces, keeping none: what a part says of its size may be a lie."""
    total = 0
    for info in archive.infolist():
        is_xml = info.filename.lower().endswith((".xml", ".rels"))
        size, before = 0, b""
        with archive.open(info) as part:
            while piece := part.read(1 << 16):
                size += len(piece)
                total += len(piece)
                if total > MOST_UNPACKED or (is_xml and size > MOST_XML):
                    raise DocumentError(None, "文件展开后大得不正常，没有读")
                if is_xml and _DECLARATION.search(before + piece):
                    raise DocumentError(None, "文件里有不该有的 XML 声明，为安全起见没有读")
                before = piece[-32:]


_DECLARATION = re.compile(rb"<\0?!\0?(?:D\0?O\0?C\0?T\0?Y\0?P\0?E|E\0?N\0?T\0?I\0?T\0?Y)")


def _compound(content: bytes) -> FileKind:
    """The older Microsoft formats, by the names of their streams."""

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in content

    if holds("EncryptedPackage") or holds("EncryptionInfo"):
        raise DocumentError(None, "文件有密码，请去掉密码后再发")
    if holds("_VBA_PROJECT"):
        raise DocumentError(None, "文件里有宏，为安全起见没有打开；请另存为不带宏的 .docx 或 .xlsx")
    if holds("WordDocument"):
        return FileKind.OLD_WORD
    if holds("Workbook") or holds("Book"):
        return FileKind.SPREADSHEET
    raise DocumentError(None, f"看不出这是什么文件，{_READABLE}")


def _text_kind(content: bytes, name: str) -> FileKind:
    head = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html", b"<table", b"<meta")) or b"<html" in head:
        return FileKind.WEB
    if head.startswith(b"<?xml"):
        raise DocumentError(None, "这是 XML 文件，请用 Excel 或 WPS 打开后另存为 .xlsx")
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\0" in content and not wide:
        meant = name.rpartition(".")[2].lower()
        broken = meant in ("docx", "xlsx", "xls", "doc", "wps", "pdf", "ods", "et")
        raise DocumentError(
            None, "文件不完整或已损坏，请重新保存后再发" if broken else f"看不出这是什么文件，{_READABLE}"
        )
    return FileKind.TEXT
