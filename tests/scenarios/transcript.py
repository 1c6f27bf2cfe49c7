"""A story as people read it: the console as a stage that writes down what is said, and what it shows."""

import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select

from domain.plain_text import plain_text
from storage.codec import reply_from_json
from storage.tables import ConsoleMessage
from tests.scenarios.stage import CHANNEL, PEOPLE, ConsoleStage, Seen, Stage, Values, console_stage

DAY = "## {day}"
SAID = "**{who}**{where}: {text}"
PRESSED = "[{label}]"
FILLED = "_fills in_ {values}"
POSTED = "**Headway**{where}:"
IN_PRIVATE = ", privately to {name}"
FOR_ONE = ", for {name} alone"
EDITED = "_(the post changes)_"
DIRECT = "dm:"
BREATH = timedelta(seconds=5)


@dataclass
class Transcript:
    """The console as a stage that writes down whatever is said on it."""

    stage: ConsoleStage
    lines: list[str] = field(default_factory=list)
    seen: dict[int, str] = field(default_factory=dict)
    day: str = ""

    @property
    def now(self) -> datetime:
        """The moment on the stage."""
        return self.stage.now

    @now.setter
    def now(self, moment: datetime) -> None:
        self.stage.now = moment

    async def say(self, who: str, text: str, *, where: str = CHANNEL) -> Seen:
        self._note(who, where, text)
        return await self._after(await self.stage.say(who, text, where=where))

    async def press(self, who: str, label: str, *, where: str = CHANNEL) -> Seen:
        self._note(who, where, PRESSED.format(label=label))
        return await self._after(await self.stage.press(who, label, where=where))

    async def fill(self, who: str, values: Values, *, where: str = CHANNEL) -> Seen:
        entered = "; ".join(
            value if isinstance(value, str) else ", ".join(value) for value in values.values()
        )
        self._note(who, where, FILLED.format(values=entered))
        return await self._after(await self.stage.fill(who, values, where=where))

    async def posts(self, who: str, *, where: str = CHANNEL) -> str:
        return await self.stage.posts(who, where=where)

    async def tick(self, moment: datetime) -> None:
        await self.stage.tick(moment)
        # What waited for its turn in the conversation follows at once.
        await self.stage.app.delivery.deliver(moment + BREATH)
        await self._look()

    def _note(self, who: str, where: str, text: str) -> None:
        self._begin_day()
        place = "" if where == CHANNEL else ", privately"
        self.lines.append(SAID.format(who=PEOPLE[who], where=place, text=text))

    def _begin_day(self) -> None:
        day = f"{self.stage.now:%A} {self.stage.now.day} {self.stage.now:%B}"
        if day != self.day:
            self.day = day
            self.lines.append(DAY.format(day=day))

    async def _after(self, seen: Seen) -> Seen:
        await self.stage.app.delivery.deliver(self.now)
        await self._look()
        return seen

    async def _look(self) -> None:
        """Write down what is new in any conversation, and what changed."""
        async with self.stage.app.database.read() as session:
            rows = (await session.scalars(select(ConsoleMessage).order_by(ConsoleMessage.id))).all()
            shown = [(row.id, row.conversation, row.seen_by, row.reply) for row in rows]
        for row_id, conversation, seen_by, stored in shown:
            text = plain_text(reply_from_json(stored)) if stored else ""
            if text and self.seen.get(row_id) != text:
                self._begin_day()
                self._write(conversation, seen_by, text, is_new=row_id not in self.seen)
                self.seen[row_id] = text

    def _write(self, conversation: str, seen_by: str, text: str, *, is_new: bool) -> None:
        where = ""
        if conversation.startswith(DIRECT):
            where = IN_PRIVATE.format(name=PEOPLE[conversation.removeprefix(DIRECT)])
        elif seen_by:
            where = FOR_ONE.format(name=PEOPLE[seen_by])
        self.lines.append(POSTED.format(where=where) + ("" if is_new else f" {EDITED}"))
        self.lines.append("\n".join(f"> {line}".rstrip() for line in text.splitlines()))


async def transcript_of(story: Callable[[Stage], Awaitable[None]], *, intro: str) -> str:
    """The story as a page."""
    with tempfile.TemporaryDirectory() as folder:
        async with console_stage(f"sqlite+aiosqlite:///{folder}/headway.db") as stage:
            transcript = Transcript(stage)
            await story(transcript)
    return "\n\n".join((intro.rstrip(), *transcript.lines)) + "\n"
