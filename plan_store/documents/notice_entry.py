"""Which entry does a notice belong to, and what would it add to it? Values; nothing is done."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from plan_store.documents.notices import LONGEST, Notice
from plan_store.plan import Details, Entry, Period, Plan, Session
from plan_store.questions.text import normalise
from plan_store.questions.vocabulary import Vocabulary

MOST_OFFERED = 5
_ENOUGH = 3.0
"""Least score of an entry that is taken for certain: its unit is named, or nearly all of its theme is."""
_MARGIN = 1.5
"""By so much it must lead before the next."""
_POSSIBLE = 1.0
_SHARED = re.compile("政务公开|主题日|活动|开展|宣传|20\\d\\d年?|通知|公告|预告|关于|[^\\w]")
"""What nearly every theme and notice has."""


@dataclass(frozen=True, slots=True)
class Belonging:
    """The entries that a notice may be of, the likeliest first."""

    entries: tuple[Entry, ...]
    certain: bool
    """Only one comes into question."""


def entries_of_notice(notice: Notice, text: str, plan: Plan, vocabulary: Vocabulary) -> Belonging:
    """By the unit that is named, likeness of theme and title, and the month."""
    named = _units(text, vocabulary)
    organiser = _units(notice.unit, vocabulary) | _units(notice.title, vocabulary)
    # The only one that is named, and not as the place, is the one that invites.
    outside = _units(text.replace(notice.place, "") if notice.place else text, vocabulary)
    organiser = organiser or (outside if len(outside) == 1 else organiser)
    scored = sorted(
        ((_score(entry, notice, text, named, organiser), entry) for entry in plan.entries),
        key=lambda one: (-one[0], one[1].number),
    )
    possible = [(score, entry) for score, entry in scored if score >= _POSSIBLE][:MOST_OFFERED]
    if not possible:
        return Belonging((), certain=False)
    best = possible[0][0]
    runner_up = possible[1][0] if len(possible) > 1 else 0.0
    certain = best >= _ENOUGH and best - runner_up >= _MARGIN
    return Belonging((possible[0][1],) if certain else tuple(entry for _, entry in possible), certain)


def _score(
    entry: Entry, notice: Notice, text: str, named: frozenset[str], organiser: frozenset[str]
) -> float:
    score = 3.0 if entry.unit in organiser else 1.5 if entry.unit in named else 0.0
    theme = _SHARED.sub("", entry.theme)
    if len(theme) >= 3:
        said = _SHARED.sub("", f"{notice.title}{notice.theme}")
        if theme in _SHARED.sub("", text):
            score += 3.0
        elif len(said) >= 3:
            score += 2.0 * max(0.0, fuzz.token_sort_ratio(theme, said) / 100, _common(theme, said))
    if score and notice.sessions and any(one.day.month in entry.period.months for one in notice.sessions):
        score += 1.0
    return score


def _common(theme: str, said: str) -> float:
    """How much of the theme stands in the title, by pairs of characters."""
    pairs = {theme[at : at + 2] for at in range(len(theme) - 1)}
    return sum(pair in said for pair in pairs) / len(pairs)


def _units(text: str, vocabulary: Vocabulary) -> frozenset[str]:
    """The units whose full or other name stands in the text."""
    plain = normalise(text).replace(" ", "")
    found = {unit for unit in vocabulary.units if unit in text}
    for phrase, meaning in vocabulary.phrases.items():
        if meaning.units and len(meaning.units) == 1 and len(phrase) >= 3 and phrase in plain:
            found.update(meaning.units)
    return frozenset(found)


def with_notice(entry: Entry, notice: Notice) -> tuple[Entry, tuple[str, ...]]:
    """The entry as it is once the notice is taken over, and what is doubtful about that.

    What the notice does not say stays. Dates of other days stay beside the new ones, unless the notice says
    that it moves them; months that the dates do not touch are replaced by theirs, else they are added.
    """
    stand, doubts = entry.details, list(notice.doubts)
    sessions = tuple(one for one in notice.sessions if one.day.year == entry.year)
    if len(sessions) < len(notice.sessions):
        doubts.append(f"通知里的日期有的不在{entry.year}年，没有采用")
    days = {one.day for one in sessions}
    kept = tuple(one for one in stand.sessions if one.day not in days)
    if sessions and notice.moved:
        kept = ()
    if sessions and kept:
        doubts.append("原来的日期保留；如果是改期，请在确认后发 /edit 改掉旧的")
    place = notice.place or stand.place
    if kept and notice.place and stand.place and notice.place != stand.place and sessions:
        place = f"{stand.place}；{_days(sessions)}：{notice.place}"[:LONGEST]
    details = Details(
        sessions=tuple(sorted((*kept, *sessions), key=lambda one: (one.day, str(one.start or "")))),
        place=place,
        contact=notice.contact or stand.contact,
        signup=notice.signup or stand.signup,
        audience=notice.audience or stand.audience,
        note=stand.note,
    )
    months = {one.day.month for one in sessions}
    planned = set(entry.period.months)
    if months and not months & planned:
        doubts.append(
            f"计划写的是{entry.period}，通知是{'、'.join(f'{month}月' for month in sorted(months))}"
        )
        planned = months
    period = Period(tuple(sorted(planned | months)))
    return replace(entry, period=period, details=details), tuple(doubts)


def _days(sessions: tuple[Session, ...]) -> str:
    return "、".join(dict.fromkeys(f"{one.day.month}月{one.day.day}日" for one in sessions))
