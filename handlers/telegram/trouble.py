"""What happens when a handler fails? The person gets one kind line, the operator the traceback."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from telegram import InlineQueryResultsButton, Update
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError
from telegram.ext import CallbackContext

from handlers.telegram.words import TROUBLE, TROUBLE_ALERT, TROUBLE_INLINE

_log = logging.getLogger(__name__)

_OF_NO_CONSEQUENCE = ("message is not modified", "query is too old", "query id is invalid")
"""Refusals that leave nothing undone: a button tapped twice, a tap that has waited too long."""


Unanswered = Callable[[Update, TelegramError], None]
"""Is given a message whose sender nothing has reached, and why."""


async def on_error(
    update: object,
    context: CallbackContext[Any, Any, Any, Any],
    unanswered: Unanswered = lambda update, failure: None,
) -> None:
    """The application's error handler."""
    error = context.error
    if isinstance(error, BadRequest) and any(said in str(error).lower() for said in _OF_NO_CONSEQUENCE):
        _log.info("of no consequence: %s", error)
        return
    if isinstance(error, Forbidden):
        _log.info("cannot be reached any more: %s", error)
        return
    number = update.update_id if isinstance(update, Update) else None
    if isinstance(error, NetworkError) and not isinstance(error, BadRequest):
        _log.error("Telegram could not be reached while update %s was handled: %s", number, error)
    else:
        _log.error("update %s was not handled", number, exc_info=error)
    if not isinstance(update, Update):
        return
    try:
        await apologize(update)
    except TelegramError as failure:
        _log.warning("could not say sorry: %s", failure)
        # Whoever tapped or asks inline sees that nothing comes, and does it again.
        waits = update.callback_query is None and update.inline_query is None
        if waits and isinstance(failure, (NetworkError, RetryAfter)) and not isinstance(failure, BadRequest):
            unanswered(update, failure)


async def apologize(update: Update) -> None:
    """One kind line to whoever waits for an answer. Raises `TelegramError` where even that cannot be sent."""
    if update.callback_query is not None:
        await update.callback_query.answer(TROUBLE_ALERT, show_alert=True)
    elif update.inline_query is not None:
        button = InlineQueryResultsButton(TROUBLE_INLINE, start_parameter="inline")
        await update.inline_query.answer([], cache_time=0, button=button)
    elif update.effective_message is not None and update.effective_user is not None:
        await update.effective_message.reply_text(TROUBLE)
