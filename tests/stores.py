"""New stores for tests: copies of one that was brought to the present schema once, since that takes time."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

from plan_store.store import Store


def file_url(folder: Path) -> str:
    """Of a SQLite file in `folder` that may not be there yet."""
    return f"sqlite+aiosqlite:///{folder / 'bot.db'}"


def new_file(folder: Path) -> str:
    """The URL of a SQLite file in `folder`; made there, empty and at the present schema, where none is."""
    if not (folder / "bot.db").exists():
        shutil.copy(_migrated_file(), folder / "bot.db")
    return file_url(folder)


def migrate(url: str) -> None:
    """Bring a store to the present schema."""
    run(_opened_once(url))


def run(work: Coroutine[Any, Any, None]) -> None:
    """As `asyncio.run`, also where a loop is running."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


@cache
def _migrated_file() -> Path:
    folder = Path(_home().name)
    migrate(file_url(folder))
    return folder / "bot.db"


@cache
def _home() -> tempfile.TemporaryDirectory[str]:
    """Gone when the test run ends."""
    return tempfile.TemporaryDirectory(prefix="plan-store-")


async def _opened_once(url: str) -> None:
    store = await Store.open(url)
    await store.close()
