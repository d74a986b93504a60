"""How does the operator read what happened? Log lines on standard error, without secrets."""

from __future__ import annotations

import logging
import sys
from typing import Any

import structlog

from handlers.settings import Log
from handlers.telegram.redaction import hide_tokens, redact_event


def set_up_logs(settings: Log) -> None:
    """Send the lines of all libraries to standard error, in words or as JSON."""
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=False),
        structlog.stdlib.PositionalArgumentsFormatter(),
    ]
    renderer: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if settings.format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            redact_event,
            renderer,
        ],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    logging.basicConfig(level=settings.level.upper(), handlers=[handler], force=True)
    # Of its own doings the scheduler tells the operator nothing that he could use.
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    hide_tokens()
