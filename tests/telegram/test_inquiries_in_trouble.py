"""Do letters arrive once, though Telegram refuses or hangs up, the store is away, or the bot stops?"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from handlers.inquiries import courier, lanes, outage
from handlers.telegram.pacing import Limits
from plan_store.inquiries import leases
from plan_store.inquiries.letters import Arrival, Delivery, State
from plan_store.inquiries.mail import Mail
from plan_store.schema import inquiry_deliveries
from plan_store.store import Store, StoreError
from tests.telegram.conftest import until
from tests.telegram.double import Double, HangUp, Message, Person, Seat, Silent, Slow, too_many_requests
from tests.telegram.inquiring import Office, everybody, opened, says, settled
from tests.telegram.running import running

ASKED = "转人工，月湖街道的活动几点开始"
PERHAPS_AGAIN = "这条可能是重复的"


@pytest.fixture(autouse=True)
def soon_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """What failed is tried again at once, and what is due is looked for often."""
    monkeypatch.setattr(courier, "POLL", 0.1)
    monkeypatch.setattr(leases, "BACK_OFF", (dt.timedelta(seconds=0.1),))


@pytest_asyncio.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with Double() as double, opened(tmp_path, double, everybody(double)) as office:
        yield office


def to(seat: Seat, words: str = "") -> Callable[[dict[str, Any]], bool]:
    """Whether a request is for that chat, and has these words in it."""
    return lambda fields: fields["chat_id"] == seat.chat.id and words in fields.get("text", "")


def got(seat: Seat, words: str) -> list[Message]:
    """What the bot said there that has these words in it."""
    said = seat.chat.messages.values()
    return [one for one in said if one.sender is not seat.user and words in one.text]


async def states(store: Store) -> list[tuple[int, State, bool]]:
    """By delivery: to whom, what became of it, and whether it may have arrived."""
    table = inquiry_deliveries
    async with store._database.reading() as connection:
        rows = await connection.execute(table.select().order_by(table.c.id))
        return [(row.chat_id, State(row.state), row.doubtful) for row in rows]


# --- refused ----------------------------------------------------------------------------------------------
async def test_a_chat_that_telegram_refuses_holds_up_nobody_else(office: Office) -> None:
    resident, street, editor = office.resident, office.street, office.editor
    other = office.bot.double.person("另一位居民")
    earlier = await editor.asks("六月有什么活动")
    office.bot.double.faults.add("sendMessage", too_many_requests(3), when=to(street))
    began = time.monotonic()
    assert "正在转给月湖街道" in (await resident.asks(ASKED)).text
    await asyncio.sleep(0.3)

    assert "已经送到" in (await says(other, "/ask 你们几点上班")).text
    letter = await editor.reply()
    editor.looks()
    await editor.says("七月呢", reply_to=earlier)
    assert (await editor.reply()).text.startswith("7月有")
    assert "收到了" in (await says(editor, "九点", letter)).text
    assert "九点" in (await other.reply()).text
    assert time.monotonic() - began < 3

    assert "几点开始" in (await street.reply()).text
    assert time.monotonic() - began >= 3
    assert "已经送到" in (await resident.edit()).text
    assert (len(got(street, "几点开始")), len(office.bot.double.refusals)) == (1, 1)


async def test_an_author_who_can_be_told_only_later_is_told_later_and_once(office: Office) -> None:
    resident = office.resident
    office.bot.double.faults.add("editMessageText", too_many_requests(1), when=to(resident))
    await resident.asks(ASKED)
    assert "几点开始" in (await office.street.reply()).text
    other = office.bot.double.person("另一位居民")
    assert "已经送到" in (await says(other, "/ask 你们几点上班")).text

    assert "已经送到" in (await resident.edit()).text
    await resident.hears_nothing(0.3)


# --- letters of several messages --------------------------------------------------------------------------
LONG = "月湖街道" + "甲" * 3496 + "乙" * 600


@pytest.mark.parametrize("fault", [too_many_requests(1), HangUp.BEFORE, HangUp.AFTER])
async def test_a_question_goes_on_from_the_part_that_did_not_arrive(office: Office, fault: Any) -> None:
    resident, street = office.resident, office.street
    office.bot.double.faults.add("sendMessage", fault, when=to(street, "乙" * 500))
    await resident.asks("转人工")
    receipt = await says(resident, LONG)

    assert receipt.text.startswith("消息已经送到")
    assert len(got(street, "甲" * 100)) == 1
    second = got(street, "乙" * 500)
    assert len(second) == (2 if fault is HangUp.AFTER else 1)
    assert (PERHAPS_AGAIN in second[-1].text) == isinstance(fault, HangUp)
    assert "收到了" in (await says(street, "好", second[-1])).text


async def test_an_answer_of_which_a_part_is_unclear_goes_on_from_there_when_its_author_says_so(
    office: Office,
) -> None:
    resident, street = office.resident, office.street
    await says(resident, ASKED)
    letter = await street.reply()
    office.bot.double.faults.add("sendMessage", HangUp.BEFORE, when=to(resident, "乙" * 500))
    receipt = await says(street, LONG, letter)
    assert receipt.text.startswith("？不知道居民收到没有")

    await street.taps("再发一次", on=receipt)

    assert "居民收到了" in (await street.reply()).text
    assert (len(got(resident, "甲" * 100)), len(got(resident, "乙" * 500))) == (1, 1)


@pytest.mark.parametrize(("fault", "times"), [(too_many_requests(1), 1), (HangUp.AFTER, 2)])
async def test_a_photo_is_not_copied_again_for_the_words_below_it(
    office: Office, fault: Any, times: int
) -> None:
    resident, street = office.resident, office.street
    office.bot.double.faults.add("sendMessage", fault, when=to(street))
    await resident.asks("转人工")
    resident.looks()
    await resident.sends_photo(b"jpeg of a door", caption="月湖街道" + "问" * 1000)
    assert "已经送到" in (await settled(resident)).text

    (photo,) = [one for one in street.chat.messages.values() if one.file == b"jpeg of a door"]
    words = got(street, "问" * 1000)
    assert len(words) == times
    assert {one.reply_to for one in words} == {photo}


# --- the record -------------------------------------------------------------------------------------------
async def test_a_reply_that_is_faster_than_the_record_is_an_answer(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrived = Mail.arrived

    async def slowly(self: Mail, delivery: Delivery, arrival: Arrival) -> bool:
        await asyncio.sleep(0.5)
        return await arrived(self, delivery, arrival)

    monkeypatch.setattr(Mail, "arrived", slowly)
    await office.resident.asks(ASKED)
    letter = await office.street.reply()
    await office.street.says("九点", reply_to=letter)

    assert "九点" in (await office.resident.reply()).text


async def test_what_arrived_while_the_store_is_away_is_on_record_when_it_is_back(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(outage, "TRIES", (0.05,))
    away = Away(Mail.arrived, times=5)
    monkeypatch.setattr(Mail, "arrived", away.method)
    caplog.set_level(logging.INFO)

    assert "已经送到" in (await says(office.resident, ASKED)).text

    assert len(got(office.street, "几点开始")) == 1
    assert away.times == 0
    said = [one for one in caplog.records if one.name.startswith("handlers.inquiries")]
    assert [one.levelname for one in said] == ["ERROR", "INFO"]


async def test_a_store_that_goes_away_is_spoken_of_when_it_goes_and_when_it_is_back(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    away = Away(Mail.claim, times=6)
    monkeypatch.setattr(Mail, "claim", away.method)

    assert "已经送到" in (await says(office.resident, ASKED)).text

    said = [one for one in caplog.records if one.name.startswith("handlers.inquiries")]
    assert [one.levelname for one in said] == ["ERROR", "INFO"]
    assert said[0].exc_info is None


class Away:
    """A method of the store that fails so many times."""

    def __init__(self, real: Any, times: int) -> None:
        self.times = times

        async def method(*given: Any, **more: Any) -> Any:
            if self.times > 0:
                self.times -= 1
                raise StoreError("连不上数据库", "请稍候")
            return await real(*given, **more)

        self.method = method


async def test_a_resident_who_is_forgotten_meanwhile_leaves_nobody_waiting(office: Office) -> None:
    resident, street = office.resident, office.street
    office.bot.double.faults.add("sendMessage", Slow(0.6), when=to(street))
    await resident.asks(ASKED)
    await asyncio.sleep(0.2)
    await office.bot.store.letters.forget(resident.user.id)
    await street.reply()

    other = office.bot.double.person("另一位居民")
    assert "已经送到" in (await says(other, ASKED)).text


async def test_what_is_long_on_its_way_stays_its_senders(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leases, "LEASE", dt.timedelta(seconds=0.6))
    slow = office.bot.double.faults.add("sendMessage", Slow(2), when=to(office.street))
    await office.resident.asks(ASKED)
    await until(lambda: slow.met)
    second = await Store.open(str(office.bot.store._database.url))
    for _ in range(15):
        assert await second.mail.claim() == ()
        await asyncio.sleep(0.1)
    await second.close()

    assert "已经送到" in (await office.resident.edit()).text
    assert len(got(office.street, "几点开始")) == 1


# --- the stop ---------------------------------------------------------------------------------------------
async def stopped_while(
    folder: Path, double: Double, people: list[Person], happens: Callable[[Office], Any], **more: Any
) -> float:
    """Seconds that the bot took to stop after that."""
    async with opened(folder, double, people, **more) as office:
        await happens(office)
        began = time.monotonic()
    return time.monotonic() - began


async def test_a_stop_does_not_wait_for_an_answer_that_never_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes, "FAREWELL", 0.5)
    async with Double() as double:
        people = everybody(double)
        _, _, street, resident = people

        async def happens(office: Office) -> None:
            await says(resident, ASKED)
            letter = await street.reply()
            double.faults.add("sendMessage", Silent(handled=True), when=to(resident, "九点"))
            double.faults.add("sendMessage", Silent(handled=True), when=to(street, "停车"))
            await street.says("九点", reply_to=letter)
            await resident.asks("/ask 月湖街道有地方停车吗")
            await asyncio.sleep(0.3)

        assert await stopped_while(tmp_path, double, people, happens) < 3
        async with running(tmp_path, double, owners=[people[0]]) as bot:
            assert set(await states(bot.store)) == {
                (street.chat.id, State.SENT, False),
                (resident.chat.id, State.UNKNOWN, False),
                (street.chat.id, State.PENDING, True),
            }
            double.faults.clear()
            assert "不知道居民收到没有" in (await street.edit()).text
            await until(lambda: len(got(street, "停车")) == 2)
        assert len(got(resident, "九点")) == 1
        assert [PERHAPS_AGAIN in one.text for one in got(street, "停车")] == [False, True]


async def test_what_waits_for_its_turn_at_a_stop_surely_did_not_leave(tmp_path: Path) -> None:
    limits = Limits(group=1, group_seconds=30)
    async with Double() as double:
        people = everybody(double)
        group = double.group("值班群", people[:3])
        seat, resident = people[0].at(group), people[3]

        async def happens(office: Office) -> None:
            await says(resident, ASKED)
            await resident.asks("/ask 月湖街道有地方停车吗")
            await asyncio.sleep(0.5)

        assert await stopped_while(tmp_path, double, people, happens, group=group, limits=limits) < 5
        assert got(seat, "停车") == []
        async with running(tmp_path, double, owners=[people[0]], staff_group=group.id):
            assert "已经送到" in (await resident.edit()).text
        (letter,) = got(seat, "停车")
        assert PERHAPS_AGAIN not in letter.text


# --- daily reminders --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("fault", "times"), [(too_many_requests(1), 1), (HangUp.BEFORE, 1), (HangUp.AFTER, 2)]
)
async def test_a_reminder_of_open_inquiries_is_not_lost(office: Office, fault: Any, times: int) -> None:
    resident, street = office.resident, office.street
    await says(resident, ASKED)
    await street.reply()
    office.bot.double.faults.add("sendMessage", fault, when=to(street, "早上好"))
    office.bot.clock.now += dt.timedelta(days=1)

    reminders = await street.replies(times)

    assert all("早上好，有 1 件居民咨询还在等答复" in one.text for one in reminders)
    assert (PERHAPS_AGAIN in reminders[-1].text) == isinstance(fault, HangUp)
    await street.hears_nothing(0.5)
