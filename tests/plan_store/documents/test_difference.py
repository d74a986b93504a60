"""A document beside the plan in the store: what it would change, what stays, and what is doubtful."""

from __future__ import annotations

import datetime as dt
import string
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plan_store.documents.difference import Difference, difference, read_numbers
from plan_store.documents.kinds import kind_of
from plan_store.documents.plan_json import read_json
from plan_store.documents.published import read_published
from plan_store.documents.readers import read_blocks
from plan_store.documents.reading import Reading, read_plan
from plan_store.documents.writers import TABLES, Format, write_plan
from plan_store.plan import Details, Entry, Period, Plan, Session
from plan_store.questions.vocabulary import Vocabulary
from plan_store.snapshot import build_snapshot
from tests.handlers.plans import cache_folder, words
from tests.plan_store.documents import files
from tests.plan_store.documents.files import HEADER, ROWS, TITLE, Table

PLAN = read_published(Path(__file__).parents[3] / "data" / "kaifu_2023.txt")


def read(content: bytes) -> Reading:
    if content.startswith(b"{"):
        return read_json(content)
    return read_plan(read_blocks(content, kind_of(content)))


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return build_snapshot([PLAN], words(), 1, (), cache_folder()).vocabulary


def plan_of(*rows: tuple[str, ...]) -> Plan:
    reading = read(files.docx((HEADER, *rows)))
    return Plan(reading.year, reading.title, reading.district, tuple(row.entry for row in reading.rows))


STORED = plan_of(*ROWS)


def compared(
    rows: Table, stored: Plan | None, vocabulary: Vocabulary, header: tuple[str, ...] = HEADER
) -> Difference:
    return difference(read(files.docx((header, *rows))), stored, vocabulary)


def test_new_changed_and_missing_are_told_apart(vocabulary: Vocabulary) -> None:
    found = compared(
        (ROWS[0], (*ROWS[1][:4], "8月"), ("4", "科普日", "讲座", "区科技局", "9月")), STORED, vocabulary
    )

    assert [one.number for one in found.new] == [4]
    assert [(one.number, str(one.edit.after.period)) for one in found.changed if one.edit.after] == [
        (2, "8月")
    ]
    assert [edit.number for edit in found.missing] == [3]
    assert found.same == 1


def test_nothing_is_deleted_unless_it_is_asked_for(vocabulary: Vocabulary) -> None:
    found = compared((ROWS[0], (*ROWS[1][:4], "8月")), STORED, vocabulary)

    assert [edit.number for edit in found.edits()] == [2]
    assert [edit.number for edit in found.edits(missing=True)] == [2, 3]


def test_some_can_be_taken(vocabulary: Vocabulary) -> None:
    found = compared(((*ROWS[0][:4], "7月"), (*ROWS[1][:4], "8月"), ROWS[2]), STORED, vocabulary)

    assert [edit.number for edit in found.edits({2, 9})] == [2]


def test_a_year_that_the_store_lacks_is_all_new(vocabulary: Vocabulary) -> None:
    found = compared(ROWS, None, vocabulary)

    assert len(found.new) == 3
    assert found.plan.entries == ()


def test_what_staff_have_added_stays_where_the_document_has_no_column_for_it(vocabulary: Vocabulary) -> None:
    details = Details((Session(dt.date(2024, 5, 9)),), "月湖公园", "1", "电话", "居民", "带身份证")
    stored = replace(STORED, entries=(replace(STORED.entries[0], details=details), *STORED.entries[1:]))

    assert compared(ROWS, stored, vocabulary).empty
    (changed,) = compared((("1", "新名字", *ROWS[0][2:]), *ROWS[1:]), stored, vocabulary).changed
    assert changed.edit.after is not None
    assert changed.edit.after.details == details


def test_an_empty_cell_of_a_column_that_is_there_takes_away(vocabulary: Vocabulary) -> None:
    details = Details(place="月湖公园", contact="张三")
    stored = replace(STORED, entries=(replace(STORED.entries[0], details=details), *STORED.entries[1:]))
    rows = tuple((*row, "") for row in ROWS)

    (changed,) = compared(rows, stored, vocabulary, (*HEADER, "活动地点")).changed

    assert changed.edit.after is not None
    assert changed.edit.after.details == Details(contact="张三")


def test_dates_outside_the_new_months_go(vocabulary: Vocabulary) -> None:
    details = Details((Session(dt.date(2024, 5, 9)),))
    stored = replace(STORED, entries=(replace(STORED.entries[0], details=details), *STORED.entries[1:]))

    (changed,) = compared(((*ROWS[0][:4], "7月"), *ROWS[1:]), stored, vocabulary).changed

    assert changed.edit.after is not None
    assert changed.edit.after.details.sessions == ()


def test_a_row_that_cannot_be_read_makes_nothing_missing(vocabulary: Vocabulary) -> None:
    with_number = compared((ROWS[0], ROWS[1], (*ROWS[2][:4], "待定")), STORED, vocabulary)
    without = compared((ROWS[0], ROWS[1], ("三", *ROWS[2][1:])), STORED, vocabulary)

    assert with_number.missing == without.missing == ()


@pytest.mark.parametrize(
    ("row", "doubt"),
    [
        (("3", "职业病防治", "政策宣传", "区卫建局", "9月"), "和“区卫健局”相近"),
        (("3", "职业病防治", "政策宣传", "区公安局", "9月"), "计划里没有的单位"),
        (("3", "完全不同的事情", "政策宣传", "捞刀河街道", "9月"), "是不是同一项活动"),
        (("4", "职业病防治", "政策宣传", "区卫健局", "9月"), "可能只是序号变了"),
        (("3", "职业病防治", "政策宣传", "区卫健局", "9月底"), "原话留在备注里"),
    ],
)
def test_doubts_are_named(row: tuple[str, ...], doubt: str, vocabulary: Vocabulary) -> None:
    found = compared((*ROWS[:2], row), STORED, vocabulary)

    assert any(doubt in said for one in found.proposed for said in one.doubts), found.proposed


@pytest.mark.parametrize("form", TABLES)
def test_the_published_plan_comes_back_the_same(form: Format, vocabulary: Vocabulary) -> None:
    found = difference(read(write_plan(PLAN, form)), PLAN, vocabulary)

    assert found.empty
    assert found.same == 42
    assert (found.unread, found.doubts, found.remarks) == ((), (), ())


@pytest.mark.parametrize("form", TABLES)
def test_cells_that_begin_like_a_formula_do_nothing_and_come_back(
    form: Format, vocabulary: Vocabulary
) -> None:
    entry = Entry(
        2023,
        1,
        '=HYPERLINK("http://x")',
        ("+讲座", "-座谈", "@甲"),
        "=单位",
        Period((5,)),
        Details(place="-1楼", contact="+86 731", signup="@公众号", audience="'=甲", note="\t=乙\n=丙"),
    )
    plan = replace(PLAN, entries=(entry,))
    content = write_plan(plan, form)

    assert difference(read(content), plan, vocabulary).empty
    if form in (Format.CSV, Format.XLSX):
        cells = [cell for grid in read_raw(content) for row in grid for cell in row]
        assert any(cell.startswith("'=HYPERLINK") for cell in cells)
        assert not any(cell.startswith(tuple("=+-@")) for cell in cells)


def read_raw(content: bytes) -> list[list[list[str]]]:
    import csv
    import io

    import openpyxl

    if content.startswith(b"PK"):
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        assert sheet is not None
        return [[[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]]
    return [list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))]


# No carriage return: whatever comes in, from a file or a phone, is cut into lines first.
_SIGNS = st.sampled_from(
    string.digits + string.ascii_letters + string.punctuation + " \t\n政务公开月湖街道，。；：“”、（）＝　—"
)
_WORDS = st.text(_SIGNS, min_size=1, max_size=30).filter(lambda said: any(sign.isalnum() for sign in said))
_SESSIONS = st.builds(
    Session,
    st.dates(dt.date(2024, 1, 1), dt.date(2024, 12, 31)),
    st.none() | st.times().map(lambda time: time.replace(second=0, microsecond=0)),
)
_DETAILS = st.builds(
    Details,
    st.lists(_SESSIONS, max_size=3).map(tuple),
    *[st.just("") | _WORDS for _ in range(5)],
)
_ENTRIES = st.builds(
    Entry,
    st.just(2024),
    st.just(1),
    _WORDS,
    st.lists(_WORDS, min_size=1, max_size=3, unique=True).map(tuple),
    _WORDS,
    st.sets(st.integers(1, 12), min_size=1).map(lambda months: Period(tuple(sorted(months)))),
    _DETAILS,
)


@pytest.mark.parametrize("form", TABLES)
@settings(max_examples=60, deadline=None)
@given(entries=st.lists(_ENTRIES, min_size=1, max_size=4))
def test_taking_over_what_was_exported_changes_nothing(
    form: Format, entries: list[Entry], vocabulary: Vocabulary
) -> None:
    numbered = tuple(replace(entry, number=number) for number, entry in enumerate(entries, 1))
    plan = Plan(2024, TITLE, "开福区", numbered)

    found = difference(read(write_plan(plan, form)), plan, vocabulary)

    assert found.empty, (found.proposed, found.missing)
    assert not found.unread, found.unread


@pytest.mark.parametrize(
    ("said", "numbers"),
    [
        ("3", {3}),
        ("1-3、8", {1, 2, 3, 8}),
        ("第1至3项，10", {1, 2, 3, 10}),
        ("１，２", {1, 2}),
        ("", None),
        ("好", None),
        ("3-1", None),
        ("1-99999", None),
    ],
)
def test_numbers_are_chosen_as_people_write_them(said: str, numbers: set[int] | None) -> None:
    assert read_numbers(said) == numbers
