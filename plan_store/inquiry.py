"""How is a question answered? The one way that it takes on every surface: pure and synchronous."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import islice

from plan_store.answers import UNANSWERED, Answer, Kind, Reason, find
from plan_store.patterns import pattern
from plan_store.plan import Entry
from plan_store.questions.asking_back import chosen
from plan_store.questions.breathing import guessed_breaths, last_breaths, question_behind
from plan_store.questions.clauses import asking_alone, clauses, wishing_alone
from plan_store.questions.fragments import is_fragment
from plan_store.questions.query import Query, Trouble
from plan_store.questions.reading import read
from plan_store.questions.readings import (
    Reading,
    asks_clearly,
    holds_strange_words,
    is_lost,
    only_names,
    says_nothing,
    stands_alone,
)
from plan_store.questions.resolving import resolve
from plan_store.questions.thread import Thread
from plan_store.questions.widening import wider
from plan_store.questions.words import Sense
from plan_store.snapshot import Snapshot
from plan_store.value import replace, value

_FEW_CLAUSES = 4
_SHORT = 80
"""Characters of a text of which each clause is read by itself."""
_MANY_CLAUSES = 200
"""Characters from which on a text is read once more at most."""
_POINTS = pattern("[这那](?:个|种|类|样|方面|事)|相关|有关|[该此]|上述|(?<!其)他|[它她]")
_NOT_FOUND = (Kind.NONE, Kind.UNKNOWN)
_SPOKEN_OF = (Kind.ENTRIES, Kind.NONE, Kind.STATISTIC)
"""What the next question may lean on."""


def ask(text: str, thread: Thread, now: dt.datetime, snapshot: Snapshot) -> tuple[Answer, Thread]:
    """The answer to `text`, and the thread after it. Never raises; mostly takes well under a millisecond.

    `now` is aware and in the plan's time zone.
    """
    turn = _Turn(thread.current(now), now, snapshot)
    reading = turn.read(text)
    if (question := chosen(reading, turn.thread)) is not None:
        turn = replace(turn, thread=replace(turn.thread, choices=()))
        reading = turn.read(question)
    reading = turn.leaning(turn.behind_a_story(reading))
    answer = turn.answer(reading)
    if answer.kind in _NOT_FOUND:
        answer = next(_otherwise_understood(answer, reading, turn), answer)
    if answer.kind in UNANSWERED:
        answer = _with_standing(answer, text, now.date(), snapshot)
    return _spoken(answer, turn)


@value
class _Turn:
    """What one person says in a conversation, and when."""

    thread: Thread
    now: dt.datetime
    snapshot: Snapshot

    @property
    def plan_year(self) -> int:
        return self.snapshot.plan_year(self.now.year)

    def read(self, text: str) -> Reading:
        return read(text, self.now.date(), self.plan_year, self.snapshot.vocabulary)

    def answer(self, reading: Reading) -> Answer:
        query = resolve(
            reading, self.thread, self.plan_year, self.snapshot.vocabulary, self._entries, self.find
        )
        return self.find(query)

    def leaning(self, reading: Reading) -> Reading:
        """The clause that asks, where only it leans on what was said: 我们就图个近，街道的有哪些."""
        if self.thread.query is None or len(clauses(reading.text)) < 2:
            return reading
        for alone in wishing_alone(reading.text, reading.marks, reading.asking):
            clause = self.read(alone)
            says = clause.kinds or clause.asked  # 一起列出来 says nothing of its own
            left_out = Sense.EXCEPT_BEFORE in reading.senses - clause.senses  # 除了它，那个月还有什么
            all_said = reading.kinds <= clause.kinds and reading.ordinals == clause.ordinals and not left_out
            if says and clause.trouble is None and is_fragment(clause) and all_said:
                return clause
        return reading

    def behind_a_story(self, reading: Reading) -> Reading:
        """What is asked behind a long story told in one breath, where it says all that it takes."""
        if not (question := question_behind(reading.text)):
            return reading
        last = self.read(question)
        named = last.named
        # 我家住在月湖街道这边…想问六月有什么活动: whose activities is told before.
        when_alone = bool(named.times) and not reading.named.units
        alone = bool(named.names_one or named.units or when_alone) and not is_lost(last)
        return last if alone and not _points_back(last) else reading

    def naming(self, reading: Reading) -> Reading | None:
        """What some clauses name, where the others say nothing: 不好意思打扰一下，下月."""
        spans = clauses(reading.text) if len(reading.text) <= _SHORT else ()
        if not 1 < len(spans) <= _FEW_CLAUSES:
            return None
        said = [self.read(reading.text[start:end]) for start, end in spans]
        naming = [clause for clause in said if clause.kinds]
        if not naming or len(naming) == len(said):
            return None
        if not all(only_names(clause) if clause.kinds else says_nothing(clause) for clause in said):
            return None
        return self.read(",".join(clause.text for clause in naming))

    def find(self, query: Query) -> Answer:
        return find(query, self.snapshot)

    def _entries(self, query: Query) -> tuple[Entry, ...]:
        return self.find(query).entries


def _points_back(clause: Reading) -> bool:
    """Whether what is asked is in what was told before: 这个活动有哪些."""
    return not clause.named.names_one and _POINTS.search(clause.text) is not None


def _otherwise_understood(answer: Answer, reading: Reading, turn: _Turn) -> Iterator[Answer]:
    """Where nothing was found or understood: what the asking clause finds alone, or wider words do."""
    tries = 1 if len(reading.text) > _MANY_CLAUSES else None
    for alone in islice(asking_alone(reading.text, reading.marks, reading.asking), tries):
        clause = turn.read(alone)
        found = turn.answer(clause)
        if found.kind is Kind.ENTRIES and stands_alone(clause, reading, answer.kind is Kind.NONE):
            yield replace(found, query=replace(found.query, text=answer.query.text))
    if answer.kind is Kind.UNKNOWN and (named := turn.naming(reading)) is not None:
        found = turn.answer(named)
        if found.kind in (Kind.ENTRIES, Kind.NONE):
            yield replace(found, query=replace(found.query, text=answer.query.text))
    if answer.kind is Kind.NONE:
        for query in wider(answer.query, turn.snapshot.vocabulary):
            if (found := turn.find(query)).kind is Kind.ENTRIES:
                yield found
    for last in _last_said(answer, reading, turn):
        if (found := turn.answer(last)).kind is Kind.ENTRIES:
            yield replace(found, query=replace(found.query, text=answer.query.text))
    for spoken in guessed_breaths(reading.text) if holds_strange_words(reading) else ():
        in_clauses = turn.read(spoken)
        if (found := turn.answer(in_clauses)).kind is Kind.ENTRIES and asks_clearly(in_clauses):
            yield replace(found, query=replace(found.query, text=answer.query.text))


def _last_said(answer: Answer, reading: Reading, turn: _Turn) -> Iterator[Reading]:
    """What a long story asks or has heard last, where that can be answered without the rest."""
    for text in last_breaths(reading.text):
        last = turn.read(text)
        alone = stands_alone(last, reading, answer.kind is Kind.NONE) and not _points_back(last)
        if not is_lost(last) and (alone or (last.named.names_one and last.asked)):
            yield last


def _spoken(answer: Answer, turn: _Turn) -> tuple[Answer, Thread]:
    """The answer with its page, and the thread that goes on from it."""
    query, thread, now = answer.query, turn.thread, turn.now
    if answer.standing is not None or answer.reason is Reason.NO_SUCH_PLACE:
        return answer, thread.after(now)
    if query.more:
        page = thread.page + 1
        return replace(answer, page=page), replace(thread, page=page, at=now)
    if answer.kind in _SPOKEN_OF and query.trouble is None:
        return answer, thread.spoken_of(query, now)
    if query.trouble is Trouble.NO_SUCH_MONTH and query.parts:
        # 13月街道有活动吗, 打错了，是12月: the rest is still what is asked for.
        return answer, thread.spoken_of(replace(query, trouble=None), now)
    return answer, thread.after(now, answer.choices if answer.kind is Kind.CLARIFY else None)


def _with_standing(answer: Answer, text: str, day: dt.date, snapshot: Snapshot) -> Answer:
    if (standing := snapshot.standing.to(text, day)) is not None:
        return replace(answer, standing=standing)
    near = snapshot.standing.near(text, day) if answer.kind is Kind.UNKNOWN else None
    return replace(answer, near=near) if near else answer
