"""The command line: which command was given, with which settings and clock, and what does it end in?"""

from __future__ import annotations

import asyncio
import datetime as dt
import gc
import logging
import os
import sys
from collections.abc import AsyncIterator, Coroutine, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from handlers.settings import Settings, SettingsError, load_settings
from plan_store import RefusedError, VocabularyError
from plan_store.documents.writers import Format

if TYPE_CHECKING:
    from handlers.services import Services
    from plan_store.store import Store

app = typer.Typer(
    add_completion=False, help="回答居民关于政务公开活动计划的提问。", pretty_exceptions_enable=False
)

Config = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", help="设置文件，默认是 config.toml。")
]
Now = Annotated[
    str | None, typer.Option("--now", metavar="TIME", help="当作现在：2023-05-20 或 2023-05-20T08:59:30。")
]
Start = dt.datetime | None
"""From when the clock runs; None: now."""


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
    settings, start = _given(context, config, now)
    if speaker is not None or not settings.telegram.token.get_secret_value():
        _run_soon(_talk(settings, start, speaker))
        return
    from handlers.serving import serve

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
    settings, start = _given(context, config, now)
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
    settings, start = _given(context, config)
    _run(_import(settings, start, file, yes, delete_missing))


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
    settings, start = _given(context, config, now)
    if not ics and form is not Format.ICS:
        if words:
            raise typer.BadParameter("问题要和 --ics 一起用")
        _run(_export(settings, start, file, form, year, force))
        return
    # The file may be left out: what is neither - nor .ics is the first word of the question.
    named = file is not None and (str(file) == "-" or file.suffix.lower() == ".ics")
    said = [f"{year}年"] if year else []
    said += ([] if named or file is None else [str(file)]) + (words or [])
    _run(_export_calendar(settings, start, file if named else None, " ".join(said), force))


@app.command()
def reminders(
    context: typer.Context,
    send_due: Annotated[bool, typer.Option("--send-due", help="现在就把到期的都发出去。")] = False,
    config: Config = None,
    now: Now = None,
) -> None:
    """看看哪些提醒什么时候发、发给多少人，哪些已经发了、没有发成。"""
    settings, start = _given(context, config, now)
    _run(_send_due(settings, start) if send_due else _show_reminders(settings, start))


@app.command()
def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="备份写到哪里。")],
    force: Annotated[bool, typer.Option("--force", help="文件已经有了也覆盖。")] = False,
    config: Config = None,
) -> None:
    """把库里的一切写成一个文件，SQLite 和 PostgreSQL 通用。"""
    settings, start = _given(context, config)
    _run(_backup(settings, start, file, force))


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
    settings, start = _given(context, config)
    _run(_restore(settings, start, file, yes, sent_since=not not_run_since))


@app.command()
def check(context: typer.Context, config: Config = None) -> None:
    """看看设置、数据库、计划和 token 是否都好。"""
    settings, _ = _given(context, config)
    _run(_check(settings))


# --- what the commands do: each imports what it alone needs, so that no other waits for it ----------------


@asynccontextmanager
async def _opened(settings: Settings, start: Start) -> AsyncIterator[tuple[Store, Services]]:
    """The store and the services on it, for a command whose words are for whoever gave it."""
    from handlers.opening import opened, running_clock

    logging.basicConfig(level=logging.WARNING)
    async with opened(settings, running_clock(settings, start)) as parts:
        yield parts


async def _talk(settings: Settings, start: Start, speaker: int | None) -> None:
    from handlers.terminal import NOBODY, log_to_file, talk

    if sys.stdin.isatty():
        log_to_file()
    async with _opened(settings, start) as (store, services):
        on_telegram = bool(settings.telegram.token.get_secret_value())
        await talk(services, store, speaker or NOBODY, on_telegram=on_telegram)


async def _ask(
    settings: Settings, start: Start, questions: Iterable[str], as_json: bool, explained: bool
) -> None:
    from handlers.asking import answers

    async with _opened(settings, start) as (_, services):
        for line in answers(questions, services, as_json=as_json, explained=explained):
            print(line, flush=True)


async def _import(settings: Settings, start: Start, file: Path, yes: bool, delete_missing: bool) -> None:
    from handlers.exchanging import import_document
    from handlers.replies.documents import CHOOSE

    def choose() -> str:
        return "y" if yes else input(f"{CHOOSE}：")

    async with _opened(settings, start) as (store, services):
        await import_document(file, services, store, typer.echo, choose, delete_missing=delete_missing)


async def _export(
    settings: Settings, start: Start, file: Path | None, form: Format | None, year: int | None, force: bool
) -> None:
    from handlers.exchanging import exported, plan_to_export
    from handlers.replies.documents import no_plan
    from plan_store.documents import DocumentError
    from plan_store.documents.writers import file_name

    suffix = file.suffix.lower().lstrip(".") if file else ""
    if form is None and suffix and suffix not in set(Format):
        raise DocumentError(None, f"不会写 .{suffix} 文件，可以写 {'、'.join(Format)}")
    form = form or (Format(suffix) if suffix else Format.XLSX)
    async with _opened(settings, start) as (store, services):
        plan = await plan_to_export(services, store, year)
        if plan is None:
            raise DocumentError(None, no_plan(year))
        content = exported(plan, form, services)
    _hand_over(content, file or Path(file_name(plan, form)), len(plan.entries), force)


async def _export_calendar(
    settings: Settings, start: Start, file: Path | None, words: str, force: bool
) -> None:
    from handlers.calendar_files import calendar_for

    async with _opened(settings, start) as (_, services):
        calendar = calendar_for(words, services)
    _hand_over(calendar.content, file or Path(calendar.name), calendar.count, force)


def _hand_over(content: bytes, file: Path, count: int, force: bool) -> None:
    """To a file, or to standard output for -."""
    from handlers.exchanging import write_file
    from handlers.replies.documents import written

    if str(file) == "-":
        sys.stdout.buffer.write(content)
    else:
        typer.echo(written(str(write_file(file, content, force=force)), count))


async def _show_reminders(settings: Settings, start: Start) -> None:
    from rich.console import Console

    from handlers.reminder_report import show

    async with _opened(settings, start) as (store, services):
        await show(store, services, Console())


async def _send_due(settings: Settings, start: Start) -> None:
    from handlers.serving import send_what_is_due

    if not settings.telegram.token.get_secret_value():
        typer.echo("没有设置 token，发不出去；请在 [telegram] token 里写上", err=True)
        raise typer.Exit(2)
    if not await send_what_is_due(settings, start):
        raise typer.Exit(1)


async def _backup(settings: Settings, start: Start, file: Path, force: bool) -> None:
    from handlers.opening import running_clock
    from handlers.safekeeping import back_up

    typer.echo(await back_up(settings.store.url, file, running_clock(settings, start)(), force=force))


async def _restore(settings: Settings, start: Start, file: Path, yes: bool, *, sent_since: bool) -> None:
    from handlers.opening import running_clock
    from handlers.safekeeping import restore

    def confirmed(asked: str) -> bool:
        return yes or typer.confirm(asked)

    now = running_clock(settings, start)()
    typer.echo(await restore(settings.store.url, file, now, confirmed, sent_since=sent_since))


async def _check(settings: Settings) -> None:
    from handlers.check import findings

    fine = True
    async for finding in findings(settings):
        fine = fine and finding.fine
        print(finding)
    if not fine:
        raise typer.Exit(1)


# --- what was given, and how it ends ------------------------------------------------------------------


def _given(context: typer.Context, config: Path | None, now: str | None = None) -> tuple[Settings, Start]:
    """The settings and the clock; an option may stand before the command or after it."""
    outer_config, outer_now = context.obj or (None, None)
    try:
        settings = load_settings(config or outer_config)
    except SettingsError as error:
        typer.echo(f"设置有误：{error}", err=True)
        raise typer.Exit(2) from None
    now = now or outer_now
    try:
        return settings, dt.datetime.fromisoformat(now) if now else None
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
    except VocabularyError as error:
        typer.echo(f"词表有误：{error}", err=True)
        raise typer.Exit(2) from None
    except RefusedError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    except BrokenPipeError:
        # Whoever read has gone; what is still buffered must not be written at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    app()
