"""How fast do reminders go out, and what do they cost? Planned, sent, beside answers, in memory.

Each figure stands beside what it is compared with, measured in the same run:
`python -m tests.bench.reminders`; it takes some two minutes, `--whole` ten, with the numbers of the goals.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import gc
import json
import math
import resource
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
from sqlalchemy import insert
from telegram.constants import ParseMode
from telegram.ext import ExtBot

from handlers.reminders import Reminders
from handlers.reminders.sender import IN_FLIGHT
from handlers.replies.reminders import reminder
from handlers.services import Services, Snapshots
from handlers.showing import NO_PREVIEW, markup
from handlers.telegram.pacing import Limits, Pacing
from handlers.telegram.transport import AiohttpRequest
from plan_store.due import About, Occasion
from plan_store.schema import chats, subscriptions
from plan_store.store import Store
from plan_store.subscriptions import Following, following_entries, following_everything
from tests.bench.plans import questions
from tests.bench.table import Row, show
from tests.bench.telegram import process
from tests.handlers.plans import ROOT, SHANGHAI, cache_folder, published, words

NINE = dt.datetime(2023, 5, 29, 9, 0, 30, tzinfo=SHANGHAI)
FIRST = 1001
"""The number of the double's first person."""


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    sent: int
    """Reminders with the limit lifted."""
    paced: int
    """With Telegram's limit."""
    many: int
    """Subscribers of planning and memory."""


USUAL, WHOLE = Size(3_000, 500, 100_000), Size(5_000, 5_000, 100_000)


# --- the parts ------------------------------------------------------------------------------------------
def followings() -> list[Following]:
    """Many different things that are followed, each of which is due at `NINE`."""
    june = [entry.number for entry in published().entries if entry.period.first == 6]
    pairs = [(2023, other) for other in range(1, 13)]
    some = [following_entries([(2023, number), other]) for number in june for other in pairs]
    return [following_everything(), *some]


async def follow(store: Store, count: int) -> None:
    """So many chats follow something, and are told some days before."""
    since = dt.datetime(2023, 1, 1, tzinfo=dt.UTC)
    kinds = [{"digest": one.digest, "following": one.dump()} for one in followings()]
    async with store._database.writing() as connection:
        for at in range(0, count, 5000):
            ids = range(FIRST + at, FIRST + min(at + 5000, count))
            seen = [{"chat_id": one, "kind": "private", "reachable": True, "seen_at": since} for one in ids]
            await connection.execute(insert(chats), seen)
            rows = [
                {**kinds[one % len(kinds)], "chat_id": one, "monthly": False, "before": True, "since": since}
                for one in ids
            ]
            await connection.execute(insert(subscriptions), rows)


@contextlib.asynccontextmanager
async def store_of(count: int) -> AsyncIterator[tuple[Store, Path]]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bot.db"
        store = await Store.open(f"sqlite+aiosqlite:///{file}")
        await store.fill([ROOT / "data" / "kaifu_2023.txt"])
        await follow(store, count)
        yield store, file
        await store.close()


async def services_of(store: Store) -> Services:
    snapshots = Snapshots(store, words(), cache=cache_folder())
    await snapshots.refresh()
    gc.freeze()  # as the bot does once it is open
    return Services(snapshots, store.conversations, store.unanswered, lambda: NINE)


@contextlib.asynccontextmanager
async def double(people: int) -> AsyncIterator[dict[str, Any]]:
    """Telegram's double as a process of its own, with so many people."""
    async with process("-m", "tests.telegram.double", "--record", "10") as started:
        assert started.stdout is not None
        address: dict[str, Any] = json.loads(await started.stdout.readline())
        await control(address, "people", {"count": people})
        yield address


async def control(address: dict[str, Any], what: str, wish: dict[str, Any]) -> Any:
    timeout = aiohttp.ClientTimeout(total=300)
    async with (
        aiohttp.ClientSession(timeout=timeout) as http,
        http.post(f"{address['control']}/{what}", json=wish) as response,
    ):
        return (await response.json())["result"]


@contextlib.asynccontextmanager
async def bot_of(address: dict[str, Any], limits: Limits | None = None) -> AsyncIterator[ExtBot[Any]]:
    bot = ExtBot(
        address["token"],
        base_url=address["base_url"],
        request=AiohttpRequest(),
        rate_limiter=Pacing(limits),
    )
    await bot._request[1].initialize()
    yield bot
    await bot._request[1].shutdown()


async def sent_in(bot: ExtBot[Any], store: Store, services: Services, per_second: float) -> float:
    """Seconds until all that is planned is sent."""
    reminders = Reminders(bot, store, services, per_second=per_second)
    began = time.perf_counter()
    await reminders.sender.run(once=True)
    return time.perf_counter() - began


async def bare_loop(bot: ExtBot[Any], count: int) -> float:
    """Seconds in which python-telegram-bot alone sends as much, as much of it at once.

    Of one activity, as most of ours are.
    """
    occasion = Occasion(NINE, About.BEFORE, dt.date(2023, 6, 1), published().entries[16:17])
    reply = reminder((occasion,), NINE)
    waiting = iter(range(FIRST, FIRST + count))

    async def send() -> None:
        for chat in waiting:
            await bot.send_message(
                chat,
                reply.html,
                parse_mode=ParseMode.HTML,
                reply_markup=markup(reply.buttons),
                link_preview_options=NO_PREVIEW,
            )

    began = time.perf_counter()
    await asyncio.gather(*(send() for _ in range(IN_FLIGHT)))
    return time.perf_counter() - began


# --- what is measured -----------------------------------------------------------------------------------
async def planning(many: int) -> Row:
    async with store_of(many) as (store, _):
        services = await services_of(store)
        began = time.perf_counter()
        planned = await store.planning.plan(NINE, services.snapshots.current, services.reminders)
        took = time.perf_counter() - began
    assert planned.due == many
    return Row(f"planned for {many:,}", f"{took:.1f} s, {many / took:,.0f}/s", "60 s", took / 60, "≤ 1")


async def sending(count: int) -> Row:
    """In turns, so that what else the machine does falls on both alike."""
    ours, bare = 0.0, 0.0
    rounds = 2
    async with double(count) as address, bot_of(address) as bot:
        await bare_loop(bot, min(count, 200))
        for _ in range(rounds):
            bare += await bare_loop(bot, count)
            async with store_of(count) as (store, _):
                services = await services_of(store)
                await store.planning.plan(NINE, services.snapshots.current, services.reminders)
                ours += await sent_in(bot, store, services, math.inf)
                assert await store.overview.waiting(NINE) == 0
    rate, beside = rounds * count / ours, rounds * count / bare
    return Row(
        "sent, no limit", f"{rate:.0f}/s", f"bare send_message {beside:.0f}/s", rate / beside, "≥ 0.85"
    )


async def paced(count: int, per_second: float = 25) -> Row:
    limits = Limits.with_bulk(per_second)
    async with double(count) as address, bot_of(address, limits) as bot, store_of(count) as (store, _):
        services = await services_of(store)
        await store.planning.plan(NINE, services.snapshots.current, services.reminders)
        took = await sent_in(bot, store, services, per_second)
    least = count / per_second
    return Row(f"{count:,} sent at 25/s", f"{took:.1f} s", f"{least:.0f} s", took / least, "≤ 1.05")


async def memory(many: int) -> Row:
    few = 1_000
    most = {count: await _memory_of(count) for count in (few, many)}
    more = most[many] - most[few]
    return Row(
        f"memory at {many:,}", f"{most[many]:.0f} MB", f"{most[few]:.0f} MB at {few:,}", more / 60, "≤ 1"
    )


async def _memory_of(count: int) -> float:
    async with store_of(count) as (store, file):
        await store.close()
        async with process("-m", "tests.bench.reminders", "memory", str(file)) as measured:
            assert measured.stdout is not None
            return float(await measured.stdout.readline())


async def plan_and_send(file: str) -> None:
    """Plan for everybody and send a part of it; then print how much memory that took at most, in MB."""
    store = await Store.open(f"sqlite+aiosqlite:///{file}")
    services = await services_of(store)
    await store.planning.plan(NINE, services.snapshots.current, services.reminders)
    async with double(1_000) as address, bot_of(address) as bot:
        reminders = Reminders(bot, store, services, per_second=math.inf)
        running = asyncio.create_task(reminders.sender.run(once=True))
        await asyncio.sleep(3)
        reminders.sender.stop()
        await running
    await store.close()
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, flush=True)


async def answers_meanwhile(reminders: int = 20_000) -> Row:
    """The median answer while reminders go out, beside that of a bot that has none to send."""
    medians = {}
    for count in (0, reminders):
        async with store_of(count) as (store, file), double(count) as address:
            services = await services_of(store)
            await store.planning.plan(NINE, services.snapshots.current, services.reminders)
            await store.close()
            told = json.dumps({**address, "store": str(file)})
            async with process("-m", "tests.bench.reminders", "serve", told):
                wish = {"users": 20, "messages": 2, "texts": questions(), "within": 60}
                await control(address, "load", wish)
                if count:
                    await asyncio.sleep(2)
                    state = await control(address, "state", {})
                    assert state["messages"] > 20 * 4, "no reminders were going out"
                figures = await control(address, "load", {**wish, "messages": 60})
                assert figures["replied"] == figures["sent"]
                medians[count] = figures["median_ms"]
    return Row(
        f"median answer, {reminders:,} going out",
        f"{medians[reminders]:.1f} ms",
        f"idle {medians[0]:.1f} ms",
        medians[reminders] / medians[0],
        "≤ 1.5",
    )


def serve(address: dict[str, Any]) -> None:
    """The bot as it is started, by a clock of that day; only the limit on answers is lifted."""
    from handlers.serving import serve as run
    from handlers.settings import Settings

    values: dict[str, Any] = {
        "telegram": {name: address[name] for name in ("token", "base_url", "base_file_url")},
        "store": {"url": f"sqlite+aiosqlite:///{address['store']}"},
        "plan": {"documents": [ROOT / "data" / "kaifu_2023.txt"]},
        "log": {"level": "warning"},
    }
    asyncio.run(run(Settings(**values), NINE, limits=None))


async def measured(size: Size) -> list[Row]:
    return [
        await planning(size.many),
        await sending(size.sent),
        await paced(size.paced),
        await memory(size.many),
        await answers_meanwhile(),
    ]


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["memory", file]:
            asyncio.run(plan_and_send(file))
        case ["serve", address]:
            serve(json.loads(address))
        case _:
            show("Reminders", asyncio.run(measured(WHOLE if "--whole" in sys.argv else USUAL)))
