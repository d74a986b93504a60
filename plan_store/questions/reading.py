"""What does one question say by itself, whatever was said before?"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from plan_store.questions.assembling import assemble
from plan_store.questions.judging import judged
from plan_store.questions.marks import find_marks
from plan_store.questions.mending import mend
from plan_store.questions.numbers import NUMBER
from plan_store.questions.readings import Reading
from plan_store.questions.slips import unit_slips
from plan_store.questions.sounds import has_pinyin
from plan_store.questions.text import normalise, shortened, touches
from plan_store.questions.times import Times, read_times
from plan_store.questions.tokens import Token, cut
from plan_store.questions.vocabulary import Vocabulary
from plan_store.questions.words import Sense


def read(text: str, now: dt.date, plan_year: int, vocabulary: Vocabulary) -> Reading:
    """The reading of `text`; never raises."""
    plain = normalise(shortened(text))
    spelled = plain
    for word, common in vocabulary.words.dialect.items():
        spelled = spelled.replace(word, common)
    if has_pinyin(spelled):
        spelled = vocabulary.sounds.in_characters(spelled)
    reading, loose = _read_once(spelled, now, plan_year, vocabulary)
    corrections: list[tuple[str, str]] = [(plain, spelled)] if spelled != plain else []
    if loose and len(spelled) <= 200:
        mended, changes = mend(spelled, loose, reading.marks, vocabulary)
        if changes:
            again, _ = _read_once(mended, now, plan_year, vocabulary)
            if again.trouble is None or reading.trouble is not None:
                reading, corrections = again, [*corrections, *changes]
    if corrections:
        reading = replace(reading, corrections=(*corrections, *reading.corrections))
    return reading


def _read_once(
    text: str, now: dt.date, plan_year: int, vocabulary: Vocabulary
) -> tuple[Reading, list[Token]]:
    marks = find_marks(text, vocabulary)
    named = [
        (m.start, m.end) for m in marks if m.theme or (m.meaning.units and len(m.text) > 2) or m.meaning.place
    ]
    times = _without_theme_words(text, read_times(text, now, plan_year, named), vocabulary)
    said_as_times = [(p.start, p.end) for p in times.phrases]
    said_as_times += (*times.extreme_at, *times.duration_at)
    timed = [*said_as_times, *((start, end) for start, end, _ in times.impossible), *times.passed]
    numbers = [m for m in NUMBER.finditer(text) if not touches(m.span(), (*timed, *named))]
    counted = [m.span() for m in numbers]
    if said_as_times or counted:
        other = (*said_as_times, *counted)
        marks = [
            mark
            for mark in marks
            if not touches((mark.start, mark.end), other) or mark.means(Sense.OFF_TOPIC, Sense.SERVICE)
        ]
    tokens = cut(text, [*timed, *((m.start, m.end) for m in marks), *counted], vocabulary)
    slips = unit_slips(text, marks, tokens, vocabulary)
    if slips:
        covered = [(slip.start, slip.end) for slip in slips]
        marks = [mark for mark in marks if not touches((mark.start, mark.end), covered)]
        tokens = [token for token in tokens if not touches((token.start, token.end), covered)]
    reading = assemble(text, marks, times, numbers, slips, tokens, now, vocabulary)
    return judged(reading, vocabulary), tokens


def _without_theme_words(text: str, times: Times, vocabulary: Vocabulary) -> Times:
    """A holiday that goes on as in a theme (六五环境日, 八月桂花节) is a word of the theme."""
    index = vocabulary.index
    kept = tuple(
        p
        for p in times.phrases
        if not (
            (p.holiday or p.end - p.start <= 3)
            and "一" <= text[p.end : p.end + 1] <= "鿿"
            and len(text) >= p.end + 2
            and index.with_text(text[p.start : p.end + 2])
        )
    )
    return times if len(kept) == len(times.phrases) else replace(times, phrases=kept)
