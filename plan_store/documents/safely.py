"""How is a file of somebody's read without danger to the bot? In a child process, with limits."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plan_store.documents import DocumentError
from plan_store.documents.child import SECONDS
from plan_store.documents.kinds import MOST_BYTES, FileKind, kind_of
from plan_store.documents.plan_json import reading_from_json
from plan_store.documents.reading import Reading

PROJECT = Path(__file__).parents[2]
_MOST_ANSWER = 16 * 1024 * 1024
_AT_ONCE = asyncio.Semaphore(2)
"""Further files wait: each may take half a gigabyte."""

_HANDED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "PYTHONPATH", "LD_LIBRARY_PATH", "SYSTEMROOT")

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Document:
    """What was read: a plan, or why there is none; and the text in any case."""

    plan: Reading | None
    reason: str
    """Why it holds no plan, in Chinese; empty where it does."""
    text: str
    """Of a notice, for instance; cut after some thousand characters."""


async def read_document(
    content: bytes, name: str, hints: Sequence[str] = (), seconds: float = SECONDS
) -> Document:
    """Read a file in a child process: 512 MB, 10 seconds, and this process goes on meanwhile.

    `name` and `hints` (what was written beside it) may tell a year that the file does not.

    Raises `DocumentError` where it cannot be read at all, in words that say what to do instead.
    """
    if len(content) > MOST_BYTES:
        raise DocumentError(None, f"文件超过{MOST_BYTES // 1024 // 1024}兆，不像活动计划，没有读", name)
    async with _AT_ONCE:
        try:
            async with asyncio.timeout(seconds):
                if _is_old_word(content, name):
                    content = await _as_docx(content)
                answer = await _ask_child(content, name, hints)
        except TimeoutError:
            raise DocumentError(None, f"读了{seconds:.0f}秒还没读完，没有再读", name) from None
    if "cause" in answer:
        _log.warning("%s could not be read: %s", name, answer["cause"])
    plan = reading_from_json(answer["plan"]) if "plan" in answer else None
    if plan is None and "text" not in answer:
        raise DocumentError(None, answer["error"], name)
    return Document(plan, answer.get("error", ""), answer["text"])


async def read_plan_document(content: bytes, name: str, hints: Sequence[str] = ()) -> Reading:
    """As `read_document`, where only a plan will do. Raises `DocumentError`."""
    document = await read_document(content, name, hints)
    if document.plan is None:
        raise DocumentError(None, document.reason, name)
    return document.plan


async def _ask_child(content: bytes, name: str, hints: Sequence[str]) -> dict[str, Any]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "plan_store.documents.child"),
        cwd=PROJECT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=_environment(),
    )
    head = f"{' '.join(name.split())}\n{json.dumps(list(hints))}\n".encode("utf-8", "replace")
    try:
        out, _ = await process.communicate(head + content)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode or not out or len(out) > _MOST_ANSWER:
        _log.warning("%s could not be read: the child ended with %s", name, process.returncode)
        return {"error": "文件展开后大得不正常，或已损坏，没有读"}
    answer: dict[str, Any] = json.loads(out)
    return answer


def _environment() -> dict[str, str]:
    """What a program needs to start, and nothing that the bot keeps secret: its token, its database."""
    kept = {name: os.environ[name] for name in _HANDED_ON if name in os.environ}
    # One thread: address space is limited, and each thread of a numeric library asks for much of it.
    return {**kept, "PYTHONIOENCODING": "utf-8", "OMP_NUM_THREADS": "1"}


def _is_old_word(content: bytes, name: str) -> bool:
    if not content.startswith(b"\xd0\xcf\x11\xe0") or _office() is None:
        return False
    try:
        return kind_of(content, name) is FileKind.OLD_WORD
    except DocumentError:
        return False  # The child will say why.


def _office() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


async def _as_docx(content: bytes) -> bytes:
    """The document as LibreOffice saves it; macros, which were refused before, are off."""
    office = _office()
    assert office is not None
    with tempfile.TemporaryDirectory(prefix="plan-document-") as folder:
        source, made = Path(folder, "document.doc"), Path(folder, "document.docx")
        await asyncio.to_thread(source.write_bytes, content)
        process = await asyncio.create_subprocess_exec(
            *(
                *(sys.executable, "-m", "plan_store.documents.limited", office),
                "--headless",
                "--norestore",
                f"-env:UserInstallation={Path(folder, 'profile').as_uri()}",
            ),
            *("--convert-to", "docx", "--outdir", folder, str(source)),
            cwd=PROJECT,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            env=_environment(),
            start_new_session=True,
        )
        try:
            await process.wait()
        finally:
            if process.returncode is None:
                # soffice is a script that starts the program itself.
                os.killpg(process.pid, signal.SIGKILL)
                await process.wait()
        try:
            return await asyncio.to_thread(made.read_bytes)
        except FileNotFoundError:
            reason = "旧格式的文档转换不了，请用 Word 或 WPS 另存为 .docx 后再发"
            raise DocumentError(None, reason) from None
