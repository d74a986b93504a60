"""What stands in a saved web page? Its tables and lines; many systems hand such a page out as .xls."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from plan_store.documents import DocumentError
from plan_store.documents.blocks import Block, Grid, Measure
from plan_store.documents.published import decoded

_BREAKS = frozenset({"p", "div", "br", "li", "h1", "h2", "h3", "h4", "tr"})
_UNSEEN = frozenset({"script", "style", "title"})


def read_web(content: bytes) -> list[Block]:
    page = _Page()
    page.feed(decoded(content))
    page.close()
    return page.finished()


@dataclass
class _Table:
    rows: list[list[str]] = field(default_factory=list)
    covered: set[tuple[int, int]] = field(default_factory=set)
    hanging: dict[int, tuple[int, str]] = field(default_factory=dict)
    """By column: how many more rows a cell from above reaches into, and its text."""
    spans: tuple[int, int] = (1, 1)


class _Page(HTMLParser):
    """Collects blocks. A table within a cell of another is taken as that cell's text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._measure = Measure()
        self._blocks: list[Block] = []
        self._text: list[str] = []
        self._table: _Table | None = None
        self._depth = 0
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "table":
            self._depth += 1
            if self._depth == 1:
                self._line()
                self._table = _Table()
        elif self._table is not None and self._depth == 1 and tag == "tr":
            self._table.rows.append([])
            self._reach_down()
        elif self._table is not None and self._depth == 1 and tag in ("td", "th"):
            said = dict(attrs)
            self._table.spans = (_span(said.get("colspan")), _span(said.get("rowspan")))
            self._text.clear()
        elif tag in _BREAKS:
            self._break()

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag == "table" and self._depth:
            self._depth -= 1
            if self._depth == 0 and self._table is not None:
                self._finish_table(self._table)
        elif self._table is not None and self._depth == 1 and tag in ("td", "th"):
            self._cell(self._table)
        elif tag in _BREAKS:
            self._break()

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._text.append(" ".join(data.split()) if data.strip() else "")

    def finished(self) -> list[Block]:
        if self._table is not None and self._depth:
            raise DocumentError(None, "网页文件不完整，请重新保存后再发")
        self._line()
        return self._blocks

    def _break(self) -> None:
        if self._table is None:
            self._line()
        else:
            self._text.append("\n")

    def _line(self) -> None:
        text = "".join(self._text).strip()
        self._text.clear()
        if text:
            self._blocks.append(self._measure.line(text))

    def _cell(self, table: _Table) -> None:
        if not table.rows:
            table.rows.append([])
        text = "\n".join(line.strip() for line in "".join(self._text).splitlines() if line.strip())
        self._text.clear()
        across, down = table.spans
        row = table.rows[-1]
        for more in range(across):
            if more:
                table.covered.add((len(table.rows) - 1, len(row)))
            if down > 1:
                table.hanging[len(row)] = (down - 1, text)
            row.append(text)
        self._reach_down()

    def _reach_down(self) -> None:
        """Fill the places of the present row that cells of rows above reach into."""
        table = self._table
        assert table is not None
        row = table.rows[-1]
        while len(row) in table.hanging and table.hanging[len(row)][0]:
            more, text = table.hanging[len(row)]
            table.hanging[len(row)] = (more - 1, text)
            table.covered.add((len(table.rows) - 1, len(row)))
            row.append(text)

    def _finish_table(self, table: _Table) -> None:
        self._table = None
        self._text.clear()
        width = max(map(len, table.rows), default=0)
        rows = (self._measure.row([*row, *[""] * (width - len(row))]) for row in table.rows)
        self._blocks.append(Grid(tuple(rows), covered=frozenset(table.covered)))


def _span(said: str | None) -> int:
    return min(max(int(said), 1), 100) if said and said.isdecimal() else 1
