"""What does a strange file say? Answered in a process of its own, which may run out of memory or time.

Reads the file's name on the first line of standard input and its content after that, and writes one JSON
object: the plan, or why there is none, and the text. Run by `plan_store.documents.safely`.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from typing import Any

MEMORY = 512 * 1024 * 1024
"""Bytes of address space."""
SECONDS = 10


def main() -> None:
    _limit()
    name = sys.stdin.buffer.readline().decode("utf-8", "replace").strip()
    hints = json.loads(sys.stdin.buffer.readline())
    try:
        answer = _read(sys.stdin.buffer.read(), name, hints)
    except (MemoryError, RecursionError):
        answer = {"error": "文件展开后大得不正常，没有读"}
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace"))
    sys.stdout.buffer.flush()
    # Parsers that ran out of memory may hang in their last clean-up.
    os._exit(0)


def _limit() -> None:
    try:
        import resource
    except ImportError:
        return  # Windows: time alone is limited, by the parent.
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read(content: bytes, name: str, hints: list[str]) -> dict[str, Any]:
    from plan_store.documents import DocumentError
    from plan_store.documents.blocks import text_of
    from plan_store.documents.kinds import kind_of
    from plan_store.documents.plan_json import looks_like_json, read_json, reading_to_json
    from plan_store.documents.readers import read_blocks
    from plan_store.documents.reading import read_plan

    try:
        kind = kind_of(content, name)
        if looks_like_json(content):
            return {"plan": reading_to_json(read_json(content)), "text": ""}
        blocks = read_blocks(content, kind)
    except DocumentError as error:
        return {"error": str(error)}
    except Exception as error:
        # Parsers meet broken files with errors of every kind.
        return _failed("文件不完整或已损坏，请重新保存后再发", error)
    text = text_of(blocks)
    try:
        return {"plan": reading_to_json(read_plan(blocks, [*hints, name])), "text": text}
    except DocumentError as error:
        return {"error": str(error), "text": text}
    except Exception as error:
        return _failed("读这个文件时程序出错了，已经记下来", error)


def _failed(words: str, error: Exception) -> dict[str, Any]:
    """What to say, and for the log what happened."""
    if isinstance(error, MemoryError | RecursionError):
        raise error
    return {"error": words, "cause": "".join(traceback.format_exception(error))[-4000:]}


if __name__ == "__main__":
    main()
