"""The command line, and the one place where the parts are put together."""

from __future__ import annotations

import asyncio
import datetime as dt
import gc
import logging
import os
import sys
from collections.abc import AsyncIterator, Coroutine, Iterable, Iterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from handlers.settings import Settings, SettingsError, load_settings
from plan_store import RefusedError
from plan_store.documents.writers import Format

app = typer.Typer(
    add_completion=False, help="回答居民关于政务公开活动计划的提问。", pretty_exceptions_enable=False
)

Config = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", help="设置文件，默认是 config.toml。")
]
Now = Annotated[
    str | None, typer.Option("--now", metavar="TIME", help="当作现在：2023-05-20 或 2023-05-20T08:59:30。")
]


@app.callback(invoke_without_command=True)
def main(
    context: typer.Context,
    config: Config = None,
    now: Now = None,
    speaker: Annotated[
        int | None, typer.Option("--as", metavar="ID", min=1, help="在终端里以这个 Telegram 账号说话。")
    ] = None,
) -> None:
    """没有 token 就在终端里对话，有 token 就上 Telegram。"""
    if context.invoked_subcommand is not None:
        context.obj = (config, now)
        return
    settings, start = _settings(config), _start(now)
    if speaker is not None or not settings.telegram.token.get_secret_value():
        _run_soon(_talk(settings, start, speaker))
    else:
        _run_soon(serve(settings, start))


@app.command()
def ask(
    context: typer.Context,
    questions: Annotated[
        list[str] | None, typer.Argument(help="问题；不写就从标准输入读，一行一个。")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="每个回答一行 JSON。")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="先说明每个词是怎么理解的。")] = False,
    config: Config = None,
    now: Now = None,
) -> None:
    """回答一个或多个问题；相邻的问题是同一场对话，空行另起一场。"""
    outer_config, outer_now = context.obj or (None, None)
    settings, start = _settings(config or outer_config), _start(now or outer_now)
    _run_soon(_ask(settings, start, questions or sys.stdin, as_json, explain))


@app.command("import")
def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="计划文件：.docx .xlsx .xls .ods .csv .pdf .json 或文本。")],
    yes: Annotated[bool, typer.Option("--yes", help="不问，新增和修改全部采用。")] = False,
    delete_missing: Annotated[
        bool, typer.Option("--delete-missing", help="计划里有、文件里没有的，一起删除。")
    ] = False,
    config: Config = None,
) -> None:
    """把一份计划文件和库里的计划对照，确认后采用。"""
    settings = _settings(config or (context.obj or (None, None))[0])
    _run(_import(settings, file, yes, delete_missing))


@app.command()
def export(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(help="写到哪里，- 是标准输出；不写就用计划的名字。")] = None,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[问题]", help="只要这些活动：六月街道的座谈；和 --ics 一起用。"),
    ] = None,
    form: Annotated[
        Format | None, typer.Option("--format", help="不写就看文件名的后缀，再不然是 xlsx。")
    ] = None,
    year: Annotated[int | None, typer.Option("--year", help="哪一年的计划。")] = None,
    ics: Annotated[bool, typer.Option("--ics", help="写成日历文件，手机和电脑的日历都能打开。")] = False,
    force: Annotated[bool, typer.Option("--force", help="文件已经有了也覆盖。")] = False,
    config: Config = None,
    now: Now = None,
) -> None:
    """把计划写成文件；改过以后可以再导入。"""
    outer_config, outer_now = context.obj or (None, None)
    settings = _settings(config or outer_config)
    if not ics and form is not Format.ICS:
        if words:
            raise typer.BadParameter("问题要和 --ics 一起用")
        _run(_export(settings, file, form, year, force))
        return
    # The file may be left out: what is neither - nor .ics is the first word of the question.
    named = file is not None and (str(file) == "-" or file.suffix.lower() == ".ics")
    said = [f"{year}年"] if year else []
    said += ([] if named or file is None else [str(file)]) + (words or [])
    start = _start(now or outer_now)
    _run(_export_calendar(settings, start, file if named else None, " ".join(said), force))


@app.command()
def reminders(
    context: typer.Context,
    send_due: Annotated[bool, typer.Option("--send-due", help="现在就把到期的都发出去。")] = False,
    config: Config = None,
    now: Now = None,
) -> None:
    """看看哪些提醒什么时候发、发给多少人，哪些已经发了、没有发成。"""
    outer_config, outer_now = context.obj or (None, None)
    settings, start = _settings(config or outer_config), _start(now or outer_now)
    _run(_send_due(settings, start) if send_due else _show_reminders(settings, start))


@app.command()
def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="备份写到哪里。")],
    force: Annotated[bool, typer.Option("--force", help="文件已经有了也覆盖。")] = False,
    config: Config = None,
) -> None:
    """把库里的一切写成一个文件，SQLite 和 PostgreSQL 通用。"""
    settings = _settings(config or (context.obj or (None, None))[0])
    _run(_backup(settings, file, force))


@app.command()
def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="backup 写成的文件。")],
    yes: Annotated[bool, typer.Option("--yes", help="不问，直接恢复。")] = False,
    not_run_since: Annotated[
        bool,
        typer.Option("--not-run-since", help="备份以后机器人没有运行过：当时没发完的照常发。"),
    ] = False,
    config: Config = None,
) -> None:
    """用备份换掉库里的一切；文件不完整就什么也不改。"""
    settings = _settings(config or (context.obj or (None, None))[0])
    _run(_restore(settings, file, yes, sent_since=not not_run_since))


@app.command()
def check(context: typer.Context, config: Config = None) -> None:
    """看看设置、数据库、计划和 token 是否都好。"""
    settings = _settings(config or (context.obj or (None, None))[0])
    _run(_check(settings))


# --- putting the parts together -----------------------------------------------------------------------


async def _talk(settings: Settings, start: dt.datetime | None, speaker: int | None) -> None:
    from handlers.opening import opened, running_clock
    from handlers.terminal import NOBODY, talk

    logging.basicConfig(level=logging.WARNING)
    async with opened(settings, running_clock(settings, start)) as (store, services):
        await talk(services, store, speaker or NOBODY)


async def serve(settings: Settings, start: dt.datetime | None, **connection: Any) -> None:
    """Answer on Telegram until told to stop; `connection` as `build_application` takes it."""
    from handlers import command_menus, register
    from handlers.inquiries.courier import Courier
    from handlers.logs import set_up_logs
    from handlers.opening import opened, running_clock, settled
    from handlers.reminders import Reminders
    from handlers.staff.progress import ProgressReports
    from handlers.telegram.connection import build_application
    from handlers.telegram.pacing import Limits
    from handlers.telegram.polling import run_polling
    from handlers.warming import warming

    set_up_logs(settings.log)
    clock = running_clock(settings, start)
    async with opened(settings, clock) as (store, services):
        await store.purge(clock())
        limits = Limits.with_bulk(settings.reminders.per_second)
        application = build_application(Connection.of(settings), **{"limits": limits, **connection})
        register(application, services, store)
        reminders = Reminders(application.bot, store, services, per_second=settings.reminders.per_second)
        courier = Courier(application.bot, services, store)
        reports = ProgressReports(application.bot, store)
        watching = asyncio.create_task(services.snapshots.watch())
        settled()
        try:
            beside = _together(
                courier.running(), reminders.running(), reports.running(), warming(services.snapshots)
            )
            with _known_token():
                await run_polling(application, menus=command_menus(), alongside=beside, inbox=store.inbox)
        finally:
            watching.cancel()


@asynccontextmanager
async def _together(*contexts: AbstractAsyncContextManager[None]) -> AsyncIterator[None]:
    """All of them; left in the other order."""
    async with AsyncExitStack() as stack:
        for context in contexts:
            await stack.enter_async_context(context)
        yield


async def _ask(
    settings: Settings, start: dt.datetime | None, questions: Iterable[str], as_json: bool, explained: bool
) -> None:
    from handlers.asking import answers
    from handlers.opening import opened, running_clock

    logging.basicConfig(level=logging.WARNING)
    async with opened(settings, running_clock(settings, start)) as (_, services):
        for line in answers(questions, services, as_json=as_json, explained=explained):
            print(line, flush=True)


async def _import(settings: Settings, file: Path, yes: bool, delete_missing: bool) -> None:
    from handlers.exchanging import import_document
    from handlers.opening import opened, running_clock
    from handlers.replies.documents import CHOOSE

    def choose() -> str:
        return "y" if yes else input(f"{CHOOSE}：")

    logging.basicConfig(level=logging.WARNING)
    async with opened(settings, running_clock(settings)) as (store, services):
        await import_document(file, services, store, typer.echo, choose, delete_missing=delete_missing)


async def _export(
    settings: Settings, file: Path | None, form: Format | None, year: int | None, force: bool
) -> None:
    from handlers.exchanging import exported, plan_to_export, write_file
    from handlers.opening import opened, running_clock
    from handlers.replies.documents import no_plan, written
    from plan_store.documents import DocumentError
    from plan_store.documents.writers import file_name

    logging.basicConfig(level=logging.WARNING)
    async with opened(settings, running_clock(settings)) as (store, services):
        plan = await plan_to_export(services, store, year)
        if plan is None:
            raise DocumentError(None, no_plan(year))
        suffix = file.suffix.lower().lstrip(".") if file else ""
        known = form or (Format(suffix) if suffix in set(Format) else Format.XLSX)
        content = exported(plan, known, services)
    if str(file) == "-":
        sys.stdout.buffer.write(content)
        return
    path = write_file(file or Path(file_name(plan, known)), content, force=force)
    typer.echo(written(str(path), len(plan.entries)))


async def _export_calendar(
    settings: Settings, start: dt.datetime | None, file: Path | None, words: str, force: bool
) -> None:
    from handlers.calendar_files import calendar_for
    from handlers.exchanging import write_file
    from handlers.opening import opened, running_clock
    from handlers.replies.documents import written

    logging.basicConfig(level=logging.WARNING)
    async with opened(settings, running_clock(settings, start)) as (_, services):
        calendar = calendar_for(words, services)
    if str(file) == "-":
        sys.stdout.buffer.write(calendar.content)
        return
    path = write_file(file or Path(calendar.name), calendar.content, force=force)
    typer.echo(written(str(path), calendar.count))


async def _show_reminders(settings: Settings, start: dt.datetime | None) -> None:
    from rich.console import Console

    from handlers.opening import opened, running_clock
    from handlers.reminder_report import show

    logging.basicConfig(level=logging.WARNING)
    async with opened(settings, running_clock(settings, start)) as (store, services):
        await show(store, services, Console())


async def _send_due(settings: Settings, start: dt.datetime | None) -> None:
    from rich.console import Console

    from handlers.logs import set_up_logs
    from handlers.opening import opened, running_clock
    from handlers.reminders.by_hand import send_due
    from handlers.telegram.connection import build_application
    from handlers.telegram.pacing import Limits

    if not settings.telegram.token.get_secret_value():
        typer.echo("没有设置 token，发不出去；请在 [telegram] token 里写上", err=True)
        raise typer.Exit(2)
    set_up_logs(settings.log.model_copy(update={"level": "error"}))
    per_second = settings.reminders.per_second
    async with opened(settings, running_clock(settings, start)) as (store, services):
        application = build_application(Connection.of(settings), limits=Limits.with_bulk(per_second))
        with _known_token():
            sent = await send_due(application.bot, store, services, per_second, Console())
    if not sent:
        raise typer.Exit(1)


async def _backup(settings: Settings, file: Path, force: bool) -> None:
    from handlers.opening import running_clock
    from handlers.safekeeping import back_up

    typer.echo(await back_up(settings.store.url, file, running_clock(settings)(), force=force))


async def _restore(settings: Settings, file: Path, yes: bool, *, sent_since: bool) -> None:
    from handlers.opening import running_clock
    from handlers.safekeeping import restore

    def confirmed(asked: str) -> bool:
        return yes or typer.confirm(asked)

    now = running_clock(settings)()
    typer.echo(await restore(settings.store.url, file, now, confirmed, sent_since=sent_since))


async def _check(settings: Settings) -> None:
    from handlers.check import findings

    fine = True
    async for finding in findings(settings):
        fine = fine and finding.fine
        print(finding)
    if not fine:
        raise typer.Exit(1)


@contextmanager
def _known_token() -> Iterator[None]:
    """Telegram's refusal names the token, which must not be shown; it is a bad setting like any other."""
    from telegram.error import InvalidToken

    try:
        yield
    except InvalidToken:
        raise SettingsError("telegram.token: Telegram 不认这个 token，请向 @BotFather 核对") from None


@dataclass(frozen=True)
class Connection:
    """What the connection to Telegram needs, the token in the clear."""

    token: str
    base_url: str
    base_file_url: str
    proxy: str | None

    @classmethod
    def of(cls, settings: Settings) -> Connection:
        telegram = settings.telegram
        return cls(
            telegram.token.get_secret_value(), telegram.base_url, telegram.base_file_url, telegram.proxy
        )


def _settings(config: Path | None) -> Settings:
    try:
        return load_settings(config)
    except SettingsError as error:
        typer.echo(f"设置有误：{error}", err=True)
        raise typer.Exit(2) from None


def _start(now: str | None) -> dt.datetime | None:
    if now is None:
        return None
    try:
        return dt.datetime.fromisoformat(now)
    except ValueError:
        typer.echo(f"--now 看不懂：{now}；请写成 2023-05-20 或 2023-05-20T08:59:30", err=True)
        raise typer.Exit(2) from None


def _run_soon(work: Coroutine[object, object, None]) -> None:
    """Run what somebody waits for. To look for garbage would take a tenth of the start, which makes none."""
    gc.disable()  # until `opened` has opened
    _run(work)


def _run(work: Coroutine[object, object, None]) -> None:
    try:
        asyncio.run(work)
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
    except SettingsError as error:
        typer.echo(f"设置有误：{error}", err=True)
        raise typer.Exit(2) from None
    except RefusedError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    except BrokenPipeError:
        # Whoever read has gone; what is still buffered must not be written at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    app()
