"""How many questions a second are answered through Telegram, beside bots that only echo?

All on the same double, one after another in turns, so that what else the machine does falls on all alike.
`python -m tests.bench.telegram`
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import statistics
import sys
from collections.abc import AsyncIterator, Sequence
from typing import Any

import aiohttp

from tests.bench.plans import questions
from tests.bench.table import Row, show
from tests.handlers.plans import ROOT

ROUNDS = 3
PEOPLE = 100
EACH = 20
"""Questions of each person, the next after the answer to the one before."""


@contextlib.asynccontextmanager
async def process(*arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """A Python process in the project's folder, ended with the block."""
    started = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, cwd=ROOT, stdout=asyncio.subprocess.PIPE, limit=1 << 20
    )
    try:
        yield started
    finally:
        if started.returncode is None:
            started.terminate()
        await started.wait()


async def replies_per_second(bot: str) -> float:
    """What a double of its own counts of this bot, after a few questions to warm up."""
    async with process("-m", "tests.telegram.double", "--record", "10") as double:
        assert double.stdout is not None
        address: dict[str, Any] = json.loads(await double.stdout.readline())
        async with (
            process("-m", "tests.bench.bots", bot, json.dumps(address)),
            aiohttp.ClientSession() as http,
        ):
            wish = {"users": PEOPLE, "messages": 2, "texts": _of_every_set(), "within": 60}
            await _load(http, address, wish)
            figures = await _load(http, address, {**wish, "messages": EACH})
    if figures["replied"] < figures["sent"]:
        raise RuntimeError(f"{bot} left {figures['sent'] - figures['replied']} questions unanswered")
    return float(figures["replies_per_second"])


def _of_every_set() -> Sequence[str]:
    """As many as are asked, spread over all sets: the first set alone says how long its own kind takes."""
    count = PEOPLE + EACH
    return questions()[:: len(questions()) // count][:count]


async def _load(http: aiohttp.ClientSession, address: dict[str, Any], wish: dict[str, Any]) -> Any:
    timeout = aiohttp.ClientTimeout(total=120)
    async with http.post(f"{address['control']}/load", json=wish, timeout=timeout) as response:
        return (await response.json())["result"]


async def measured() -> list[Row]:
    figures: dict[str, list[float]] = {"ours": [], "ptb": [], "aiogram": []}
    for _ in range(ROUNDS):
        for bot, counted in figures.items():
            counted.append(await replies_per_second(bot))
    middle = {bot: statistics.median(counted) for bot, counted in figures.items()}
    ours = f"{middle['ours']:.0f}/s"
    return [
        Row(
            f"questions answered, beside {name}",
            ours,
            f"echo {middle[bot]:.0f}/s",
            middle["ours"] / middle[bot],
            "≥ 1",
        )
        for bot, name in (("aiogram", "aiogram"), ("ptb", "PTB as documented"))
    ]


if __name__ == "__main__":
    show("Through Telegram", asyncio.run(measured()))
