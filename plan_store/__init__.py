"""What is known of the plans and of the people, and what may be done with it. Knows no Telegram."""

from __future__ import annotations

from pathlib import Path


class RefusedError(Exception):
    """What was asked cannot be done; the message says why, in words for whoever asked."""


class VocabularyError(RefusedError):
    """A list of words cannot be read: in which file, at which place (empty: the whole of it), and why."""

    def __init__(self, file: Path, place: str, why: str) -> None:
        super().__init__("：".join(part for part in (str(file), place, why) if part))
