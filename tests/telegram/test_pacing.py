"""Do requests keep Telegram's limits, do answers overtake bulk, and is only what is safe sent again?"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
import pytest_asyncio
from telegram.error import NetworkError, RetryAfter, TimedOut
from telegram.ext import ExtBot

from handlers.telegram.pacing import Limits, Pacing, Priority, Retries
from handlers.telegram.transport import AiohttpRequest, never_sent
from tests.telegram.double import Broken, Double, FloodLimits, HangUp, Limit, Silent, too_many_requests

BotMaker = Callable[..., Any]


@pytest_asyncio.fixture
async def bot_for() -> AsyncIterator[BotMaker]:
    """Makes bots that talk to a double; closed at the end."""
    bots: list[ExtBot[Any]] = []

    async def make(
        double: Double,
        limits: Limits | None = None,
        retries: Retries = Retries(),  # noqa: B008
        base_url: str | None = None,
        **transport: Any,
    ) -> ExtBot[Any]:
        bot = ExtBot(
            double.token,
            base_url=base_url or double.base_url,
            request=AiohttpRequest(**transport),
            get_updates_request=AiohttpRequest(),
            rate_limiter=Pacing(limits, retries),
        )
        await bot._request[0].initialize()
        await bot._request[1].initialize()
        bots.append(bot)
        return bot

    yield make
    for bot in bots:
        await bot._request[0].shutdown()
        await bot._request[1].shutdown()


async def _timed(*sending: Any) -> float:
    began = time.monotonic()
    await asyncio.gather(*sending)
    return time.monotonic() - began


async def test_a_chat_gets_a_burst_and_then_the_average(double: Double, bot_for: BotMaker) -> None:
    bot = await bot_for(double, Limits(chat_burst=2, chat_seconds=0.1))
    alice = double.person()
    took = await _timed(*(bot.send_message(alice.chat.id, str(number)) for number in range(6)))
    assert 0.4 <= took < 0.6
    texts = [message.text for message in alice.chat.messages.values()]
    assert texts == [str(number) for number in range(6)]


async def test_a_group_gets_no_more_than_its_share(double: Double, bot_for: BotMaker) -> None:
    bot = await bot_for(double, Limits(chat_seconds=0.0, group=3, group_seconds=0.3))
    group = double.group()
    assert 0.3 <= await _timed(*(bot.send_message(group.id, "x") for _ in range(5))) < 0.5


async def test_all_together_keep_the_overall_limit(double: Double, bot_for: BotMaker) -> None:
    bot = await bot_for(double, Limits(overall=10, overall_seconds=0.2))
    people = [double.person() for _ in range(30)]
    assert 0.4 <= await _timed(*(bot.send_message(person.chat.id, "x") for person in people)) < 0.6


async def test_the_defaults_never_meet_telegrams_limits(bot_for: BotMaker) -> None:
    async with Double(flood=FloodLimits()) as double:
        bot = await bot_for(double, Limits())
        alice, others = double.person(), [double.person() for _ in range(60)]
        await _timed(
            *(bot.send_message(alice.chat.id, "x") for _ in range(6)),
            *(bot.send_message(person.chat.id, "x") for person in others),
        )
        assert double.refusals == []


async def test_without_limits_nothing_waits(double: Double, bot_for: BotMaker) -> None:
    bot = await bot_for(double, None)
    alice = double.person()
    assert await _timed(*(bot.send_message(alice.chat.id, "x") for _ in range(100))) < 0.5


async def test_answers_overtake_bulk(double: Double, bot_for: BotMaker) -> None:
    bot = await bot_for(double, Limits(overall=20, overall_seconds=0.2, kept_for_answers=5))
    bulk = asyncio.gather(
        *(
            bot.send_message(double.person().chat.id, "提醒", rate_limit_args=Priority.BULK)
            for _ in range(100)
        )
    )
    await asyncio.sleep(0.1)
    assert await _timed(bot.send_message(double.person().chat.id, "回答")) < 0.05
    assert not bulk.done()
    await bulk


async def test_taps_and_typing_are_not_counted(double: Double, bot_for: BotMaker) -> None:
    bot = await bot_for(double, Limits(chat_burst=1, chat_seconds=5))
    alice = double.person()
    await bot.send_message(alice.chat.id, "x")
    assert await _timed(*(bot.send_chat_action(alice.chat.id, "typing") for _ in range(5))) < 0.3


async def test_a_refusal_is_waited_for_and_stops_that_chat_alone(double: Double, bot_for: BotMaker) -> None:
    bot = await bot_for(double)
    alice, bob = double.person(), double.person()
    double.faults.add(
        "sendMessage", too_many_requests(1), when=lambda fields: fields["chat_id"] == alice.chat.id
    )
    to_alice = asyncio.create_task(_timed(bot.send_message(alice.chat.id, "一")))
    await asyncio.sleep(0.1)
    assert await _timed(bot.send_message(bob.chat.id, "x")) < 0.2
    later = asyncio.create_task(_timed(bot.send_message(alice.chat.id, "二")))
    assert 1.0 <= await to_alice < 1.3
    assert 0.7 <= await later < 1.2


async def test_refusals_in_several_chats_stop_bulk_and_not_answers(double: Double, bot_for: BotMaker) -> None:
    bot = await bot_for(double)
    many = [double.person() for _ in range(4)]
    double.faults.add("sendMessage", too_many_requests(1), times=3)
    bulk = [bot.send_message(person.chat.id, "x", rate_limit_args=Priority.BULK) for person in many[:3]]
    refused = await asyncio.gather(*bulk, return_exceptions=True)
    assert [type(error) for error in refused] == [RetryAfter] * 3
    late = asyncio.create_task(_timed(bot.send_message(many[3].chat.id, "x", rate_limit_args=Priority.BULK)))
    assert await _timed(bot.send_message(double.person().chat.id, "回答")) < 0.2
    assert await late > 0.6


async def test_a_long_ban_is_raised_for_the_caller_to_come_back(double: Double, bot_for: BotMaker) -> None:
    bot = await bot_for(double)
    double.faults.add("sendMessage", too_many_requests(3600))
    with pytest.raises(RetryAfter):
        await bot.send_message(double.person().chat.id, "x")


async def test_what_could_not_be_sent_is_tried_again(double: Double, bot_for: BotMaker) -> None:
    async with Double() as later:
        port = later.server.port
    # Nobody listens at the port now.
    bot = await bot_for(double, retries=Retries(unsent=(0.1,) * 20), base_url=f"http://127.0.0.1:{port}/bot")
    sending = asyncio.create_task(bot.send_message(1001, "x"))
    await asyncio.sleep(0.25)
    later = Double()
    alice = later.person()
    await later.start(port)
    try:
        await sending
        assert [message.text for message in alice.chat.messages.values()] == ["x"]
    finally:
        await later.stop()


@pytest.mark.parametrize("fault", [HangUp.BEFORE, HangUp.AFTER, Silent(handled=True), Broken(502)])
async def test_an_unclear_outcome_is_not_sent_again(double: Double, bot_for: BotMaker, fault: Any) -> None:
    bot = await bot_for(double, read_timeout=0.2)
    double.faults.add("sendMessage", fault)
    with pytest.raises(NetworkError) as caught:
        await bot.send_message(double.person().chat.id, "x")
    assert not never_sent(caught.value)
    assert len(double.calls("sendMessage")) == 1


async def test_a_silent_telegram_is_a_time_out(double: Double, bot_for: BotMaker) -> None:
    bot = await bot_for(double, read_timeout=0.1)
    double.faults.add("sendMessage", Silent())
    with pytest.raises(TimedOut):
        await bot.send_message(double.person().chat.id, "x")


async def test_bulk_that_was_not_sent_is_the_callers_to_try_again(bot_for: BotMaker, double: Double) -> None:
    bot = await bot_for(double, base_url="http://127.0.0.1:9/bot")
    with pytest.raises(NetworkError) as caught:
        await asyncio.wait_for(bot.send_message(1, "x", rate_limit_args=Priority.BULK), 1)
    assert never_sent(caught.value)


async def test_no_connection_means_never_sent(double: Double, bot_for: BotMaker) -> None:
    bot = await bot_for(double, retries=Retries(unsent=()), base_url="http://127.0.0.1:9/bot")
    with pytest.raises(NetworkError) as caught:
        await bot.send_message(1, "x")
    assert never_sent(caught.value)


async def test_requests_go_through_the_proxy(double: Double, bot_for: BotMaker) -> None:
    # A plain HTTP proxy is sent the whole address, so that the double itself can play one.
    bot = await bot_for(
        double, base_url="http://telegram.invalid/bot", proxy=f"http://127.0.0.1:{double.server.port}"
    )
    alice = double.person()
    await bot.send_message(alice.chat.id, "x")
    assert (await alice.reply()).text == "x"


@pytest.mark.parametrize("refusal", ["502 Bad Gateway", "407 Proxy Authentication Required"])
async def test_a_proxy_that_does_not_connect_means_never_sent(
    double: Double, bot_for: BotMaker, refusal: str
) -> None:
    asked: list[bytes] = []

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(f"HTTP/1.1 {refusal}\r\nContent-Length: 0\r\n\r\n".encode())
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(refuse, "127.0.0.1") as proxy:
        port = proxy.sockets[0].getsockname()[1]
        bot = await bot_for(
            double,
            retries=Retries(unsent=(0.0, 0.0)),
            base_url="https://telegram.invalid/bot",
            proxy=f"http://127.0.0.1:{port}",
        )
        with pytest.raises(NetworkError) as caught:
            await bot.send_message(1, "x")
    assert never_sent(caught.value)
    assert [request.split()[0] for request in asked] == [b"CONNECT"] * 3


async def test_files_and_chinese_names_arrive_whole(double: Double, bot_for: BotMaker) -> None:
    bot = await bot_for(double)
    alice = double.person()
    await bot.send_document(
        alice.chat.id, b"\x00PK" * 1000, filename="计划 2023.xlsx", caption="<b>表</b>", parse_mode="HTML"
    )
    message = await alice.reply()
    assert (message.file, message.content["document"]["file_name"], message.text) == (
        b"\x00PK" * 1000,
        "计划 2023.xlsx",
        "表",
    )


async def test_refusals_are_worked_through_until_all_is_sent(bot_for: BotMaker) -> None:
    async with Double(flood=FloodLimits(group=Limit(2, 1.0))) as double:
        bot = await bot_for(double)
        group = double.group()
        assert 1.0 <= await _timed(*(bot.send_message(group.id, "x") for _ in range(4))) < 3.5
        assert len(group.messages) == 4
