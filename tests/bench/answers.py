"""How long does an answer take, beside cutting the same question with jieba, and on larger plans?

An answer is the whole way from the words to the text of the reply. `python -m tests.bench.answers`
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import jieba

from handlers.replies import around, reply_to
from plan_store.inquiry import ask
from plan_store.questions.thread import EMPTY
from plan_store.snapshot import Snapshot
from tests.bench.plans import questions, snapshot_of
from tests.bench.table import Row, show
from tests.handlers.plans import MAY_20

SIZES = (42, 1_000, 10_000)
SMALL = ("卫健局的活动", "月湖街道什么时候", "第17个", "医保局怎么搞", "信访局在哪里", "司法局负责什么")
"""Questions whose answer has an entry or two in a plan of any size."""
LONGEST = 4096
"""Characters of a message at Telegram."""
_LONG = 40
"""Long messages of each kind."""
_ROUNDS = 5


def timed(texts: Sequence[str], work: Callable[[str], object]) -> list[float]:
    """Seconds for each text: the least of a few rounds, so that what else the machine does counts little."""
    best = [float("inf")] * len(texts)
    for _ in range(_ROUNDS):
        for place, text in enumerate(texts):
            start = time.perf_counter()
            work(text)
            best[place] = min(best[place], time.perf_counter() - start)
    return best


def median(seconds: Sequence[float]) -> float:
    return statistics.median(seconds) * 1e6


def p99(seconds: Sequence[float]) -> float:
    return statistics.quantiles(seconds, n=100, method="inclusive")[98] * 1e6


def long_texts(texts: Sequence[str]) -> list[str]:
    """Messages of up to the most that Telegram takes: questions run together or repeated, and nonsense."""
    chance = random.Random(LONGEST)
    characters = "".join(texts)
    made: list[str] = []
    for _ in range(_LONG):
        length = chance.choice((400, LONGEST, chance.randint(1, LONGEST)))
        made.append("".join(chance.choices(texts, k=length))[:length])
        made.append((chance.choice(texts) * length)[:length])
        made.append("".join(chance.choices(characters, k=length)))
        made.append(
            "".join(chance.choices("0123456789一二三五六七十年月日号周季上下前后半底到至和", k=length))
        )
        made.append("".join(chance.choices("abcdefghijklmnopqrstuvwxyz '", k=length)))
        made.append("".join(chr(chance.randint(0x20, 0xD7FF)) for _ in range(length)))
    return made


def rows() -> list[Row]:
    texts = questions()
    jieba.initialize()
    cut = timed(texts, jieba.lcut)
    found: list[Row] = []
    small: dict[int, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            answer = _answering(snapshot_of(size, Path(folder)))
            taken = timed(texts, answer)
            small[size] = median(timed(SMALL, answer))
            beside = f"lcut {median(cut):.0f} µs"
            if size == SIZES[0]:
                found.append(_row("answer, median", size, median(taken), beside, median(cut), "≤ 6"))
                found.append(_row("answer, p99", size, p99(taken), "2 ms", 2000, "≤ 1"))
                worst = max(timed(long_texts(texts), answer)) * 1e6
                found.append(_row("long message, worst", size, worst, "20 ms", 20_000, "≤ 1"))
            else:
                # A month of a large plan has hundreds of entries to list; what matters is told below.
                print(f"{size} entries: median {median(taken):.0f} µs, p99 {p99(taken):.0f} µs")
        for size in SIZES[1:]:
            beside = f"{SIZES[0]} entries {small[SIZES[0]]:.0f} µs"
            found.append(_row("small answer, median", size, small[size], beside, small[SIZES[0]], "≤ 3"))
    return found


def _answering(snapshot: Snapshot) -> Callable[[str], object]:
    day = around(snapshot.plans, MAY_20)
    return lambda text: reply_to(ask(text, EMPTY, MAY_20, snapshot)[0], around=day)


def _row(what: str, size: int, ours: float, beside: str, other: float, goal: str) -> Row:
    return Row(f"{what}, {size} entries", f"{ours:.0f} µs", beside, ours / other, goal)


if __name__ == "__main__":
    show("Answers", rows())
