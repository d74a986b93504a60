"""How long until the first answer, and how much memory, beside importing PTB and loading jieba alone?

`python -m tests.bench.start`
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from tests.bench.table import Row, show
from tests.handlers.plans import ROOT

ROUNDS = 5
BARE = "import telegram, telegram.ext, jieba; jieba.lcut('六月有什么活动'); print('ready', flush=True)"
QUESTION = "六月有什么活动\n"


def started(arguments: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """Seconds from the start of a process to its first line, and the memory of its own then, in MiB."""
    begin = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(QUESTION)
        process.stdin.flush()
        line = process.stdout.readline()
        taken = time.perf_counter() - begin
        memory = psutil.Process(process.pid).memory_full_info().uss / 2**20
        process.stdin.close()
        process.stdout.read()
    if not line.strip() or process.returncode != 0:
        raise RuntimeError(f"{arguments} did not answer")
    return taken, memory


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "BOT__STORE__URL": f"sqlite+aiosqlite:///{Path(folder) / 'bot.db'}"}
        ours, bare = [], []
        for turn in range(ROUNDS + 1):
            pair = started(["bot.py"], environment), started(["-c", BARE], environment)
            # The first start fills the store and jieba's dictionary, as an installation does once.
            if turn:
                ours.append(pair[0])
                bare.append(pair[1])
    seconds, memory = (statistics.median(one[place] for one in ours) for place in (0, 1))
    bare_seconds, bare_memory = (statistics.median(one[place] for one in bare) for place in (0, 1))
    return [
        Row(
            "start to first answer",
            f"{seconds:.2f} s",
            f"bare {bare_seconds:.2f} s",
            seconds / bare_seconds,
            "≤ 1.3",
        ),
        Row("memory then", f"{memory:.0f} MiB", f"bare {bare_memory:.0f} MiB", memory / bare_memory, "≤ 1.3"),
    ]


if __name__ == "__main__":
    show("Start", rows())
