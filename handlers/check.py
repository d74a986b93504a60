"""Is everything in order? Settings, store, plan and token, each with what to do about it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

from handlers.opening import opened, running_clock
from handlers.settings import Settings
from plan_store.documents.tables import DocumentError
from plan_store.inquiry import ask
from plan_store.questions.thread import EMPTY
from plan_store.store import StoreError


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    name: str
    fine: bool
    said: str

    def __str__(self) -> str:
        return f"{'好' if self.fine else '坏'}　{self.name}：{self.said}"


async def findings(settings: Settings) -> AsyncIterator[Finding]:
    """What is in order and what is not, in the order in which it is needed."""
    yield Finding("设置", True, "都能读懂")
    clock = running_clock(settings)
    try:
        async with opened(settings, clock) as (store, services):
            yield Finding("数据库", True, f"能打开，修订号 {await store.revision()}")
            for plan in services.plans:
                yield Finding("计划", True, f"{plan.year} 年，{len(plan.entries)} 项：{plan.title}")
            if not services.plans:
                yield Finding("计划", False, "一份也没有；请在 [plan] documents 里写上计划文件")
            snapshot = services.snapshots.current
            for name, unit in await store.unit_names():
                answer, _ = ask(name, EMPTY, clock(), snapshot)
                known = any(unit in said.units for part in answer.query.parts for said in part.units)
                yield Finding("别名", known, f"{name} → {unit}" + ("" if known else "，但没有认出来"))
    except StoreError as error:
        yield Finding("数据库", False, str(error))
    except (DocumentError, OSError) as error:
        yield Finding("计划", False, f"{error}；请改好这份文件，或在 [plan] documents 里换一份")
    yield await _token(settings)


async def _token(settings: Settings) -> Finding:
    token = settings.telegram.token.get_secret_value()
    if not token:
        return Finding(
            "Telegram", True, "没有设置 token，只在终端里对话；要上 Telegram，请向 @BotFather 要一个"
        )
    from telegram import Bot
    from telegram.error import InvalidToken, TelegramError

    from handlers.telegram.transport import AiohttpRequest

    request = AiohttpRequest(connections=1, proxy=settings.telegram.proxy)
    bot = Bot(token, base_url=settings.telegram.base_url, request=request)
    try:
        await request.initialize()
        async with asyncio.timeout(15):
            me = await bot.get_me()
    except InvalidToken:
        return Finding("Telegram", False, "token 不对；请向 @BotFather 核对")
    except (TelegramError, TimeoutError):
        return Finding("Telegram", False, "连不上；请看网络、proxy 和 base_url")
    finally:
        await request.shutdown()
    return Finding("Telegram", True, f"token 属于 @{me.username}")
