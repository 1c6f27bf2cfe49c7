"""Our own HTTP connections to Microsoft: keys, tokens and files. Messages go by the SDK's connector."""

from dataclasses import dataclass, field
from typing import TypedDict

from aiohttp import BasicAuth, ClientSession, ClientTimeout
from aiohttp.helpers import get_env_proxy_for_url
from yarl import URL

# Nobody waits longer for a key or a token; files say so themselves.
REQUEST_SECONDS = 10.0


class WayOut(TypedDict, total=False):
    """The proxy of a request; empty for none."""

    proxy: URL
    proxy_auth: BasicAuth | None


def way_out(url: str | URL) -> WayOut:
    """The proxy that the environment names for the address, to be given with each request."""
    try:
        proxy, auth = get_env_proxy_for_url(URL(url))
    except LookupError:
        return WayOut()
    return WayOut(proxy=proxy, proxy_auth=auth)


@dataclass
class Outside:
    """One HTTP session, opened when it is first needed."""

    _session: ClientSession | None = field(default=None, init=False)

    @property
    def session(self) -> ClientSession:
        """The session, in the loop that runs."""
        if self._session is None or self._session.closed:
            # Trusting the environment would send what ~/.netrc has for a host, beside our token or to a file.
            self._session = ClientSession(timeout=ClientTimeout(total=REQUEST_SECONDS))
        return self._session

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()
