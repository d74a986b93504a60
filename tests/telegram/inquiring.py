"""A bot with residents and staff who write to each other, for the tests of inquiries."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from handlers.telegram.pacing import Limits
from plan_store.staff.rights import Person as Somebody
from plan_store.staff.rights import Rights, Role
from tests.telegram.double import Double, Group, Message, Person, Seat
from tests.telegram.running import Running, running

STREET = "月湖街道"


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
    group: Group | None = None


@contextlib.asynccontextmanager
async def opened(
    folder: Path,
    double: Double,
    people: Sequence[Person],
    group: Group | None = None,
    limits: Limits | None = None,
) -> AsyncIterator[Office]:
    owner, editor, street, resident = people
    staff_group = None if group is None else group.chat.id
    async with running(folder, double, owners=[owner], staff_group=staff_group, limits=limits) as bot:
        for person, rights in (
            (editor, Rights(Role.EDITOR)),
            (street, Rights(Role.UNIT_EDITOR, STREET)),
        ):
            _, secret = await bot.store.members.invite(rights, owner.user.id, bot.clock())
            await bot.store.members.join(
                secret, Somebody(person.user.id, person.user.first_name), bot.clock()
            )
        yield Office(bot, owner, editor, street, resident, group)


def everybody(double: Double) -> list[Person]:
    return [double.person(name) for name in ("张主任", "李科", "王工", "居民")]


async def says(seat: Seat, words: str, reply_to: Message | None = None) -> Message:
    """Says it, and gives what the bot says to that at last: once it is known what became of it."""
    seat.looks()
    await seat.says(words, reply_to=reply_to)
    return await settled(seat)


async def settled(seat: Seat) -> Message:
    """The next message of the bot, when it has been edited to say what became of the letter."""
    first = await seat.reply()
    if "正在转" in first.text:
        edited = await seat.edit()
        assert edited is first
    return first
