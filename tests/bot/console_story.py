"""A small Headway for the browser to talk with, and what a person does there."""

import re

from playwright.async_api import Page, expect

from domain.chat import (
    Answer,
    Button,
    Buttons,
    Field,
    Fields,
    Form,
    Heading,
    Option,
    Paragraph,
    Reply,
    Request,
    Say,
    SubmitForm,
    Table,
    Upload,
    note,
    one,
    reply,
)
from storage import console
from storage.codec import to_json
from storage.console import NewMessage
from storage.offers import Place, save_buttons
from tests.browser import NOON, Room

KPIS = tuple(
    Option(value=f"k{number}", label=f"Number {number}", group="Demand" if number < 7 else "Money")
    for number in range(14)
)
YES_NO = (Option(value="y", label="Yes"), Option(value="n", label="No"))


def numbers_form(entered: str = "", error: str = "") -> Form:
    return Form(
        title="Numbers",
        intro="What happened?",
        id="f1",
        fields=(
            Field(
                name="leads", label="Leads", kind="number", hint="like 41.5k", value=(entered,), error=error
            ),
            Field(name="note", label="Note", kind="long_text", is_required=False),
            Field(name="kpis", label="KPIs", kind="choices", options=KPIS, value=("k1",)),
            Field(name="sure", label="Sure?", kind="choice", options=YES_NO, value=("y",)),
            Field(name="more", label="Which", kind="choice", options=KPIS, is_required=False),
            Field(name="day", label="Day", kind="date", is_required=False),
            Field(name="who", label="Who", kind="person", is_required=False),
        ),
    )


def story(request: Request) -> Answer:
    """What a small Headway would answer."""
    match request.act:
        case Say(text=text):
            known: dict[str, Answer] = {"kpi": numbers_form(), "card": card()}
            return known.get(text, reply("Recorded.", everyone=True))
        case SubmitForm(values=values) if not one(values, "leads").isdecimal():
            return numbers_form(one(values, "leads"), "I could not read that number.")
        case SubmitForm():
            return Reply(blocks=(Paragraph(("Kept without your name.",)),), is_off_record=True)
        case Upload(data=data):
            return reply(f"I read {len(data)} bytes.")
        case _:
            return reply("Undone.", everyone=True)


def card() -> Reply:
    rows = ((("Leads",), ("103",)), (("Cost per lead",), ("219",)))
    buttons = (Button(label="Undo", route="u", id="none"), Button(label="Why?", route="w", id="none2"))
    return reply(
        Heading("Alder Clinics"),
        Fields((("Zone", ("Europe/Berlin",)), ("Currency", ("EUR",)))),
        Table(("KPI", "September"), rows, (1,)),
        note("as of today"),
        Buttons(buttons),
        everyone=True,
    )


async def go(page: Page, room: Room, who: str = "U_AYA", where: str = "%23general") -> None:
    await page.goto(f"{room.url}?as={who}&in={where}")
    await expect(page.locator("#title")).to_have_text(re.compile(r"#|Headway"))
    await expect(page.locator("#person")).to_have_value(who)


async def say(page: Page, text: str) -> None:
    await page.fill("#words", text)
    await page.press("#words", "Enter")


async def post_with_button(room: Room, key: str = "posted") -> None:
    made = reply("Leads: 103.", Buttons((Button(label="Undo", route="u"),)))
    async with room.database.write() as session:
        stored = await save_buttons(
            session, made, Place(engagement_id=None, person_id=None, conversation="#general", now=NOON)
        )
        message = NewMessage(conversation="#general", key=key, reply=to_json(stored))
        await console.add_message(session, message, now=NOON)
    room.changes.announce()
