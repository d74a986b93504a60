"""Has a request left for Telegram, or does it still wait for its turn? Whoever breaks it off must know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from telegram import Bot
from telegram.ext import ExtBot


@dataclass(slots=True)
class Departure:
    """Given as `rate_limit_args` with requests in bulk, one after another; the limiter keeps it true."""

    may_have_left: bool = False


def in_bulk(bot: Bot, departure: Departure) -> dict[str, Any]:
    """Further arguments of the bot's methods; without a limiter, as in the terminal, there are none."""
    if isinstance(bot, ExtBot) and bot.rate_limiter is not None:
        return {"rate_limit_args": departure}
    departure.may_have_left = True
    return {}
