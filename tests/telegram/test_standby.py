"""Does one of several processes poll and answer, and does it know when it is no longer the one?"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from telegram import Update
from telegram.ext import TypeHandler

from handlers.telegram import standby
from handlers.telegram.connection import build_application
from handlers.telegram.polling import End, run_polling
from handlers.telegram.standby import Turn
from plan_store.store import StoreError
from tests.telegram.conftest import Slips, connection_to, serving, until, with_echo
from tests.telegram.double import Double, Refusal

AWAY = StoreError("连不上数据库", "请确认数据库服务已启动")
CONFLICT = Refusal(409, "Conflict: terminated by other getUpdates request")


@dataclass
class Lease:
    """One whose holder the test names."""

    ours: bool = True
    away: bool = False
    length: dt.timedelta = dt.timedelta(seconds=0.4)
    asked: int = 0
    answers: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.answers.set()

    async def take(self, bot_id: int) -> bool:
        return await self.renew(bot_id)

    async def renew(self, bot_id: int) -> bool:
        self.asked += 1
        await self.answers.wait()
        if self.away:
            raise AWAY
        return self.ours

    async def holder(self, bot_id: int) -> str:
        return "4711 on web-1"


@pytest.fixture(autouse=True)
def _looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standby, "LOOK", 0.01)


async def test_one_that_stands_by_says_so_once_and_takes_over(
    double: Double, caplog: pytest.LogCaptureFixture
) -> None:
    lease = Lease(ours=False)
    alice = double.person()
    application = build_application(connection_to(double))
    with_echo(application)
    stop = asyncio.Event()
    running = asyncio.create_task(run_polling(application, stop=stop, inbox=Slips(), lease=lease))
    alice.writes("六月")
    await until(lambda: lease.asked > 5)
    assert double.calls("getUpdates") == []
    assert caplog.text.count("process 4711 on web-1 polls already; standing by") == 1

    lease.ours = True
    assert (await alice.reply()).text == "六月"
    assert "this one takes over" in caplog.text
    stop.set()
    assert await running is End.TOLD_TO
    assert double.world.updates == {}


@pytest.mark.parametrize("away", [False, True])
async def test_a_stop_comes_through_while_it_stands_by(double: Double, *, away: bool) -> None:
    stop, lease = asyncio.Event(), Lease(ours=False, away=away)
    running = asyncio.create_task(
        run_polling(build_application(connection_to(double)), stop=stop, inbox=Slips(), lease=lease)
    )
    await until(lambda: lease.asked)
    stop.set()
    assert await asyncio.wait_for(running, 1) is End.TOLD_TO


async def test_a_stop_comes_through_while_the_store_gives_no_answer(double: Double) -> None:
    stop, lease = asyncio.Event(), Lease()
    lease.answers.clear()
    running = asyncio.create_task(
        run_polling(build_application(connection_to(double)), stop=stop, inbox=Slips(), lease=lease)
    )
    await until(lambda: lease.asked)
    stop.set()
    assert await asyncio.wait_for(running, 1) is End.TOLD_TO


async def test_what_was_not_answered_when_another_took_over_is_left_to_it(double: Double) -> None:
    began: list[int] = []
    broken_off: list[int] = []

    async def hang(update: Update, context: Any) -> None:
        began.append(update.update_id)
        try:
            await asyncio.Event().wait()
        finally:
            broken_off.append(update.update_id)

    @contextlib.asynccontextmanager
    async def beside() -> AsyncIterator[None]:
        yield
        await until(lambda: broken_off == began)

    lease, slips = Lease(), Slips()
    alice, bob = double.person(), double.person()
    application = build_application(connection_to(double))
    application.add_handler(TypeHandler(Update, hang))
    running = asyncio.create_task(
        run_polling(application, stop=asyncio.Event(), inbox=slips, lease=lease, drain=60, alongside=beside())
    )
    for text in ("一", "二"):
        alice.writes(text)
    await until(lambda: len(slips.kept) == 2 and double.server.polling)
    lease.length = dt.timedelta(hours=1)
    bob.writes("三")
    await until(lambda: len(began) == 2)
    lease.ours = False
    assert await asyncio.wait_for(running, 2) is End.TAKEN_OVER
    assert len(slips.kept) >= 2
    assert slips.kept.keys() | double.world.updates.keys() >= {*began}
    assert all(poll.fields["timeout"] for poll in double.calls("getUpdates")), (
        "it confirmed what is not its own"
    )

    async with serving(double, with_echo, run={"inbox": slips}):
        assert [one.text for one in await alice.replies(2)] == ["一", "二"]
        assert (await bob.reply()).text == "三"


async def test_while_the_store_is_away_it_goes_on_answering(
    double: Double, caplog: pytest.LogCaptureFixture
) -> None:
    lease = Lease()
    async with serving(double, with_echo, run={"lease": lease}):
        await until(lambda: lease.asked == 1)
        lease.away = True
        asked = lease.asked
        await until(lambda: lease.asked >= asked + 5)
        assert (await double.person().asks("六月")).text == "六月"
    assert caplog.text.count("the store cannot say whether another process polls; going on: 连不上") == 1


async def test_beside_another_it_polls_no_more_until_the_store_can_say_who_polls(double: Double) -> None:
    lease = Lease()
    alice = double.person()
    async with serving(double, with_echo, run={"lease": lease, "back_off": (0.01,)}):
        lease.away = True
        await asyncio.wait_for(_asked_often(lease), 5)
        double.faults.add("getUpdates", CONFLICT)
        await alice.asks("一")
        await until(lambda: double.calls("getUpdates")[-1].refusal is not None)
        await asyncio.wait_for(_asked_often(lease), 5)
        assert not double.server.polling
        alice.writes("二")
        lease.away = False
        assert (await alice.reply()).text == "二"


async def _asked_often(lease: Lease) -> None:
    """Until its whole length has passed without an answer."""
    asked = lease.asked
    await until(lambda: lease.asked >= asked + 8)


@dataclass
class Moment:
    """A clock that a test sets."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
async def moment() -> Moment:
    return Moment()


@pytest.fixture
async def lease() -> Lease:
    return Lease(length=dt.timedelta(seconds=400))


@pytest.fixture
async def ours(lease: Lease, moment: Moment) -> AsyncIterator[Turn]:
    turn = Turn(lease, 5, moment)
    assert await turn.begin()
    keeping = asyncio.create_task(turn.keep())
    yield turn
    keeping.cancel()


@pytest.mark.parametrize("seconds", [400, -1])
async def test_after_a_standstill_nothing_is_begun_before_the_lease_was_renewed(
    ours: Turn, lease: Lease, moment: Moment, seconds: int
) -> None:
    moment.now += 399
    await ours.may_go_on()
    lease.answers.clear()
    moment.now = 1000.0 + seconds
    going_on = asyncio.create_task(ours.may_go_on())
    await until(lambda: lease.asked == 2)
    assert not going_on.done()
    lease.answers.set()
    await asyncio.wait_for(going_on, 1)


async def test_an_answer_from_before_the_standstill_is_not_believed(
    ours: Turn, lease: Lease, moment: Moment
) -> None:
    lease.answers.clear()
    moment.now += 400
    going_on = asyncio.create_task(ours.may_go_on())
    await until(lambda: lease.asked == 2)
    moment.now += 400
    lease.answers.set()
    await asyncio.wait_for(going_on, 1)
    assert lease.asked == 3


async def test_once_another_has_taken_over_nothing_is_begun_any_more(
    ours: Turn, lease: Lease, moment: Moment
) -> None:
    lease.ours = False
    moment.now += 400
    going_on = asyncio.create_task(ours.may_go_on())
    await asyncio.wait_for(ours.lost.wait(), 1)
    assert ours.over.is_set()
    moment.now = 1000.0
    await asyncio.wait((going_on,), timeout=0.05)
    assert not going_on.done()
    going_on.cancel()
