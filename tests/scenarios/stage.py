"""Where stories are told: each platform is a stage, and every story runs on all of them."""

import json
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any, Protocol

from aiohttp import ClientSession
from aiohttp.test_utils import TestServer
from sqlalchemy import select

from bot.app import App, build
from bot.cli.ticking import tick_once
from bot.console.routes import CONSOLE
from bot.settings import Settings
from domain.chat import Reply
from domain.plain_text import plain_text
from storage import console, schema
from storage.codec import reply_from_json
from storage.database import Database
from storage.tables import ConsoleMessage

MONDAY = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)
CHANNEL = "#northwind"
DM = "dm"
PEOPLE = {"U_DANA": "Dana Reed", "U_TOM": "Tom Hale", "U_KIT": "Kit Larkspur"}

Values = Mapping[str, str | list[str]]


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What a person sees in answer: words, buttons, or a form with its errors."""

    text: str
    buttons: tuple[str, ...] = ()
    has_form: bool = False


class Stage(Protocol):
    """One platform, played by people."""

    now: datetime

    async def say(self, who: str, text: str, *, where: str = CHANNEL) -> Seen:
        """Type the text."""

    async def press(self, who: str, label: str, *, where: str = CHANNEL) -> Seen:
        """Press a button of the last answer to this person there."""

    async def fill(self, who: str, values: Values, *, where: str = CHANNEL) -> Seen:
        """Send the form that was shown last to this person there; what is left out stays as it was."""

    async def posts(self, who: str, *, where: str = CHANNEL) -> str:
        """What Headway posted there by itself, as this person sees it."""

    async def tick(self, moment: datetime) -> None:
        """Let it be that moment, and let Headway do whatever is due by then."""


@dataclass
class ConsoleStage:
    """The console, over HTTP as its page speaks it."""

    app: App
    http: ClientSession
    origin: str
    now: datetime = MONDAY
    keys: int = 0
    last: dict[tuple[str, str], Reply] = field(default_factory=dict)
    forms: dict[tuple[str, str], str] = field(default_factory=dict)

    async def say(self, who: str, text: str, *, where: str = CHANNEL) -> Seen:
        return await self._act(who, where, {"kind": "say", "text": text})

    async def press(self, who: str, label: str, *, where: str = CHANNEL) -> Seen:
        button = next(b for b in self.last[who, where].buttons if b.label == label)
        return await self._act(who, where, {"kind": "click", "button": button.id})

    async def fill(self, who: str, values: Values, *, where: str = CHANNEL) -> Seen:
        html = self.forms[who, where]
        entered = {**_entered(html), **{k: [v] if isinstance(v, str) else v for k, v in values.items()}}
        form = re.search(r'<form class="form" data-id="([^"]*)"', html)
        assert form is not None
        return await self._act(who, where, {"kind": "submit_form", "form": form[1], "values": entered})

    async def posts(self, who: str, *, where: str = CHANNEL) -> str:
        await self.app.delivery.deliver(self.now)
        replies = [m for m in await self._messages(who, where) if not m.key_is_ours]
        for shown in replies:
            self.last[who, where] = shown.reply
        return "\n".join(plain_text(shown.reply) for shown in replies)

    async def tick(self, moment: datetime) -> None:
        self.now = moment
        await tick_once(self.app, moment)

    async def _act(self, who: str, where: str, act: dict[str, Any]) -> Seen:
        self.keys += 1
        key = f"story-{self.keys:06}"
        body = {"as": who, "in": _place(who, where), "key": key, "act": act}
        headers = {"X-Page-Token": self.app.web[CONSOLE].token, "Origin": self.origin}
        async with self.http.post("/console/act", json=body, headers=headers) as response:
            answer = await response.json()
            assert response.status == 200, answer
        if "form" in answer:
            self.forms[who, where] = answer["form"]
            return Seen(text=_words(answer["form"]), has_form=True)
        if "notice" in answer:
            return Seen(text=_words(answer["notice"]))
        return await self._last_answer(who, where, key)

    async def _last_answer(self, who: str, where: str, key: str) -> Seen:
        for shown in reversed(await self._messages(who, where)):
            if key in shown.key and shown.key_is_ours:
                self.last[who, where] = shown.reply
                labels = tuple(button.label for button in shown.reply.buttons)
                return Seen(text=plain_text(shown.reply), buttons=labels)
        return Seen(text="")

    async def _messages(self, who: str, where: str) -> list["Shown"]:
        async with self.app.database.read() as session:
            rows = await session.scalars(
                select(ConsoleMessage)
                .where(ConsoleMessage.conversation == _place(who, where))
                .where(ConsoleMessage.seen_by.in_(("", who)), ConsoleMessage.reply.is_not(None))
                .order_by(ConsoleMessage.id)
            )
            return [Shown(key=row.key, reply=reply_from_json(row.reply or {})) for row in rows]


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A reply as it stands in a conversation."""

    key: str
    reply: Reply

    @property
    def key_is_ours(self) -> bool:
        """Whether it answers an act of this story."""
        return self.key.endswith(":answered")


def _place(who: str, where: str) -> str:
    return f"dm:{who}" if where == DM else where


def _words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def _entered(html: str) -> dict[str, list[str]]:
    """What stands in the fields of a form, as the page would send it."""
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", html):
        name, value = _attribute(tag, "name"), _attribute(tag, "value")
        if name and (_attribute(tag, "type") not in ("checkbox", "radio") or " checked" in tag):
            found.setdefault(name, []).append(value)
    for name, inner in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', html, re.DOTALL):
        found[name] = [unescape(v) for v in re.findall(r'<option value="([^"]*)" selected', inner)] or [""]
    for name, inner in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', html, re.DOTALL):
        found[name] = [unescape(inner.strip())]
    return found


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\s{name}="([^"]*)"', tag)
    return unescape(found[1]) if found else ""


@asynccontextmanager
async def console_stage(database_url: str) -> AsyncIterator[ConsoleStage]:
    """The real application on a real port, with three people and a free channel."""
    stages: list[ConsoleStage] = []
    app = build(Settings(database_url=database_url, console=True), clock=lambda: stages[0].now)
    await schema.migrate(app.database)
    async with app.database.write() as session:
        for account, name in PEOPLE.items():
            await console.add_person(session, account=account, name=name, now=MONDAY)
        await console.add_channel(session, name=CHANNEL, now=MONDAY)
    server = TestServer(app.web, host="127.0.0.1")
    await server.start_server()
    async with ClientSession(base_url=server.make_url("/")) as http:
        stages.append(ConsoleStage(app, http, str(server.make_url("")).rstrip("/")))
        yield stages[0]
    await server.close()
    await app.database.close()


@dataclass
class TerminalStage:
    """The command line, a process for each line."""

    environment: dict[str, str]
    now: datetime = MONDAY
    posted: list[str] = field(default_factory=list)

    async def say(self, who: str, text: str, *, where: str = CHANNEL) -> Seen:
        return self._run("--as", who, "--in", where, "--", text)

    async def press(self, who: str, label: str, *, where: str = CHANNEL) -> Seen:
        return await self.say(who, label.lower(), where=where)

    async def fill(self, who: str, values: Values, *, where: str = CHANNEL) -> Seen:
        return self._run("--as", who, "--in", where, "--form", json.dumps(values))

    async def posts(self, who: str, *, where: str = CHANNEL) -> str:
        return "\n".join(self.posted)

    async def tick(self, moment: datetime) -> None:
        self.now = moment
        self._tick()

    def _tick(self) -> None:
        words = [sys.executable, "-m", "bot", "tick", "--at", self.now.isoformat()]
        done = subprocess.run(words, env=self.environment, capture_output=True, text=True, check=True)
        self.posted.append(done.stdout)

    def _run(self, *arguments: str) -> Seen:
        self.now += timedelta(seconds=1)
        words = [sys.executable, "-m", "bot", "say", "--json", "--at", self.now.isoformat(), *arguments]
        done = subprocess.run(words, env=self.environment, capture_output=True, text=True, check=False)
        assert not done.stderr, done.stderr
        answer = json.loads(done.stdout)
        self.posted += [post["text"] for post in answer["posts"]]
        buttons = [
            b["label"] for block in answer.get("blocks", []) for b in block.get("items", []) if "label" in b
        ]
        return Seen(text=answer["text"], buttons=tuple(buttons), has_form=answer["kind"] == "form")


async def terminal_stage(database_url: str) -> TerminalStage:
    """The command line over a migrated database with three people and a free channel."""
    database = Database(database_url)
    await schema.migrate(database)
    async with database.write() as session:
        for account, name in PEOPLE.items():
            await console.add_person(session, account=account, name=name, now=MONDAY)
        await console.add_channel(session, name=CHANNEL, now=MONDAY)
    await database.close()
    return TerminalStage(environment={**os.environ, "DATABASE_URL": database_url})
