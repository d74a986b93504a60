"""What falls due is written once for all it is due for: at every edge of the calendar, late or twice."""

from __future__ import annotations

import asyncio
import datetime as dt
from dataclasses import replace

from plan_store.deliveries import Kind, Planned, State
from plan_store.plan import Details, Session
from plan_store.store import Store
from plan_store.subscriptions import Defaults, Reminder, following_entries, following_everything
from tests.handlers.plans import entry, plan_of, published
from tests.plan_store.deliveries.conftest import Desk, at, snapshot_of, with_entry

ALICE, BOB, CAROL = 7, 5_000_000_001, -300
ALL, NO_17, NO_14 = following_everything(), following_entries([(2023, 17)]), following_entries([(2023, 14)])
JUNE_1, MAY_29 = "2023-06-01", "2023-05-29"


async def test_a_follower_of_june_hears_three_days_before(desk: Desk) -> None:
    await desk.follow(ALICE, NO_17)

    assert await desk.plan("2023-05-29 08:59") == Planned()
    assert await desk.plan("2023-05-29 09:00") == Planned(due=1)
    assert await desk.send("2023-05-29 09:00") == [(ALICE, "before", JUNE_1, (17,))]


async def test_the_month_is_told_on_its_first(desk: Desk) -> None:
    await desk.follow(ALICE, NO_17, kinds=[Reminder.MONTHLY])

    await desk.plan("2023-05-29 08:59", "2023-05-31 23:59", "2023-06-01 09:00")
    assert await desk.send("2023-06-01 09:00") == [(ALICE, "month", JUNE_1, (17,))]


async def test_a_month_with_nothing_sends_nothing(desk: Desk) -> None:
    await desk.follow(ALICE, NO_17, kinds=[Reminder.MONTHLY])
    assert await desk.plan("2023-06-30 00:00", "2023-07-01 09:00") == Planned()


async def test_a_look_that_is_doubled_writes_nothing_twice(desk: Desk) -> None:
    await desk.follow(ALICE, ALL)
    await desk.follow(BOB, NO_17)
    await desk.plan("2023-05-29 08:59")

    looks = await asyncio.gather(*(desk.plan("2023-05-29 09:00") for _ in range(4)))

    assert sum(look.due for look in looks) == 2
    assert await desk.states() == {State.PENDING: 2}


async def test_two_processes_that_look_at_once_write_nothing_twice(desk: Desk, store_url: str) -> None:
    await desk.follow(ALICE, ALL)
    other = await Store.open(store_url)
    try:
        await desk.plan("2023-05-29 08:59")
        await asyncio.gather(
            *(Desk(store).plan("2023-05-29 09:00") for store in (desk.store, other) for _ in range(3))
        )
    finally:
        await other.close()
    assert await desk.states() == {State.PENDING: 1}


async def test_what_fell_due_while_the_bot_was_away_comes_late_once(desk: Desk) -> None:
    await desk.follow(ALICE, NO_17)
    await desk.plan("2023-05-29 08:00")

    assert await desk.plan("2023-05-29 17:30", "2023-05-29 17:31") == Planned(due=1)
    assert len(await desk.send("2023-05-29 17:31")) == 1


async def test_what_is_past_its_use_is_recorded_and_not_sent(desk: Desk) -> None:
    await desk.follow(ALICE, NO_17)
    await desk.plan("2023-05-29 08:00")

    assert await desk.plan("2023-05-30 09:30") == Planned(too_late=1)
    assert await desk.send("2023-05-30 09:30") == []
    assert await desk.states() == {State.SKIPPED: 1}


async def test_the_first_look_ever_digs_up_nothing_old(desk: Desk) -> None:
    await desk.follow(ALICE, ALL)
    assert await desk.plan("2023-05-29 12:00") == Planned()


async def test_a_clock_that_was_set_ahead_for_trying_does_not_stop_planning(desk: Desk) -> None:
    await desk.follow(ALICE, NO_17)
    await desk.plan("2031-01-01 00:00")
    assert await desk.plan("2023-05-29 09:00") == Planned(due=1)


async def test_what_was_subscribed_with_a_clock_set_ahead_is_reminded_of(desk: Desk) -> None:
    await desk.follow(ALICE, NO_17, since="2026-11-24 12:00")
    await desk.plan("2023-05-29 08:59")
    assert await desk.plan("2023-05-29 09:00") == Planned(due=1)


async def test_what_fell_due_before_one_subscribed_does_not_come(desk: Desk) -> None:
    await desk.plan("2023-05-29 08:59")
    await desk.follow(ALICE, NO_17, since="2023-05-29 09:30")
    assert await desk.plan("2023-05-29 10:00") == Planned()


async def test_each_chat_has_its_own_lead_and_hour(desk: Desk) -> None:
    await desk.follow(ALICE, NO_17, lead_days=7, time=dt.time(20, 30))
    await desk.follow(BOB, NO_17, lead_days=3)
    await desk.follow(CAROL, NO_17, time=dt.time(9))
    await desk.plan("2023-05-24 00:00", "2023-05-25 20:29")

    assert await desk.plan("2023-05-25 20:30") == Planned(due=1)
    assert {chat for chat, *_ in await desk.send("2023-05-25 20:30")} == {ALICE}
    assert await desk.plan("2023-05-29 09:00") == Planned(due=2)
    assert {chat for chat, *_ in await desk.send("2023-05-29 09:00")} == {BOB, CAROL}


async def test_other_days_and_hours_of_the_settings_hold_for_all_who_chose_nothing(desk: Desk) -> None:
    await desk.follow(ALICE, NO_17)
    await desk.follow(BOB, NO_17, lead_days=3, time=dt.time(9))
    settings = Defaults(lead_days=1, time=dt.time(8), monthly_day=31)
    await desk.plan("2023-05-29 08:00", defaults=settings)

    assert await desk.plan("2023-05-29 09:00", defaults=settings) == Planned(due=1)
    assert await desk.plan("2023-05-31 08:00", defaults=settings) == Planned(due=1)
    assert await desk.plan("2023-06-30 09:00", defaults=settings) == Planned(due=2)


async def test_someone_who_changes_the_lead_is_not_told_the_same_again(desk: Desk) -> None:
    await desk.follow(ALICE, NO_17, lead_days=3)
    await desk.plan("2023-05-29 08:59", "2023-05-29 09:00")
    await desk.send("2023-05-29 09:00")

    await desk.follow(ALICE, NO_17, lead_days=1)
    assert await desk.plan("2023-05-31 09:00") == Planned()


async def test_who_has_paused_or_is_out_of_reach_is_left_out(desk: Desk) -> None:
    await desk.follow(ALICE, NO_17, paused_until=dt.date(2023, 5, 30))
    await desk.follow(BOB, NO_17)
    await desk.store.subscriptions.mark_unreachable(BOB, at("2023-05-20 00:00"))
    await desk.plan("2023-05-29 08:59")
    assert await desk.plan("2023-05-29 09:00") == Planned()

    await desk.store.subscriptions.mark_reachable(BOB, at("2023-05-29 12:00"))
    assert await desk.plan("2023-05-29 12:00") == Planned(), "no pile of what was missed"
    assert await desk.plan("2023-06-01 09:00") == Planned(due=2)


async def test_several_followings_of_a_chat_make_one_message(desk: Desk) -> None:
    await desk.follow(ALICE, ALL)
    await desk.follow(ALICE, NO_17)
    await desk.follow(ALICE, NO_14)
    await desk.plan("2023-05-29 08:59", "2023-05-29 09:00")

    claimed = await desk.claim("2023-05-29 09:00")
    assert [len(one.items) for one in claimed] == [1]


async def test_all_that_is_due_at_one_moment_is_claimed_as_one_message(desk: Desk) -> None:
    snapshot = snapshot_of(
        plan_of(
            entry(1, month=6),
            entry(2, month=5, details=Details(sessions=(Session(dt.date(2023, 6, 1)),))),
            entry(3, month=3, details=Details(sessions=(Session(dt.date(2023, 6, 4)),))),
        )
    )
    await desk.follow(ALICE, ALL)
    await desk.follow(BOB, ALL)
    await desk.plan("2023-06-01 08:59", "2023-06-01 09:00", snapshot=snapshot)

    claimed = await desk.claim("2023-06-01 09:00", limit=1)
    assert [(one.chat_id, {item.kind for item in one.items}) for one in claimed] == [
        (ALICE, {Kind.MONTH, Kind.BEFORE, Kind.MORNING})
    ]


# --- edges of the calendar ----------------------------------------------------------------------------


async def test_the_last_second_of_a_day_still_belongs_to_it(desk: Desk) -> None:
    await desk.follow(ALICE, NO_17, time=dt.time(23, 59))
    await desk.follow(BOB, NO_17, time=dt.time(0, 0))
    await desk.plan("2023-05-28 23:59:58")

    assert await desk.plan("2023-05-28 23:59:59") == Planned()
    assert await desk.plan("2023-05-29 00:00:00") == Planned(due=1)
    assert await desk.plan("2023-05-29 23:58:59") == Planned()
    assert await desk.plan("2023-05-29 23:59:59") == Planned(due=1)
    assert await desk.plan("2023-05-30 00:00:00") == Planned()


async def test_three_days_before_march_is_the_end_of_february(desk: Desk) -> None:
    for year, day in ((2023, "02-26"), (2024, "02-27")):
        snapshot = snapshot_of(plan_of(replace(entry(1, month=3), year=year), year=year))
        await desk.follow(year, following_entries([(year, 1)]), since=f"{year}-01-01 00:00")
        await desk.plan(f"{year}-{day} 08:59", snapshot=snapshot)
        assert await desk.plan(f"{year}-{day} 09:00", snapshot=snapshot) == Planned(due=1)


async def test_january_is_told_in_december(desk: Desk) -> None:
    next_year = plan_of(replace(entry(1, month=1), year=2024), year=2024)
    snapshot = snapshot_of(published(), next_year)
    await desk.follow(ALICE, ALL, kinds=[Reminder.BEFORE])
    await desk.plan("2023-12-29 08:59", snapshot=snapshot)

    assert await desk.plan("2023-12-29 09:00", snapshot=snapshot) == Planned(due=1)
    assert await desk.send("2023-12-29 09:00", snapshot) == [(ALICE, "before", "2024-01-01", (1,))]


async def test_two_plans_at_once_are_told_together(desk: Desk) -> None:
    """One of the years has entries that take place in the other, on dates that staff have set."""
    late = entry(9, month=12, details=Details(sessions=(Session(dt.date(2024, 1, 5)),)))
    snapshot = snapshot_of(plan_of(late), plan_of(replace(entry(1, month=1), year=2024), year=2024))
    await desk.follow(ALICE, ALL, kinds=[Reminder.MONTHLY])
    await desk.plan("2024-01-01 08:59", "2024-01-01 09:00", snapshot=snapshot)

    assert await desk.send("2024-01-01 09:00", snapshot) == [(ALICE, "month", "2024-01-01", (9, 1))]


async def test_an_exact_date_is_told_before_and_on_its_morning(desk: Desk) -> None:
    dated = replace(published().entries[16], details=Details(sessions=(Session(dt.date(2023, 6, 9)),)))
    snapshot = with_entry(dated)
    await desk.follow(ALICE, NO_17, kinds=[Reminder.BEFORE])
    await desk.plan("2023-05-29 08:59", snapshot=snapshot)

    assert await desk.plan("2023-06-01 09:00", snapshot=snapshot) == Planned()
    assert await desk.plan("2023-06-06 09:00", snapshot=snapshot) == Planned(due=1)
    assert await desk.plan("2023-06-09 09:00", snapshot=snapshot) == Planned(due=1)


# --- edits --------------------------------------------------------------------------------------------


async def test_an_entry_that_was_moved_away_is_not_reminded_of(desk: Desk) -> None:
    await desk.follow(ALICE, NO_17)
    await desk.plan("2023-05-29 08:59", "2023-05-29 09:00")
    moved = with_entry(replace(published().entries[16], period=published().entries[0].period))

    assert await desk.send("2023-05-29 09:01", moved) == []
    assert await desk.states() == {State.SKIPPED: 1}


async def test_who_left_before_it_was_sent_gets_nothing(desk: Desk) -> None:
    await desk.follow(ALICE, NO_17)
    await desk.plan("2023-05-29 08:59", "2023-05-29 09:00")
    await desk.store.subscriptions.remove_all(ALICE)
    assert await desk.send("2023-05-29 09:01") == []


async def test_one_chat_alone_is_planned_for_when_trying(desk: Desk) -> None:
    await desk.follow(ALICE, NO_17)
    await desk.follow(BOB, NO_17)
    planning = desk.store.planning.only(ALICE)
    snapshot = snapshot_of(published())
    await planning.plan(at("2023-05-29 08:59:50"), snapshot, Defaults())

    assert await planning.plan(at("2023-05-29 09:00"), snapshot, Defaults()) == Planned(due=1)
    assert await desk.plan("2023-05-29 08:59", "2023-05-29 09:00") == Planned(due=1), (
        "the other's still comes"
    )
