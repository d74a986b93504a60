"""What stands in the file? A reader for each kind; all give the same blocks, and judge nothing."""

from __future__ import annotations

from plan_store.documents.blocks import Block
from plan_store.documents.kinds import FileKind


def read_blocks(content: bytes, kind: FileKind) -> list[Block]:
    """The text and tables of a file that `kinds.kind_of` let through.

    Raises `DocumentError` where they cannot be read. Readers load heavy libraries, so each only when needed.
    """
    match kind:
        case FileKind.DOCX:
            from plan_store.documents.readers.word import read_word as read
        case FileKind.SPREADSHEET:
            from plan_store.documents.readers.spreadsheets import read_spreadsheet as read
        case FileKind.PDF:
            from plan_store.documents.readers.pdf import read_pdf as read
        case FileKind.WEB:
            from plan_store.documents.readers.web import read_web as read
        case FileKind.TEXT:
            from plan_store.documents.readers.texts import read_text as read
        case FileKind.OLD_WORD:
            from plan_store.documents.readers.word import refuse_old_word as read
    return read(content)
