"""Play with the handlers alone: acts go straight to dispatch, answers come back as they are."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import func, insert, select

from domain.chat import Act, Address, Answer, Click, Form, OpenForm, Reply, Request, Say, Sender, SubmitForm
from domain.plain_text import plain_text
from handlers import BUILDERS
from handlers.dispatch import dispatch
from handlers.services import Services
from handlers.turn import CalendarUrl, ReportUrl
from scheduler.delivery import Delivery
from storage.codec import reply_from_json
from storage.database import Database
from storage.outbox_edits import GATHERED
from storage.tables import Base, Engagement, Kpi, Membership, OutboxPost
from tests.fakes import FakeMessenger

MONDAY = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)
CHANNEL, OTHER_CHANNEL, FREE_CHANNEL, DM = "#northwind", "#birch", "#free", "dm"
NAMES = {
    "U_DANA": "Dana Reed",
    "U_TOM": "Tom Hale",
    "U_KIT": "Kit Larkspur",
    "U_ANN": "Ann Berg",
    "U_LEO": "Leo Stone",
}
USUAL = {
    "currency": "GBP",
    "zone": "Europe/London",
    "locale": "en-GB",
    "kpis": ("revenue", "qualified_leads", "cost_per_lead"),
}
OUTSIDE = "I can only talk about the engagement you belong to here."
# To somebody in direct messages who belongs to none.
NOWHERE = f"{OUTSIDE} Ask whoever leads the work with your client here to add you: `members add`."


@dataclass
class Play:
    """A stage without a platform: whoever acts, where, at which moment."""

    database: Database
    now: datetime = MONDAY
    can_open_form: bool = True
    calendar_url: CalendarUrl | None = None
    report_url: ReportUrl | None = None
    keys: int = 0
    messenger: FakeMessenger = field(default_factory=FakeMessenger)
    last: dict[tuple[str, str], Answer] = field(default_factory=dict)

    async def act(self, who: str, act: Act, *, where: str = CHANNEL, key: str = "", **sender: Any) -> Answer:
        """Let somebody do something; the answer is kept as the last one there."""
        self.keys += 1
        request = Request(
            key=key or f"act-{self.keys}",
            sender=replace(Sender(account=who, name=NAMES.get(who, who), is_guest=False), **sender),
            address=address(who, where),
            act=act,
            can_open_form=self.can_open_form,
        )
        services = Services(
            database=self.database, calendar_url=self.calendar_url, report_url=self.report_url
        )
        answer = await dispatch(services, request, now=self.now)
        self.last[who, where] = answer
        return answer

    async def ask(self, who: str, text: str, *, where: str = CHANNEL, key: str = "") -> Answer:
        """Let somebody say something to Headway."""
        return await self.act(who, Say(text=text), where=where, key=key)

    async def say(self, who: str, text: str, *, where: str = CHANNEL, key: str = "") -> str:
        """Let somebody say something, and give the answer in plain words."""
        return plain_text(await self.ask(who, text, where=where, key=key))

    async def press(self, who: str, label: str, *, where: str = CHANNEL, key: str = "") -> str:
        """Press a button of the last answer to this person there."""
        return await self.click(who, button(self.last[who, where], label), where=where, key=key)

    async def click(self, who: str, token: str, *, where: str = CHANNEL, key: str = "") -> str:
        """Press the button with this token."""
        return plain_text(await self.act(who, Click(button=token), where=where, key=key))

    async def open(self, who: str, form: str, *, where: str = CHANNEL, **args: Any) -> Answer:
        """Ask for a form by its registered name."""
        return await self.act(who, OpenForm(form=form, args=args), where=where)

    async def fill(self, who: str, *, where: str = CHANNEL, **values: Any) -> Answer:
        """Send the form that was shown last, with these values instead of what stands in it."""
        form = self.last[who, where]
        assert isinstance(form, Form), plain_text(form)
        return await self.send(who, form, where=where, **values)

    async def send(
        self, who: str, form: Form, *, where: str = CHANNEL, key: str = "", **values: Any
    ) -> Answer:
        """Send this form, with these values instead of what stands in it."""
        entered = {f.name: f.value for f in form.fields}
        for name, value in values.items():
            entered[name] = (value,) if isinstance(value, str) else tuple(value)
        return await self.act(who, SubmitForm(form=form.id, values=entered), where=where, key=key)

    async def pass_time(self, **parts: float) -> None:
        """Let some time pass."""
        self.now += timedelta(**parts)

    async def deliver(self) -> None:
        """Let everything go out that waits, edits as well."""
        spread = Random(1)  # noqa: S311 - spreads attempts, guards nothing
        messengers = {"test": self.messenger}
        delivery = Delivery(database=self.database, messengers=messengers, builders=BUILDERS, random=spread)
        await delivery.deliver(self.now + GATHERED)

    async def rows(self, table: type[Base], *conditions: Any) -> list[Any]:
        """The rows of a table, oldest first."""
        key = next(iter(table.__table__.primary_key))
        async with self.database.read() as session:
            found = list(await session.scalars(select(table).where(*conditions).order_by(key)))
            session.expunge_all()
            return found

    async def counts(self) -> dict[str, int]:
        """How many rows there are, by table."""
        async with self.database.read() as session:
            return {
                name: await session.scalar(select(func.count()).select_from(table)) or 0
                for name, table in Base.metadata.tables.items()
            }

    async def change(self, statement: Any) -> None:
        """Change rows behind everybody's back."""
        async with self.database.write() as session:
            await session.execute(statement)

    async def posts(self, who: str) -> list[Reply]:
        """What Headway decided to post to this person's direct messages."""
        rows = await self.rows(OutboxPost, OutboxPost.target.endswith(f"@{who}"))
        return [reply_from_json(row.reply) for row in rows]

    async def set_up(
        self, who: str = "U_DANA", *, name: str = "Northwind Ltd", where: str = CHANNEL, **values: Any
    ) -> None:
        """Set up an engagement in the channel; `team` are accounts that have spoken before."""
        for account in (*values.get("team", ()), values.get("ceo", "")):
            if account:
                await self.ask(account, "help", where=DM)
        await self.ask(who, "setup", where=where)
        answer = await self.fill(who, where=where, **{"name": name, **USUAL, **values})
        assert isinstance(answer, Reply), plain_text(answer)
        assert f"{name} is set up" in plain_text(answer)

    async def join(self, who: str, role: str) -> None:
        """Let somebody belong to the first engagement, in any role."""
        await self.ask(who, "help", where=DM)
        async with self.database.read() as session:
            person = await session.scalar(
                select(Base.metadata.tables["accounts"].c.person_id).where(
                    Base.metadata.tables["accounts"].c.external_id == who
                )
            )
            engagement = await session.scalar(select(Engagement.id).order_by(Engagement.id).limit(1))
        row = {
            "engagement_id": engagement,
            "person_id": person,
            "role": role,
            "area": "",
            "started_at": self.now,
        }
        await self.change(insert(Membership).values(row))

    async def kpi(self, key: str) -> Kpi:
        """The KPI with this key."""
        (row,) = await self.rows(Kpi, Kpi.key == key)
        assert isinstance(row, Kpi)
        return row


def address(who: str, where: str) -> Address:
    """The channel, or the direct messages of whoever acts."""
    here = {"platform": "test", "workspace": "W1"}
    return Address(**here, account=who) if where == DM else Address(**here, conversation=where)


def button(answer: Answer, label: str) -> str:
    """The token of the first button with this label."""
    assert isinstance(answer, Reply), plain_text(answer)
    return next(b.id for b in answer.buttons if b.label == label)


def labels(answer: Answer) -> list[str]:
    """The labels of the buttons, in order."""
    assert isinstance(answer, Reply), plain_text(answer)
    return [b.label for b in answer.buttons]


def errors(answer: Answer) -> dict[str, str]:
    """What is wrong with the form: by field, and of the whole under ""."""
    assert isinstance(answer, Form), plain_text(answer)
    found = {f.name: f.error for f in answer.fields if f.error}
    return found | ({"": answer.error} if answer.error else {})
