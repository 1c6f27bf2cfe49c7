"""Teams as a stage: the real application, and a local Teams that speaks with it over HTTP."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from aiohttp.test_utils import TestServer
from sqlalchemy import func, select

from bot.app import App, build
from bot.cli.ticking import tick_once
from bot.settings import Settings
from bot.teams.receive.kinds import MEANWHILE
from bot.teams.send import IN_OUR_CHAT
from storage import schema
from storage.tables import LateRequest
from tests.scenarios.stage import CHANNEL, DM, MONDAY, PEOPLE, Seen, Values
from tests.teams.cards.parts import inputs_of
from tests.teams.clicking import Found
from tests.teams.person import Person, person
from tests.teams.reading import read_dialog, read_message
from tests.teams.seeing import labels
from tests.teams.server import LocalTeams, local_teams
from tests.teams.state import World
from tests.teams.things import Message, User

TENANT = "northwind"
TEAM = "Northwind"
OPEN = "Open form"
LATE_LOOKS, LOOK_SECONDS = 100, 0.1
BREATH = timedelta(seconds=1)
SECRET_KEY = "a long secret of the tests"


@dataclass
class TeamsStage:
    """People of a tenant. In the channel they mention Headway, which answers them in their chats."""

    app: App
    teams: LocalTeams
    now: datetime = MONDAY

    async def say(self, who: str, text: str, *, where: str = CHANNEL) -> Seen:
        one = person(self.teams, who)
        if one.dialog is not None:
            one.close_dialog()
        before = self._seen(one, where)
        answer = await (one.say(text) if where == DM else one.mention(where, text))
        assert answer.is_taken, answer
        return await self._look(one, where, before)

    async def press(self, who: str, label: str, *, where: str = CHANNEL) -> Seen:
        one = person(self.teams, who)
        found = self._button(one, label, where)
        if found.message is not None and one.dialog is not None:
            one.close_dialog()
        before = self._seen(one, where)
        assert (await one.press(found)).is_taken
        return await self._look(one, where, before)

    async def fill(self, who: str, values: Values, *, where: str = CHANNEL) -> Seen:
        one = person(self.teams, who)
        if one.dialog is None and not self._stands_open(one, where):
            assert (await one.press(self._button(one, OPEN, where))).is_taken
        before = self._seen(one, where)
        sent = await one.submit(dict(values))
        assert sent.is_sent, sent
        return await self._look(one, where, before)

    async def posts(self, who: str, *, where: str = CHANNEL) -> str:
        await self.app.delivery.deliver(self.now)
        one = person(self.teams, who)
        place = "" if where == DM else where
        return "\n".join(read_message(message, one.key) for message in self._ours(one, place))

    async def tick(self, moment: datetime) -> None:
        self.now = moment
        await tick_once(self.app, moment)
        await self._let_cards_change()

    def _button(self, one: Person, label: str, where: str) -> Found:
        """The button: in the dialog, else in the newest message that this person can see."""
        found = [button for button in self._buttons(one, where) if button.action.get("title") == label]
        assert found, f"no button {label!r} for {one.key}"
        return found[0]

    def _buttons(self, one: Person, where: str) -> list[Found]:
        everywhere = [*one.buttons(), *(one.buttons(where) if where != DM else [])]
        order = self.teams.world.messages
        everywhere.sort(key=lambda found: -order.index(found.message) if found.message else -len(order))
        return everywhere

    def _stands_open(self, one: Person, where: str) -> bool:
        """Whether the newest card is a form that is filled where it stands."""
        newest = next(iter(self._buttons(one, where)), None)
        return newest is not None and bool(inputs_of(newest.card))

    async def _look(self, one: Person, where: str, before: dict[str, str]) -> Seen:
        await self._wait_for_late_answers()
        # People take their time: the limits of a conversation count by this clock.
        self.now += BREATH
        await self.app.delivery.deliver(self.now)
        await self._let_cards_change()
        if one.dialog is not None and MEANWHILE in read_dialog(one.dialog):
            # What took longer than Teams waits, on a busy machine, came as a message.
            one.close_dialog()
        if one.dialog is not None:
            has_form = bool(inputs_of(one.dialog.card))
            return Seen(text=read_dialog(one.dialog), buttons=labels(one.dialog), has_form=has_form)
        fresh = [m for m in self._everywhere(one, where) if before.get(m.id) != _drawn(m, one)]
        fresh = [message for message in fresh if IN_OUR_CHAT not in message.text]
        if not fresh:
            return Seen(text="")
        # What is posted for all comes beside the answer, in no order.
        last = ([message for message in fresh if message.place_id == one.chat.id] or fresh)[-1]
        has_form = labels(last, one.key) == (OPEN,) or bool(inputs_of(last.card_for(one.key) or {}))
        text = "\n".join(read_message(message, one.key) for message in fresh)
        return Seen(text=text, buttons=labels(last, one.key), has_form=has_form)

    async def _wait_for_late_answers(self) -> None:
        """On a busy machine an answer may take longer than Teams waits; then it comes a little later."""
        for _look in range(LATE_LOOKS):
            async with self.app.database.read() as session:
                if await session.scalar(select(func.count()).select_from(LateRequest)) == 0:
                    return
            await asyncio.sleep(LOOK_SECONDS)

    async def _let_cards_change(self) -> None:
        assert self.app.teams is not None
        await self.app.teams.edge.background.drain(seconds=5)

    def _seen(self, one: Person, where: str) -> dict[str, str]:
        return {message.id: _drawn(message, one) for message in self._everywhere(one, where)}

    def _everywhere(self, one: Person, where: str) -> list[Message]:
        """Our messages in the personal chat and in the place, the oldest first."""
        found = [*self._ours(one, ""), *(self._ours(one, where) if where != DM else [])]
        return sorted(found, key=self.teams.world.messages.index)

    def _ours(self, one: Person, where: str) -> list[Message]:
        return [message for message in one.seen(where) if message.is_bots]


def _drawn(message: Message, one: Person) -> str:
    return repr((message.text, message.card_for(one.key)))


def northwind() -> World:
    """A tenant with the people of the stories, and a team with all of them and #northwind."""
    world = World()
    bot = world.add_bot("Headway", TENANT)
    for account, name in PEOPLE.items():
        world.add_user(User(account, name, bot.tenant_id))
    team = world.add_team(TEAM, TENANT, PEOPLE)
    world.add_channel("northwind", team)
    return world


def settings_for(teams: LocalTeams, database_url: str, **more: str) -> Settings:
    """What one would set to serve this Teams."""
    bot = teams.world.bot
    return Settings.model_validate(
        {
            "database_url": database_url,
            "secret_key": SECRET_KEY,
            "teams_app_id": bot.app_id,
            "teams_app_password": bot.password,
            "teams_tenant_id": bot.tenant_id,
            "teams_openid_metadata_url": teams.openid_url,
            "teams_login_url": teams.login_url,
            "teams_service_hosts": teams.service_url.split("/")[2],
            **more,
        }
    )


@asynccontextmanager
async def teams_stage(database_url: str) -> AsyncIterator[TeamsStage]:
    """The real application, its app installed in the team, before a local Teams."""
    stages: list[TeamsStage] = []
    async with local_teams(northwind(), has_limits=False) as teams:
        app = build(settings_for(teams, database_url), clock=lambda: stages[0].now if stages else MONDAY)
        await schema.migrate(app.database)
        server = TestServer(app.web, host="127.0.0.1")
        # As bot/serve.py serves.
        await server.start_server(auto_decompress=False)
        assert app.teams is not None
        await app.teams.start()
        teams.connect(str(server.make_url("/api/messages")))
        for answer in await person(teams, "U_DANA").install(TEAM):
            assert answer.is_taken, answer
        # The greetings of the installation are no answers to anything in the story.
        await app.delivery.deliver(MONDAY)
        stages.append(TeamsStage(app=app, teams=teams))
        yield stages[0]
        await app.teams.stop(seconds=2)
        await server.close()
        await app.database.close()
