"""Which entries do the tables of a file hold? Read row by row; what is doubtful is said, not guessed.

`tables.read_entries` takes a table whole or not at all; here a row that cannot be read keeps none of the
others from being taken, since a person looks at the outcome before anything is changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from plan_store.documents import DocumentError
from plan_store.documents.blocks import Block, Grid
from plan_store.documents.columns import PUBLISHED, Column, header_columns, header_name
from plan_store.documents.headings import Heading, read_heading
from plan_store.documents.periods import read_period
from plan_store.documents.tables import named_values, read_entry, read_number
from plan_store.plan import Entry

_NEEDED = tuple(column for column in PUBLISHED if column is not Column.NUMBER)


@dataclass(frozen=True, slots=True)
class Row:
    """One row that became an entry."""

    entry: Entry
    said: frozenset[Column]
    """The columns that its table has; of the rest the row says nothing."""
    where: str
    """As a person finds it in the file: `第5行`."""
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unread:
    """One row that could not be read."""

    where: str
    number: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a document says of a year's plan."""

    year: int
    title: str
    district: str
    """Empty where the title names none."""
    rows: tuple[Row, ...]
    unread: tuple[Unread, ...] = ()
    remarks: tuple[str, ...] = ()
    """Doubts about the whole document."""


def read_plan(blocks: Iterable[Block], hints: Sequence[str] = ()) -> Reading:
    """The plan that stands in the blocks of a file.

    `hints` are lines beside the file, such as its name: for the year and district that it may not name.

    Raises `DocumentError` where there is no table of a plan, no year, or not one row that can be read.
    """
    above, tables = _tables(blocks)
    if not tables:
        raise DocumentError(
            None, "没有找到活动计划的表格（表头要有活动主题、活动形式、责任单位、活动时间这几列）"
        )
    heading = read_heading(above)
    remarks: list[str] = []
    hinted = [read_heading([hint]) for hint in hints]
    beside = next((hint.year for hint in hinted if hint.year), None)
    year = heading.year or beside
    if year is None:
        raise DocumentError(None, "没有写明是哪一年的计划，请在标题或文件名里写上年份，例如“2024年”")
    if heading.year is None:
        remarks.append(f"表格上方没写年份，按文件名当作{year}年")
    elif beside not in (None, year):
        remarks.append(f"文件名写的是{beside}年，表格上方写的是{year}年，按{year}年读")
    district = heading.district or next((hint.district for hint in hinted if hint.district), "")
    rows, unread = _Rows(year, remarks).read(tables)
    if not rows:
        first = f"：{unread[0].where}{unread[0].reason}" if unread else ""
        raise DocumentError(None, f"表格里没有读得懂的活动{first}")
    return Reading(year, _title(heading, year), district, tuple(rows), tuple(unread), tuple(remarks))


def _title(heading: Heading, year: int) -> str:
    return heading.title or f"{year}年活动计划"


@dataclass
class _Table:
    """A header and the rows below it, over as many pages as it has."""

    header: tuple[str, ...]
    columns: dict[Column, int]
    name: str
    """`表2` or that of the sheet, where there are several."""
    rows: list[tuple[str, tuple[str, ...], frozenset[int]]] = field(default_factory=list)
    """Where a row is in the file, its cells, and which columns only continue a merged cell."""


def _tables(blocks: Iterable[Block]) -> tuple[list[str], list[_Table]]:
    """The lines above the first table of a plan, and the tables."""
    blocks = list(blocks)
    grids = [block for block in blocks if isinstance(block, Grid)]
    above: list[str] = []
    tables: list[_Table] = []
    lacking: DocumentError | None = None
    for block in blocks:
        if isinstance(block, str):
            if not tables:
                above.append(block)
            continue
        name = f"“{block.name}”" if block.name else f"表{grids.index(block) + 1}" if len(grids) > 1 else ""
        table = tables[-1] if tables and _goes_on(block, tables[-1]) else None
        # A title inside the table is another than the one above it.
        above += [] if tables else [""]
        for at, cells in enumerate(block.rows):
            covered = frozenset(column for column in range(len(cells)) if (at, column) in block.covered)
            try:
                columns = header_columns(cells, _NEEDED)
            except DocumentError as error:
                lacking = error
                continue
            if columns is not None:
                if table is None and tables and _repeats(cells, block.rows[at + 1 :], tables[-1]):
                    table = tables[-1]
                elif table is None or _names(cells) != _names(table.header):
                    table = _Table(cells, columns, name)
                    tables.append(table)
            elif table is not None:
                table.rows.append((f"{name}第{at + 1}行", cells, covered))
            elif not tables:
                own = [cell for column, cell in enumerate(cells) if column not in covered and cell]
                above.append(" ".join(own))
    if not tables and lacking is not None:
        raise lacking
    return above, tables


def _names(header: Sequence[str]) -> list[str]:
    return [header_name(cell) for cell in header]


def _repeats(header: Sequence[str], below: Sequence[Sequence[str]], table: _Table) -> bool:
    """Whether a header only stands at the top of a further page of `table`."""
    place = table.columns.get(Column.NUMBER)
    begins_anew = place is not None and bool(below) and below[0][place : place + 1] in (("1",), ("01",))
    return _names(header) == _names(table.header) and not begins_anew


def _goes_on(grid: Grid, table: _Table) -> bool:
    """Whether a grid without a header is the next page of a table."""
    place = table.columns.get(Column.NUMBER)
    if place is None or not grid.rows or len(grid.rows[0]) != len(table.header):
        return False
    first = grid.rows[0][place].strip()
    return not first or first.isdecimal()


_ASIDE = re.compile(
    r"^\s*(?:[(（]?(?:注|备注|说明|附注|填表|联系人|第\s*\d+\s*页)|[—\-–]\s*\d+\s*[—\-–]\s*$)"
)
_SECTION = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[)）]?[、.．]?|合计|总计|小计|共计")
"""Stands in the place of a number before the name of a section, or of a sum."""
_DATE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?: 00:00(?::00)?)?")


class _Rows:
    """Reads the rows of all tables one after the other, and keeps what has been read so far."""

    def __init__(self, year: int, remarks: list[str]) -> None:
        self._year = year
        self._remarks = remarks
        self._rows: list[Row] = []
        self._unread: list[Unread] = []
        self._used: set[int] = set()
        self._last = 0
        self._shift = 0

    def read(self, tables: Sequence[_Table]) -> tuple[list[Row], list[Unread]]:
        for table in tables:
            _forget_empty_numbers(table)
        if any(Column.NUMBER not in table.columns for table in tables):
            self._remarks.append("表里没有写出序号（或是自动编号），按先后编号")
        for table in tables:
            self._restart(table)
            for where, cells, joined in _whole_rows(table):
                self._row(table, where, cells, joined)
        return self._rows, self._unread

    def _restart(self, table: _Table) -> None:
        """A further table whose numbers begin anew goes on with those of the one before."""
        place = table.columns.get(Column.NUMBER)
        if place is None or not self._last or not table.rows:
            return
        first = table.rows[0][1][place : place + 1]
        if first and first[0].strip().lstrip("0") == "1":
            self._shift = max(self._used, default=0)
            self._remarks.append(
                f"{table.name or '后面的表'}的序号从 1 重新开始，接着编为 {self._shift + 1} 起"
            )

    def _row(self, table: _Table, where: str, cells: Sequence[str], joined: bool) -> None:
        number: int | None = None
        doubts = ["这一行像是被分页断开的，已和上一行合在一起"] if joined else []
        try:
            if len(cells) < len(table.header):
                raise ValueError(f"应有{len(table.header)}格，却只有{len(cells)}格")
            if any(cell.strip() for cell in cells[len(table.header) :]):
                raise ValueError("右边有表头以外的内容")
            values = named_values(table.header, table.columns, cells)
            number = self._number(values, doubts)
            values[Column.PERIOD] = self._period(values[Column.PERIOD], doubts)
            entry = read_entry(values, number, self._year)
            if not read_period(values[Column.PERIOD], self._year).exact:
                said = " ".join(values[Column.PERIOD].split())
                doubts.append(f"时间“{said}”记为{entry.period}，原话留在备注里")
        except ValueError as error:
            self._unread.append(Unread(where, number, str(error)))
            return
        self._rows.append(Row(entry, frozenset(table.columns), where, tuple(doubts)))

    def _number(self, values: dict[Column, str], doubts: list[str]) -> int:
        said = values.get(Column.NUMBER)
        if said is None:
            number = self._last + 1
        elif not said:
            raise ValueError("序号是空的")
        else:
            number = read_number(said) + self._shift
        if number in self._used:
            raise ValueError(f"序号{number}前面已经有了")
        if number == 0:
            raise ValueError("序号不能是0")
        if number > self._last + 1:
            gone = f"{self._last + 1}" if number == self._last + 2 else f"{self._last + 1}到{number - 1}"
            doubts.append(f"序号从{self._last}跳到{number}，缺{gone}")
        elif number < self._last:
            doubts.append(f"序号{number}排在{self._last}后面")
        self._used.add(number)
        self._last = number
        return number

    def _period(self, said: str, doubts: list[str]) -> str:
        """A cell that a spreadsheet made a date of: 2023年6月 becomes the first of June there."""
        match = _DATE.fullmatch(said.strip())
        if match is None:
            return said
        year, month, day = match.groups()
        if int(day) == 1:
            doubts.append(f"时间是日期格式（{said}），当作{int(month)}月，没有当作{int(month)}月1日")
            return f"{year}年{int(month)}月"
        doubts.append(f"时间是日期格式（{said}），当作{int(month)}月{int(day)}日")
        return said


def _forget_empty_numbers(table: _Table) -> None:
    """A column of numbers that Word or a formula draws by itself holds nothing to read."""
    place = table.columns.get(Column.NUMBER)
    if place is not None and not any(
        cells[place].strip() for _, cells, _ in table.rows if place < len(cells)
    ):
        del table.columns[Column.NUMBER]


def _whole_rows(table: _Table) -> Iterator[tuple[str, list[str], bool]]:
    """Rows as a person counts them: one in several pieces is joined, what is no row is left out."""
    place = table.columns.get(Column.NUMBER)
    whole: list[str] | None = None
    where, joined = "", False
    for at, cells, covered in table.rows:
        own = [cell for column, cell in enumerate(cells) if cell.strip() and column not in covered]
        if not own or _is_aside(cells, own, place or 0, covered):
            continue
        continues = place is not None and place in covered and place < len(cells)
        broken = place is not None and _is_broken_off(cells, table.columns) and not continues
        if whole is not None and (continues or broken):
            for column, cell in enumerate(cells[: len(whole)]):
                if cell.strip() and column not in covered:
                    whole[column] = f"{whole[column]}\n{cell}".strip()
            joined = joined or broken
            continue
        if whole is not None:
            yield where, whole, joined
        whole, where, joined = list(cells), at, False
    if whole is not None:
        yield where, whole, joined


def _is_aside(cells: Sequence[str], own: Sequence[str], place: int, covered: frozenset[int]) -> bool:
    """A note, or the name of a section; not the rest of a row, which stands under what it goes on with."""
    if _ASIDE.match(own[0]) or _SECTION.fullmatch(own[0].strip()):
        return len(own) < 3
    at_edge = own[0] in (cells[0], cells[place] if place < len(cells) else "")
    return len(own) == 1 and not own[0].strip().isdecimal() and (at_edge or bool(covered))


def _is_broken_off(cells: Sequence[str], columns: dict[Column, int]) -> bool:
    """The rest of a row, on the next page: without a number and without one of what each row has."""
    said = {column: cells[place].strip() if place < len(cells) else "" for column, place in columns.items()}
    rest = [said.get(column, "") for column in (Column.THEME, Column.UNIT, Column.PERIOD)]
    return not said[Column.NUMBER] and any(rest) and not all(rest)


def with_district(reading: Reading, district: str) -> Reading:
    """The same of a plan that names no district: that of `district`, which is said."""
    if reading.district or not district:
        return reading
    remark = f"标题没写是哪个区县，当作{district}"
    return replace(reading, district=district, remarks=(*reading.remarks, remark))
