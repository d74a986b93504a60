"""Is a question to staff lost, or an answer told twice, when the bot is really killed, by SIGKILL?"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import multiprocessing
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

import pytest
from sqlalchemy import func, select, update

from plan_store.inquiries.letters import Side, State
from plan_store.schema import inquiry_deliveries, inquiry_letters
from plan_store.store import Store
from tests.handlers.plans import MAY_20, ROOT
from tests.kill.serving import AT_ONCE, run
from tests.telegram.double import Double, Message, Person, Silent

PEOPLE = 12
KILLS = 3
PATIENCE = 20.0
DOUBTFUL = "这条可能是重复的"

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.kill.sending", "tests.kill.serving"])


@dataclass(frozen=True)
class Hall:
    """Residents and one owner of the bot, on a store."""

    double: Double
    store: Store
    url: str
    owner: Person
    residents: list[Person]

    @contextlib.asynccontextmanager
    async def killed_at_the_end(self) -> AsyncIterator[None]:
        """The bot serves while the block runs, and gets no time to finish."""
        telegram = {
            "token": self.double.token,
            "base_url": self.double.base_url,
            "base_file_url": self.double.base_file_url,
        }
        wish = {"store_url": self.url, "owners": [self.owner.user.id], "telegram": telegram}
        _, theirs = _FORKS.Pipe(duplex=True)
        forked = _FORKS.Process(target=run, args=(wish, theirs), daemon=True)
        await asyncio.to_thread(forked.start)
        try:
            yield
        finally:
            forked.kill()
            await asyncio.to_thread(forked.join)

    async def killed_after(self, messages: int) -> None:
        """So many messages of the bot have arrived, and it is killed while it sends the next."""
        sent = len(self.double.calls("sendMessage"))
        async with self.killed_at_the_end():
            await until(lambda: len(self.double.calls("sendMessage")) >= sent + messages)

    async def all_settled(self, letters: int) -> None:
        """The bot serves until nothing waits to be delivered or told."""
        async with self.killed_at_the_end():
            deadline = time.monotonic() + PATIENCE
            while await self._unsettled(letters):
                assert time.monotonic() < deadline, "something still waits"
                await asyncio.sleep(0.02)

    async def _unsettled(self, letters: int) -> bool:
        table, waiting = inquiry_letters, inquiry_deliveries.c.state.in_((State.PENDING, State.SENDING))
        count = select(func.count()).select_from
        async with self.store._database.reading() as connection:
            kept = await connection.scalar(count(table)) or 0
            untold = await connection.scalar(count(table).where(table.c.state != table.c.told)) or 0
            due = await connection.scalar(count(inquiry_deliveries).where(waiting)) or 0
        return kept < letters or untold > 0 or due > 0

    async def kept(self, side: Side) -> dict[str, State]:
        async with self.store._database.reading() as connection:
            rows = await connection.execute(select(inquiry_letters).where(inquiry_letters.c.side == side))
            return {row.text: State(row.state) for row in rows}


def heard(person: Person, words: str) -> list[Message]:
    """What the bot told them that has these words in it."""
    said = person.chat.messages.values()
    return [one for one in said if one.sender is not person.user and words in one.text]


async def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it did not come to pass"
        await asyncio.sleep(0.001)


@pytest.fixture
async def hall(store_url: str) -> AsyncIterator[Hall]:
    async with Double() as double:
        owner = double.person("张主任")
        store = await Store.open(store_url, owners=[owner.user.id])
        await store.fill([ROOT / "data" / "kaifu_2023.txt"])
        yield Hall(double, store, store_url, owner, [double.person() for _ in range(PEOPLE)])
        await store.close()


async def test_killed_again_and_again_no_question_that_was_acknowledged_is_lost(hall: Hall) -> None:
    questions = {f"窗口{place:02}周末开门吗": person for place, person in enumerate(hall.residents)}
    for question, person in questions.items():
        person.writes(f"转人工 {question}")
    for _ in range(KILLS):
        await hall.killed_after(PEOPLE // KILLS)
        kept = await hall.kept(Side.RESIDENT)
        assert [
            words for words, person in questions.items() if heard(person, "咨询 #") and words not in kept
        ] == []
    await hall.all_settled(PEOPLE)

    assert await hall.kept(Side.RESIDENT) == dict.fromkeys(questions, State.SENT)
    at_staff = [heard(hall.owner, question) for question in questions]
    assert all(at_staff)
    assert [person.chat.transcript() for person in hall.residents if not heard(person, "已经送到")] == []
    again = [[one.text for one in found] for found in at_staff if len(found) > 1]
    assert len(again) <= KILLS
    assert [texts for texts in again if DOUBTFUL not in texts[-1]] == []


async def test_killed_again_and_again_no_answer_comes_twice_and_what_is_not_known_is_said(hall: Hall) -> None:
    for place, person in enumerate(hall.residents):
        person.writes(f"转人工 窗口{place:02}周末开门吗")
    await hall.all_settled(PEOPLE)
    answers = {f"窗口{place:02}周末不开": person for place, person in enumerate(hall.residents)}
    posts = [heard(hall.owner, answer[:4])[0] for answer in answers]
    for answer, post in zip(answers, posts, strict=True):
        hall.owner.writes(answer, reply_to=post)
    for _ in range(KILLS):
        await hall.killed_after(PEOPLE // KILLS)
    await hall.all_settled(2 * PEOPLE)

    states = await hall.kept(Side.STAFF)
    assert set(states) == set(answers)
    came = {answer: len(heard(person, answer)) for answer, person in answers.items()}
    assert {answer for answer, state in states.items() if state is State.SENT and came[answer] != 1} == set()
    assert max(came.values()) == 1
    unknown = [answer for answer, state in states.items() if state is not State.SENT]
    assert len(unknown) <= KILLS * AT_ONCE
    assert len(heard(hall.owner, "不知道居民收到没有")) >= len(unknown)


async def test_killed_between_two_messages_of_a_letter_the_first_comes_once(hall: Hall) -> None:
    first, second = "甲" * 3499, "乙" * 500
    silent = hall.double.faults.add("sendMessage", Silent(), when=lambda fields: second in fields["text"])
    hall.residents[0].writes(f"转人工 问{first}{second}")
    async with hall.killed_at_the_end():
        await until(lambda: silent.met)
    await hall.all_settled(1)

    assert (len(heard(hall.owner, first)), len(heard(hall.owner, second))) == (1, 1)
    assert DOUBTFUL in heard(hall.owner, second)[0].text


async def test_killed_while_staff_are_reminded_they_are_reminded_once(hall: Hall) -> None:
    hall.residents[0].writes("转人工 窗口周末开门吗")
    await hall.all_settled(1)
    async with hall.store._database.writing() as connection:
        await connection.execute(update(inquiry_letters).values(written_at=MAY_20 - dt.timedelta(days=1)))
    silent = hall.double.faults.add("sendMessage", Silent(), when=lambda fields: "早上好" in fields["text"])
    async with hall.killed_at_the_end():
        await until(lambda: silent.met)
    for _ in range(2):
        async with hall.killed_at_the_end():
            await until(lambda: heard(hall.owner, "早上好"))
            await asyncio.sleep(0.5)

    (reminder,) = heard(hall.owner, "早上好")
    assert DOUBTFUL in reminder.text
