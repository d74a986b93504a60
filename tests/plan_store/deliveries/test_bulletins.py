"""Who follows an entry hears once what was changed in it; announcements reach those they are for."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select

from plan_store.deliveries import Kind, State
from plan_store.deliveries.bulletins import concerning
from plan_store.plan import Details, Entry, Period, Plan
from plan_store.schema import chats
from plan_store.snapshot import Snapshot
from plan_store.staff import edits
from plan_store.staff.edits import Change, Edit
from plan_store.staff.rights import CONSOLE
from plan_store.subscriptions import Following, Reminder, following, following_entries, following_everything
from tests.handlers.plans import MAY_20, published, published_snapshot
from tests.plan_store.deliveries.conftest import Desk, at, snapshot_of

ALICE, BOB, CAROL, DAN = 7, 8, 9, 10
ALL, NO_17, NO_1 = following_everything(), following_entries([(2023, 17)]), following_entries([(2023, 1)])
NOW = "2023-05-20 09:00"
SETTLED = "2023-05-20 09:01"


def june() -> Following:
    from plan_store.inquiry import ask
    from plan_store.questions.thread import EMPTY

    answer, _ = ask("六月的活动", EMPTY, MAY_20, published_snapshot())
    found = following(answer.query)
    assert found is not None
    return found


class Office:
    """Makes changes, and keeps the plans up to date."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.snapshot: Snapshot = published_snapshot()

    @property
    def plan(self) -> Plan:
        return self.snapshot.plans[0]

    def entry(self, number: int) -> Entry:
        found = self.plan.entry(number)
        assert found is not None
        return found

    async def make(self, *wishes: Edit, kind: edits.Kind = edits.Kind.EDIT, when: str = NOW) -> Change:
        change = await self.desk.store.changes.make(self.plan, wishes, CONSOLE, at(when), kind=kind)
        self.snapshot = snapshot_of(*await self.desk.store.plans())
        return change

    async def move(self, number: int, month: int, when: str = NOW) -> Change:
        entry = self.entry(number)
        return await self.make(Edit(entry, replace(entry, period=Period((month,)))), when=when)

    async def take_out(self, number: int) -> Change:
        return await self.make(Edit(self.entry(number), None), kind=edits.Kind.DELETE)

    async def undo(self, change: Change, when: str = NOW) -> Change:
        undone = await self.desk.store.changes.undo(change.number, CONSOLE, at(when))
        self.snapshot = snapshot_of(*await self.desk.store.plans())
        return undone

    async def told(self, when: str) -> list[int]:
        """Who is told of changes at this moment."""
        await self.desk.store.bulletins.spread(at(when), self.snapshot)
        return [chat for chat, *_ in await self.desk.send(when, self.snapshot)]


@pytest.fixture
def office(desk: Desk) -> Office:
    return Office(desk)


async def test_followers_hear_of_a_change_once(desk: Desk, office: Office) -> None:
    await desk.follow(ALICE, NO_17)
    await desk.follow(ALICE, ALL)
    await desk.follow(BOB, NO_1)
    await office.move(17, 7)

    assert await office.told(SETTLED) == [ALICE]
    assert await office.told("2023-05-20 10:00") == []


async def test_nobody_hears_before_a_slip_could_be_taken_back(desk: Desk, office: Office) -> None:
    await desk.follow(ALICE, NO_17)
    change = await office.move(17, 7)
    assert await office.told("2023-05-20 09:00:59") == []

    await office.undo(change, "2023-05-20 09:00:59")
    assert await office.told("2023-05-20 09:10") == []


async def test_who_heard_of_it_hears_that_it_was_taken_back(desk: Desk, office: Office) -> None:
    await desk.follow(ALICE, NO_17)
    change = await office.move(17, 7)
    assert await office.told(SETTLED) == [ALICE]
    await desk.follow(BOB, NO_17)

    await office.undo(change, "2023-05-20 10:00")
    assert await office.told("2023-05-20 10:01") == [ALICE]


async def test_what_was_taken_back_and_is_made_anew_is_told_to_all(desk: Desk, office: Office) -> None:
    await desk.follow(ALICE, NO_17)
    undone = await office.undo(await office.move(17, 7))
    await office.undo(undone)
    assert await office.told(SETTLED) == [ALICE]


async def test_nobody_hears_that_a_new_entry_is_gone_who_never_heard_of_it(
    desk: Desk, office: Office
) -> None:
    await desk.follow(ALICE, june())
    added = await office.make(Edit(None, replace(office.entry(17), number=43)), kind=edits.Kind.IMPORT)
    assert await desk.store.bulletins.reach_of_undo(added, office.snapshot, at(NOW)) == 0

    await office.undo(added)
    assert await office.told(SETTLED) == []


async def test_who_began_to_follow_a_new_entry_hears_that_it_is_gone(desk: Desk, office: Office) -> None:
    await desk.follow(ALICE, june())
    added = await office.make(Edit(None, replace(office.entry(17), number=43)), kind=edits.Kind.ADD)
    await desk.follow(BOB, following_entries([(2023, 43)]), since="2023-05-20 09:30")
    assert await desk.store.bulletins.reach_of_undo(added, office.snapshot, at("2023-05-20 10:00")) == 1

    await office.undo(added, "2023-05-20 10:00")
    assert await office.told("2023-05-20 10:01") == [BOB]


async def test_who_followed_it_where_it_was_hears_where_it_went(desk: Desk, office: Office) -> None:
    await desk.follow(ALICE, june())
    await office.move(17, 9)
    assert await office.told(SETTLED) == [ALICE]


async def test_who_follows_what_it_came_to_hears_of_it_too(desk: Desk, office: Office) -> None:
    await desk.follow(ALICE, june())
    entry = office.entry(1)
    assert 6 not in entry.period.months
    await office.move(1, 6)
    assert await office.told(SETTLED) == [ALICE]


async def test_who_was_reminded_hears_of_a_later_change_though_it_is_followed_no_more(
    desk: Desk, office: Office
) -> None:
    await desk.follow(ALICE, june(), kinds=[Reminder.BEFORE])
    await desk.plan("2023-05-29 08:59", "2023-05-29 09:00")
    await desk.send("2023-05-29 09:00")
    await office.move(17, 8, "2023-05-29 10:00")
    assert await office.told("2023-05-29 10:01") == [ALICE]

    await office.move(17, 9, "2023-05-29 11:00")
    await desk.store.bulletins.spread(at("2023-05-29 11:01"), office.snapshot)
    (claimed,) = await desk.claim("2023-05-29 11:01")
    assert (2023, 17) in claimed.told


async def test_a_deletion_is_told(desk: Desk, office: Office) -> None:
    await desk.follow(ALICE, NO_17)
    await office.take_out(17)
    assert await office.told(SETTLED) == [ALICE]


async def test_new_entries_are_left_to_their_reminders(desk: Desk, office: Office) -> None:
    await desk.follow(ALICE, ALL)
    new = replace(office.entry(17), number=0, theme="新的活动")
    await office.make(Edit(None, new), kind=edits.Kind.ADD)
    assert await office.told(SETTLED) == []


async def test_what_is_over_is_not_told(desk: Desk, office: Office) -> None:
    await desk.follow(ALICE, ALL)
    entry = office.entry(17)
    corrected = replace(entry, details=Details(place="月湖公园"))
    await office.make(Edit(entry, corrected), when="2023-12-01 09:00")
    assert await office.told("2023-12-01 09:01") == []


async def test_a_plan_of_another_district_is_not_told(desk: Desk, office: Office) -> None:
    await desk.follow(ALICE, ALL)
    elsewhere = replace(office.plan, district="天心区", title="天心区2023年活动计划")
    entry = replace(office.entry(17), number=1)
    await desk.store.changes.make(elsewhere, [Edit(None, entry)], CONSOLE, at(NOW), kind=edits.Kind.ADD)
    changed = Edit(entry, replace(entry, period=Period((9,))))
    await desk.store.changes.make(elsewhere, [changed], CONSOLE, at(NOW))
    assert await office.told(SETTLED) == []


async def test_a_change_of_more_entries_than_a_statement_may_name_is_told(desk: Desk, office: Office) -> None:
    await desk.follow(ALICE, ALL)
    many = [replace(office.entry(17), number=number) for number in range(100, 1300)]
    await office.make(*(Edit(None, entry) for entry in many), kind=edits.Kind.IMPORT)
    await office.make(*(Edit(entry, None) for entry in many), kind=edits.Kind.DELETE)

    assert await desk.store.bulletins.spread(at(SETTLED), office.snapshot) == 1


async def test_who_left_paused_or_cannot_be_reached_is_left_in_peace(desk: Desk, office: Office) -> None:
    await desk.follow(ALICE, NO_17, kinds=[])
    await desk.follow(BOB, NO_17, paused_until=dt.date(2023, 6, 1))
    await desk.follow(CAROL, NO_17)
    await desk.store.subscriptions.mark_unreachable(CAROL, at(NOW))
    await desk.follow(DAN, NO_17)
    await office.move(17, 7)
    assert await office.told(SETTLED) == [DAN]


async def test_a_change_that_is_spread_twice_is_told_once(desk: Desk, office: Office) -> None:
    await desk.follow(ALICE, NO_17)
    await office.move(17, 7)
    for _ in range(2):
        await desk.store.bulletins.spread(at(SETTLED), office.snapshot)
    assert await desk.states(Kind.CHANGE) == {State.PENDING: 1}


async def test_how_many_would_hear_is_known_before(desk: Desk, office: Office) -> None:
    await desk.follow(ALICE, NO_17)
    await desk.follow(BOB, june())
    await desk.follow(CAROL, NO_1)
    entry = office.entry(17)
    wish = Edit(entry, replace(entry, period=Period((7,))))
    assert await desk.store.bulletins.reach([wish], office.snapshot, at(NOW), district="开福区") == 2
    assert await desk.store.bulletins.reach([wish], office.snapshot, at(NOW), district="岳麓区") == 0


async def test_how_many_would_hear_of_what_is_taken_back_is_known_before(desk: Desk, office: Office) -> None:
    await desk.follow(ALICE, NO_17)
    change = await office.move(17, 7)
    reach = desk.store.bulletins.reach_of_undo
    assert await reach(change, office.snapshot, at(NOW)) == 0

    assert await office.told(SETTLED) == [ALICE]
    assert await reach(change, office.snapshot, at(SETTLED)) == 1


async def test_how_many_would_hear_of_a_new_entry_is_known_before(desk: Desk, office: Office) -> None:
    await desk.follow(ALICE, ALL)
    wish = Edit(None, replace(office.entry(17), number=43))
    reach = desk.store.bulletins.reach
    assert await reach([wish], office.snapshot, at(NOW), edits.Kind.ADD, district="开福区") == 0
    assert await reach([wish], office.snapshot, at(NOW), edits.Kind.RESTORE, district="开福区") == 1


def test_a_follower_is_told_only_of_what_concerns_him() -> None:
    plan = published()
    wishes = [
        Edit(entry, replace(entry, period=Period((9,)))) for entry in (plan.entries[0], plan.entries[16])
    ]
    told = concerning(wishes, [june()], published_snapshot())
    assert [edit.number for edit in told] == [17]


# --- announcements ------------------------------------------------------------------------------------


async def test_an_announcement_reaches_all_that_follow_something(desk: Desk) -> None:
    await desk.follow(ALICE, NO_17)
    await desk.follow(BOB, NO_1)
    await desk.follow(CAROL, NO_1, paused_until=dt.date(2023, 6, 1))

    progress = await desk.store.bulletins.announce("大家好", at(NOW))
    assert (progress.total, progress.waiting) == (2, 2)
    assert [chat for chat, *_ in await desk.send(NOW)] == [ALICE, BOB]
    progress = await desk.store.bulletins.progress(progress.number)
    assert (progress.counts, progress.waiting) == ({State.SENT: 2}, 0)


async def test_an_announcement_may_go_to_a_chosen_few(desk: Desk) -> None:
    for chat in (ALICE, BOB, CAROL):
        await desk.follow(chat, NO_17)
    whom = select(chats.c.chat_id).where(chats.c.chat_id < CAROL)
    await desk.store.bulletins.announce("大家好", at(NOW), whom)
    assert [chat for chat, *_ in await desk.send(NOW)] == [ALICE, BOB]


async def test_a_halted_announcement_goes_no_further(desk: Desk) -> None:
    for chat in (ALICE, BOB, CAROL):
        await desk.follow(chat, NO_17)
    progress = await desk.store.bulletins.announce("大家好", at(NOW))
    await desk.claim(NOW, limit=1)

    progress = await desk.store.bulletins.halt(progress.number, at(NOW))
    assert progress.halted
    assert progress.counts == {State.SENDING: 1, State.SKIPPED: 2}
    assert await desk.send(NOW) == []


async def test_an_announcement_that_is_not_there_is_an_error(desk: Desk) -> None:
    with pytest.raises(LookupError):
        await desk.store.bulletins.progress(99)
