"""How do requests reach Telegram, and after a failure: can the request have arrived?"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast
from urllib.request import getproxies, proxy_bypass

import aiohttp
import httpx
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

NEVER_SENT = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.ClientHttpProxyError,  # a proxy's own refusal to connect: 407, 502, 503
)
"""aiohttp raises these while it gets a connection, before a byte of the request is written."""


def never_sent(error: BaseException | None) -> bool:
    """Whether the request surely did not reach Telegram, so that it may be sent again.

    Every other failure is unclear: the answer may have been lost on the way back.
    """
    while error is not None:
        if isinstance(error, NEVER_SENT):
            return True
        error = error.__cause__
    return False


class AiohttpRequest(BaseRequest):
    """python-telegram-bot's requests straight on aiohttp.

    Beside PTB's HTTPXRequest on the httpx-aiohttp transport an echo bot answers about half as many messages
    again in a second (six times as many as on httpx alone), and two pitfalls fall away: a connection that
    breaks after the request left is told apart from one that was never made, and a proxy is used wherever it
    is set. Errors are PTB's: NetworkError and TimedOut here, all others from PTB's reading of the answer.

    Args:
        connections: how many at once; further requests wait.
        read_timeout: seconds without a byte of the answer.
        connect_timeout: seconds until there is a connection, a wait for a free one included.
        upload_timeout: seconds without a byte of the answer where a file is sent.
        proxy: address of an HTTP proxy; None: as the environment (HTTPS_PROXY, NO_PROXY) says.
    """

    def __init__(
        self,
        *,
        connections: int = 256,
        read_timeout: float = 10.0,
        connect_timeout: float = 5.0,
        upload_timeout: float = 60.0,
        proxy: str | None = None,
    ) -> None:
        self._connections = connections
        self._read_timeout = read_timeout
        self._connect_timeout = connect_timeout
        self._upload_timeout = upload_timeout
        self._proxy = proxy
        self._session: aiohttp.ClientSession | None = None
        self._proxies: dict[str, str | None] = {}

    @property
    def read_timeout(self) -> float | None:
        return self._read_timeout

    async def initialize(self) -> None:
        if self._session is None:
            connector = aiohttp.TCPConnector(
                limit=self._connections,
                # Kept shorter than servers keep theirs: a request on a connection that the other side is
                # closing ends unclear.
                keepalive_timeout=15.0,
                ssl=httpx.create_ssl_context(),
            )
            self._session = aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
                auto_decompress=True,
            )

    async def shutdown(self) -> None:
        if self._session is not None:
            session, self._session = self._session, None
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """The status and the body. The write and pool time-outs are part of the other two."""
        session = self._session
        if session is None:
            raise RuntimeError("this request object is not initialized")
        files = request_data is not None and request_data.contains_files
        usual = self._upload_timeout if files else self._read_timeout
        timeout = _timeout(_given(connect_timeout, self._connect_timeout), _given(read_timeout, usual))
        try:
            async with session.request(
                method,
                URL(url, encoded=True) if method == "POST" else url,
                data=_body(request_data) if request_data is not None else None,
                headers=None if files or request_data is None else _JSON,
                timeout=timeout,
                proxy=self._proxy_for(url),
                allow_redirects=False,
            ) as response:
                payload = await response.read()
                return response.status, payload if request_data is None else _wanted(payload, request_data)
        except TimeoutError as error:
            raise TimedOut(str(error) or "Timed out") from error
        except aiohttp.ClientError as error:
            raise NetworkError(f"{type(error).__name__}: {error}") from error

    def _proxy_for(self, url: str) -> str | None:
        if self._proxy:
            return self._proxy
        scheme, _, rest = url.partition("://")
        host = rest.partition("/")[0]
        if host not in self._proxies:
            name = host.rpartition("@")[2].partition(":")[0]
            self._proxies[host] = None if proxy_bypass(name) else getproxies().get(scheme)
        return self._proxies[host]


class SendingRequest(AiohttpRequest):
    """Of an answer, the keyboard is not read: it is the one that was sent, and costs many objects."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        answer = BaseRequest.parse_json_payload(payload)
        if isinstance(sent := answer.get("result"), dict):
            sent.pop("reply_markup", None)
        return answer


_JSON = {"Content-Type": "application/json"}

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(slots=True)
class _Fields:
    """Stands in for PTB's RequestData, which makes an object of each field and JSON of each in a string."""

    fields: dict[str, Any]
    contains_files: bool = False


def as_json(fields: dict[str, Any]) -> RequestData:
    """Fields of plain values, to be posted by a request of this module, and by none of PTB's.

    Of the message that was sent only its number may be told: to read all that was just written takes longer.
    """
    return cast("RequestData", _Fields(fields))


_SENT = re.compile(rb'{"ok":true,"result":({"message_id":\d+),')
"""How the answer begins wherever a message was sent; one that begins otherwise is read whole."""


def _wanted(payload: bytes, request_data: RequestData | _Fields) -> bytes:
    sent = _SENT.match(payload) if isinstance(request_data, _Fields) else None
    return b'{"ok":true,"result":%b}}' % sent[1] if sent else payload


def _given(value: ODVInput[float], usual: float) -> float | None:
    return usual if isinstance(value, DefaultValue) else value


@lru_cache
def _timeout(connect: float | None, read: float | None) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=None, connect=connect, sock_read=read)


def _body(request_data: RequestData | _Fields) -> Any:
    # As a form, each Chinese character would be nine bytes, and a slow loop on either side.
    if isinstance(request_data, _Fields):
        return _encode(request_data.fields).encode()
    if not request_data.contains_files:
        return _encode(request_data.json_parameters).encode()
    # Quoted, a Chinese file name would arrive as %E8%AE%A1….
    form = aiohttp.FormData(quote_fields=False)
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (file_name, content, kind) in request_data.multipart_data.items():
        form.add_field(name, content, filename=file_name, content_type=kind)
    return form
