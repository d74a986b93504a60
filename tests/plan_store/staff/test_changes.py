"""Changes of entries: made whole or not at all, by who may, seen in the history, taken back."""

from __future__ import annotations

import asyncio
import datetime as dt
from dataclasses import replace

import pytest

from plan_store.plan import Details, Entry, Period, Plan, Session
from plan_store.staff.edits import Change, ConflictError, Edit, Kind, NothingToUndoError
from plan_store.staff.rights import CONSOLE, NotAllowedError, Person
from plan_store.store import Store
from tests.plan_store.staff.conftest import EDITOR, NOW, OWNER, STRANGER, STREET_EDITOR


def moved(plan: Plan, number: int, first: int, last: int) -> Edit:
    entry = plan.entry(number)
    assert entry is not None
    return Edit(entry, replace(entry, period=Period.span(first, last)))


def taken_out(plan: Plan, number: int) -> Edit:
    return Edit(plan.entry(number), None)


NEW = Entry(2023, 0, "新的活动", ("座谈交流",), "月湖街道", Period.span(6, 6))


async def stands(store: Store, number: int) -> Entry | None:
    (plan,) = await store.plans()
    return plan.entry(number)


async def test_a_change_is_seen_by_all_at_once(staffed: Store, plan: Plan) -> None:
    before = await staffed.revision()
    await staffed.changes.make(plan, [moved(plan, 17, 7, 8)], EDITOR, NOW)

    entry = await stands(staffed, 17)
    assert entry is not None
    assert entry.period == Period.span(7, 8)
    assert await staffed.revision() > before


async def test_details_are_kept_as_they_were_set(staffed: Store, plan: Plan) -> None:
    entry = plan.entries[16]
    details = Details(
        sessions=(Session(dt.date(2023, 6, 5), dt.time(9, 30)),),
        place="月湖公园",
        contact="张三",
        note="雨天顺延",
    )
    await staffed.changes.make(plan, [Edit(entry, replace(entry, details=details))], EDITOR, NOW)

    changed = await stands(staffed, 17)
    assert changed is not None
    assert changed.details == details


async def test_the_second_of_two_editors_is_told_and_changes_nothing(staffed: Store, plan: Plan) -> None:
    first = await staffed.changes.make(plan, [moved(plan, 17, 7, 7)], EDITOR, NOW)

    with pytest.raises(ConflictError) as raised:
        await staffed.changes.make(plan, [moved(plan, 17, 8, 8)], OWNER, NOW)

    (conflict,) = raised.value.conflicts
    assert conflict.now == first.edits[0].after
    assert conflict.change == first
    assert await stands(staffed, 17) == first.edits[0].after


async def test_of_editors_at_the_same_moment_exactly_one_gets_through(
    staffed: Store, plan: Plan, store_url: str
) -> None:
    other = await Store.open(store_url, owners=[OWNER.id])
    attempts = [
        store.changes.make(plan, [moved(plan, 17, month, 12)], OWNER, NOW)
        for month in range(7, 11)
        for store in (staffed, other)
    ]

    outcomes = await asyncio.gather(*attempts, return_exceptions=True)

    made = [outcome for outcome in outcomes if isinstance(outcome, Change)]
    assert len(made) == 1
    assert sum(isinstance(outcome, ConflictError) for outcome in outcomes) == 7
    assert await stands(staffed, 17) == made[0].edits[0].after
    await other.close()


async def test_editors_of_different_entries_do_not_hinder_each_other(staffed: Store, plan: Plan) -> None:
    await asyncio.gather(
        *(
            staffed.changes.make(plan, [moved(plan, number, 11, 12)], EDITOR, NOW)
            for number in (3, 9, 17, 25, 40)
        )
    )

    assert len(await staffed.history.latest(10)) == 5


async def test_many_edits_are_made_or_refused_as_one(staffed: Store, plan: Plan) -> None:
    await staffed.changes.make(plan, [moved(plan, 18, 7, 7)], EDITOR, NOW)

    with pytest.raises(ConflictError):
        await staffed.changes.make(
            plan, [moved(plan, 17, 7, 7), moved(plan, 18, 8, 8)], OWNER, NOW, kind=Kind.IMPORT
        )

    assert await stands(staffed, 17) == plan.entry(17)


@pytest.mark.parametrize("number", [17, 18])
async def test_a_stranger_changes_nothing(staffed: Store, plan: Plan, number: int) -> None:
    with pytest.raises(NotAllowedError):
        await staffed.changes.make(plan, [moved(plan, number, 7, 7)], STRANGER, NOW)

    assert await staffed.plans() == (plan,)
    assert await staffed.history.latest(10) == ()


async def test_an_editor_of_one_unit_changes_its_entries_alone(staffed: Store, plan: Plan) -> None:
    own = next(entry for entry in plan.entries if entry.unit == "月湖街道")
    foreign = next(entry for entry in plan.entries if entry.unit != "月湖街道")
    await staffed.changes.make(plan, [moved(plan, own.number, 11, 12)], STREET_EDITOR, NOW)

    for edit in (
        moved(plan, foreign.number, 11, 12),
        taken_out(plan, foreign.number),
        Edit(foreign, replace(foreign, unit="月湖街道")),
        Edit(None, replace(NEW, unit="区科技局")),
    ):
        with pytest.raises(NotAllowedError):
            await staffed.changes.make(plan, [edit], STREET_EDITOR, NOW)
    now = await stands(staffed, own.number)
    assert now is not None
    with pytest.raises(NotAllowedError):
        await staffed.changes.make(plan, [Edit(now, replace(now, unit="区科技局"))], STREET_EDITOR, NOW)


async def test_who_was_dismissed_meanwhile_changes_nothing(staffed: Store, plan: Plan) -> None:
    await staffed.members.dismiss(EDITOR.id, OWNER.id)

    with pytest.raises(NotAllowedError):
        await staffed.changes.make(plan, [moved(plan, 17, 7, 7)], EDITOR, NOW)


async def test_a_new_entry_gets_the_next_number(staffed: Store, plan: Plan) -> None:
    change = await staffed.changes.make(plan, [Edit(None, NEW)], EDITOR, NOW, kind=Kind.ADD)

    assert change.edits[0].number == 43
    assert await stands(staffed, 43) == replace(NEW, number=43)


async def test_new_entries_of_the_same_moment_get_different_numbers(staffed: Store, plan: Plan) -> None:
    changes = await asyncio.gather(
        *(staffed.changes.make(plan, [Edit(None, NEW)], EDITOR, NOW) for _ in range(5))
    )

    assert sorted(change.edits[0].number for change in changes) == [43, 44, 45, 46, 47]


async def test_the_number_of_a_deleted_entry_is_not_given_again(staffed: Store, plan: Plan) -> None:
    await staffed.changes.make(plan, [taken_out(plan, 42)], EDITOR, NOW)
    change = await staffed.changes.make(plan, [Edit(None, NEW)], EDITOR, NOW)

    assert change.edits[0].number == 43


async def test_what_is_deleted_lies_in_the_trash_and_comes_back(staffed: Store, plan: Plan) -> None:
    await staffed.changes.make(plan, [taken_out(plan, 17)], EDITOR, NOW, kind=Kind.DELETE)
    assert await stands(staffed, 17) is None
    (thrown,) = await staffed.history.trash(plan.district, plan.year)
    assert thrown == plan.entry(17)

    await staffed.changes.make(plan, [Edit(None, thrown)], EDITOR, NOW, kind=Kind.RESTORE)

    assert await staffed.plans() == (plan,)
    assert await staffed.history.trash(plan.district, plan.year) == ()


async def test_the_history_says_who_when_before_and_after(staffed: Store, plan: Plan) -> None:
    edit = moved(plan, 17, 7, 8)
    made = await staffed.changes.make(plan, [edit], EDITOR, NOW, source="通知.docx")
    await staffed.changes.make(plan, [moved(plan, 18, 7, 8)], OWNER, NOW)

    (change,) = await staffed.history.of_entry(plan, 17, 10)

    assert change == made
    assert (change.by, change.at, change.edits, change.source) == (EDITOR, NOW, (edit,), "通知.docx")


async def test_the_history_is_read_from_the_latest_on(staffed: Store, plan: Plan) -> None:
    for number in (17, 18, 19):
        await staffed.changes.make(plan, [moved(plan, number, 11, 12)], EDITOR, NOW)

    first, second = await staffed.history.latest(2)
    (third,) = await staffed.history.latest(2, before=second.number)

    assert [change.edits[0].number for change in (first, second, third)] == [19, 18, 17]


async def test_a_change_of_many_is_taken_back_as_one(staffed: Store, plan: Plan) -> None:
    edits = [moved(plan, 17, 7, 8), taken_out(plan, 18), Edit(None, NEW)]
    change = await staffed.changes.make(plan, edits, EDITOR, NOW, kind=Kind.IMPORT)
    undo = await staffed.changes.undo(change.number, EDITOR, NOW)

    assert await staffed.plans() == (plan,)
    assert (undo.kind, undo.undoes) == (Kind.UNDO, change.number)


async def test_an_undo_is_taken_back_too(staffed: Store, plan: Plan) -> None:
    change = await staffed.changes.make(plan, [moved(plan, 17, 7, 8)], EDITOR, NOW)
    undo = await staffed.changes.undo(change.number, EDITOR, NOW)
    await staffed.changes.undo(undo.number, EDITOR, NOW)

    assert await stands(staffed, 17) == change.edits[0].after
    again = await staffed.history.change(change.number)
    assert again is not None
    assert again.undone_by is None


async def test_what_is_taken_back_already_or_never_was_cannot_be_undone(staffed: Store, plan: Plan) -> None:
    change = await staffed.changes.make(plan, [moved(plan, 17, 7, 8)], EDITOR, NOW)
    await staffed.changes.undo(change.number, EDITOR, NOW)

    for number in (change.number, 9999):
        with pytest.raises(NothingToUndoError):
            await staffed.changes.undo(number, EDITOR, NOW)


async def test_what_was_changed_again_since_is_not_undone_silently(staffed: Store, plan: Plan) -> None:
    first = await staffed.changes.make(plan, [moved(plan, 17, 7, 8)], EDITOR, NOW)
    now = await stands(staffed, 17)
    assert now is not None
    second = await staffed.changes.make(plan, [Edit(now, replace(now, theme="改过的主题"))], OWNER, NOW)

    with pytest.raises(ConflictError) as raised:
        await staffed.changes.undo(first.number, EDITOR, NOW)

    assert raised.value.conflicts[0].change == second


async def test_an_editor_of_one_unit_does_not_undo_what_others_did_elsewhere(
    staffed: Store, plan: Plan
) -> None:
    foreign = next(entry.number for entry in plan.entries if entry.unit != "月湖街道")
    change = await staffed.changes.make(plan, [moved(plan, foreign, 11, 12)], EDITOR, NOW)

    with pytest.raises(NotAllowedError):
        await staffed.changes.undo(change.number, STREET_EDITOR, NOW)


async def test_ones_own_last_change_is_the_last_that_still_stands(staffed: Store, plan: Plan) -> None:
    first = await staffed.changes.make(plan, [moved(plan, 17, 7, 8)], EDITOR, NOW)
    second = await staffed.changes.make(plan, [moved(plan, 18, 7, 8)], EDITOR, NOW)
    await staffed.changes.make(plan, [moved(plan, 19, 11, 12)], OWNER, NOW)
    assert await staffed.history.own_last(EDITOR.id) == second

    await staffed.changes.undo(second.number, EDITOR, NOW)

    assert await staffed.history.own_last(EDITOR.id) == first
    assert await staffed.history.own_last(STRANGER.id) is None


async def test_a_plan_that_the_store_lacks_comes_with_its_entries_and_goes_with_them(
    staffed: Store, plan: Plan
) -> None:
    entries = tuple(replace(entry, year=2024) for entry in plan.entries)
    coming = Plan(2024, "开福区2024年计划", "开福区", entries)
    edits = [Edit(None, entry) for entry in entries]
    change = await staffed.changes.make(coming, edits, CONSOLE, NOW, kind=Kind.IMPORT, source="2024.xlsx")
    assert await staffed.plans() == (plan, coming)

    undo = await staffed.changes.undo(change.number, OWNER, NOW)
    assert await staffed.plans() == (plan,)

    await staffed.changes.undo(undo.number, OWNER, NOW)
    assert await staffed.plans() == (plan, coming)


async def test_a_change_of_nothing_or_of_the_same_entry_twice_is_a_mistake(
    staffed: Store, plan: Plan
) -> None:
    for edits in ([], [moved(plan, 17, 7, 7), moved(plan, 17, 8, 8)], [Edit(None, replace(NEW, year=2024))]):
        with pytest.raises(ValueError, match="different entries"):
            await staffed.changes.make(plan, edits, EDITOR, NOW)


async def test_what_follows_fails_with_the_change(
    staffed: Store, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: object) -> None:
        raise RuntimeError("followers cannot be told")

    monkeypatch.setattr(staffed.changes, "_consequences", (fails,))
    with pytest.raises(RuntimeError):
        await staffed.changes.make(plan, [moved(plan, 17, 7, 7)], EDITOR, NOW)

    assert await staffed.plans() == (plan,)


def test_a_wish_is_carried_over_to_an_entry_that_changed_elsewhere(plan_17: Entry) -> None:
    wish = Edit(plan_17, replace(plan_17, period=Period.span(7, 7)))
    now = replace(plan_17, theme="改过的主题", details=Details(place="月湖公园"))

    assert wish.onto(now) == Edit(now, replace(now, period=Period.span(7, 7)))
    assert wish.onto(replace(now, period=Period.span(7, 7))) is None


@pytest.fixture
def plan_17() -> Entry:
    return replace(NEW, number=17)


async def test_a_name_is_given_and_taken_back_by_its_unit_alone(staffed: Store) -> None:
    with pytest.raises(NotAllowedError):
        await staffed.add_unit_name("卫健委", "区卫健局", STREET_EDITOR.id)
    await staffed.add_unit_name("月湖办", "月湖街道", STREET_EDITOR.id)
    await staffed.add_unit_name("卫健委", "区卫健局", EDITOR.id)
    with pytest.raises(NotAllowedError):
        await staffed.remove_unit_name("卫健委", STREET_EDITOR.id)

    assert await staffed.remove_unit_name("卫健委", EDITOR.id) == "区卫健局"
    assert await staffed.remove_unit_name("卫健委", EDITOR.id) is None
    assert await staffed.unit_names() == (("月湖办", "月湖街道"),)


@pytest.mark.parametrize("person", [STRANGER, Person(-1)])
async def test_a_stranger_names_nothing(staffed: Store, person: Person) -> None:
    with pytest.raises(NotAllowedError):
        await staffed.add_unit_name("卫健委", "区卫健局", person.id)
    assert await staffed.unit_names() == ()
