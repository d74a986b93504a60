"""Do buttons mean what they meant? Callback data written, read, forged, and the lists behind it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.replies import list_reply, reply_to
from handlers.replies.keyboards import chooser
from handlers.replies.listing import page_count
from handlers.replies.taps import (
    Choose,
    Dimension,
    Say,
    ShowEntry,
    ShowNarrowed,
    ShowPage,
    View,
    data_of,
    read_tap,
    tag,
)
from handlers.replies.views import entries_of, query_of, view_of
from plan_store.answers import Answer, Kind, find
from plan_store.inquiry import ask
from plan_store.plan import Plan, in_reading_order
from plan_store.questions.query import Query
from plan_store.questions.thread import EMPTY
from tests.handlers.fits import assert_fits
from tests.handlers.plans import MAY_20, any_plan, june_of, published, published_snapshot

_TAGS = st.just("") | (st.text(min_size=1, max_size=8) | st.sampled_from(("街道", "部门", "区司法局"))).map(
    tag
)
_VIEWS = st.builds(
    View,
    st.integers(1900, 2999),
    st.none() | st.frozensets(st.integers(1, 400), min_size=1, max_size=12),
    st.frozensets(st.integers(1, 12)),
    _TAGS,
    _TAGS,
    st.integers(0, 200),
)
_TAPS = st.one_of(
    st.text(min_size=1, max_size=20).filter(str.strip).map(Say),
    st.builds(ShowEntry, st.integers(1900, 2999), st.integers(1, 99_999)),
    _VIEWS.map(ShowPage),
    _VIEWS.map(ShowNarrowed),
    st.builds(Choose, _VIEWS, st.sampled_from(Dimension), st.integers(0, 50)),
)


@given(_TAPS)
def test_data_that_fits_is_read_back_as_it_was_written(tap: object) -> None:
    data = data_of(tap)  # type: ignore[arg-type]
    assert data is None or (len(data.encode()) <= 64 and read_tap(data) == tap)


@given(st.one_of(st.text(max_size=64), st.from_regex(r"1[lonqe][muf]?[0-9a-fbr.\-_A-Z]{0,60}")))
def test_forged_data_is_refused_or_read_but_never_raises(data: str) -> None:
    tap = read_tap(data)
    if isinstance(tap, ShowPage | ShowNarrowed):
        list_reply(tap.view, published())
    if isinstance(tap, Choose):
        chooser(tap, published())


@pytest.mark.parametrize("data", ["", "1", "0e2023.17", "2l2023.0....", "1e", "1ex.y", "1q  ", "noop"])
def test_data_of_another_version_is_not_read(data: str) -> None:
    assert read_tap(data) is None


@pytest.mark.parametrize("size", [1, 42, 216, 400, 10_000])
def test_a_run_of_numbers_of_any_length_fits_a_button(size: int) -> None:
    tap = ShowPage(View(2023, frozenset(range(1, size + 1)), page=size // 8))
    data = data_of(tap)
    assert data is not None
    assert read_tap(data) == tap


@pytest.mark.parametrize(
    "question",
    [
        "六月有什么活动",
        "所有活动",
        "街道",
        "上半年部门有什么活动",
        "座谈交流",
        "除了街道还有什么",
        "六月或者九月的宣传",
    ],
)
def test_the_view_of_an_answer_shows_the_same_entries(question: str) -> None:
    answer, _ = ask(question, EMPTY, MAY_20, published_snapshot())
    view = view_of(answer, answer.entries, 0)
    assert view is not None
    assert entries_of(view, published()) == answer.entries
    assert data_of(Choose(view, Dimension.UNIT)) is not None


@given(_VIEWS)
def test_the_question_behind_a_view_finds_the_same_entries(view: View) -> None:
    plan = published()
    view = replace(view, year=plan.year)
    known = [*(one.unit for one in plan.entries), "街道", "部门"]
    if (view.unit and view.unit not in map(tag, known)) or view.form:
        return
    assert find(query_of(view, plan), published_snapshot()).entries == entries_of(view, plan)


def test_all_pages_together_hold_every_entry_once_and_in_order() -> None:
    plan = published()
    pages = [list_reply(View(2023, page=page), plan) for page in range(page_count(len(plan.entries)))]
    numbers = [
        int(button.label)
        for page in pages
        if page
        for row in page.buttons
        for button in row
        if button.label.isdigit()
    ]
    assert numbers == [one.number for one in in_reading_order(plan.entries)]


def test_narrowing_offers_each_part_with_its_size_and_shows_just_that() -> None:
    plan = published()
    options = chooser(Choose(View(2023), Dimension.MONTH), plan)
    june = next(button for row in options for button in row if button.label.startswith("6月"))
    tap = read_tap(june.data)
    assert isinstance(tap, ShowNarrowed)
    assert june.label == f"6月 ({len(entries_of(tap.view, plan))})" == "6月 (17)"


def test_narrowing_by_unit_offers_streets_and_departments_first() -> None:
    options = chooser(Choose(View(2023, months=frozenset({6})), Dimension.UNIT), published())
    assert [button.label for button in options[0]] == ["街道 (9)", "部门 (8)"]


def test_a_list_of_400_units_can_be_narrowed_within_telegrams_limit_of_buttons() -> None:
    plan = june_of(400)
    for page in range(20):
        buttons = chooser(Choose(View(2023), Dimension.UNIT, page), plan)
        assert sum(map(len, buttons)) <= 100


def test_a_list_of_400_entries_is_paged_to_its_end() -> None:
    plan = june_of(400)
    answer = Answer(Kind.ENTRIES, Query(""), plan, in_reading_order(plan.entries))
    reply = reply_to(answer)
    turned = 1
    while forward := [b for row in reply.buttons for b in row if b.label.startswith("下一页")]:
        tap = read_tap(forward[0].data)
        assert isinstance(tap, ShowPage)
        following = list_reply(tap.view, plan)
        assert following is not None
        assert_fits(following)
        reply, turned = following, turned + 1
    assert turned == 50
    assert "400. 活动400" in reply.text


def test_a_view_of_what_is_no_longer_there_is_no_list() -> None:
    assert list_reply(View(2023, unit=tag("区撤销局")), published()) is None


@given(any_plan(), st.data())
def test_any_plan_in_any_view_fits_telegrams_limits(plan: Plan, data: st.DataObject) -> None:
    entries = in_reading_order(plan.entries)
    answer = Answer(Kind.ENTRIES, Query(data.draw(st.text(max_size=5))), plan, entries)
    for page in range(page_count(len(entries))):
        assert_fits(reply_to(answer, page=page))
    for entry in entries[:3]:
        assert_fits(reply_to(Answer(Kind.ENTRIES, Query(""), plan, (entry,))))
    view = view_of(answer, entries, 0)
    assert view is not None
    assert entries_of(view, plan) == entries
    for dimension in Dimension:
        for row in chooser(Choose(view, dimension), plan):
            for button in row:
                tap = read_tap(button.data)
                assert tap is not None
                if isinstance(tap, ShowNarrowed):
                    narrowed = list_reply(tap.view, plan)
                    assert narrowed is not None
                    assert_fits(narrowed)
