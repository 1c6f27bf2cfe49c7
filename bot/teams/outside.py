"""Our own HTTP connections to Microsoft: keys, tokens and files. Messages go by the SDK's connector."""

from dataclasses import dataclass, field

from aiohttp import ClientSession, ClientTimeout

# Nobody waits longer for a key or a token; files say so themselves.
REQUEST_SECONDS = 10.0


@dataclass
class Outside:
    """One HTTP session, opened when it is first needed."""

    _session: ClientSession | None = field(default=None, init=False)

    @property
    def session(self) -> ClientSession:
        """The session, in the loop that runs."""
        if self._session is None or self._session.closed:
            # What the environment says of proxies counts here too.
            self._session = ClientSession(timeout=ClientTimeout(total=REQUEST_SECONDS), trust_env=True)
        return self._session

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()
