"""Does a quick look that saves a search pass whatever the search would find?"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plan_store.questions import (
    absent,
    comparing,
    excluding,
    extras,
    guarding,
    judging,
    marks,
    mishearing,
    numbers,
    other_talk,
    others,
    parts,
    plain_words,
    reading,
    stages,
    taking_back,
)

Guard = Callable[[str], object]


def any_of(*words: str) -> Guard:
    return lambda text: any(word in text for word in words)


def both(*guards: Guard) -> Guard:
    return lambda text: all(guard(text) for guard in guards)


def either(*guards: Guard) -> Guard:
    return lambda text: any(guard(text) for guard in guards)


_EXTRA = either(extras._WORDS.search, extras._MANY.search)

GUARDED: dict[str, tuple[Guard, re.Pattern[str]]] = {
    "absent related": (absent._RELATING.search, absent._RELATED),
    "comparing": (any_of("多", "少"), comparing._COMPARES),
    "excluding lacking": (excluding._NOT.search, excluding._LACKING),
    "excluding neither": (any_of("既", "也不"), excluding._NEITHER),
    "excluding not done": (any_of("不", "没"), excluding._NOT_DONE),
    "excluding negated": (excluding._NEGATES.search, excluding._NEGATED),
    "extras by unit": (both(_EXTRA, extras._MANY.search), extras._BY_UNIT),
    "extras joint": (_EXTRA, extras._JOINT),
    "extras longest": (_EXTRA, extras._LONGEST),
    "extras richest": (_EXTRA, extras._RICHEST),
    "extras all forms": (_EXTRA, extras._ALL_FORMS),
    "extras all times": (_EXTRA, extras._ALL_TIMES),
    "extras forms": (_EXTRA, extras._FORMS),
    "guarding best": (any_of("最"), guarding._BEST),
    "judging no month": (both(any_of("月"), judging._NOTHING.search), judging._NO_MONTH),
    "marks may come": (marks._MAY.search, marks._MAY_COME),
    "mishearing any which": (mishearing._MISHEARD.search, mishearing._WHICH_MISTYPED),
    "mishearing any which at the end": (mishearing._MISHEARD.search, mishearing._WHICH_AT_THE_END),
    "mishearing any street": (mishearing._MISHEARD.search, mishearing._STREETS_MISHEARD),
    "mishearing any number": (mishearing._MISHEARD.search, mishearing._NUMBER_MISHEARD),
    "mishearing any particle": (mishearing._MISHEARD.search, mishearing._NE_ELSEWHERE),
    "mishearing any question": (mishearing._MISHEARD.search, mishearing._ASKS_SO),
    "mishearing number": (any_of("月份"), mishearing._NUMBER_MISHEARD),
    "mishearing which": (any_of("那"), mishearing._WHICH_MISTYPED),
    "mishearing which at the end": (any_of("那"), mishearing._WHICH_AT_THE_END),
    "mishearing streets": (any_of("到"), mishearing._STREETS_MISHEARD),
    "numbers": (numbers.COUNTS.search, numbers.NUMBER),
    "other talk edit": (any_of("把"), other_talk._EDIT),
    "other talk meaning": (other_talk._SIGNS.search, other_talk._MEANING),
    "other talk plan": (other_talk._SIGNS.search, other_talk._WHOSE_PLAN),
    "other talk work": (other_talk._SIGNS.search, other_talk._WORK),
    "other talk allowed": (other_talk._SIGNS.search, other_talk._ALLOWED),
    "others": (any_of("其", "的"), others._OTHERS),
    "parts one is": (any_of("是"), parts._ONE_IS),
    **{
        f"plain words {place}": (plain_words._FORMAL.search, wording)
        for place, (wording, _) in enumerate(plain_words._RULES)
    },
    "reading now": (any_of("了", "今天"), reading._IT_IS_NOW),
    "reading age": (reading._OF_AGE.search, reading._AGE),
    "reading told": (either(any_of("周末"), reading._PAUSES.search), reading._TOLD),
    "stages": (stages._TURN.search, stages._STAGE),
    "taking back dropped": (both(taking_back._CORRECTS.search, any_of("算了")), taking_back._DROPPED),
    "taking back turn": (taking_back._CORRECTS.search, taking_back._TURN),
    "taking back that is": (taking_back._CORRECTS.search, taking_back._THAT_IS),
    "taking back not but": (taking_back._CORRECTS.search, taking_back._NOT_BUT),
    "taking back anyway": (taking_back._CORRECTS.search, taking_back._ANYWAY),
}


@pytest.mark.parametrize("name", sorted(GUARDED))
def test_whatever_a_pattern_finds_its_guard_lets_through(name: str) -> None:
    guard, found = GUARDED[name]
    compiled = re.compile(found.pattern)

    @settings(
        max_examples=60,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.from_regex(compiled))
    def passes(text: str) -> None:
        assert guard(text), text

    passes()
