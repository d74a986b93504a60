"""Are one person's messages handled in order, different people's at once, and floods apart from both?"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from telegram import Update
from telegram.ext import CallbackQueryHandler, InlineQueryHandler, MessageHandler, TypeHandler, filters

from handlers.telegram.ordering import InOrder
from handlers.telegram.words import SLOWLY
from tests.telegram.conftest import Bot, serving, until
from tests.telegram.double import Chat, Double


class Held:
    """Handlers that note what they begin and end; what is `held` ends when the test lets it go."""

    def __init__(self, held: Callable[[str], bool] = lambda text: True) -> None:
        self.held = held
        self.go = asyncio.Event()
        self.began: list[str] = []
        self.ended: list[str] = []

    def prepare(self, application: Bot) -> None:
        application.add_handler(TypeHandler(Update, self.handle))

    async def handle(self, update: Update, context: Any) -> None:
        message = update.effective_message
        text = message.text if message and message.text else "?"
        self.began.append(text)
        if self.held(text):
            await self.go.wait()
        self.ended.append(text)


async def all_are_in_line(double: Double) -> None:
    """Telegram has handed out everything, and been asked for more."""
    await until(lambda: not double.world.updates)


def said_by_the_bot(chat: Chat) -> list[str]:
    return [event.message.text for event in chat.events if event.by_bot and event.message is not None]


async def test_one_person_is_answered_in_the_order_of_asking(double: Double) -> None:
    held = Held()
    async with serving(double, held.prepare, limits=None):
        alice = double.person()
        for number in range(6):
            alice.writes(str(number))
        await all_are_in_line(double)
        assert held.began == ["0"]
        held.go.set()
        await until(lambda: len(held.ended) == 6)
    assert held.began == held.ended == list("012345")


async def test_different_people_are_answered_at_once(double: Double) -> None:
    held = Held()
    async with serving(double, held.prepare, limits=None):
        for _ in range(50):
            double.person().writes("六月")
        await until(lambda: len(held.began) == 50)
        assert held.ended == []
        held.go.set()


async def test_a_persons_taps_keep_their_place_among_the_messages(double: Double) -> None:
    seen: list[str] = []
    go = asyncio.Event()

    async def message(update: Update, context: Any) -> None:
        await go.wait()
        seen.append("message")

    async def tap(update: Update, context: Any) -> None:
        seen.append("tap")

    def prepare(application: Bot) -> None:
        application.add_handler(MessageHandler(filters.TEXT, message))
        application.add_handler(CallbackQueryHandler(tap))

    async with serving(double, prepare, limits=None):
        alice = double.person()
        sent = alice.writes("一")
        alice.sends_tap(sent, "n")
        await all_are_in_line(double)
        assert seen == []
        go.set()
        await until(lambda: len(seen) == 2)
    assert seen == ["message", "tap"]


async def test_typing_an_inline_question_does_not_wait_for_replies(double: Double) -> None:
    held = Held()

    async def inline(update: Update, context: Any) -> None:
        assert update.inline_query is not None
        await update.inline_query.answer([])

    def prepare(application: Bot) -> None:
        application.add_handler(MessageHandler(filters.TEXT, held.handle))
        application.add_handler(InlineQueryHandler(inline))

    async with serving(double, prepare, limits=None):
        alice = double.person()
        alice.writes("一")
        await alice.asks_inline("六月")
        assert (held.began, held.ended) == (["一"], [])
        held.go.set()


async def test_a_flood_neither_takes_the_slots_nor_slows_others(double: Double) -> None:
    held = Held(lambda text: text != "alice")
    async with serving(double, held.prepare, limits=None, slots=2, flood_pace=0.0):
        flooder, alice = double.person("Flooder"), double.person("Alice")
        for number in range(30):
            flooder.writes(str(number))
        alice.writes("alice")
        await until(lambda: held.ended == ["alice"])
        held.go.set()
        await until(lambda: len(held.ended) == 31)
    assert held.ended[1:] == [str(number) for number in range(30)]


async def test_a_flood_gets_one_polite_line_and_is_handled_to_the_end(double: Double) -> None:
    held = Held()
    async with serving(double, held.prepare, limits=None, flood_pace=0.01):
        alice = double.person()
        for number in range(30):
            alice.writes(str(number))
        assert (await alice.reply()).text == SLOWLY
        held.go.set()
        await until(lambda: len(held.ended) == 30)
    assert held.ended == [str(number) for number in range(30)]
    assert said_by_the_bot(alice.chat) == [SLOWLY]


async def test_a_flood_is_slowed_and_a_stop_does_not_wait_for_it(double: Double) -> None:
    held = Held(lambda text: text == "0")
    async with serving(double, held.prepare, limits=None, flood_pace=3600, patience=2):
        alice = double.person()
        for number in range(6):
            alice.writes(str(number))
        await all_are_in_line(double)
        held.go.set()
        await until(lambda: held.ended == ["0"])
        # So long as others take, it waits.
        for other in ("bob", "carol"):
            double.person().writes(other)
            await until(lambda other=other: other in held.ended)  # type: ignore[misc]
        assert held.ended == ["0", "bob", "carol"]
    assert held.ended[3:] == list("12345")


async def test_eight_messages_in_a_row_are_no_flood(double: Double) -> None:
    held = Held()
    async with serving(double, held.prepare, limits=None):
        alice = double.person()
        for number in range(9):
            alice.writes(str(number))
        await all_are_in_line(double)
        held.go.set()
        await until(lambda: len(held.ended) == 9)
    assert said_by_the_bot(alice.chat) == []


async def test_a_lively_group_is_not_told_to_slow_down(double: Double) -> None:
    held = Held()
    async with serving(double, held.prepare, limits=None, flood_pace=0.0):
        alice = double.person()
        seat = alice.at(double.group(members=[alice]))
        for number in range(20):
            seat.writes(str(number))
        await all_are_in_line(double)
        held.go.set()
        await until(lambda: len(held.ended) == 20)
    assert said_by_the_bot(seat.chat) == []


async def test_a_failing_handler_does_not_block_the_person(double: Double) -> None:
    seen: list[str] = []

    async def handle(update: Update, context: Any) -> None:
        assert update.effective_message is not None
        text = update.effective_message.text or ""
        if text == "bad":
            raise ValueError("no")
        seen.append(text)

    async with serving(
        double, lambda application: application.add_handler(TypeHandler(Update, handle)), limits=None
    ):
        alice = double.person()
        alice.writes("bad")
        alice.writes("good")
        await until(lambda: seen == ["good"])


async def test_while_too_many_are_in_line_the_rest_waits_at_telegram() -> None:
    held = Held()
    order = InOrder(slots=1, people=3)
    assert order.max_concurrent_updates > 1
    async with order:
        handling = []
        for number in range(3):
            update = update_of(number, **{"from": {"id": number, "is_bot": False, "first_name": "A"}})
            handling.append(asyncio.create_task(order.process_update(update, held.handle(update, None))))
        waiting = asyncio.create_task(order.room())
        await until(lambda: len(held.began) == 1)
        assert not waiting.done()
        held.go.set()
        await asyncio.gather(*handling)
        await asyncio.wait_for(waiting, 1)


def update_of(number: int, **sender: Any) -> Update:
    chat = sender.get("sender_chat", {"id": 5, "type": "private"})
    message = {"message_id": number, "date": 0, "chat": chat, "text": str(number), **sender}
    update = Update.de_json({"update_id": number, "message": message}, None)
    assert update is not None
    return update


async def test_past_a_bound_a_flood_is_not_taken_and_its_sender_is_told_once() -> None:
    told: list[int] = []
    done: list[int] = []
    go_on = asyncio.Event()

    async def tell(update: Update) -> None:
        told.append(update.update_id)

    async def handle(number: int) -> None:
        await go_on.wait()
        done.append(number)

    order = InOrder(pace=0, longest=10, on_full=tell)
    alice = {"from": {"id": 5, "is_bot": False, "first_name": "Alice"}}
    async with order:
        handling = [
            asyncio.create_task(order.process_update(update_of(number, **alice), handle(number)))
            for number in range(30)
        ]
        await asyncio.sleep(0)
        go_on.set()
        await asyncio.gather(*handling)
    assert done == list(range(11))
    assert told == [11]


async def test_admins_who_write_in_their_groups_name_wait_only_for_those_of_that_group() -> None:
    anonymous = {"from": {"id": 1087968824, "is_bot": True, "first_name": "Group"}}
    began: list[int] = []
    go_on = asyncio.Event()

    async def handle(number: int) -> None:
        began.append(number)
        await go_on.wait()

    order = InOrder()
    groups = [{"id": -number, "type": "supergroup", "title": "社区"} for number in (1, 2)]
    async with order:
        handling = [
            asyncio.create_task(
                order.process_update(update_of(number, sender_chat=group, **anonymous), handle(number))
            )
            for number, group in enumerate(groups)
        ]
        await until(lambda: began == [0, 1])
        go_on.set()
        await asyncio.gather(*handling)


async def test_nothing_is_handled_before_it_may_begin() -> None:
    may_begin, handled = asyncio.Event(), asyncio.Event()

    async def wait() -> None:
        await may_begin.wait()

    async def handle() -> None:
        handled.set()

    order = InOrder()
    order.may_begin = wait
    alice = {"from": {"id": 5, "is_bot": False, "first_name": "Alice"}}
    async with order:
        handling = asyncio.create_task(order.process_update(update_of(1, **alice), handle()))
        await until(order.cut_off)
        assert not handled.is_set()
        with pytest.raises(asyncio.CancelledError):
            await handling
        may_begin.set()
        await order.process_update(update_of(2, **alice), handle())
        assert handled.is_set()


async def test_what_comes_after_all_was_given_up_is_not_handled() -> None:
    began: list[int] = []

    async def handle(number: int) -> None:
        began.append(number)

    order = InOrder()
    handled: list[object] = []
    order.on_handled = handled.append
    async with order:
        assert order.abandon() == 0
        await order.process_update(update_of(1), handle(1))
    assert (began, handled) == ([], [])
