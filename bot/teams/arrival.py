"""An activity that came through the gate: who did it, where, and through which of our bots."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Literal

from bot.storable import clean

Body = Mapping[str, Any]
Kind = Literal["personal", "group", "channel"]

KINDS: Mapping[str, Kind] = {"personal": "personal", "groupChat": "group", "channel": "channel"}
IN_THREAD = ";messageid="


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """One activity, as Teams sent it, and the app id of the bot that it was sent to.

    `tenant_id` is the tenant for which its token spoke; without one it is the tenant that it names. What
    Teams did not say, or said in another shape, is empty.
    """

    app_id: str
    body: Body
    tenant_id: str = ""

    @cached_property
    def type(self) -> str:
        """What kind of activity it is: message, invoke, conversationUpdate..."""
        return text_at(self.body, "type")

    @cached_property
    def name(self) -> str:
        """The name of an invoke or event."""
        return text_at(self.body, "name")

    @cached_property
    def id(self) -> str:
        """Teams' id of the activity."""
        return text_at(self.body, "id")

    @cached_property
    def service_url(self) -> str:
        """Where this conversation is answered."""
        return text_at(self.body, "serviceUrl")

    @cached_property
    def tenant(self) -> str:
        """The tenant in which the conversation is: the SDK loses the one of the conversation."""
        named = text_at(self.body, "channelData", "tenant", "id")
        return self.tenant_id or named or text_at(self.body, "conversation", "tenantId")

    @cached_property
    def conversation(self) -> str:
        """The conversation, without the thread in it."""
        return text_at(self.body, "conversation", "id").partition(IN_THREAD)[0]

    @cached_property
    def thread(self) -> str:
        """The id of the message that began the thread; empty outside of channels."""
        return text_at(self.body, "conversation", "id").partition(IN_THREAD)[2]

    @cached_property
    def kind(self) -> Kind:
        """What kind of conversation it is. One that does not say so may be read by others."""
        said = text_at(self.body, "conversation", "conversationType")
        return KINDS.get(said, "channel" if self.team else "group")

    @property
    def is_personal(self) -> bool:
        """Whether one person alone reads the conversation."""
        return self.kind == "personal"

    @cached_property
    def team(self) -> str:
        """The team of the channel."""
        return text_at(self.body, "channelData", "team", "id")

    @cached_property
    def member(self) -> str:
        """The id by which this bot knows whoever acted."""
        return text_at(self.body, "from", "id")

    @cached_property
    def account(self) -> str:
        """Whoever acted, by the id that is the same for every bot; an anonymous guest has only the bot's."""
        return text_at(self.body, "from", "aadObjectId") or self.member

    @cached_property
    def bot(self) -> str:
        """Our own id in the conversation, as in 28:...; in what Teams tells us we are the recipient."""
        return text_at(self.body, "recipient", "id")

    @cached_property
    def moment(self) -> datetime | None:
        """When it happened, by Teams' clock; None where that was not said."""
        try:
            moment = datetime.fromisoformat(text_at(self.body, "timestamp"))
        except ValueError:
            return None
        return moment if moment.tzinfo is not None else None

    @cached_property
    def value(self) -> Mapping[str, Any]:
        """What a click, a form or an invoke carries; empty where it is no object."""
        value = self.body.get("value")
        return value if isinstance(value, Mapping) else {}


def text_at(body: Any, *path: str) -> str:
    """The text at the path, without what cannot be stored; empty where there is none."""
    for name in path:
        if not isinstance(body, Mapping):
            return ""
        body = body.get(name)
    return clean(body) if isinstance(body, str) else ""
