"""What do `backup` and `restore` do on the command line? The whole store goes into a file, and comes back."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path

from handlers.replies import safekeeping as texts
from plan_store.backup import BackupError
from plan_store.backup import read as read_backup
from plan_store.database import missing_file
from plan_store.store import Store


async def back_up(url: str, path: Path, now: dt.datetime, *, force: bool) -> str:
    """Write all that the store holds to `path`; what to say of it. Raises `BackupError` where that fails."""
    if not force and await asyncio.to_thread(path.exists):
        raise BackupError(texts.exists_already(str(path)))
    if (missing := missing_file(url)) is not None:
        raise BackupError(texts.nothing_there(str(missing)))
    store = await Store.open(url)
    try:
        content = await store.backup(now)
    finally:
        await store.close()
    await asyncio.to_thread(_write, path, content)
    return texts.backed_up(str(path), len(content))


async def restore(
    url: str, path: Path, now: dt.datetime, confirmed: Callable[[str], bool], *, sent_since: bool = True
) -> str:
    """Bring back what `path` holds in place of all that the store holds, once that is confirmed.

    `sent_since`: whether a bot ran after the backup was made, so that what waited in it may have been sent.

    Raises `BackupError` where the file is not whole; nothing is changed then.
    """
    try:
        content = await asyncio.to_thread(path.read_bytes)
    except OSError as error:
        raise BackupError(texts.not_readable(str(path), error.strerror or "")) from error
    # Looked at before it is asked, and before the database is touched in any way.
    found = await asyncio.to_thread(read_backup, content)
    if not confirmed(texts.really(found)):
        return texts.KEPT
    store = await Store.open(url)
    try:
        unknown = await store.restore(content, now, sent_since=sent_since)
    finally:
        await store.close()
    return texts.restored(found, unknown)


def _write(path: Path, content: bytes) -> None:
    """The file appears whole or not at all, and only its owner can read it: it holds what residents wrote."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise BackupError(texts.not_writable(str(path), error.strerror or "")) from error
