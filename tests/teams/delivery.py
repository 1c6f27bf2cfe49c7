"""How activities reach a bot: signed HTTP requests to its messaging endpoint."""

import json
import time
from dataclasses import dataclass, field

from aiohttp import ClientConnectionError, ClientSession, ClientTimeout

from tests.slack.things import Json

# Platform rule A12: Teams waits 15 s for its 202, and shows an error where an invoke takes more than 5 s.
PATIENCE_SECONDS = 15.0
INVOKE_SECONDS = 5.0


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What became of an activity: the HTTP status, or none with the reason."""

    activity: Json
    status: int | None = None
    text: str = ""
    reason: str = ""
    seconds: float = 0.0

    @property
    def is_taken(self) -> bool:
        """Whether the bot took it."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def json(self) -> Json:
        """What stood in the answer, as an object; empty for none."""
        found = json.loads(self.text) if self.text else None
        return found if isinstance(found, dict) else {}


@dataclass
class Endpoint:
    """The messaging endpoint of a bot, with everything that was delivered there."""

    url: str = ""
    invoke_seconds: float = INVOKE_SECONDS
    answers: list[Answer] = field(default_factory=list)

    async def post(self, activity: Json, token: str) -> Answer:
        """Deliver an activity with a token, once: Teams does not repeat what failed."""
        patience = self.invoke_seconds if activity.get("type") == "invoke" else PATIENCE_SECONDS
        answer = await self._post(activity, token, patience)
        self.answers.append(answer)
        return answer

    async def _post(self, activity: Json, token: str, patience: float) -> Answer:
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json; charset=utf-8"}
        body, began = json.dumps(activity), time.monotonic()
        try:
            async with (
                ClientSession(timeout=ClientTimeout(total=patience)) as http,
                http.post(self.url, data=body, headers=headers) as response,
            ):
                text = await response.text()
                seconds = time.monotonic() - began
                return Answer(activity=activity, status=response.status, text=text, seconds=seconds)
        except TimeoutError:
            return Answer(activity=activity, reason="timeout", seconds=time.monotonic() - began)
        except ClientConnectionError:
            return Answer(activity=activity, reason="connection_failed")
