"""Does what goes out on the short way look as the library's, and is it limited and refused alike?"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from telegram.error import BadRequest, Forbidden, RetryAfter

from handlers.telegram.direct import DirectBot
from handlers.telegram.pacing import Pacing, Priority
from tests.telegram.double import Double, forbidden, too_many_requests

KEYBOARD = {"inline_keyboard": [[{"text": "下一页 ▶", "callback_data": "p1"}]]}


@pytest_asyncio.fixture
async def bot(double: Double) -> AsyncIterator[DirectBot]:
    made = DirectBot(
        double.token, double.base_url, double.base_file_url, connections=2, proxy=None, pacing=Pacing(None)
    )
    async with made:
        yield made


def message(chat_id: int, **more: Any) -> dict[str, Any]:
    return {"chat_id": chat_id, "text": "<b>六月</b>", "parse_mode": "HTML", "reply_markup": KEYBOARD, **more}


async def test_what_arrives_is_what_the_library_sends(double: Double, bot: DirectBot) -> None:
    chat = double.person().chat
    sent = await bot.do_api_request("sendmessage", message(chat.id, message_thread_id=None))
    whole = await bot.send_message(**message(chat.id))
    assert whole.message_id == sent["message_id"] + 1
    directly, by_the_library = double.calls("sendMessage")
    assert directly.fields == by_the_library.fields


async def test_an_answer_that_is_no_new_message_is_read_whole(double: Double, bot: DirectBot) -> None:
    chat = double.person().chat
    assert await bot.do_api_request("sendchataction", {"chat_id": chat.id, "action": "typing"}) is True
    assert (await bot.do_api_request("getchat", {"chat_id": chat.id}))["id"] == chat.id


async def test_refusals_are_the_library_s(double: Double, bot: DirectBot) -> None:
    chat = double.person().chat
    with pytest.raises(BadRequest, match="Message text is empty"):
        await bot.do_api_request("sendmessage", message(chat.id, text=""))
    double.faults.add("sendMessage", forbidden("bot was blocked by the user"))
    with pytest.raises(Forbidden):
        await bot.do_api_request("sendmessage", message(chat.id))


async def test_the_limiter_stands_in_the_way_as_well(double: Double, bot: DirectBot) -> None:
    chat = double.person().chat
    double.faults.add("sendMessage", too_many_requests(1), times=2)
    with pytest.raises(RetryAfter):
        await bot.do_api_request("sendmessage", message(chat.id), rate_limit_args=Priority.BULK)
    assert (await bot.do_api_request("sendmessage", message(chat.id)))["message_id"]
    assert len(double.calls("sendMessage")) == 3
