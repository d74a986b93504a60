"""Plans for the tests of replies: the published one, and hostile ones."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from plan_store.documents.published import read_published
from plan_store.plan import Details, Entry, Period, Plan, Session
from plan_store.questions.words import Words, load_words
from plan_store.snapshot import Snapshot, build_snapshot

ROOT = Path(__file__).parents[2]
SHANGHAI = dt.timezone(dt.timedelta(hours=8))
MAY_20 = dt.datetime(2023, 5, 20, 9, 0, tzinfo=SHANGHAI)


def cache_folder() -> Path:
    """Where jieba's dictionary is kept from one run to the next, as the bot keeps it."""
    folder = ROOT / "var"
    folder.mkdir(exist_ok=True)
    return folder


@cache
def words() -> Words:
    return load_words(ROOT / "data" / "vocabulary")


@cache
def published() -> Plan:
    return read_published(ROOT / "data" / "kaifu_2023.txt")


@cache
def published_snapshot() -> Snapshot:
    return build_snapshot([published()], words(), 1, cache=cache_folder())


def plan_of(*entries: Entry, year: int = 2023) -> Plan:
    return Plan(year, f"开福区{year}年活动计划", "开福区", entries)


def entry(number: int, theme: str = "主题", unit: str = "区司法局", month: int = 6, **more: object) -> Entry:
    details = more.pop("details", Details())
    assert isinstance(details, Details)
    assert not more
    return Entry(2023, number, theme, ("座谈交流",), unit, Period((month,)), details)


def june_of(count: int) -> Plan:
    """So many entries in June, each of a unit of its own."""
    return plan_of(*(entry(number, f"活动{number}", f"第{number}街道") for number in range(1, count + 1)))


_WORDS = st.one_of(
    st.text(min_size=1, max_size=20),
    st.sampled_from(
        [
            "<b>&\"'",
            "</b>",
            "&amp;",
            "<script>",
            "😀" * 40,
            "区司法局",
            "月湖街道",
            "x" * 3000,
            "一" * 3000,
            "𠮷" * 2100,
        ]
    ),
    st.lists(st.sampled_from('区局街道<>&"\n\t 😀𠮷a'), min_size=1, max_size=200).map("".join),
).filter(lambda text: bool(text.strip()))

_SESSIONS = st.builds(
    Session,
    st.dates(dt.date(2023, 1, 1), dt.date(2023, 12, 31)),
    st.none() | st.times(),
    st.none() | st.times(),
)
_DETAILS = st.builds(
    Details, st.lists(_SESSIONS, max_size=20).map(tuple), *(st.just("") | _WORDS for _ in range(5))
)


@st.composite
def any_plan(draw: st.DrawFn) -> Plan:
    """A plan of any words, of up to thirty entries."""
    numbers = sorted(draw(st.sets(st.integers(1, 5000), min_size=1, max_size=30)))
    units = draw(st.lists(_WORDS, min_size=1, max_size=6))
    entries = [
        Entry(
            2023,
            number,
            draw(_WORDS),
            tuple(draw(st.lists(_WORDS, min_size=1, max_size=5))),
            draw(st.sampled_from(units)),
            Period(tuple(sorted(draw(st.sets(st.integers(1, 12), min_size=1))))),
            draw(_DETAILS),
        )
        for number in numbers
    ]
    return Plan(2023, draw(_WORDS), draw(_WORDS), tuple(entries))
