"""Plans, names of units and the revision, on SQLite and on PostgreSQL."""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import replace
from pathlib import Path

import pytest

from plan_store.documents.published import read_published
from plan_store.documents.tables import DocumentError
from plan_store.entry_rows import from_row, to_row
from plan_store.plan import Details, Session
from plan_store.staff.rights import CONSOLE
from plan_store.store import Outcome, Store

PUBLISHED = Path(__file__).parent.parent.parent / "data" / "kaifu_2023.txt"


async def test_a_filled_store_gives_back_the_plan_as_published(store: Store) -> None:
    await store.fill([PUBLISHED])

    assert await store.plans() == (read_published(PUBLISHED),)


async def test_a_filled_store_says_what_it_did(store: Store) -> None:
    (filled,) = await store.fill([PUBLISHED])

    assert (filled.outcome, filled.district, filled.year) == (Outcome.IMPORTED, "开福区", 2023)


async def test_a_second_start_imports_nothing(store_url: str) -> None:
    store = await Store.open(store_url)
    await store.fill([PUBLISHED])
    await store.close()

    again = await Store.open(store_url)
    revision = await again.revision()
    (filled,) = await again.fill([PUBLISHED])

    assert (filled.outcome, filled.district, filled.year) == (Outcome.UNCHANGED, "开福区", 2023)
    assert await again.revision() == revision
    await again.close()


async def test_an_unchanged_document_is_not_parsed_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    await store.fill([PUBLISHED])
    monkeypatch.setattr("plan_store.store._parsed", lambda *_: pytest.fail("parsed again"))

    assert (await store.fill([PUBLISHED]))[0].outcome is Outcome.UNCHANGED


async def test_a_document_that_changed_on_disk_does_not_overwrite_the_plan(
    store: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await store.fill([PUBLISHED])
    changed = tmp_path / "kaifu_2023.txt"
    changed.write_text(PUBLISHED.read_text("utf-8").replace("节水宣传日", "节水宣传周"), "utf-8")

    with caplog.at_level(logging.WARNING):
        (filled,) = await store.fill([changed])

    assert filled.outcome is Outcome.KEPT
    assert await store.plans() == (read_published(PUBLISHED),)
    assert "kaifu_2023.txt" in caplog.text


async def test_a_document_that_says_the_same_in_other_bytes_is_unchanged(
    store: Store, tmp_path: Path
) -> None:
    await store.fill([PUBLISHED])
    same = tmp_path / "same.txt"
    same.write_bytes(PUBLISHED.read_text("utf-8").replace("\n", "\r\n").encode("gb18030"))

    assert (await store.fill([same]))[0].outcome is Outcome.UNCHANGED


async def test_plans_of_several_years_and_districts_live_side_by_side(store: Store, tmp_path: Path) -> None:
    text = PUBLISHED.read_text("utf-8")
    next_year = tmp_path / "2024.txt"
    next_year.write_text(text.replace("2023年", "2024年"), "utf-8")
    elsewhere = tmp_path / "yuelu.txt"
    elsewhere.write_text(text.replace("开福区", "岳麓区"), "utf-8")

    await store.fill([next_year, PUBLISHED, elsewhere])

    plans = await store.plans()
    assert [(plan.year, plan.district) for plan in plans] == [
        (2023, "岳麓区"),
        (2023, "开福区"),
        (2024, "开福区"),
    ]
    assert all(len(plan.entries) == 42 for plan in plans)


async def test_a_broken_document_changes_nothing(store: Store, tmp_path: Path) -> None:
    broken = tmp_path / "broken.txt"
    broken.write_text(PUBLISHED.read_text("utf-8").replace("\t7月-8月", "\t13月"), "utf-8")
    revision = await store.revision()

    with pytest.raises(DocumentError, match=r"broken\.txt：表格第33行：没有13月"):
        await store.fill([broken])

    assert await store.plans() == ()
    assert await store.revision() == revision


async def test_a_missing_document_is_named(store: Store, tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"nowhere\.txt：文件读不出来"):
        await store.fill([tmp_path / "nowhere.txt"])


async def test_the_revision_grows_with_an_import(store: Store) -> None:
    before = await store.revision()
    await store.fill([PUBLISHED])

    assert await store.revision() > before


async def test_a_name_that_staff_add_is_kept_and_grows_the_revision(store: Store) -> None:
    before = await store.revision()
    await store.add_unit_name("卫健委", "区卫健局", staff=CONSOLE.id)

    assert await store.unit_names() == (("卫健委", "区卫健局"),)
    assert await store.revision() > before


async def test_a_name_that_is_given_again_means_the_later_unit(store: Store) -> None:
    await store.add_unit_name("城管", "区城管局", staff=CONSOLE.id)
    await store.add_unit_name("城管", "区城管执法局", staff=CONSOLE.id)

    assert await store.unit_names() == (("城管", "区城管执法局"),)


def test_what_staff_add_to_an_entry_survives_its_row() -> None:
    details = Details(
        sessions=(
            Session(dt.date(2023, 6, 9), dt.time(10), dt.time(11, 30)),
            Session(dt.date(2023, 6, 10), dt.time(9, 5)),
            Session(dt.date(2023, 6, 11)),
        ),
        place="月湖公园南门",
        contact="张三 0731-84500000",
        signup="6月5日前电话报名",
        audience="企业代表",
        note="雨天顺延",
    )
    entry = replace(read_published(PUBLISHED).entries[13], details=details)

    assert from_row(2023, to_row(entry)) == entry
