"""Does Telegram forget a message only when it is answered, or written down?"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from telegram import Update
from telegram.ext import TypeHandler

from handlers.telegram.receiving import AT_ONCE
from plan_store.store import StoreError
from tests.telegram.conftest import Bot, Slips, serving, until, with_echo
from tests.telegram.double import Double, HangUp, too_many_requests


class Held:
    """Handlers that answer when they are let go."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self.began: list[str] = []
        self.ended: list[str] = []

    def prepare(self, application: Bot) -> None:
        application.add_handler(TypeHandler(Update, self.handle))

    async def handle(self, update: Update, context: Any) -> None:
        assert update.effective_message is not None
        text = update.effective_message.text or ""
        self.began.append(text)
        if text == "慢":
            await self.gate.wait()
        await update.effective_message.reply_text(text)
        self.ended.append(text)


class AwaySlips(Slips):
    """A store that comes back after some tries."""

    def __init__(self, tries: int) -> None:
        super().__init__()
        self.tries = tries

    async def keep(self, bot_id: int, updates: Sequence[tuple[int, str]]) -> None:
        self.tries -= 1
        if self.tries >= 0:
            raise StoreError("磁盘已满", "请腾出空间后重试")
        await super().keep(bot_id, updates)


async def test_what_is_answered_at_once_is_never_written_down(double: Double) -> None:
    slips = Slips()
    async with serving(double, with_echo, run={"inbox": slips}):
        for _ in range(3):
            await double.person().asks("六月")
    assert slips.ever == []
    assert double.world.updates == {}


async def test_what_takes_long_is_written_down_and_holds_up_nobody(double: Double) -> None:
    held, slips = Held(), Slips()
    async with serving(double, held.prepare, run={"inbox": slips}):
        alice, bob = double.person(), double.person()
        alice.writes("慢")
        await until(lambda: slips.kept)
        assert (await bob.asks("快")).text == "快"
        held.gate.set()
        assert (await alice.reply()).text == "慢"
        await until(lambda: not slips.kept)


async def test_the_next_start_answers_what_this_one_did_not_get_to(double: Double) -> None:
    held, slips = Held(), Slips()
    alice, bob = double.person(), double.person()
    async with serving(double, held.prepare, run={"inbox": slips, "drain": 0.05}):
        for text in ("慢", "六月", "七月"):
            alice.writes(text)
        bob.writes("快")
        await bob.reply()
        await until(lambda: slips.kept)
        asyncio.get_running_loop().call_later(AT_ONCE, held.gate.set)
    assert double.world.updates == {}
    async with serving(double, held.prepare, run={"inbox": slips}):
        assert [message.text for message in await alice.replies(3)] == ["慢", "六月", "七月"]
        await bob.hears_nothing(0.1)
    assert slips.kept == {}


async def test_a_message_that_telegram_gives_again_is_answered_once(double: Double) -> None:
    held, slips = Held(), Slips()
    alice = double.person()
    async with serving(double, held.prepare, run={"inbox": slips}):
        message = alice.writes("六月")
        update = next(iter(double.world.updates.values()))
        await alice.reply()
    # As after a kill between the writing and the confirming.
    number = update["update_id"]
    slips.kept[number] = Update.de_json(update, None).to_json()
    double.world.updates[number] = update
    async with serving(double, held.prepare, run={"inbox": slips}):
        assert (await alice.reply()).text == message.text
        await alice.hears_nothing(0.2)


async def test_while_the_store_is_away_telegram_keeps_what_is_not_answered(
    double: Double, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("handlers.telegram.receiving.RETRY", 0.02)
    held, slips = Held(), AwaySlips(tries=3)
    async with serving(double, held.prepare, run={"inbox": slips}):
        double.person().writes("慢")
        await until(lambda: slips.tries == 1)
        assert len(double.world.updates) == 1
        await until(lambda: slips.kept and not double.world.updates)
        held.gate.set()
    assert caplog.text.count("cannot be written down: 磁盘已满") == 3


async def test_what_is_answered_while_it_is_written_down_is_struck_off(double: Double) -> None:
    held = Held()

    class SlowSlips(Slips):
        async def keep(self, bot_id: int, updates: Sequence[tuple[int, str]]) -> None:
            held.gate.set()
            await until(lambda: held.ended)
            await super().keep(bot_id, updates)

    slips = SlowSlips()
    async with serving(double, held.prepare, run={"inbox": slips}):
        await double.person().asks("慢")
        await until(lambda: slips.ever)
        await until(lambda: not slips.kept)


async def test_what_is_answered_after_the_stop_broke_off_its_writing_is_struck_off(double: Double) -> None:
    held = Held()

    class BrokenOff(Slips):
        async def keep(self, bot_id: int, updates: Sequence[tuple[int, str]]) -> None:
            await super().keep(bot_id, updates)
            asyncio.get_running_loop().call_later(0.05, held.gate.set)
            await asyncio.Event().wait()

    slips = BrokenOff()
    async with serving(double, held.prepare, run={"inbox": slips}):
        double.person().writes("慢")
        await until(lambda: slips.ever)
    assert held.ended == ["慢"]
    assert slips.kept == {}


async def test_a_message_whose_answer_and_apology_break_off_is_answered_a_little_later(
    double: Double, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.telegram.receiving.AGAIN", 0.01)
    slips = Slips()
    double.faults.add("sendMessage", HangUp.BEFORE, times=4)
    async with serving(double, with_echo, run={"inbox": slips}, limits=None):
        alice = double.person()
        assert (await alice.asks("六月")).text == "六月"
        assert len(double.calls("sendMessage")) == 5
        assert (await alice.asks("七月")).text == "七月"
    assert slips.kept == {}
    assert double.world.updates == {}


@pytest.mark.parametrize("fault", [HangUp.BEFORE, too_many_requests(3600)])
async def test_a_message_whose_sender_nothing_has_reached_is_answered_at_the_next_start(
    double: Double, fault: Any
) -> None:
    slips = Slips()
    alice = double.person()
    out_of_reach = double.faults.add("sendMessage", fault, times=2)
    async with serving(double, with_echo, run={"inbox": slips}, limits=None):
        alice.writes("六月")
        await until(lambda: out_of_reach.met == 2)
    assert len(slips.kept) == 1
    assert double.world.updates == {}
    async with serving(double, with_echo, run={"inbox": slips}, limits=None):
        assert (await alice.reply()).text == "六月"
    assert slips.kept == {}


async def test_a_message_that_cannot_be_answered_for_a_day_is_given_up_in_the_log(
    double: Double, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("handlers.telegram.receiving.AGAIN", 0.01)
    monkeypatch.setattr("handlers.telegram.receiving.GIVEN_UP", 0.005)
    slips = Slips()
    double.faults.add("sendMessage", HangUp.BEFORE, times=-1)
    async with serving(double, with_echo, run={"inbox": slips}, limits=None):
        double.person().writes("六月")
        await until(lambda: "is given up" in caplog.text)
    assert len(double.calls("sendMessage")) == 4
    assert slips.kept == {}


async def test_a_tap_that_cannot_be_answered_is_left_to_be_made_again(double: Double) -> None:
    async def fail(update: Update, context: Any) -> None:
        raise ValueError("no")

    slips = Slips()
    alice = double.person()
    message = await alice.says("x")
    double.faults.add("answerCallbackQuery", HangUp.BEFORE)
    async with serving(
        double, lambda application: application.add_handler(TypeHandler(Update, fail)), run={"inbox": slips}
    ):
        await alice.reply()
        alice.sends_tap(message, "n")
        await until(lambda: double.calls("answerCallbackQuery"))
    assert slips.kept == {}
