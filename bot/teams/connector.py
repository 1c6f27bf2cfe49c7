"""Our calls to Teams, each a turn that we begin ourselves, or a question about who is where."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from botbuilder.core import TurnContext
from botbuilder.integration.aiohttp import CloudAdapter
from botbuilder.schema import (
    Activity,
    ChannelAccount,
    ConversationAccount,
    ConversationParameters,
    ConversationReference,
)
from msrest.exceptions import ClientException
from msrest.pipeline.universal import RawDeserializer
from msrest.universal_http import ClientRequest

from bot.teams.arrival import IN_THREAD
from bot.teams.gate.authentication import HeadwayAuthentication
from bot.teams.pace import TYPING, Pace
from storage.teams_conversations import Conversation

CHANNEL = "msteams"
OK = 200
PAGE = 100
# Of a roster, by far more than we show or write to.
MOST_PAGES = 20

Logic = Callable[[TurnContext], Awaitable[None]]
Members = Sequence[Mapping[str, Any]]


class Unwilling(ClientException):
    """Teams answered a question of ours with a refusal."""

    def __init__(self, response: Any) -> None:
        super().__init__(f"HTTP {response.status_code}")
        self.response = response


@dataclass
class Connector:
    """Speaks to Teams. Every call raises what `FAILURES` names, and what the database raises."""

    authentication: HeadwayAuthentication
    pace: Pace = field(default_factory=Pace)
    adapter: CloudAdapter = field(init=False)

    def __post_init__(self) -> None:
        self.adapter = CloudAdapter(self.authentication)

    async def prepare(self, place: Conversation) -> None:
        """Get the token that a call there needs, if it is not at hand."""
        await self.authentication.connector(place.app_id, place.service_url)

    async def send(self, place: Conversation, activity: Activity, *, thread: str = "") -> str:
        """Send the activity there, in a channel into the thread or as a new post. Return the message's id.

        It is empty where Teams did not say.
        """
        ids: list[str] = []

        async def logic(turn: TurnContext) -> None:
            sent = await turn.send_activity(activity)
            ids.append(str((sent and sent.id) or ""))

        await self._turn(place, thread, logic)
        return ids[0]

    async def update(
        self, place: Conversation, message_id: str, activity: Activity, *, thread: str = ""
    ) -> None:
        """Let the message be the activity from now on."""

        async def logic(turn: TurnContext) -> None:
            activity.id = message_id
            await turn.update_activity(activity)

        await self._turn(place, thread, logic)

    async def typing(self, place: Conversation, *, thread: str = "") -> None:
        """Show for some seconds that somebody types there, unless that was shown just now."""

        async def logic(turn: TurnContext) -> None:
            await turn.send_activity(Activity(type="typing"))

        if self.pace.has_room(place, limits=TYPING):
            await self.pace.take(place, limits=TYPING)
            await self._turn(place, thread, logic)

    async def create_direct(self, *, app_id: str, tenant_id: str, service_url: str, member: str) -> str:
        """Begin the personal chat with the person, or find it. Return its conversation id.

        `member` is the bot's own id of the person, or the one in Entra.
        """
        ids: list[str] = []

        async def logic(turn: TurnContext) -> None:
            # The call itself returns nothing.
            ids.append(str(turn.activity.conversation.id))

        asked = Conversation(
            app_id=app_id,
            tenant_id=tenant_id,
            conversation=member,
            kind="personal",
            service_url=service_url,
        )
        await self.pace.take(asked)
        await self.adapter.create_conversation(
            app_id,
            logic,
            ConversationParameters(
                is_group=False,
                bot=ChannelAccount(id=f"28:{app_id}"),
                members=[ChannelAccount(id=member)],
                tenant_id=tenant_id,
                channel_data={"tenant": {"id": tenant_id}},
            ),
            channel_id=CHANNEL,
            service_url=service_url,
        )
        return ids[0]

    async def member(self, place: Conversation, member_id: str) -> Mapping[str, Any]:
        """What Teams says about somebody in the conversation, by either id of theirs."""
        answer = await self._ask(
            place, f"v3/conversations/{_quoted(place.conversation)}/members/{_quoted(member_id)}"
        )
        return answer if isinstance(answer, Mapping) else {}

    async def members(self, place: Conversation) -> Members:
        """Who is in the conversation, by pages; of very many the first two thousand."""
        found: list[Mapping[str, Any]] = []
        token = ""
        for _page in range(MOST_PAGES):
            wanted = urlencode({"pageSize": PAGE, **({"continuationToken": token} if token else {})})
            path = f"v3/conversations/{_quoted(place.conversation)}/pagedmembers?{wanted}"
            answer = await self._ask(place, path)
            found += _objects(answer, "members")
            token = str(answer.get("continuationToken") or "") if isinstance(answer, Mapping) else ""
            if not token:
                break
        return found

    async def channels(self, place: Conversation) -> Sequence[Mapping[str, Any]]:
        """The channels of the conversation's team, as Teams lists them."""
        return _objects(
            await self._ask(place, f"v3/teams/{_quoted(place.team_id)}/conversations"), "conversations"
        )

    async def team(self, place: Conversation) -> Mapping[str, Any]:
        """What Teams says about the conversation's team."""
        answer = await self._ask(place, f"v3/teams/{_quoted(place.team_id)}")
        return answer if isinstance(answer, Mapping) else {}

    async def _turn(self, place: Conversation, thread: str, logic: Logic) -> None:
        """Have the SDK make a turn of our own in the conversation."""

        async def run(turn: TurnContext) -> None:
            # The SDK would answer to the activity that it made up for the turn.
            turn.activity.id = None
            await logic(turn)

        reference = ConversationReference(
            channel_id=CHANNEL,
            service_url=place.service_url,
            bot=ChannelAccount(id=f"28:{place.app_id}"),
            conversation=ConversationAccount(
                id=place.conversation + (f"{IN_THREAD}{thread}" if thread else ""),
                tenant_id=place.tenant_id,
            ),
        )
        await self.adapter.continue_conversation(reference, run, bot_app_id=place.app_id)

    async def _ask(self, place: Conversation, path: str) -> Any:
        """Teams' JSON answer: the SDK's own questions lose what it does not know, or hold up the loop."""
        await self.pace.take(place)
        client = await self.authentication.connector(place.app_id, place.service_url)
        asked = ClientRequest(
            "GET", f"{place.service_url.rstrip('/')}/{path}", headers={"Accept": "application/json"}
        )
        answered = await client.config.pipeline.run(asked, stream=False)
        if answered.http_response.status_code != OK:
            raise Unwilling(answered.http_response)
        return answered.context.get(RawDeserializer.CONTEXT_NAME)


def _quoted(text: str) -> str:
    return quote(text, safe="")


def _objects(answer: Any, name: str) -> list[Mapping[str, Any]]:
    """The objects in the list of that name."""
    listed = answer.get(name) if isinstance(answer, Mapping) else None
    return [one for one in listed or () if isinstance(one, Mapping)] if isinstance(listed, list) else []
