"""The bot with two of its staff, a resident and a stranger, and what they do again and again."""

from __future__ import annotations

import asyncio
import datetime as dt
import math
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest_asyncio
from telegram.ext import ExtBot

from handlers.reminders import Reminders
from plan_store.staff import rights as staff
from plan_store.staff.rights import Rights, Role
from tests.telegram.double import Double, Person
from tests.telegram.running import Running, running

NO_SUCH_COMMAND = "没有这个命令。"


@dataclass(frozen=True)
class Office:
    """The bot and the people around it."""

    bot: Running
    owner: Person
    editor: Person
    """Of all entries."""
    street: Person
    """Of 月湖街道 alone."""
    resident: Person
    stranger: Person


@pytest_asyncio.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with Double() as double:
        owner = double.person("张主任")
        async with running(tmp_path, double, owners=[owner]) as bot:
            office = Office(bot, owner, *(double.person(name) for name in ("李科", "王工", "居民", "路人")))
            for person, rights in (
                (office.editor, Rights(Role.EDITOR)),
                (office.street, Rights(Role.UNIT_EDITOR, "月湖街道")),
            ):
                _, secret = await bot.store.members.invite(rights, owner.user.id, bot.clock())
                someone = staff.Person(person.user.id, person.user.first_name)
                await bot.store.members.join(secret, someone, bot.clock())
            yield office
        refused = [str(request.refusal) for request in double.refusals]
        assert [words for words in refused if "message is not modified" not in words] == []


async def told(person: Person, label: str) -> str:
    """What stands in the message after its button was tapped."""
    person.looks()
    await person.taps(label)
    return (await person.edit()).text


async def confirmed(person: Person, words: str, label: str = "确认修改") -> str:
    """What the bot says once a command's change was confirmed."""
    await person.asks(words)
    return await told(person, label)


async def noted(office: Office, count: int) -> None:
    """Waits until so many questions that found nothing are on the disk."""
    for _ in range(200):
        if len(await office.bot.store.unanswered.latest(count)) == count:
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"there are not {count} unanswered questions")


async def a_minute_later(office: Office) -> None:
    """What is due by then is sent."""
    office.bot.clock.now += dt.timedelta(seconds=61)
    async with ExtBot(office.bot.double.token, base_url=office.bot.double.base_url) as bot:
        reminders = Reminders(bot, office.bot.store, office.bot.services, per_second=math.inf)
        await reminders.look()
        await reminders.sender.run(once=True)
