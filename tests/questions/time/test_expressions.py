"""Is every wording of a time read as the days that it means?"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from lunar_python import LunarYear

from plan_store.questions.times import TimePhrase, YearBasis, read_times
from plan_store.questions.times.wordings.holidays import YEARS_WITH_LEAP

HERE = Path(__file__).parent
SHARED = HERE.parents[3] / "shared" / "time" / "expressions.jsonl"
PLAN_YEAR = 2023


def cases(path: Path) -> list[Any]:
    if not path.exists():
        return []
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [pytest.param(case, id=f"{case['text']} on {case['now']}") for case in lines]


def in_words(phrase: TimePhrase) -> str:
    words = [
        phrase.relation.value.replace(" ", "-"),
        f"{phrase.first or '…'}/{phrase.last or '…'}",
        phrase.basis.value,
        "back" if phrase.back else "",
        "holiday" if phrase.holiday else "",
        "day" if phrase.day else "",
    ]
    return " ".join(word for word in words if word)


@pytest.mark.parametrize("case", cases(HERE / "expressions.jsonl"))
def test_a_wording_means_these_days(case: dict[str, Any]) -> None:
    now = dt.date.fromisoformat(case["now"])
    times = read_times(case["text"], now, case.get("plan_year", PLAN_YEAR))
    read = {
        "phrases": [in_words(phrase) for phrase in times.phrases],
        "impossible": [said for _, _, said in times.impossible],
        "months_long": [times.min_months, times.max_months],
        "earliest": times.earliest,
        "latest": times.latest,
    }
    assert read == {
        "phrases": case["phrases"],
        "impossible": case.get("impossible", []),
        "months_long": case.get("months_long", [None, None]),
        "earliest": case.get("earliest", False),
        "latest": case.get("latest", False),
    }


@pytest.mark.skipif(not SHARED.exists(), reason="the sample of other projects' expressions is not at hand")
@pytest.mark.parametrize("case", cases(SHARED))
def test_an_expression_of_other_projects_means_the_same_months(case: dict[str, Any]) -> None:
    now = dt.date.fromisoformat(case["now"])
    times = read_times(case["text"], now, now.year)
    first = min(phrase.first for phrase in times.phrases if phrase.first)
    last = max(phrase.last for phrase in times.phrases if phrase.last)
    from_year = 5 if "ambiguous-year" in case["tags"] else 0
    read = (str(first)[from_year:7], str(last)[from_year:7])
    right = {(span["from"][from_year:7], span["to"][from_year:7]) for span in (case, *case.get("alt", []))}
    assert read in right


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("五一路街道有什么活动", (0, 3)),
        ("三月三歌会在哪里", (0, 3)),
        ("八月桂花节的活动", (0, 5)),
        ("六一儿童节主题活动", (0, 5)),
    ],
)
def test_names_that_are_taken_are_not_read_as_times(text: str, taken: tuple[int, int]) -> None:
    times = read_times(text, dt.date(2023, 5, 20), PLAN_YEAR, [taken])
    assert times.phrases == ()


def test_what_is_taken_leaves_the_rest_to_be_read() -> None:
    text = "六一儿童节主题活动是六月还是七月"
    times = read_times(text, dt.date(2023, 5, 20), PLAN_YEAR, [(0, 5)])
    assert [phrase.said for phrase in times.phrases] == ["6月", "7月"]


@pytest.mark.parametrize(
    ("text", "took"),
    [
        ("请问六月份的时候有什么", ["六月份的时候"]),
        ("从五月到七月止的座谈", ["从五月到七月止"]),
        ("哪些活动会一直持续到九月", ["会一直持续到九月"]),
        ("街道5月和9月开始的活动", ["5月", "9月开始的"]),
        ("只在九月的", ["只在九月"]),
        ("国庆那个月", ["国庆那个月"]),
        ("介于5月和7月之间", ["介于5月和7月之间"]),
        ("2023年6月17日上午9点", ["2023年6月17日上午9点"]),
        ("６月有什么", ["６月"]),
    ],
)
def test_the_offsets_hold_all_the_words_of_a_time(text: str, took: list[str]) -> None:
    times = read_times(text, dt.date(2023, 5, 20), PLAN_YEAR)
    assert [text[phrase.start : phrase.end] for phrase in times.phrases] == took


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("六月份", "6月"),
        ("五月到七月", "5月-7月"),
        ("下个月", "下个月"),
        ("三季度", "第三季度"),
        ("二〇二四年六月", "2024年6月"),
        ("去年6月", "2022年6月"),
        ("6月十七号", "6月17日"),
        ("2023年5月到7月", "2023年5月-7月"),
        ("九月之前", "9月以前"),
        ("六月开始的", "6月开始"),
        ("只在六月", "只在6月"),
        ("持续到九月", "持续到9月"),
        ("五一劳动节", "五一"),
    ],
)
def test_a_time_is_said_back_in_a_short_normal_form(text: str, said: str) -> None:
    times = read_times(text, dt.date(2023, 5, 20), PLAN_YEAR)
    assert [phrase.said for phrase in times.phrases] == [said]


def test_a_year_that_stands_apart_belongs_to_the_month() -> None:
    text = "2024年月湖街道六月有活动吗"
    times = read_times(text, dt.date(2023, 5, 20), PLAN_YEAR)
    assert [(str(phrase.first), phrase.basis) for phrase in times.phrases] == [
        ("2024-06-01", YearBasis.NAMED)
    ]
    assert [text[start:end] for start, end in times.passed] == ["2024年"]


def test_the_leap_months_are_those_of_the_calendar() -> None:
    leaps = {year: LunarYear.fromYear(year).getLeapMonth() for year in range(1982, 2060)}
    written = {year: month for month, years in YEARS_WITH_LEAP.items() for year in years}
    assert written == {year: month for year, month in leaps.items() if month}
