"""How does Telegram say no? Its error codes and descriptions, word for word as far as they are known."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):  # noqa: N818 - it is what Telegram does, not what went wrong here
    """An answer `ok: false`, as the Bot API words it."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        answer: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


def bad_request(reason: str) -> Refusal:
    return Refusal(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> Refusal:
    return Refusal(403, f"Forbidden: {reason}")


def too_many_requests(seconds: int) -> Refusal:
    """`seconds` until the next try, whole and at least 1."""
    return Refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def upgraded(supergroup_id: int) -> Refusal:
    return Refusal(
        400,
        "Bad Request: group chat was upgraded to a supergroup chat",
        migrate_to_chat_id=supergroup_id,
    )
