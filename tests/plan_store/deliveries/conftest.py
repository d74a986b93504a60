"""A store with the published plan, chats that follow it, and a hand that sends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

import pytest

from plan_store.deliveries import Claimed, Kind, Outcome, Planned, State
from plan_store.deliveries.contents import occasions_of
from plan_store.plan import Entry, Plan
from plan_store.snapshot import Snapshot, build_snapshot
from plan_store.store import Store
from plan_store.subscriptions import BOTH, Defaults, Following, Preferences, Reminder
from tests.handlers.plans import ROOT, SHANGHAI, cache_folder, published_snapshot, words

DEFAULTS = Defaults()
Said = tuple[int, str, str, tuple[int, ...]]
"""Chat, kind, occasion, and the numbers of the entries that were spoken of."""


def at(text: str) -> dt.datetime:
    """A moment in the plan's time zone: `2023-05-29 09:00`."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def with_entry(entry: Entry, snapshot: Snapshot | None = None) -> Snapshot:
    """The published plan, in which this entry stands in place of the one of its number."""
    (plan,) = (snapshot or published_snapshot()).plans
    entries = {one.number: one for one in plan.entries} | {entry.number: entry}
    return snapshot_of(replace(plan, entries=tuple(entries[number] for number in sorted(entries))))


def snapshot_of(*plans: Plan) -> Snapshot:
    return build_snapshot(plans, words(), 2, cache=cache_folder())


@dataclass
class Desk:
    """Plans, claims and sends by hand."""

    store: Store
    owner: str = "me"

    async def follow(
        self,
        chat: int,
        following: Following,
        since: str = "2023-01-01 00:00",
        kinds: Iterable[Reminder] = BOTH,
        **chosen: object,
    ) -> None:
        await self.store.subscriptions.add(chat, "private", following, at(since), kinds)
        if chosen:
            preferences = replace(Preferences(), **chosen)  # type: ignore[arg-type]
            await self.store.subscriptions.prefer(chat, "private", preferences, at(since))

    async def plan(
        self, *moments: str, snapshot: Snapshot | None = None, defaults: Defaults = DEFAULTS
    ) -> Planned:
        """Look at each of these moments in turn; how much that wrote."""
        planned = Planned()
        for moment in moments:
            planned += await self.store.planning.plan(at(moment), snapshot or published_snapshot(), defaults)
        return planned

    async def claim(self, now: str, limit: int = 100) -> tuple[Claimed, ...]:
        assert await self.store.ledger.take(self.owner, at(now)) is not None
        return await self.store.ledger.turn(self.owner, (), limit, at(now))

    async def send(self, now: str, snapshot: Snapshot | None = None) -> list[Said]:
        """Send all that is due, as the bot does; what was sent."""
        sent: list[Said] = []
        for claimed in await self.claim(now):
            found = occasions_of(claimed, snapshot or published_snapshot(), at(now))
            outcomes = []
            for item in claimed.items:
                if item.kind.about is None:
                    sent.append((claimed.chat_id, item.kind.value, item.occasion, ()))
                    outcomes.append(Outcome(item.id, State.SENT, at(now)))
                elif (one := found.get(item.id)) is None:
                    outcomes.append(Outcome(item.id, State.SKIPPED, at(now)))
                else:
                    numbers = tuple(entry.number for entry in one.entries)
                    told = tuple((entry.year, entry.number) for entry in one.entries)
                    sent.append((claimed.chat_id, item.kind.value, item.occasion, numbers))
                    outcomes.append(Outcome(item.id, State.SENT, at(now), told=told))
            await self.store.ledger.turn(self.owner, outcomes, 0, at(now))
        await self.store.ledger.release(self.owner)
        return sent

    async def states(self, kind: Kind | None = None) -> dict[State, int]:
        counts: dict[State, int] = {}
        for run in await self.store.overview.runs(dt.datetime(1970, 1, 1, tzinfo=dt.UTC), 10_000):
            if kind in (None, run.kind):
                for state, count in run.counts.items():
                    counts[state] = counts.get(state, 0) + count
        return counts


@pytest.fixture
async def desk(store: Store) -> Desk:
    await store.fill([ROOT / "data" / "kaifu_2023.txt"])
    return Desk(store)
