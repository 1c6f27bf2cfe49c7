"""How the SDK's connector sends: over our own HTTP session, which blocks no thread and ends with us.

The SDK's own way is requests in threads, with a new connection for each turn, and nothing can stop a thread
that waits for an answer.
"""

from collections.abc import MutableMapping
from typing import Any, cast

from aiohttp import ClientError, ClientResponse, ClientTimeout
from msrest.exceptions import ClientRequestError
from msrest.pipeline import Request, Response, SansIOHTTPPolicy
from msrest.pipeline.async_abc import AsyncHTTPSender
from msrest.universal_http import ClientRequest, HTTPClientResponse
from yarl import URL

from bot.teams.outside import Outside, way_out

# Delivery gives an attempt 20 seconds as a whole.
SEND_SECONDS, CONNECT_SECONDS = 15.0, 5.0
JSON = "json"


class Bearer(SansIOHTTPPolicy[ClientRequest, "Answered"]):
    """Puts the token of the moment on each request; none in the local mode."""

    def __init__(self) -> None:
        self.token = ""

    def on_request(self, request: Request[ClientRequest], **_config: Any) -> None:
        """Put it there."""
        if self.token:
            request.http_request.headers["Authorization"] = f"Bearer {self.token}"


class Answered(HTTPClientResponse):
    """An answer whose body is read already. `status_code` and `headers` are what an error shows of it."""

    def __init__(self, request: ClientRequest, answer: ClientResponse, body: bytes) -> None:
        super().__init__(request, self)
        self.status_code = answer.status
        # Read alone, and whatever the case of a name.
        self.headers = cast(MutableMapping[str, str], answer.headers)
        self.reason = answer.reason
        self._body = body

    def body(self) -> bytes:
        """The body as it came; empty where it is no JSON, which the SDK would fail over."""
        return self._body


class OutsideSender(AsyncHTTPSender[ClientRequest, Answered]):
    """Sends what the SDK made. Raises ClientRequestError where no answer came.

    Its `inner_exception` is then aiohttp's own: a ClientConnectorError says that nothing was sent.
    """

    def __init__(self, outside: Outside) -> None:
        self._outside = outside

    async def __aexit__(self, *_failure: object) -> None:
        """Keep the session: it is not ours to close."""

    async def send(
        self, request: Request[ClientRequest], **_config: Any
    ) -> Response[ClientRequest, Answered]:
        """Send it, and read the answer as a whole. Redirects are not followed: the token is for one host."""
        asked = request.http_request
        url = URL(asked.url, encoded=True)
        try:
            async with self._outside.session.request(
                asked.method,
                url,
                data=asked.data.encode() if isinstance(asked.data, str) else asked.data,
                headers=dict(asked.headers),
                timeout=ClientTimeout(total=SEND_SECONDS, connect=CONNECT_SECONDS),
                allow_redirects=False,
                **way_out(url),
            ) as answer:
                body = await answer.read()
        except (ClientError, OSError, TimeoutError) as failure:
            raise ClientRequestError(type(failure).__name__, failure) from failure
        return Response(request, Answered(asked, answer, body if JSON in answer.content_type else b""))
