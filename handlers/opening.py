"""How do settings become a bot that can answer? The store is opened and filled, the plans are read."""

from __future__ import annotations

import datetime as dt
import gc
import logging
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

from handlers.services import Services, Snapshots
from handlers.settings import ROOT, Settings
from plan_store.questions.words import load_words
from plan_store.store import Filled, Outcome, Store

VOCABULARY = ROOT / "data" / "vocabulary"
CACHE = ROOT / "var"
"""What the bot keeps for itself: its database by default, jieba's dictionary, the terminal's history."""

_log = logging.getLogger(__name__)

Clock = Callable[[], dt.datetime]


def running_clock(settings: Settings, start: dt.datetime | None = None) -> Clock:
    """Now, in the plan's time zone; from `start` on where it is given (naive: in that zone)."""
    zone = settings.plan.zone
    if start is None:
        return lambda: dt.datetime.now(zone)
    first = start.replace(tzinfo=zone) if start.tzinfo is None else start.astimezone(zone)
    began = time.monotonic()
    return lambda: first + dt.timedelta(seconds=time.monotonic() - began)


@asynccontextmanager
async def opened(settings: Settings, clock: Clock) -> AsyncIterator[tuple[Store, Services]]:
    """The store and the services on it; raises StoreError, DocumentError or OSError where that fails."""
    store = await Store.open(settings.store.url, owners=settings.staff.owners)
    try:
        filled = await store.fill(settings.plan.documents)
        for document in filled:
            if document.outcome is not Outcome.UNCHANGED:
                _log.info("%s: %s", document.document.name, document.outcome.value)
        snapshots = Snapshots(store, load_words(VOCABULARY), _district_of(filled), CACHE)
        await snapshots.refresh()
        settled()
        yield (
            store,
            Services(
                snapshots,
                store.conversations,
                store.unanswered,
                clock,
                count=store.counts.note,
                staff_group=settings.staff.group,
                reminders=settings.reminders.defaults,
            ),
        )
    finally:
        await store.close()


def _district_of(filled: Sequence[Filled]) -> str | None:
    """Whose plans the documents are; None for no documents. Raises `DocumentError` for those of several."""
    districts = list(dict.fromkeys(document.district for document in filled))
    if len(districts) > 1:
        from plan_store.documents.tables import DocumentError

        raise DocumentError(
            None,
            f"[plan] documents 里有几个地方的计划：{'、'.join(one or '没写明' for one in districts)}；"
            "一个机器人只回答一个地方的，请只留一个地方的",
        )
    return districts[0] if districts else None


_MANY = 20_000
"""Objects made and not let go, at which garbage is looked for: some five megabytes."""


def settled() -> None:
    """What is in memory now stays; from here on garbage is looked for, and not in that.

    To look through it all costs every answer a sixth. What a hundred answers under way hold is looked through
    in vain again and again where that is done as often as Python does it by itself.
    """
    gc.freeze()
    gc.set_threshold(_MANY, 10, 10)
    gc.enable()
