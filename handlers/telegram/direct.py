"""How does a message go out? Straight to limiter and transport, where PTB turns each field over thrice."""

from __future__ import annotations

from typing import Any

from telegram import TelegramObject
from telegram.ext import ExtBot

from handlers.telegram.departure import Departure
from handlers.telegram.pacing import Answered, Pacing, Priority
from handlers.telegram.transport import AiohttpRequest, SendingRequest, as_json

Limiting = Priority | Departure


class DirectBot(ExtBot[Limiting]):
    """PTB's bot on our transport and limiter, with a shorter way for what is wanted as it comes."""

    def __init__(
        self,
        token: str,
        base_url: str,
        base_file_url: str,
        *,
        connections: int,
        proxy: str | None,
        pacing: Pacing,
    ) -> None:
        self._sending = SendingRequest(connections=connections, proxy=proxy)
        self._pacing = pacing
        super().__init__(
            token,
            base_url,
            base_file_url,
            request=self._sending,
            get_updates_request=AiohttpRequest(connections=2, proxy=proxy),
            rate_limiter=pacing,
        )

    async def do_api_request(
        self,
        endpoint: str,
        api_kwargs: dict[str, Any] | None = None,
        return_type: type[TelegramObject] | None = None,
        *,
        rate_limit_args: Limiting | None = None,
        **timeouts: Any,
    ) -> Any:
        """As PTB's, which has no short way for what is to be an object or has time-outs of its own.

        Raises `InvalidToken` where PTB makes `EndPointNotFound` of it.
        """
        if return_type is not None or timeouts:
            return await super().do_api_request(
                endpoint, api_kwargs, return_type, rate_limit_args=rate_limit_args, **timeouts
            )
        fields = {name: value for name, value in (api_kwargs or {}).items() if value is not None}
        return await self._pacing.process_request(
            self._post_json, (endpoint, fields), {}, endpoint, fields, rate_limit_args
        )

    async def _post_json(self, endpoint: str, fields: dict[str, Any]) -> Answered:
        return await self._sending.post(f"{self.base_url}/{endpoint}", as_json(fields))
