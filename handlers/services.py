"""What do the handlers need besides Telegram? The plans, the conversations, the clock, as one value."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from handlers.replies import Around, Reply, around, present_plan, reply_to
from handlers.replies.inquiries.offering import with_offer
from plan_store.answers import UNANSWERED, Answer, find
from plan_store.database import StoreError
from plan_store.inquiry import ask
from plan_store.plan import Plan
from plan_store.questions.query import Query
from plan_store.questions.thread import Thread
from plan_store.questions.words import Words
from plan_store.snapshot import Snapshot, build_snapshot
from plan_store.standing import Standing
from plan_store.subscriptions import Defaults

_log = logging.getLogger(__name__)


class PlanSource(Protocol):
    """Where the plans are kept: `plan_store.store.Store`."""

    async def plans(self) -> tuple[Plan, ...]: ...

    async def home_district(self) -> str: ...

    async def revision(self) -> int: ...

    async def unit_names(self) -> tuple[tuple[str, str], ...]: ...

    async def standing_answers(self) -> tuple[Standing, ...]: ...


class Conversations(Protocol):
    """Each person's talk so far, apart in each chat; writing does not wait for the disk."""

    async def get(self, chat_id: int, user_id: int) -> Thread: ...

    def put(self, chat_id: int, user_id: int, thread: Thread) -> None: ...


class Unanswered(Protocol):
    """Questions that found nothing, kept for staff: words, kind and time, and nobody's name."""

    def note(self, text: str, kind: str, at: dt.datetime) -> None: ...


class Snapshots:
    """The plans as they stand now: one immutable value, swapped when the store's revision has grown."""

    def __init__(
        self,
        source: PlanSource,
        words: Words,
        district: str | None = None,
        cache: Path | None = None,
    ) -> None:
        """`district`: whose plans are spoken of; None: that of the plan which the store had first.

        `cache`: a folder of the bot's own, where the dictionary is kept in a form that is quick to load.
        """
        self._source = source
        self._words = words
        self._district = district
        self._cache = cache
        self._current: Snapshot | None = None
        self._refreshing = asyncio.Lock()
        """Of two that look at once the second finds what the first has built; none puts back an older one."""

    @property
    def current(self) -> Snapshot:
        if self._current is None:
            raise RuntimeError("refresh() comes before the first question")
        return self._current

    async def refresh(self) -> bool:
        """Look at the store's revision, and build anew where it has changed; off the event loop.

        Returns
        -------
        bool
            Whether the plans were built anew.
        """
        async with self._refreshing:
            return await self._refresh()

    async def _refresh(self) -> bool:
        revision = await self._source.revision()
        if self._current is not None and self._current.revision == revision:
            return False
        plans = await self._source.plans()
        # Those of other districts have entries of the same year and number.
        district = await self._source.home_district() if self._district is None else self._district
        ours = [plan for plan in plans if plan.district == district]
        names = await self._source.unit_names()
        standing = await self._source.standing_answers()
        built = await asyncio.to_thread(
            build_snapshot, ours, self._words, revision, names, self._cache, standing
        )
        if self._current is not None:
            # Questions are answered by the old one meanwhile; the first of all is wanted at once.
            await asyncio.to_thread(built.prepare)
        self._current = built
        return True

    async def supposing(self, name: str, unit: str) -> Snapshot:
        """The plans as they stand, were `name` another name of `unit`; built off the event loop."""
        current = self.current
        names = tuple({**dict(await self._source.unit_names()), name: unit}.items())
        built = await asyncio.to_thread(
            build_snapshot, current.plans, self._words, current.revision, names, self._cache
        )
        return replace(built, standing=current.standing)

    async def watch(self, seconds: float = 1.0) -> None:
        """Keep up with changes by any process, until cancelled; a store that is away is waited for."""
        away = False
        while True:
            await asyncio.sleep(seconds)
            try:
                await self.refresh()
            except StoreError as error:
                if not away:
                    _log.error("the plans cannot be read anew; answering from those at hand: %s", error)
                away = True
            except Exception:
                _log.exception("the plans could not be read anew; answering from those at hand")
            else:
                if away:
                    _log.info("the plans can be read again")
                away = False


@dataclass(frozen=True, slots=True)
class Asker:
    """Whose conversation a question belongs to: a person in a chat, so that groups keep people apart."""

    chat_id: int
    user_id: int


@dataclass(frozen=True)
class Services:
    """What the handlers are given; one value for the bot's whole life."""

    snapshots: Snapshots
    conversations: Conversations
    unanswered: Unanswered
    clock: Callable[[], dt.datetime]
    """Now, aware, in the plan's time zone."""
    count: Callable[[Answer, dt.date], None] = lambda answer, day: None
    """Is told of each answer and its day, for the numbers that staff see."""
    reminders: Defaults = field(default_factory=Defaults)
    """How reminders come where a chat has chosen nothing."""
    staff_group: int | None = None
    """The chat to which residents' inquiries go; None: to staff in private."""
    in_terminal: bool = False
    """Whether only one person's chat can be written to from here; others are told by the bot on Telegram."""
    _around: dict[tuple[int, dt.date], Around] = field(default_factory=dict, repr=False)

    @property
    def plans(self) -> tuple[Plan, ...]:
        return self.snapshots.current.plans

    @property
    def plan(self) -> Plan | None:
        """The plan that is meant where no year is named."""
        return present_plan(self.plans, self.clock().date())

    def plan_of(self, year: int) -> Plan | None:
        return next((plan for plan in self.plans if plan.year == year), None)

    @property
    def around(self) -> Around:
        """The day and the examples; made once for each day and state of the plans."""
        now = self.clock()
        key = (self.snapshots.current.revision, now.date())
        known = self._around.get(key)
        if known is None:
            self._around.clear()
            known = self._around[key] = around(self.plans, now)
        return known

    def look_up(self, words: str, thread: Thread) -> tuple[Answer, Thread]:
        """Ask, and leave no trace: the answer, and the conversation as it would go on."""
        return ask(words, thread, self.clock(), self.snapshots.current)

    def speaking_of(self, query: Query, thread: Thread) -> Thread:
        """The conversation after `query` was answered without words: a button was tapped.

        One entry picked out of the list that is spoken of leaves that list standing: 第三个 counts in it.
        """
        now, snapshot = self.clock(), self.snapshots.current
        thread = thread.current(now)
        last = thread.query
        if last is not None and query.pinned is not None and len(query.pinned) == 1:
            listed = {(one.year, one.number) for one in find(replace(last, pinned=None), snapshot).entries}
            if (last.parts or last.everything) and query.pinned[0] in listed:
                query = replace(last, asked=(), more=False, pinned=query.pinned)
        return thread.spoken_of(query, now)

    async def thread_of(self, asker: Asker) -> Thread:
        return await self.conversations.get(asker.chat_id, asker.user_id)

    def keep(self, asker: Asker, thread: Thread) -> None:
        self.conversations.put(asker.chat_id, asker.user_id, thread)

    def reply(self, words: str, thread: Thread) -> tuple[Reply, Thread]:
        """Ask in earnest: the message that answers, and the conversation as it goes on."""
        answer, after = self.look_up(words, thread)
        self.count(answer, self.clock().date())
        if answer.kind in UNANSWERED and answer.standing is None:
            self.unanswered.note(words, answer.kind.value, self.clock())
        return with_offer(reply_to(answer, around=self.around), answer, words), after
