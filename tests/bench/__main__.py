"""All measures of questions, in one table after another: `python -m tests.bench`; it takes about a minute."""

from __future__ import annotations

import asyncio

from tests.bench import answers, start, telegram
from tests.bench.table import show

if __name__ == "__main__":
    show("Answers", answers.rows())
    show("Through Telegram", asyncio.run(telegram.measured()))
    show("Start", start.rows())
