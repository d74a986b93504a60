"""What is kept of a person? The one list of it: what /mydata shows and /forget deletes."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.replies.staff.roles import role
from handlers.replies.subscribing.ending import (
    KEPT_DRAFT,
    kept_begun,
    kept_changes,
    kept_letters,
    kept_role,
    kept_words,
)
from handlers.residents import Residents
from handlers.services import Services
from handlers.subscribing.followings import Followings, KeptSubscriptions
from handlers.subscribing.forgetting import Keeper, KeptDeliveries, KeptTalk
from plan_store.inquiries.drafts import Drafts
from plan_store.inquiries.reading import Letters
from plan_store.staff.drafts import Drafts as BegunByStaff
from plan_store.staff.history import History
from plan_store.staff.members import Members
from plan_store.store import Store


def keepers(services: Services, store: Store, residents: Residents) -> tuple[Keeper, ...]:
    """All parts of the bot that keep something of people."""
    followings = Followings(services, store.subscriptions, store.planning)
    return (
        residents,
        KeptTalk(store.conversations),
        KeptSubscriptions(followings, store.subscriptions),
        KeptDeliveries(store.ledger),
        KeptInquiries(store.letters, store.inquiry_drafts),
        KeptRole(store.members, store.history, store.drafts),
    )


class KeptInquiries:
    """Of inquiries: what a resident asked of staff, and what was answered."""

    def __init__(self, letters: Letters, drafts: Drafts) -> None:
        self._letters = letters
        self._drafts = drafts

    async def kept_of(self, user_id: int) -> Sequence[str]:
        letters = await self._letters.of_person(user_id)
        lines = [kept_letters([letter.content.text for letter in letters])] if letters else []
        return [*lines, KEPT_DRAFT] if await self._drafts.get(user_id) is not None else lines

    async def forget(self, user_id: int) -> None:
        await self._letters.forget(user_id)
        await self._drafts.forget(user_id)


class KeptRole:
    """Of staff, present and former: what they may do and have done, which stays, and what they have begun."""

    def __init__(self, members: Members, history: History, begun: BegunByStaff) -> None:
        self._members = members
        self._history = history
        self._begun = begun

    async def kept_of(self, user_id: int) -> Sequence[str]:
        rights = await self._members.at_hand(user_id)
        lines = [kept_role(role(rights))] if rights else []
        if count := await self._history.count_of(user_id):
            lines.append(kept_changes(count))
        if count := await self._history.count_of_words(user_id):
            lines.append(kept_words(count))
        if count := await self._begun.count_of(user_id):
            lines.append(kept_begun(count))
        return lines

    async def forget(self, user_id: int) -> None:
        """Only what is begun goes."""
        await self._begun.forget(user_id)
