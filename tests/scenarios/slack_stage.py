"""Slack as a stage: the real application, and a local Slack that speaks with it over HTTP or websockets."""

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
from bot.slack.receive.commands import MEANWHILE
from storage import schema
from storage.tables import LateRequest
from tests.scenarios.reading import read_message, read_view
from tests.scenarios.stage import CHANNEL, DM, MONDAY, PEOPLE, Seen, Values
from tests.slack.person import Person, person
from tests.slack.seeing import labels
from tests.slack.server import LocalSlack, local_slack
from tests.slack.state import World
from tests.slack.things import EVERYONE, Channel, Message, User

TEAM = "T0NORTHWIND"
LATE_LOOKS, LOOK_SECONDS = 100, 0.1
BREATH = timedelta(seconds=1)
SECRET_KEY = "a long secret of the tests"


@dataclass
class SlackStage:
    """People in a workspace. In channels they use slash commands, or mentions where `mentions` is set."""

    app: App
    slack: LocalSlack
    mentions: bool = False
    now: datetime = MONDAY

    async def say(self, who: str, text: str, *, where: str = CHANNEL) -> Seen:
        one = person(self.slack, who)
        if one.modal is not None:
            await one.close_view(all_of_them=True)
        before = self._seen(who, where)
        if where == DM:
            answer = await one.say_in_dm(text)
        elif self.mentions:
            answer = await one.mention(where, text, both=False)
        else:
            answer = await one.slash_command("/headway", text, channel=where)
        assert answer.is_taken, answer
        return await self._look(who, where, before)

    async def press(self, who: str, label: str, *, where: str = CHANNEL) -> Seen:
        one, before = person(self.slack, who), self._seen(who, where)
        is_in_window = one.modal is not None and label in labels(one.modal)
        if one.modal is not None and not is_in_window:
            await one.close_view(all_of_them=True)
        place = "modal" if is_in_window else _place(where)
        assert (await one.click(label, where=place)).is_taken
        return await self._look(who, where, before)

    async def fill(self, who: str, values: Values, *, where: str = CHANNEL) -> Seen:
        one = person(self.slack, who)
        if one.modal is None:
            await self._open_form(one, where)
        before = self._seen(who, where)
        sent = await one.submit_view(dict(values))
        assert sent.is_sent, sent.errors
        return await self._look(who, where, before)

    async def posts(self, who: str, *, where: str = CHANNEL) -> str:
        await self.app.delivery.deliver(self.now)
        return "\n".join(read_message(message) for message in self._ours(who, where))

    async def tick(self, moment: datetime) -> None:
        self.now = moment
        await tick_once(self.app, moment)

    async def second_client(self, channel: str, client: str) -> None:
        """Let Dana set up another engagement, in a channel of its own."""
        bot = person(self.slack, "U_DANA").made.bot_user_id
        self.slack.world.add_channel(
            Channel(f"C_{channel.upper()}", channel, TEAM, "public", {"U_DANA", bot})
        )
        await self.say("U_DANA", "setup", where=f"#{channel}")
        answer = await self.fill("U_DANA", {"name": client}, where=f"#{channel}")
        assert f"{client} is set up" in answer.text
        await person(self.slack, "U_DANA").close_view(all_of_them=True)

    async def _open_form(self, one: Person, where: str) -> None:
        """Press what words were answered with: they carry nothing that opens a window."""
        assert (await one.click("Open form", where=_place(where))).is_taken

    async def _look(self, who: str, where: str, before: dict[str, str]) -> Seen:
        await self._wait_for_late_answers()
        # People take their time: the limits of a conversation count by this clock.
        self.now += BREATH
        await self.app.delivery.deliver(self.now)
        one = person(self.slack, who)
        if one.modal is not None:
            has_form = bool(one.modal.body.get("submit"))
            return Seen(text=read_view(one.modal), buttons=labels(one.modal), has_form=has_form)
        fresh = [m for m in self._ours(who, where) if before.get(m.ts) != repr(m.blocks) and _answers(m, who)]
        fresh = [message for message in fresh if read_message(message) != MEANWHILE]
        if not fresh:
            return Seen(text="")
        has_form = labels(fresh[-1]) == ("Open form",)
        text = "\n".join(read_message(message) for message in fresh)
        return Seen(text=text, buttons=labels(fresh[-1]), has_form=has_form)

    async def _wait_for_late_answers(self) -> None:
        """On a busy machine an answer may take longer than Slack waits; then it comes a little later."""
        for _look in range(LATE_LOOKS):
            async with self.app.database.read() as session:
                if await session.scalar(select(func.count()).select_from(LateRequest)) == 0:
                    return
            await asyncio.sleep(LOOK_SECONDS)

    def _seen(self, who: str, where: str) -> dict[str, str]:
        return {message.ts: repr(message.blocks) for message in self._ours(who, where)}

    def _ours(self, who: str, where: str) -> list[Message]:
        return [message for message in person(self.slack, who).seen(_place(where)) if message.bot_id]


def _place(where: str) -> str:
    return "" if where == DM else where


def _answers(message: Message, who: str) -> bool:
    """Whether it answers somebody: in a channel it is for their eyes only, elsewhere its key says so."""
    if message.seen_by != EVERYONE:
        return message.seen_by == who
    key = str(((message.metadata or {}).get("event_payload") or {}).get("key", ""))
    return key.startswith("answer/")


def northwind() -> World:
    """A workspace with the people of the stories, and #northwind with all of them."""
    world = World()
    world.add_team(TEAM, "Northwind")
    for account, name in PEOPLE.items():
        world.add_user(User(account, name.split()[0].lower(), name, TEAM))
    bot = world.install(TEAM).bot_user_id
    world.add_channel(Channel("C_NORTHWIND", "northwind", TEAM, "public", {*PEOPLE, bot}))
    return world


def settings_for(slack: LocalSlack, database_url: str, **more: str) -> Settings:
    """What one would set to serve this Slack by token."""
    made = slack.world.installation_for(TEAM)
    assert made is not None
    return Settings.model_validate(
        {
            "database_url": database_url,
            "secret_key": SECRET_KEY,
            "slack_bot_token": made.token,
            "slack_api_url": slack.api_url,
            **more,
        }
    )


@asynccontextmanager
async def slack_stage(database_url: str, *, has_sockets: bool = False) -> AsyncIterator[SlackStage]:
    """The real application, installed by token: HTTP with slash commands, or websockets with mentions."""
    stages: list[SlackStage] = []
    async with local_slack(northwind()) as slack:
        world_app = slack.world.app
        way = (
            {"slack_app_token": world_app.app_token}
            if has_sockets
            else {"slack_signing_secret": world_app.signing_secret}
        )
        app = build(
            settings_for(slack, database_url, **way), clock=lambda: stages[0].now if stages else MONDAY
        )
        await schema.migrate(app.database)
        server = TestServer(app.web, host="127.0.0.1")
        await server.start_server()
        assert app.slack is not None
        await app.slack.start()
        if has_sockets:
            await slack.socket.wait_for(2)
        else:
            slack.connect(str(server.make_url("/slack/events")))
        stages.append(SlackStage(app=app, slack=slack, mentions=has_sockets))
        yield stages[0]
        await app.slack.stop(seconds=2)
        await server.close()
        await app.database.close()
