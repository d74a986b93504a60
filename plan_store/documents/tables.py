"""Which entries does a table hold? Its columns by their names, its rows checked one by one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum

from plan_store.documents.periods import Timing, read_period
from plan_store.plan import Details, Entry


class DocumentError(ValueError):
    """A document cannot be taken over as a plan; nothing has been changed."""

    def __init__(self, row: int | None, reason: str, document: str = "") -> None:
        """`row` counts the rows below the header from 1; None where the whole document is meant."""
        self.row = row
        self.reason = reason
        self.document = document
        where = f"表格第{row}行：" if row else ""
        super().__init__(f"{document}：{where}{reason}" if document else f"{where}{reason}")


class Column(Enum):
    """What a column holds: as the reply calls it, and its other names, the best first."""

    NUMBER = ("序号", ("编号", "序", "号", "项目序号", "活动序号", "活动编号", "no", "no."))
    THEME = (
        "活动主题",
        ("主题", "活动名称", "活动主题名称", "主题名称", "名称", "活动项目", "项目名称", "活动内容", "活动"),
    )
    FORMS = (
        "活动形式",
        ("形式", "开展形式", "活动方式", "开展方式", "举办形式", "组织形式", "公开形式", "方式"),
    )
    UNIT = (
        "责任单位",
        (
            *("牵头单位", "主办单位", "承办单位", "组织单位", "实施单位", "负责单位", "开展单位", "举办单位"),
            *("责任部门", "牵头部门", "主办部门", "承办部门", "单位名称", "单位", "部门"),
        ),
    )
    PERIOD = (
        "活动时间",
        (
            "时间安排",
            "开展时间",
            "活动月份",
            "举办时间",
            "活动日期",
            "计划时间",
            "实施时间",
            "时间",
            "月份",
            "日期",
        ),
    )

    def __init__(self, title: str, others: tuple[str, ...]) -> None:
        self.title = title
        self.names = (title, *others)


_NEVER = re.compile(r"配合|协[办助作]|参[与加]|联[系络]|报名|截止|填报|备注")
"""A name with one of these is not taken by its ending: 配合单位 is no 责任单位, 联系方式 no 活动形式."""


def header_columns(cells: Sequence[str]) -> dict[Column, int] | None:
    """Where each column stands if `cells` are the names of the columns of a plan; None if they are not.

    Columns of other names are passed over. Raises `DocumentError` for a header that lacks a column.
    """
    names = [header_name(cell) for cell in cells]
    found: dict[Column, int] = {}
    for column in Column:
        place = _place(column, names)
        if place is not None and place not in found.values():
            found[column] = place
    if len(found) < 3 or len(set(found) & {Column.THEME, Column.UNIT, Column.PERIOD}) < 2:
        return None
    lacking = [column.title for column in Column if column not in found]
    if lacking:
        raise DocumentError(None, f"表头缺少“{'”“'.join(lacking)}”这一列")
    return found


def header_name(cell: str) -> str:
    """The name of a column without blanks and remarks in brackets: `活动 时间（月）` → `活动时间`."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", cell)).lower()
    return re.sub(r"\([^)]*\)", "", plain).rstrip(":")


def _place(column: Column, names: Sequence[str]) -> int | None:
    for name in column.names:
        if names.count(name) > 1:
            raise DocumentError(None, f"表头有不止一列“{name}”")
        if name in names:
            return names.index(name)
    endings = tuple(name for name in column.names if len(name) > 1)
    places = [i for i, name in enumerate(names) if name.endswith(endings) and not _NEVER.search(name)]
    return places[0] if len(places) == 1 else None


def read_entries(
    header: Sequence[str], columns: Mapping[Column, int], rows: Iterable[Sequence[str]], year: int
) -> tuple[Entry, ...]:
    """The entries of a table, by number.

    Raises `DocumentError` with the row and the reason where a cell is missing, empty or unreadable, or where
    the numbers do not go 1, 2, 3 …
    """
    monthly = "月" in header[columns[Column.PERIOD]]
    entries: list[Entry] = []
    for row, cells in enumerate(rows, 1):
        if len(cells) != len(header):
            raise DocumentError(row, f"应有{len(header)}格，却读到{len(cells)}格：{_start_of(cells)}")
        values = {column: cells[place].strip() for column, place in columns.items()}
        for column, value in values.items():
            if not value:
                raise DocumentError(row, f"“{column.title}”是空的")
        _check_number(row, values[Column.NUMBER], len(entries) + 1)
        period = values[Column.PERIOD]
        if monthly and "月" not in period and not re.search("季|年", period):
            period += "月"
        try:
            timing = read_period(period, year)
            forms = read_forms(values[Column.FORMS])
        except ValueError as error:
            raise DocumentError(row, str(error)) from None
        entries.append(
            Entry(
                year=year,
                number=row,
                theme=_lines(values[Column.THEME]),
                forms=forms,
                unit=read_unit(values[Column.UNIT]),
                period=timing.period,
                details=_details(timing, values[Column.PERIOD]),
            )
        )
    if not entries:
        raise DocumentError(None, "表格里没有活动")
    return tuple(entries)


def _check_number(row: int, said: str, expected: int) -> None:
    digits = unicodedata.normalize("NFKC", said).strip(" .、．()")
    if not digits.isdecimal():
        raise DocumentError(row, f"序号“{' '.join(said.split())[:20]}”不是数字")
    number = int(digits)
    if number < expected:
        raise DocumentError(row, f"序号{number}重复或倒退，应为{expected}")
    if number > expected:
        raise DocumentError(row, f"序号应为{expected}，却是{number}，中间可能漏了活动")


def _start_of(cells: Sequence[str]) -> str:
    return " | ".join(" ".join(cell.split())[:20] for cell in cells)[:60]


def _lines(cell: str) -> str:
    return "\n".join(line.strip() for line in cell.splitlines() if line.strip())


_FORM_BREAK = re.compile(r"[、,，;；/\n](?![^（(]*[)）])|(?<=[一-鿿]{2})[ \u3000]+(?=[一-鿿]{2})")
_FORM_NUMBER = re.compile(r"^\s*[(（]?\d{1,2}[)）.．、]\s*", re.MULTILINE)


def read_forms(cell: str) -> tuple[str, ...]:
    """The forms of a cell, each once, in their order: parted by 、 ， ； / or a line break, not in brackets.

    Raises `ValueError` where there is none.
    """
    forms = (part.strip(" \t\u3000。") for part in _FORM_BREAK.split(_FORM_NUMBER.sub("", cell)))
    named = tuple(dict.fromkeys(form for form in forms if form))
    if not named:
        raise ValueError(f"“{cell.strip()}”里没有活动形式")
    return named


_WHOLE_UNIT = re.compile(r"(?:局|街道|办|办公室|办事处|中心|委|委员会|院|镇|乡|公司|大队|支队|分局|会|部)$")


def read_unit(cell: str) -> str:
    """The unit of a cell; where it broke between lines it is joined, several units keep a 、 between them."""
    lines = [re.sub(r"\s", "", line) for line in cell.splitlines() if line.strip()]
    if len(lines) > 1 and all(_WHOLE_UNIT.search(line) for line in lines):
        return "、".join(line.rstrip("、，,;；") for line in lines)
    return "".join(lines)


def _details(timing: Timing, wording: str) -> Details:
    """Days that the table names; where months say less than the table does, its wording too."""
    note = "" if timing.exact else f"活动时间：{' '.join(wording.split())}"
    return Details(sessions=timing.sessions, note=note)
