"""How does an operator send what is due, now? By hand, with a progress bar; the bot need not run."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from handlers.reminders import Reminders
from handlers.services import Services
from handlers.telegram.redaction import redact
from plan_store.deliveries import Outcome, State
from plan_store.store import Store

_WORDS = {
    State.SENT: "发出 {} 条",
    State.SKIPPED: "略过 {} 条（已经没有要提醒的内容，或者过了时效）",
    State.FAILED: "失败 {} 条",
    State.UNKNOWN: "{} 条不知道送到没有，不会再发",
    State.RETRY: "{} 条 Telegram 要求稍后再发",
}


async def send_due(bot: Bot, store: Store, services: Services, per_second: float, console: Console) -> bool:
    """Plan what is due and send it, with a progress bar; whether it could be begun.

    Raises `StoreError`, and PTB's InvalidToken where Telegram does not know the token.
    """
    try:
        await bot.initialize()
        return await _send_due(bot, store, services, per_second, console)
    except InvalidToken:
        raise
    except TelegramError as error:
        console.print(f"连不上 Telegram：{redact(str(error))}")
        return False
    finally:
        with contextlib.suppress(TelegramError):
            await bot.shutdown()


async def _send_due(bot: Bot, store: Store, services: Services, per_second: float, console: Console) -> bool:
    ended: Counter[State] = Counter()
    bar = Progress(
        TextColumn("发送提醒"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=console
    )

    def count(outcome: Outcome) -> None:
        ended[outcome.state] += 1
        bar.advance(task)

    reminders = Reminders(bot, store, services, per_second=per_second, ended=count)
    await reminders.look()
    waiting = await store.overview.waiting(services.clock())
    if not waiting:
        console.print("现在没有到期的提醒。")
        return True
    with bar:
        task = bar.add_task("", total=waiting)
        sending = asyncio.create_task(reminders.sender.run(once=True))
        try:
            began = await asyncio.shield(sending)
        except asyncio.CancelledError:
            # Ctrl-C: what is in flight is still recorded.
            reminders.sender.stop()
            await sending
            raise
    if not began:
        console.print("另一个进程正在发送，交给它就行。")
        return False
    console.print(
        "，".join(words.format(ended[state]) for state, words in _WORDS.items() if ended[state]) + "。"
    )
    return True
