"""What is said in a delivery? Looked up right before it goes out, so that it is still so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable
from typing import Protocol

from handlers.reminders.sender import Message
from handlers.replies import Reply
from handlers.replies.bulletins import announcement, changed
from handlers.replies.reminders import reminder
from handlers.showing import written
from plan_store.deliveries import Bulletin, Claimed, Kind
from plan_store.deliveries.bulletins import as_they_stand, concerning
from plan_store.deliveries.contents import occasions_of
from plan_store.deliveries.planning import TOO_LATE
from plan_store.snapshot import Snapshot
from plan_store.subscriptions import Defaults

NOTICEABLY_LATE = dt.timedelta(minutes=30)
"""A reminder that is later than this says so."""
BULLETINS_KEEP = dt.timedelta(days=3)
"""Changes and announcements are of use for longer than reminders."""
_REMEMBERED = 1024
"""Messages kept at hand: many chats are told the same."""


class Bulletins(Protocol):
    """`plan_store.deliveries.Bulletins`."""

    async def get(self, number: int) -> Bulletin: ...


class Composer:
    """Puts what was claimed into words."""

    def __init__(
        self,
        snapshot: Callable[[], Snapshot],
        bulletins: Bulletins,
        clock: Callable[[], dt.datetime],
        defaults: Defaults,
    ) -> None:
        self._snapshot = snapshot
        self._bulletins = bulletins
        self._clock = clock
        self._grace = defaults.grace
        self._said: dict[Hashable, Message] = {}
        self._known: dict[int, Bulletin] = {}

    async def __call__(self, claimed: Claimed) -> Message:
        """What to say; a message without a reply where there is nothing to say any more."""
        now = self._clock()
        if (why := self._needless(claimed, now)) is not None:
            return Message(None, why=why)
        kind = claimed.items[0].kind
        snapshot = self._snapshot()
        bulletin = None if kind.about else await self._bulletin(claimed.items[0].bulletin)
        # Enough to tell messages apart: whoever has the same here is told the same.
        key = (
            snapshot.revision,
            now.date(),
            now - claimed.due_at > NOTICEABLY_LATE,
            tuple((item.kind, item.occasion, item.due_at) for item in claimed.items),
            tuple((one.following, one.kinds, one.since <= claimed.due_at) for one in claimed.subscriptions),
            claimed.told,
        )
        said = self._said.get(key)
        if said is None:
            if len(self._said) >= _REMEMBERED:
                self._said.clear()
            said = self._said[key] = self._put(claimed, snapshot, bulletin, now)
        items = frozenset(claimed.items[place].id for place in said.items)
        return Message(said.html, said.keyboard, items, said.told, said.why)

    def _needless(self, claimed: Claimed, now: dt.datetime) -> str | None:
        preferences = claimed.preferences
        if not preferences.reachable:
            return "out of reach"
        if preferences.paused_until is not None and now.date() < preferences.paused_until:
            return "paused"
        grace = self._grace if claimed.items[0].kind.about else max(self._grace, BULLETINS_KEEP)
        return TOO_LATE if claimed.due_at < now - grace else None

    async def _bulletin(self, number: int) -> Bulletin:
        if number not in self._known:
            if len(self._known) >= 16:
                self._known.clear()
            self._known[number] = await self._bulletins.get(number)
        return self._known[number]

    def _put(
        self, claimed: Claimed, snapshot: Snapshot, bulletin: Bulletin | None, now: dt.datetime
    ) -> Message:
        """With the places of the items that are said, in place of their numbers."""
        if bulletin is None:
            return self._reminder(claimed, snapshot, now)
        if bulletin.kind is Kind.ANNOUNCEMENT:
            return _message(announcement(bulletin.text), frozenset((0,)))
        followings = [one.following for one in claimed.subscriptions if one.kinds]
        still = as_they_stand(bulletin.edits, snapshot)
        edits = concerning(still, followings, snapshot)
        seen = {edit.number for edit in edits}
        edits += tuple(
            edit
            for edit in still
            if edit.number not in seen and (edit.entry.year, edit.number) in claimed.told
        )
        if not edits:
            return Message(None, why="nothing to say any more")
        told = tuple((edit.entry.year, edit.number) for edit in edits)
        return _message(changed(edits), frozenset((0,)), told)

    def _reminder(self, claimed: Claimed, snapshot: Snapshot, now: dt.datetime) -> Message:
        found = occasions_of(claimed, snapshot, now)
        if not found:
            return Message(None, why="nothing to say any more")
        due_at = claimed.due_at.astimezone(now.tzinfo)
        late = due_at if now - due_at > NOTICEABLY_LATE else None
        reply: Reply = reminder(tuple(found.values()), now, late=late)
        places = frozenset(place for place, item in enumerate(claimed.items) if item.id in found)
        told = {(entry.year, entry.number): None for one in found.values() for entry in one.entries}
        return _message(reply, places, tuple(told))


def _message(reply: Reply, places: frozenset[int], told: tuple[tuple[int, int], ...] = ()) -> Message:
    return Message(reply.html, written(reply.buttons), places, told)
