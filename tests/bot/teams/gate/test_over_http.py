"""POST /api/messages: bad tokens and bad bodies over HTTP, as anybody may send them."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientSession
from aiohttp.test_utils import TestServer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.app import build
from bot.settings import Settings
from storage import schema
from storage.database import Database
from storage.tables import Base
from tests.bot.teams.gate.bad_tokens import BY_BODY, ENDORSEMENTS, HEADERS
from tests.teams.server import LocalTeams, local_teams
from tests.teams.state import World
from tests.teams.things import User

# One example holds several cases: 500 of them are 5,000 bodies.
EXAMPLES, CASES = 500, 10
BEHIND_THE_GATE = 15


@dataclass(frozen=True, kw_only=True)
class Site:
    """Headway as Teams reaches it."""

    teams: LocalTeams
    database: Database
    url: str
    http: ClientSession

    async def post(self, body: bytes, authorization: str | None) -> int:
        """Send a body. Return the status of the answer."""
        headers = {"Content-Type": "application/json"}
        if authorization is not None:
            headers["Authorization"] = authorization
        async with self.http.post(self.url, data=body, headers=headers) as answer:
            await answer.read()
            return answer.status

    async def rows(self) -> dict[str, list[Any]]:
        """Everything that is in the database."""
        async with self.database.read() as session:
            tables = Base.metadata.sorted_tables
            return {table.name: list(await session.execute(select(table))) for table in tables}

    def activity(self) -> dict[str, Any]:
        """A message of somebody in their personal chat, which comes in."""
        bot, user = self.teams.world.bot, self.teams.world.users["U_DANA"]
        return {
            "type": "message",
            "id": self.teams.world.new_id(),
            "serviceUrl": self.teams.service_url,
            "channelId": "msteams",
            "channelData": {"tenant": {"id": bot.tenant_id}},
            "conversation": {
                "id": self.teams.world.personal(bot, user.key).id,
                "conversationType": "personal",
            },
            "from": {"id": user.member(bot.app_id), "aadObjectId": user.account, "name": user.name},
            "recipient": {"id": bot.id, "name": "Headway"},
            "text": "help",
        }


@asynccontextmanager
async def served(url: str) -> AsyncIterator[Site]:
    """Serve Headway on this database, with a local Teams."""
    world = World()
    bot = world.add_bot("Headway", "northwind")
    world.add_user(User("U_DANA", "Dana Reyes", bot.tenant_id))
    async with AsyncExitStack() as stack:
        teams = await stack.enter_async_context(local_teams(world, has_limits=False))
        app = build(_settings(teams, url))
        stack.push_async_callback(app.database.close)
        await schema.migrate(app.database)
        assert app.teams is not None
        stack.push_async_callback(app.teams.stop, seconds=1)
        server = await stack.enter_async_context(TestServer(app.web))
        http = await stack.enter_async_context(ClientSession())
        yield Site(teams=teams, database=app.database, url=str(server.make_url("/api/messages")), http=http)


def _settings(teams: LocalTeams, url: str) -> Settings:
    bot = teams.world.bot
    given = {
        "database_url": url,
        "secret_key": "key",
        "teams_app_id": bot.app_id,
        "teams_app_password": bot.password,
        "teams_tenant_id": bot.tenant_id,
        "teams_login_url": teams.login_url,
        "teams_openid_metadata_url": teams.openid_url,
        "teams_service_hosts": "127.0.0.1",
    }
    return Settings.model_validate(given)


async def test_a_bad_token_of_any_kind_is_401_and_changes_nothing(sqlite_url):
    async with served(sqlite_url) as site:
        teams, good = site.teams, json.dumps(site.activity()).encode()
        keys = {name: teams.keys.new(endorsements=channels) for name, channels in ENDORSEMENTS.items()}
        teams.keys.new()
        before = await site.rows()
        sent = {name: make(teams) for name, make in HEADERS.items()}
        sent |= {name: f"Bearer {teams.sign(key=key)}" for name, key in keys.items()}
        assert len(sent) >= 21
        statuses = {name: await site.post(good, header) for name, header in sent.items()}
        assert statuses == dict.fromkeys(sent, 401)
        # The token comes first: what stands in the body makes no difference.
        at_once = {name: header for name, header in sent.items() if name not in BY_BODY}
        statuses = {name: await site.post(b"{", header) for name, header in at_once.items()}
        assert statuses == dict.fromkeys(at_once, 401)
        assert await site.rows() == before
        assert await site.post(good, f"Bearer {teams.sign()}") == 202
        assert await site.rows() != before


TEXT = st.text(alphabet=st.characters(codec=None), max_size=8) | st.sampled_from(
    ["\x00", "\ud800", "msteams"]
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | TEXT
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
NESTED = st.integers(min_value=1, max_value=60_000).map(lambda depth: b"[" * depth)
NO_TYPE = VALUES.filter(lambda value: not (isinstance(value, str) and value))
NO_OBJECT = VALUES.filter(lambda value: not isinstance(value, dict))
# What the gate looks at, each with what is never right there. Any other value is another's.
BROKEN = st.one_of(
    st.tuples(st.just("type"), NO_TYPE),
    st.tuples(st.just("serviceUrl"), VALUES),
    st.tuples(st.just("channelId"), VALUES.filter(lambda value: value != "msteams")),
    st.tuples(st.just("channelData"), VALUES | st.fixed_dictionaries({"tenant": VALUES})),
)
GARBAGE = st.one_of(
    st.binary(max_size=64), NESTED, VALUES.map(lambda value: json.dumps(value).encode()), BROKEN
)
# Fields behind the gate, at any of which anything may stand.
FIELDS = ("id", "name", "conversation", "from", "recipient", "text", "value", "entities", "attachments")
MORE = ("locale", "localTimezone", "replyToId", "membersAdded", "membersRemoved", "action", "timestamp")
TYPES = ("message", "invoke", "conversationUpdate", "installationUpdate", "messageReaction", "event", "?")
NAMES = (
    *("adaptiveCard/action", "task/fetch", "task/submit", "fileConsent/invoke", "signin/verifyState"),
    *("composeExtension/fetchTask", "composeExtension/submitAction", "composeExtension/query"),
)


def nested(depth: int) -> dict[str, Any]:
    """An object in an object, and so on."""
    made: dict[str, Any] = {}
    for _level in range(depth):
        made = {"value": made}
    return made


DEEP = st.integers(min_value=1, max_value=1200).map(nested)
ODD = st.fixed_dictionaries(
    {"type": st.sampled_from(TYPES)},
    optional={"name": st.sampled_from(NAMES) | VALUES, **dict.fromkeys((*FIELDS, *MORE), VALUES | DEEP)},
)
THOROUGH = settings(suppress_health_check=[*HealthCheck], database=None)


def test_garbage_with_a_good_token_is_4xx_and_changes_nothing(sqlite_url):
    with asyncio.Runner() as runner:
        opening = served(sqlite_url)
        site = runner.run(opening.__aenter__())
        token, before, whole = f"Bearer {site.teams.sign()}", runner.run(site.rows()), site.activity()

        async def post(bodies: list[Any]) -> list[int]:
            packed = [
                body if isinstance(body, bytes) else json.dumps(whole | dict([body])).encode()
                for body in bodies
            ]
            return [await site.post(body, token) for body in packed]

        @settings(THOROUGH, max_examples=EXAMPLES)
        @given(bodies=st.lists(GARBAGE, min_size=CASES, max_size=CASES))
        def hold(bodies: list[Any]) -> None:
            assert [status for status in runner.run(post(bodies)) if not 400 <= status < 500] == []

        try:
            hold()
            assert runner.run(site.rows()) == before
        finally:
            runner.run(opening.__aexit__(None, None, None))


def test_whatever_stands_behind_the_gate_is_never_an_error_of_ours(sqlite_url):
    with asyncio.Runner() as runner:
        opening = served(sqlite_url)
        site = runner.run(opening.__aenter__())
        token = f"Bearer {site.teams.sign()}"

        async def post(bodies: list[dict[str, Any]]) -> list[int]:
            return [await site.post(json.dumps(site.activity() | body).encode(), token) for body in bodies]

        @settings(THOROUGH, max_examples=BEHIND_THE_GATE)
        @given(bodies=st.lists(ODD, min_size=CASES, max_size=CASES))
        def hold(bodies: list[dict[str, Any]]) -> None:
            assert [status for status in runner.run(post(bodies)) if status >= 500] == []

        try:
            hold()
        finally:
            runner.run(opening.__aexit__(None, None, None))
