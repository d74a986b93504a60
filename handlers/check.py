"""Is everything in order? Settings, store, plan, token and staff's group, each with what to do about it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from handlers.opening import opened, running_clock
from handlers.settings import Settings
from handlers.settings import Store as StoreSettings
from plan_store import VocabularyError
from plan_store.database import missing_file
from plan_store.documents.tables import DocumentError
from plan_store.inquiry import ask
from plan_store.questions.thread import EMPTY
from plan_store.store import StoreError

if TYPE_CHECKING:
    from telegram import Bot, User


class Subject(StrEnum):
    """What is looked at."""

    SETTINGS = "设置"
    WORDS = "词表"
    STORE = "数据库"
    PLAN = "计划"
    NAME = "别名"
    TELEGRAM = "Telegram"
    UPDATES = "收消息"
    INLINE_MODE = "内联模式"
    STAFF_GROUP = "咨询群"


class Verdict(StrEnum):
    """How one thing stands, as the operator reads it."""

    GOOD = "好"
    REMARK = "注意"
    """The bot can start; perhaps it is not what was meant."""
    BAD = "坏"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    subject: Subject
    verdict: Verdict
    said: str

    @property
    def fine(self) -> bool:
        return self.verdict is not Verdict.BAD

    def __str__(self) -> str:
        return f"{self.verdict.value}　{self.subject.value}：{self.said}"


async def findings(settings: Settings) -> AsyncIterator[Finding]:
    """What is in order and what is not, in the order in which it is needed; nothing is made by looking."""
    yield Finding(Subject.SETTINGS, Verdict.GOOD, "都能读懂")
    try:
        missing = missing_file(settings.store.url)
    except StoreError as error:
        yield Finding(Subject.STORE, Verdict.BAD, str(error))
    else:
        if missing is None:
            async for finding in _of_store(settings):
                yield finding
        else:
            yield _not_there_yet(missing)
            with TemporaryDirectory() as folder:
                store = StoreSettings(url=f"sqlite+aiosqlite:///{folder}/check.db")
                async for finding in _of_store(settings.model_copy(update={"store": store})):
                    if finding.subject is not Subject.STORE:
                        yield finding
    for finding in await _on_telegram(settings):
        yield finding


def _not_there_yet(file: Path) -> Finding:
    """Of a store whose file does not exist: a first start, or a slip of the pen in the settings."""
    folder = next(parent for parent in file.parents if parent.exists())
    if not os.access(folder, os.W_OK):
        return Finding(
            Subject.STORE,
            Verdict.BAD,
            f"{file} 还没有，{folder} 也不能写；请检查 [store] url 和文件夹的写权限",
        )
    return Finding(
        Subject.STORE,
        Verdict.REMARK,
        f"{file} 还没有，第一次启动时会建立；如果以前用过，请检查 [store] url 里的路径有没有写错",
    )


async def _of_store(settings: Settings) -> AsyncIterator[Finding]:
    clock = running_clock(settings)
    try:
        async with opened(settings, clock) as (store, services):
            yield Finding(Subject.STORE, Verdict.GOOD, f"能打开，修订号 {await store.revision()}")
            for plan in services.plans:
                said = f"{plan.year} 年，{len(plan.entries)} 项：{plan.title}"
                yield Finding(Subject.PLAN, Verdict.GOOD, said)
            if not services.plans:
                yield Finding(Subject.PLAN, Verdict.BAD, "一份也没有；请在 [plan] documents 里写上计划文件")
            snapshot = services.snapshots.current
            for name, unit in await store.unit_names():
                answer, _ = ask(name, EMPTY, clock(), snapshot)
                known = any(unit in said.units for part in answer.query.parts for said in part.units)
                verdict = Verdict.GOOD if known else Verdict.BAD
                yield Finding(Subject.NAME, verdict, f"{name} → {unit}" + ("" if known else "，但没有认出来"))
    except VocabularyError as error:
        yield Finding(Subject.WORDS, Verdict.BAD, f"{error}；请改好这个文件")
    except StoreError as error:
        yield Finding(Subject.STORE, Verdict.BAD, str(error))
    except (DocumentError, OSError) as error:
        yield Finding(Subject.PLAN, Verdict.BAD, f"{error}；请改好这份文件，或在 [plan] documents 里换一份")


async def _on_telegram(settings: Settings) -> list[Finding]:
    token = settings.telegram.token.get_secret_value()
    if not token:
        said = "没有设置 token，只在终端里对话；要上 Telegram，请向 @BotFather 要一个"
        return [Finding(Subject.TELEGRAM, Verdict.GOOD, said)]
    from telegram import Bot
    from telegram.error import InvalidToken, TelegramError

    from handlers.telegram.transport import AiohttpRequest

    request = AiohttpRequest(connections=1, proxy=settings.telegram.proxy)
    bot = Bot(token, base_url=settings.telegram.base_url, request=request)
    found: list[Finding] = []
    try:
        await request.initialize()
        async with asyncio.timeout(15):
            me = await bot.get_me()
            found.append(Finding(Subject.TELEGRAM, Verdict.GOOD, f"token 属于 @{me.username}"))
            found.append(await _webhook(bot))
            found.append(_inline_mode(me))
            if settings.staff.group is not None:
                found.append(await _staff_group(bot, settings.staff.group))
    except InvalidToken:
        found.append(Finding(Subject.TELEGRAM, Verdict.BAD, "token 不对；请向 @BotFather 核对"))
    except (TelegramError, TimeoutError):
        found.append(Finding(Subject.TELEGRAM, Verdict.BAD, "连不上；请看网络、proxy 和 base_url"))
    finally:
        await request.shutdown()
    return found


async def _webhook(bot: Bot) -> Finding:
    """Of the address it is not told: whoever set it may have put the token into it."""
    if (await bot.get_webhook_info()).url:
        return Finding(
            Subject.UPDATES,
            Verdict.BAD,
            "这个 token 设了 webhook，轮询一条也收不到；别的程序不再用它的话，请打开 "
            "https://api.telegram.org/bot<token>/deleteWebhook 取消",
        )
    return Finding(Subject.UPDATES, Verdict.GOOD, "没有设 webhook，可以轮询")


def _inline_mode(me: User) -> Finding:
    if me.supports_inline_queries:
        return Finding(Subject.INLINE_MODE, Verdict.GOOD, f"打开了，在任何聊天里都能用 @{me.username}")
    return Finding(
        Subject.INLINE_MODE,
        Verdict.REMARK,
        f"没有打开；想在任何聊天里用 @{me.username}，请向 @BotFather 发 /setinline",
    )


async def _staff_group(bot: Bot, group: int) -> Finding:
    """Whether inquiries of residents can go to the group, and each to a topic of its own."""
    from telegram.error import BadRequest, ChatMigrated, Forbidden

    try:
        chat = await bot.get_chat(group)
        me = await bot.get_chat_member(group, bot.id)
    except ChatMigrated as error:
        said = f"{group} 升级成了超级群；请把 [staff] group 改成 {error.new_chat_id}"
        return Finding(Subject.STAFF_GROUP, Verdict.BAD, said)
    except (BadRequest, Forbidden):
        said = f"找不到 {group}；请把机器人加进群里，再核对 [staff] group"
        return Finding(Subject.STAFF_GROUP, Verdict.BAD, said)
    if chat.type not in (chat.GROUP, chat.SUPERGROUP):
        return Finding(
            Subject.STAFF_GROUP, Verdict.BAD, f"{group} 不是群；请在 [staff] group 里写一个群的号码"
        )
    if me.status in (me.LEFT, me.BANNED):
        return Finding(Subject.STAFF_GROUP, Verdict.BAD, f"机器人不在“{chat.title}”里；请把它加进去")
    administers = me.status in (me.ADMINISTRATOR, me.OWNER)
    everybody = chat.permissions is None or chat.permissions.can_send_messages is not False
    if not getattr(me, "can_send_messages", administers or everybody):
        return Finding(
            Subject.STAFF_GROUP, Verdict.BAD, f"机器人在“{chat.title}”里不能发言；请允许它发言，或设为管理员"
        )
    if chat.is_forum and not getattr(me, "can_manage_topics", False):
        return Finding(
            Subject.STAFF_GROUP,
            Verdict.REMARK,
            f"机器人在“{chat.title}”里不能管理话题，居民的问题不会分开；请设为管理员，打开“管理话题”",
        )
    topics = "每位居民一个话题" if chat.is_forum else "没有开话题，居民的问题排在一起"
    return Finding(Subject.STAFF_GROUP, Verdict.GOOD, f"能在“{chat.title}”里发言；{topics}")
