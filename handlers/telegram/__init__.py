"""How is the bot connected to Telegram? Transport, order, pace, errors, and a clean stop.

`build_application` makes the application, `handlers.register` says what it reacts to, `run_polling` runs it.
"""

from handlers.telegram.connection import TelegramSettings, build_application
from handlers.telegram.pacing import Limits, Priority
from handlers.telegram.polling import run_polling
from handlers.telegram.redaction import RedactingFormatter, hide_tokens, redact, redact_event
from handlers.telegram.transport import never_sent
from handlers.telegram.waiting import at_work

__all__ = [
    "Limits",
    "Priority",
    "RedactingFormatter",
    "TelegramSettings",
    "at_work",
    "build_application",
    "hide_tokens",
    "never_sent",
    "redact",
    "redact_event",
    "run_polling",
]
