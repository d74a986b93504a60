"""Who gets a resident's letter? The group of staff, else those of the unit, else the general editors."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from plan_store.inquiries.letters import Inquiry, Letter, Purpose, Side
from plan_store.inquiries.reading import Letters
from plan_store.staff.members import Members
from plan_store.staff.rights import Role


class Recipients:
    """Chats of staff, in the order in which they are tried."""

    def __init__(self, members: Members, letters: Letters, group: int | None = None) -> None:
        """`group`: the chat of staff, where there is one."""
        self._members = members
        self._letters = letters
        self.group = group

    async def of(self, unit: str, resident: int) -> tuple[int, ...]:
        """Who gets a letter to that unit; none where there are no staff. Nobody is asked himself."""
        return await self.beyond(unit, resident, ())

    async def of_inquiry(self, inquiry: Inquiry) -> tuple[int, ...]:
        """Who gets a further letter: as `of`, and whoever of the staff has answered before."""
        first = await self.of(inquiry.unit, inquiry.resident)
        answered = [
            letter.author
            for letter in await self._letters.letters(inquiry.number)
            if letter.side is Side.STAFF and letter.purpose is not Purpose.CLOSING
        ]
        if self.group in first:
            return first
        still = [author for author in answered if await self.may_have(author, inquiry)]
        return tuple(dict.fromkeys((*first, *still)))

    async def beyond(self, unit: str, resident: int, tried: Collection[int]) -> tuple[int, ...]:
        """The next to get a letter where those of `tried` cannot be reached; empty where none are left."""
        for chats in await self._ladder(unit):
            left = [chat for chat in chats if chat not in tried and chat != resident]
            if left:
                return tuple(left)
        return ()

    async def others(self, letter_of: Inquiry, but: Collection[int]) -> tuple[int, ...]:
        """Those who have the inquiry already and should know how it goes on."""
        chats = await self._letters.staff_chats(letter_of.number)
        return tuple([chat for chat in chats if chat not in but and await self.may_have(chat, letter_of)])

    async def may_have(self, chat: int, inquiry: Inquiry) -> bool:
        """Whether what a resident wrote may go to that chat: who left the staff gets nothing more."""
        if chat == self.group:
            return True
        rights = await self._members.at_hand(chat)
        return rights is not None and (not inquiry.unit or rights.covers(inquiry.unit))

    async def name_of(self, letter: Letter) -> str:
        """Whose name stands over an answer: that of the unit, never of the person."""
        if letter.inquiry.unit:
            return letter.inquiry.unit
        rights = await self._members.at_hand(letter.author)
        return rights.unit if rights is not None else ""

    async def colleague(self, user: int) -> str:
        """The name of a staff member, for other staff."""
        return next((one.person.name for one in await self._members.members() if one.person.id == user), "")

    async def _ladder(self, unit: str) -> Sequence[Sequence[int]]:
        members = await self._members.members()
        of_all = [one.person.id for one in members if one.rights.role is not Role.UNIT_EDITOR]
        of_unit = [one.person.id for one in members if unit and one.rights.unit == unit]
        group = [] if self.group is None else [self.group]
        return (group, of_unit, of_all)
