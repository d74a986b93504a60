"""What does a bare number count: the 6 of 6、7月, the 12 of 12-19日?"""

from __future__ import annotations

import datetime as dt

from plan_store.patterns import pattern
from plan_store.questions.times import calendar
from plan_store.questions.times.pieces import Kind, Piece
from plan_store.questions.times.spans.gaps import Gap, gap_between
from plan_store.questions.times.wordings.months import months_piece
from plan_store.questions.times.wordings.parts_of_year import quarters_piece
from plan_store.questions.times.wordings.within_month import day_piece


def give_units(text: str, pieces: list[Piece], now: dt.date) -> list[Piece]:
    """Bare numbers take the unit of what they are joined to: 6、7月, 第1到第3季度, 12-19日."""
    made: list[Piece] = []
    for piece in reversed(pieces):
        if piece.kind is not Kind.NUMBER:
            made.append(piece)
            continue
        after = made[-1] if made else None
        gap = gap_between(text, piece.end, after.start) if after else None
        united = _with_unit(piece, after.unit, now) if after and gap in (Gap.UNION, Gap.RANGE) else None
        if united is None or after is None:
            made.append(piece)
        elif united.kind is Kind.DAY:
            united.plain = "" if is_entry_number(text, after) else "日"
            made.append(united)
        elif gap is Gap.UNION and _adjoining(united, after):
            made[-1] = _merged(united, after)
        else:
            made.append(united)
    made.reverse()
    return [_after_a_month(made, index, now) for index in range(len(made))]


def _with_unit(piece: Piece, unit: str, now: dt.date) -> Piece | None:
    if unit == "月":
        return months_piece(piece.start, piece.end, piece.numbers)
    if unit == "季度":
        return quarters_piece(piece.start, piece.end, piece.numbers)
    if unit == "日":
        return day_piece(piece.start, piece.end, piece.numbers[0])
    if unit == "年" and len(piece.said) == 2:
        year = calendar.nearest_year(piece.numbers[0], now)
        return Piece(Kind.YEAR, piece.start, piece.end, f"{year}年", numbers=(year, year), unit="年")
    return None


def _adjoining(left: Piece, right: Piece) -> bool:
    return (
        left.kind is right.kind
        and left.kind in (Kind.MONTH, Kind.PART)
        and right.numbers[0] == left.numbers[-1] + 1
    )


def _merged(left: Piece, right: Piece) -> Piece:
    if left.kind is Kind.MONTH:
        return months_piece(left.start, right.end, left.numbers + right.numbers)
    first, last = left.numbers[0], right.numbers[-1]
    quarters = tuple(range((first + 2) // 3, last // 3 + 1))
    return quarters_piece(left.start, right.end, quarters)


def _after_a_month(pieces: list[Piece], index: int, now: dt.date) -> Piece:
    """The 7 of 5月到7, the 10 of 1月3至2月10."""
    piece = pieces[index]
    if piece.kind is Kind.NUMBER and index and pieces[index - 1].unit in ("月", "日"):
        return _with_unit(piece, pieces[index - 1].unit, now) or piece
    return piece


_DAY_FOLLOWS = pattern(
    r"\s*(?:有(?!什么要求|几个单位|哪些单位)|那[天一]|当[天日]|上午|下午|中午|晚上?|早上|可以|能|我|开始|会|前|后|之|以|到|至|[-~—]|左右|去|"
    r"就?[办搞]|的?活动有|是(?:星期|周)|[，,。？?！!]|呢|吗|$)"
)


_ENTRIES = pattern("(?:到|至|-|~|、|和)[0-9]{1,2}号(?:活动|项目)(?!有|在)")
"""17号到21号活动: as 17号活动 is the entry."""
_ASKS_MONTHS = pattern("几月|哪个?月|多久|多长时间|起止|什么时候(?:开始|结束)")
"""Nobody asks this of a day: 16号搞多久 is about the entry 16."""


def is_entry_number(text: str, piece: Piece) -> bool:
    """17号 without a month is a day only where nothing says that it is the number of an entry."""
    if piece.plain == "日":
        written = text[piece.start : piece.end]
        return written[0] in "一二两三俩" and len(written) == 2
    if piece.plain != "号" or not 1 <= piece.numbers[0] <= 31 or _ASKS_MONTHS.search(text):
        return True
    if _ENTRIES.match(text, piece.end):
        return True
    return _DAY_FOLLOWS.match(text, piece.end) is None or (
        piece.start > 0 and text[piece.start - 1] in "第编序"
    )
