"""What the local Teams knows, and the questions that everything asks of it."""

import threading
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256

from tests.slack.state import Clock
from tests.teams.refusals import Refused
from tests.teams.things import Bot, File, Message, Place, Privacy, Screen, Team, User, guid

IN_THREAD = ";messageid="
SERVICE = "/emea/"


@dataclass
class World:
    """All tenants that the bots may meet. `lock` is held by whoever reads or changes it, in any thread."""

    clock: Clock = field(default_factory=Clock)
    lock: threading.RLock = field(default_factory=threading.RLock)
    base_url: str = ""
    bots: dict[str, Bot] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    screens: dict[str, Screen] = field(default_factory=lambda: defaultdict(Screen))
    files: dict[str, File] = field(default_factory=dict)
    typing: list[tuple[str, str]] = field(default_factory=list)  # app id and conversation
    installs: set[tuple[str, str]] = field(default_factory=set)  # app id, and a chat or team
    opened: set[tuple[str, str]] = field(default_factory=set)  # personal chats that a bot began
    blocked: set[tuple[str, str]] = field(default_factory=set)  # app id, and the key of a person
    disabled: set[tuple[str, str]] = field(default_factory=set)  # app id, and a tenant
    page_size: int = 50
    counter: int = 0
    newest: int = 0

    @property
    def service_url(self) -> str:
        """Where bots answer."""
        return f"{self.base_url}{SERVICE}"

    @property
    def bot(self) -> Bot:
        """The bot that was registered first."""
        return next(iter(self.bots.values()))

    def next_number(self) -> int:
        """Count what was made."""
        self.counter += 1
        return self.counter

    def new_id(self) -> str:
        """Make the id of a message: milliseconds since 1970, each only once."""
        self.newest = max(self.newest + 1, int(self.clock.now() * 1000))
        return str(self.newest)

    def add_bot(self, name: str, tenant: str, *, hears_everything: bool = False) -> Bot:
        """Register a bot, in one tenant as new ones are."""
        app_id = guid(f"bot/{name}")
        bot = Bot(
            app_id=app_id,
            password=f"password-of-{name}",
            tenant_id=tenant_id(tenant),
            hears_everything=hears_everything,
        )
        self.bots[app_id] = bot
        return bot

    def add_user(self, user: User) -> User:
        """Take somebody in."""
        self.users[user.key] = user
        return user

    def add_team(self, name: str, tenant: str, members: Iterable[str]) -> Team:
        """Make a team with its General channel."""
        team_id = f"19:{guid(f'team/{name}').replace('-', '')}@thread.tacv2"
        team = Team(team_id, name, tenant_id(tenant), set(members))
        self.teams[team_id] = team
        self.places[team_id] = Place(team_id, "channel", team.tenant_id, "General", team_id)
        return team

    def add_channel(
        self, name: str, team: Team, *, privacy: Privacy = "standard", members: Iterable[str] = ()
    ) -> Place:
        """Make a channel; the members of a standard one are those of the team."""
        channel_id = f"19:{guid(f'channel/{team.name}/{name}').replace('-', '')}@thread.tacv2"
        place = Place(channel_id, "channel", team.tenant_id, name, team.id, privacy, set(members))
        self.places[channel_id] = place
        return place

    def add_group_chat(self, name: str, tenant: str, members: Iterable[str]) -> Place:
        """Begin a chat of several people."""
        chat_id = f"19:{guid(f'chat/{name}').replace('-', '')}@thread.v2"
        place = Place(chat_id, "groupChat", tenant_id(tenant), name, members=set(members))
        self.places[chat_id] = place
        return place

    def personal(self, bot: Bot, key: str) -> Place:
        """The chat between a bot and a person, in the tenant of the bot."""
        digest = sha256(f"{bot.app_id}/{key}".encode()).hexdigest()
        chat_id = f"a:1{digest[:40]}"
        with self.lock:
            place = Place(chat_id, "personal", bot.tenant_id, members={key})
            return self.places.setdefault(chat_id, place)

    def place(self, named: str) -> Place:
        """Find a conversation by its #name, its name or its id. Raises LookupError."""
        for place in list(self.places.values()):
            if not place.is_deleted and named in {place.id, place.name, f"#{place.name}"}:
                return place
        raise LookupError(f"no conversation {named}")

    def home_of(self, place: Place) -> Place:
        """Say where the app is installed to be there: for a channel in its team."""
        return self.places[place.team_id] if place.team_id else place

    def install(self, bot: Bot, place: Place) -> None:
        """Install a bot in a chat, or in the team of a channel, and tell nobody."""
        self.installs.add((bot.app_id, self.home_of(place).id))

    def members_of(self, place: Place) -> list[User]:
        """Who is in a conversation, in order of their names."""
        team = self.teams.get(place.team_id)
        keys = place.members if team is None or place.privacy != "standard" else team.members
        people = [self.users[key] for key in keys if not self.users[key].is_gone]
        return sorted(people, key=lambda user: user.name)

    def is_installed(self, bot: Bot, place: Place) -> bool:
        """Whether the bot may speak there: it is installed in the chat or team, or began the chat."""
        at = (bot.app_id, place.team_id or place.id)
        return at in self.installs or at in self.opened

    def meets(self, bot: Bot, user: User) -> bool:
        """Whether the bot may begin a chat with somebody: it is installed somewhere where they are."""
        return any(
            self.is_installed(bot, place) and user in self.members_of(place)
            for place in list(self.places.values())
        )

    def place_for(self, bot: Bot, conversation: str) -> Place:
        """Find where a bot wants to speak, and refuse what it may not do there."""
        place = self.places.get(conversation.partition(IN_THREAD)[0])
        if place is None or place.is_deleted:
            raise Refused("ConversationNotFound", "Conversation not found.")
        if (bot.app_id, place.tenant_id) in self.disabled:
            raise Refused("BotDisabledByAdmin", "The tenant admin disabled this bot.")
        if place.kind == "personal" and any((bot.app_id, key) in self.blocked for key in place.members):
            raise Refused("ConversationBlockedByUser", "User blocked the conversation with the bot.")
        if not self.is_installed(bot, place):
            raise Refused("BotNotInConversationRoster", "The bot is not part of the conversation roster.")
        return place

    def message(self, place_id: str, message_id: str) -> Message:
        """Find a message, or refuse."""
        for message in self.messages:
            if (message.place_id, message.id) == (place_id, message_id) and not message.is_deleted:
                return message
        raise Refused("ActivityNotFoundInConversation", "Activity not found.")

    def user_named(self, bot: Bot, said: str) -> User | None:
        """Find a person by any id that a bot may use: its own for them, the account, or the upn."""
        for user in self.users.values():
            if said and said in {user.member(bot.app_id), user.account, user.upn}:
                return user
        return None


def tenant_id(name: str) -> str:
    """Say the id of a tenant."""
    return guid(f"tenant/{name}")
