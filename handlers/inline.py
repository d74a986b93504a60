"""What does `@bot 六月` offer in any chat? The answer and its entries, each ready to be shared."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import (
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Update,
)
from telegram.constants import InlineQueryLimit, ParseMode

from handlers.replies import Reply, entry_reply, menus, reply_to
from handlers.replies.reply import shorten
from handlers.residents import Context
from handlers.services import Services
from handlers.showing import NO_PREVIEW
from plan_store.answers import Answer, Kind
from plan_store.plan import Entry, Plan
from plan_store.questions.thread import EMPTY

CACHED_SECONDS = 60
"""How long Telegram may give the same results without asking: an edit of the plan shows soon."""

_SHAREABLE = frozenset((Kind.ENTRIES, Kind.NONE, Kind.STATISTIC))


class Inline:
    """The handler of inline mode; each query stands for itself, and leaves no trace."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def asked(self, update: Update, context: Context) -> None:
        """The answer first, then its entries; nothing typed yet means this month."""
        query = update.inline_query
        if query is None:
            return
        answer, _ = self._services.look_up(query.query.strip() or menus.THIS_MONTH, EMPTY)
        results = self._results(answer)
        button = None if results else InlineQueryResultsButton(menus.ASK_IN_PRIVATE, start_parameter="inline")
        await query.answer(results, cache_time=CACHED_SECONDS, is_personal=False, button=button)

    def _results(self, answer: Answer) -> list[InlineQueryResultArticle]:
        if answer.kind not in _SHAREABLE and answer.standing is None:
            return []
        summary = reply_to(answer, around=self._services.around)
        results = [_article("answer", shorten(summary.text.partition("\n")[0], 100), "", summary)]
        if answer.standing is not None:
            return results
        plan = answer.plan if answer.entries else answer.nearest_plan or answer.plan
        if plan is not None:
            results += _entries(answer.entries or answer.nearest, plan)
        return results


def _entries(entries: Sequence[Entry], plan: Plan) -> list[InlineQueryResultArticle]:
    return [
        _article(
            f"e{entry.year}-{entry.number}",
            shorten(f"{entry.number}. {entry.title}", 100),
            shorten(f"{entry.unit} · {entry.period} · {'、'.join(entry.forms)}", 100),
            entry_reply(entry, plan),
        )
        for entry in entries[: InlineQueryLimit.RESULTS - 1]
    ]


def _article(key: str, title: str, description: str, shared: Reply) -> InlineQueryResultArticle:
    """Buttons are left out: a tap on them in a foreign chat could not be answered there."""
    return InlineQueryResultArticle(
        key,
        title or "…",
        InputTextMessageContent(shared.html, parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW),
        description=description or None,
    )
