"""What is known of the plans and of the people, and what may be done with it. Knows no Telegram."""

from __future__ import annotations


class RefusedError(Exception):
    """What was asked cannot be done; the message says why, in words for whoever asked."""
