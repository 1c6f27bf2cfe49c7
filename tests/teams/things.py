"""The things the local Teams is made of: bots, people, teams, conversations and messages."""

from copy import deepcopy
from dataclasses import dataclass, field
from typing import Literal
from uuid import NAMESPACE_URL, uuid5

from tests.slack.things import Json

Kind = Literal["personal", "groupChat", "channel"]
Privacy = Literal["standard", "private", "shared"]
Role = Literal["user", "guest", "anonymous"]

CARD = "application/vnd.microsoft.card.adaptive"


def guid(seed: str) -> str:
    """Make a GUID that is always the same for the same words."""
    return str(uuid5(NAMESPACE_URL, f"https://teams.example/{seed}"))


@dataclass(frozen=True, kw_only=True)
class Bot:
    """An app registration with its bot. One that `hears_everything` has the RSC permissions for it."""

    app_id: str
    password: str
    tenant_id: str
    name: str = "Headway"
    hears_everything: bool = False

    @property
    def id(self) -> str:
        """How it is called in conversations."""
        return f"28:{self.app_id}"


@dataclass
class User:
    """A person; `tenant_id` is their home. Guests are so in other tenants, the anonymous have no account."""

    key: str
    name: str
    tenant_id: str
    role: Role = "user"
    locale: str = "en-GB"
    zone: str = "Europe/London"
    is_gone: bool = False

    @property
    def account(self) -> str:
        """The id that is the same for every bot: aadObjectId."""
        return "" if self.role == "anonymous" else guid(f"user/{self.key}")

    @property
    def upn(self) -> str:
        """The user principal name."""
        return f"{self.key.lower()}@example.com"

    def member(self, app_id: str) -> str:
        """The id by which one bot knows them."""
        return f"29:1{guid(f'{app_id}/{self.key}').replace('-', '')}"

    def shown(self, app_id: str) -> Json:
        """Make what the roster says of them.

        learn.microsoft.com, "Get Teams specific context for your bot": a guest's upn is of the host's tenant.
        """
        given, _space, surname = self.name.partition(" ")
        account: Json = {"aadObjectId": self.account, "objectId": self.account} if self.account else {}
        known: Json = {"email": self.upn, "userPrincipalName": self.upn} if self.account else {}
        names: Json = {"name": self.name, "givenName": given, "surname": surname}
        return {
            "id": self.member(app_id),
            **names,
            **account,
            **known,
            "tenantId": self.tenant_id,
            "userRole": self.role,
        }


@dataclass
class Team:
    """A team; its id is the one of its General channel."""

    id: str
    name: str
    tenant_id: str
    members: set[str]
    is_archived: bool = False

    @property
    def group(self) -> str:
        """The id of its group in the directory."""
        return guid(f"group/{self.id}")

    def shown(self) -> Json:
        """Make what channelData says of it."""
        return {"id": self.id, "aadGroupId": self.group, "name": self.name, "tenantId": self.tenant_id}


@dataclass
class Place:
    """A conversation. `members` are keys of people; a standard channel has those of its team."""

    id: str
    kind: Kind
    tenant_id: str
    name: str = ""
    team_id: str = ""
    privacy: Privacy = "standard"
    members: set[str] = field(default_factory=set)
    is_deleted: bool = False

    @property
    def is_general(self) -> bool:
        """Whether it is the channel that a team is made with."""
        return self.id == self.team_id

    def shown(self) -> Json:
        """Make what the list of a team's channels says of it: the General channel has no name there."""
        return {"id": self.id, "name": None if self.is_general else self.name, "type": self.privacy}


@dataclass
class Message:
    """A message. `views` are the cards that some people see in place of the one that was sent."""

    id: str
    place_id: str
    author: str  # the key of a person, or the app id of a bot
    is_bots: bool = False
    thread: str = ""
    text: str = ""
    summary: str = ""
    attachments: list[Json] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)
    is_deleted: bool = False
    history: list[Json] = field(default_factory=list)  # what stood there before each edit
    views: dict[str, Json] = field(default_factory=dict)

    @property
    def card(self) -> Json | None:
        """The Adaptive Card that was sent."""
        for attachment in self.attachments:
            if attachment.get("contentType") == CARD:
                content: Json = attachment["content"]
                return content
        return None

    def card_for(self, key: str) -> Json | None:
        """The card as one person sees it."""
        return self.views.get(key) or self.card

    def content(self) -> Json:
        """Make what can be edited."""
        return deepcopy({"text": self.text, "summary": self.summary, "attachments": self.attachments})


@dataclass
class Dialog:
    """A dialog that is open before somebody.

    `command` and `payload` are of the message extension that opened it, empty for one that a card opened.
    """

    title: str
    card: Json
    app_id: str
    place_id: str
    size: Json
    thread: str = ""
    command: str = ""
    payload: Json = field(default_factory=dict)


@dataclass
class Screen:
    """What stands before one person beside the conversations."""

    dialog: Dialog | None = None
    notices: list[str] = field(default_factory=list)


@dataclass
class File:
    """A file of a person that the app may fetch, or one that the app may put there."""

    id: str
    name: str
    content: bytes | None
    owner: str
