"""Do reminders reach people, whatever Telegram answers? The sender and the double, on both engines."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import math
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from sqlalchemy import update
from telegram import Chat
from telegram.ext import ExtBot

from handlers.reminders import Reminders
from handlers.reminders.outcomes import SENT, Result, Trouble
from handlers.reminders.pace import Pace
from handlers.services import Services, Snapshots
from handlers.subscribing.followings import Followings
from handlers.telegram.pacing import Limits, Pacing
from handlers.telegram.transport import AiohttpRequest
from plan_store.deliveries import State
from plan_store.plan import Period
from plan_store.schema import subscriptions
from plan_store.staff.edits import Edit
from plan_store.staff.rights import CONSOLE
from plan_store.store import Store
from plan_store.subscriptions import BOTH, Reminder, following_entries, following_everything
from tests.handlers.plans import ROOT, cache_folder, published_snapshot, words
from tests.plan_store.deliveries.conftest import Desk, at
from tests.telegram.conftest import until
from tests.telegram.double import Broken, Double, HangUp, Person, Silent, forbidden, too_many_requests
from tests.telegram.double.refusals import Refusal, bad_request
from tests.telegram.running import Clock

NO_17 = following_entries([(2023, 17)])
NINE = at("2023-05-29 09:00")


@dataclass
class Office:
    """A bot that reminds by a clock that the test sets."""

    double: Double
    store: Store
    clock: Clock
    reminders: Reminders
    services: Services

    @property
    def desk(self) -> Desk:
        return Desk(self.store)

    async def person(self, name: str = "Alice", **more: Any) -> Person:
        """Somebody who follows the seventeenth entry."""
        person = self.double.person(name, **more)
        await self.desk.follow(person.chat.id, NO_17, kinds=[Reminder.BEFORE])
        return person

    async def goes_to(self, moment: str | dt.datetime) -> None:
        """It is that moment: what is due is planned, and sent once."""
        self.clock.now = at(moment) if isinstance(moment, str) else moment
        await self.reminders.look()
        await asyncio.wait_for(self.reminders.sender.run(once=True), 10)


@contextlib.asynccontextmanager
async def office_on(
    store: Store, double: Double, limits: Limits | None = None, **options: Any
) -> AsyncIterator[Office]:
    await store.fill([ROOT / "data" / "kaifu_2023.txt"])
    snapshots = Snapshots(store, words(), cache=cache_folder())
    snapshots._current = published_snapshot()
    clock = Clock(at("2023-05-29 08:59"))
    services = Services(snapshots, store.conversations, store.unanswered, clock)
    request = AiohttpRequest(read_timeout=0.3)
    bot = ExtBot(
        double.token,
        base_url=options.pop("base_url", double.base_url),
        request=request,
        rate_limiter=Pacing(limits),
    )
    await bot._request[1].initialize()
    reminders = Reminders(bot, store, services, per_second=options.pop("per_second", math.inf), **options)
    yield Office(double, store, clock, reminders, services)
    await bot._request[1].shutdown()


@pytest.fixture
async def office(store: Store, double: Double) -> AsyncIterator[Office]:
    async with office_on(store, double) as office:
        yield office


def texts(person: Person) -> list[str]:
    return [message.text for message in person.chat.messages.values()]


async def test_a_follower_is_reminded_at_the_minute(office: Office) -> None:
    alice = await office.person()
    await office.goes_to("2023-05-29 08:59")
    assert texts(alice) == []
    await office.goes_to("2023-05-29 09:00")
    (text,) = texts(alice)
    assert "3 天后进入6月" in text
    assert "来晚了" not in text
    await office.goes_to("2023-05-29 09:01")
    assert len(texts(alice)) == 1


async def test_after_hours_of_downtime_it_comes_once_and_says_that_it_is_late(office: Office) -> None:
    alice = await office.person()
    await office.goes_to("2023-05-29 08:59")
    await office.goes_to("2023-05-29 15:00")
    (text,) = texts(alice)
    assert "来晚了，本来是5月29日 9:00 的" in text


async def test_what_was_planned_in_time_and_is_past_its_use_is_skipped(office: Office) -> None:
    alice = await office.person()
    await office.goes_to("2023-05-29 08:59")
    office.clock.now = at("2023-05-29 09:00")
    await office.reminders.look()
    await office.goes_to("2023-05-29 21:01")
    assert texts(alice) == []
    assert await office.desk.states() == {State.SKIPPED: 1}


async def choose(office: Office, person: Person, **chosen: Any) -> None:
    """As they do by the buttons."""
    followings = Followings(office.services, office.store.subscriptions, office.store.planning)
    chat = Chat(person.chat.id, Chat.PRIVATE)
    await followings.prefer(chat, replace(await followings.preferences(chat.id), **chosen))


async def test_who_wants_to_be_told_earlier_than_it_is_now_is_told_at_once_and_not_again(
    office: Office,
) -> None:
    alice = await office.person()
    office.clock.now = at("2023-05-27 10:00")
    await choose(office, alice, lead_days=7)
    await office.goes_to("2023-05-27 10:01")
    (text,) = texts(alice)
    assert "5 天后进入6月" in text
    assert "来晚了" not in text

    await choose(office, alice, lead_days=1)
    for moment in ("2023-05-31 08:59", "2023-05-31 09:00", "2023-06-01 09:00"):
        await office.goes_to(moment)
    assert len(texts(alice)) == 1


async def test_an_hour_that_is_over_today_takes_no_reminder_away(office: Office) -> None:
    alice = await office.person()
    await choose(office, alice, time=dt.time(20))
    office.clock.now = at("2023-05-29 12:00")
    await choose(office, alice, time=dt.time(8))
    await office.goes_to("2023-05-29 12:01")
    assert len(texts(alice)) == 1


async def test_what_was_to_come_at_neither_choice_is_not_made_up(office: Office) -> None:
    alice = await office.person()
    office.clock.now = at("2023-05-30 12:00")
    await choose(office, alice, lead_days=7)
    await office.goes_to("2023-05-30 12:01")
    assert texts(alice) == []


async def test_month_and_day_come_as_one_message(office: Office) -> None:
    person = office.double.person()
    await office.desk.follow(person.chat.id, following_everything(), lead_days=0, kinds=BOTH)
    await office.goes_to("2023-06-01 08:59")
    await office.goes_to("2023-06-01 09:00")
    assert len(texts(person)) == 1


async def test_a_change_is_told_with_before_and_after(office: Office) -> None:
    alice = await office.person()
    (plan,) = await office.store.plans()
    entry = plan.entries[16]
    office.clock.now = at("2023-05-29 10:00")
    wish = Edit(entry, replace(entry, period=Period((7,))))
    await office.store.changes.make(plan, [wish], CONSOLE, office.clock.now)

    await office.goes_to("2023-05-29 10:00")
    assert texts(alice) == []
    await office.goes_to("2023-05-29 10:01")
    (text,) = texts(alice)
    assert "时间：2023年6月 → 2023年7月" in text


async def test_an_announcement_is_sent_as_it_was_written(office: Office) -> None:
    alice = await office.person()
    await office.store.bulletins.announce("端午放假 <b>不</b> 办公", NINE)
    await office.goes_to("2023-05-29 09:00")
    assert "端午放假 <b>不</b> 办公" in texts(alice)


# --- what Telegram answers ----------------------------------------------------------------------------


async def test_who_is_refused_for_now_gets_it_later_and_everybody_else_at_once(office: Office) -> None:
    alice, bob = await office.person("Alice"), await office.person("Bob")
    office.double.faults.add(
        "sendMessage", too_many_requests(30), when=lambda fields: fields["chat_id"] == alice.chat.id
    )
    await office.goes_to("2023-05-29 08:59")
    await office.goes_to("2023-05-29 09:00")
    assert (len(texts(alice)), len(texts(bob))) == (0, 1)
    assert await office.desk.states() == {State.SENT: 1, State.RETRY: 1}

    await office.goes_to("2023-05-29 09:00:29")
    assert len(office.double.calls("sendMessage")) == 2
    # The limiter waits by the clock on the wall; a bot that has not been refused stands in for that.
    async with office_on(office.store, office.double) as later:
        later.clock.now = at("2023-05-29 09:00:30")
        await later.goes_to("2023-05-29 09:00:30")
    assert (len(texts(alice)), len(texts(bob))) == (1, 1)


@pytest.mark.parametrize(
    "refusal",
    [
        forbidden("bot was blocked by the user"),
        forbidden("user is deactivated"),
        bad_request("chat not found"),
    ],
    ids=["blocked", "deactivated", "gone"],
)
async def test_who_cannot_be_reached_is_left_alone_and_comes_back(office: Office, refusal: Refusal) -> None:
    alice, bob = await office.person("Alice"), await office.person("Bob")
    await office.desk.follow(alice.chat.id, following_entries([(2023, 1), (2023, 41)]))
    office.double.faults.add(
        "sendMessage", refusal, when=lambda fields: fields["chat_id"] == alice.chat.id, times=-1
    )
    await office.goes_to("2023-05-29 08:59")
    await office.goes_to("2023-05-29 09:00")
    assert len(texts(bob)) == 1
    assert not (await office.store.subscriptions.preferences(alice.chat.id)).reachable

    calls = len(office.double.calls("sendMessage"))
    for day in range(1, 29):
        await office.goes_to(f"2023-06-{day:02} 09:00")
    assert len(office.double.calls("sendMessage")) == calls

    office.double.faults.clear()
    await office.store.subscriptions.mark_reachable(alice.chat.id, office.clock.now)
    await office.goes_to("2023-06-28 09:01")
    assert texts(alice) == [], "nothing stale"
    await office.desk.follow(alice.chat.id, following_everything())
    await office.goes_to("2023-06-30 09:00")
    await office.goes_to("2023-07-01 09:00")
    assert len(texts(alice)) == 1


async def test_a_group_that_moved_is_followed_to_its_new_number(office: Office) -> None:
    old = office.double.group(kind="group")
    new = office.double.group()
    old.chat.migrated_to = new.chat.id
    await office.desk.follow(old.id, NO_17, kinds=[Reminder.BEFORE])
    await office.goes_to("2023-05-29 08:59")
    await office.goes_to("2023-05-29 09:00")

    assert len(new.chat.messages) == 1
    assert len(await office.store.subscriptions.of_chat(new.id)) == 1
    assert await office.store.subscriptions.of_chat(old.id) == ()


@pytest.mark.parametrize(
    "fault", [HangUp.BEFORE, HangUp.AFTER, Silent(handled=True), Silent(), Broken(502)], ids=str
)
async def test_an_unclear_outcome_is_never_sent_again(office: Office, fault: Any) -> None:
    alice = await office.person()
    office.double.faults.add("sendMessage", fault)
    await office.goes_to("2023-05-29 08:59")
    await office.goes_to("2023-05-29 09:00")
    await office.goes_to("2023-05-29 10:00")

    assert await office.desk.states() == {State.UNKNOWN: 1}
    assert len(office.double.calls("sendMessage")) == 1
    assert len(texts(alice)) == (1 if fault is HangUp.AFTER or fault == Silent(handled=True) else 0)


async def test_what_could_not_be_sent_is_sent_when_telegram_is_back(store: Store) -> None:
    async with Double() as gone:
        port = gone.server.port
    double = Double()
    refused = asyncio.Event()
    away: dict[str, Any] = {
        "base_url": f"http://127.0.0.1:{port}/bot",
        "ended": lambda outcome: refused.set(),
    }
    async with office_on(store, double, **away) as office:
        people = [await office.person(str(number)) for number in range(20)]
        office.clock.now = at("2023-05-29 09:00")
        await office.reminders.look()
        sending = asyncio.create_task(office.reminders.sender.run(once=True))
        await asyncio.wait_for(refused.wait(), 10)
        await double.start(port)
        try:
            # What was refused a connection waits by the bot's clock, which stands still.
            await asyncio.wait_for(sending, 15)
            await office.goes_to("2023-05-29 09:01")
            assert [len(texts(person)) for person in people] == [1] * 20
            assert await office.desk.states() == {State.SENT: 20}
        finally:
            await double.stop()


async def test_an_outage_costs_few_messages_their_certainty(store: Store, double: Double) -> None:
    async with office_on(store, double, in_flight=8) as office:
        people = [await office.person(str(number)) for number in range(60)]
        double.faults.add("sendMessage", Broken(502), times=-1)
        office.clock.now = NINE
        await office.reminders.look()
        sending = asyncio.create_task(office.reminders.sender.run(once=True))
        # Those in flight, and one that finds out whether Telegram is back.
        await until(lambda: len(double.calls("sendMessage")) >= 8 + 1)
        double.faults.clear()
        await asyncio.wait_for(sending, 15)

        states = await office.desk.states()
        assert states[State.UNKNOWN] <= 8 + 1
        assert (
            states[State.SENT] == sum(len(texts(person)) for person in people) == 60 - states[State.UNKNOWN]
        )


async def test_what_one_person_follows_and_cannot_be_read_keeps_nobody_else_from_being_reminded(
    office: Office,
) -> None:
    alice, bob = await office.person("Alice"), await office.person("Bob")
    await office.desk.follow(bob.chat.id, following_everything())
    await office.goes_to("2023-05-29 08:59")
    async with office.store._database.writing() as connection:
        mine = subscriptions.c.chat_id == alice.chat.id
        await connection.execute(
            update(subscriptions).where(mine).values(following='{"of": "later"}', digest="x")
        )
    await office.goes_to("2023-05-29 09:00")
    assert [len(texts(person)) for person in (alice, bob)] == [0, 1]


async def test_an_error_that_nobody_foresaw_does_not_end_the_reminders(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice = await office.person()
    turn, turns = office.store.ledger.turn, iter(range(100))

    async def broken(*arguments: Any) -> Any:
        if next(turns) == 0:
            raise ZeroDivisionError
        return await turn(*arguments)

    monkeypatch.setattr(office.store.ledger, "turn", broken)
    await office.goes_to("2023-05-29 08:59")
    await office.goes_to("2023-05-29 09:00")
    assert len(texts(alice)) == 1


async def test_a_store_that_is_away_for_a_moment_loses_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from plan_store.store import StoreError

    people = [await office.person(str(number)) for number in range(10)]
    turn, turns = office.store.ledger.turn, iter(range(100))

    async def torn(*arguments: Any) -> Any:
        """Every second turn is written, but its end is not seen."""
        claimed = await turn(*arguments)
        if next(turns) % 2 == 0:
            raise StoreError("连不上数据库", "请稍后再试")
        return claimed

    monkeypatch.setattr(office.store.ledger, "turn", torn)
    await office.goes_to("2023-05-29 08:59")
    await office.goes_to("2023-05-29 09:00")
    assert [len(texts(person)) for person in people] == [1] * 10
    assert await office.desk.states() == {State.SENT: 10}


async def test_while_the_bot_runs_it_reminds_by_itself_and_stops_with_nothing_in_flight(
    office: Office,
) -> None:
    alice = await office.person()
    office.clock.now = at("2023-05-29 08:59:59.9")
    async with office.reminders.running():
        office.clock.now = at("2023-05-29 09:00:00")
        await until(lambda: texts(alice))
    assert await office.desk.states() == {State.SENT: 1}


# --- pace ---------------------------------------------------------------------------------------------


class Seconds:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_the_pace_is_kept_and_not_made_up_for_in_a_burst() -> None:
    seconds = Seconds()
    pace = Pace(25, 64, seconds)
    sent = 0
    for _ in range(1000):
        if room := pace.room():
            pace.went_out(room)
            sent += room
            for _ in range(room):
                pace.ended(SENT)
        seconds.now += 0.01
    assert 245 <= sent <= 256
    seconds.now += 60
    assert pace.room() <= 8


def test_no_more_are_in_flight_than_may_be() -> None:
    pace = Pace(math.inf, 16, Seconds())
    assert pace.room() == 16
    pace.went_out(16)
    assert pace.room() == 0
    for _ in range(8):
        pace.ended(SENT)
    assert pace.room() == 8


def test_after_an_unclear_answer_one_at_a_time_and_then_more() -> None:
    seconds = Seconds()
    pace = Pace(math.inf, 16, seconds)
    pace.went_out(1)
    pace.ended(Result(State.UNKNOWN, trouble=Trouble.UNCLEAR))
    assert pace.room() == 0
    seconds.now += 1.0
    grown = []
    for _ in range(5):
        grown.append(room := pace.room())
        pace.went_out(room)
        for _ in range(room):
            pace.ended(SENT)
    assert grown[0] == 1
    assert grown == sorted(grown)
    assert grown[-1] == 16


def test_refusals_in_a_row_stop_it_for_as_long_as_told() -> None:
    seconds = Seconds()
    pace = Pace(math.inf, 16, seconds)
    pace.went_out(3)
    for _ in range(3):
        pace.ended(Result(State.RETRY, dt.timedelta(seconds=7), trouble=Trouble.TOO_FAST))
    assert pace.room() == 0
    seconds.now += 6.9
    assert pace.room() == 0
    seconds.now += 0.2
    assert pace.room() == 16
