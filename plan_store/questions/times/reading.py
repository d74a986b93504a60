"""What does a text say about time? The one pass from characters to phrases."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from plan_store.patterns import pattern
from plan_store.questions.text import blanked
from plan_store.questions.times.merging import to_phrases
from plan_store.questions.times.pieces import Kind, Piece
from plan_store.questions.times.spans.composing import make_spans
from plan_store.questions.times.spans.units import give_units
from plan_store.questions.times.values import NOTHING, Times
from plan_store.questions.times.wordings import RULES
from plan_store.questions.times.wordings.rule import Rule

_RULES_BY_HEAD: dict[str, tuple[Rule, ...]] = {}
for _rule in RULES:
    for _head in dict.fromkeys(_rule.heads):
        _RULES_BY_HEAD[_head] = (*_RULES_BY_HEAD.get(_head, ()), _rule)

_HEAD = pattern("[" + re.escape("".join(_RULES_BY_HEAD)) + "]")

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_FULL_WIDTH_DIGIT = pattern("[０-９／－．　]")


def read_times(text: str, now: dt.date, plan_year: int, taken: Sequence[tuple[int, int]] = ()) -> Times:
    """All times that `text` names, with their offsets.

    `now` is the day in the plan's time zone on which it is asked; `plan_year` the year that bare months take;
    `taken` the offsets that names of units and themes cover, inside which nothing is read.
    """
    if _FULL_WIDTH_DIGIT.search(text):
        text = text.translate(_FULL_WIDTH)
    text = blanked(text, taken)
    pieces = _pieces(text, now)
    if not pieces:
        return NOTHING
    return _times(text, pieces, now, plan_year)


def prepare() -> None:
    """Make now what is otherwise made when a text first needs it: the patterns, the lunar calendar."""
    for rule in RULES:
        _ = rule.pattern
    read_times("端午", dt.date(2023, 5, 20), 2023)


_LEANS = pattern("节?(?:假期|小?长假|黄金周|期间|份|里|这)?的?那?")
"""Between a time and what is part of it: 国庆假期的第二天."""


def _pieces(text: str, now: dt.date) -> list[Piece]:
    pieces: list[Piece] = []
    position = 0
    for head in _HEAD.finditer(text):
        start = head.start()
        if start < position:
            continue
        for rule in _RULES_BY_HEAD[text[start]]:
            if rule.behind is not None and not (
                pieces and rule.behind(pieces[-1]) and _LEANS.fullmatch(text, pieces[-1].end, start)
            ):
                continue
            match = rule.pattern.match(text, start)
            if match is None or match.end() == start:
                continue
            piece = rule.read(match, now)
            if piece is None:
                continue
            if piece.kind is not Kind.TRAP:
                pieces.append(piece)
            position = piece.end
            break
    return pieces


_EXTREMES = frozenset({Kind.EARLIEST, Kind.LATEST, Kind.LAST_TO_BEGIN, Kind.FIRST_TO_END})
_ASIDE = _EXTREMES | {Kind.LENGTH, Kind.FILLER}


def _times(text: str, pieces: list[Piece], now: dt.date, plan_year: int) -> Times:
    asides_ = [piece for piece in pieces if piece.kind in _ASIDE]
    if len(asides_) == len(pieces):
        return _with_asides(Times(), asides_)
    timed = give_units(text, [piece for piece in pieces if piece.kind not in _ASIDE], now)
    spans, impossible = make_spans(text, timed, now, plan_year)
    phrases, passed = to_phrases(text, spans, now, plan_year)
    times = Times(
        phrases=phrases,
        impossible=tuple((piece.start, piece.end, piece.said) for piece in impossible),
        passed=passed,
    )
    return _with_asides(times, asides_) if asides_ else times


def _with_asides(times: Times, pieces: list[Piece]) -> Times:
    lengths = [piece for piece in pieces if piece.kind is Kind.LENGTH]
    extremes = [piece for piece in pieces if piece.kind in _EXTREMES]
    kinds = {piece.kind for piece in extremes}
    fillers = [piece for piece in pieces if piece.kind is Kind.FILLER]
    least = max((piece.numbers[0] for piece in lengths), default=0)
    most = min((piece.numbers[1] for piece in lengths if piece.numbers[1]), default=0)
    return Times(
        phrases=times.phrases,
        impossible=times.impossible,
        min_months=least or None,
        max_months=most or None,
        duration_at=tuple((piece.start, piece.end) for piece in lengths),
        earliest=Kind.EARLIEST in kinds,
        latest=Kind.LATEST in kinds,
        last_to_begin=Kind.LAST_TO_BEGIN in kinds,
        first_to_end=Kind.FIRST_TO_END in kinds,
        extreme_at=tuple((piece.start, piece.end) for piece in extremes),
        passed=tuple(sorted((*times.passed, *((piece.start, piece.end) for piece in fillers)))),
    )
