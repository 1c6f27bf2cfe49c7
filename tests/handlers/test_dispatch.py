"""Once, in one transaction, with every error turned into words."""

import re

import pytest
import structlog
from sqlalchemy import delete

from domain.chat import Form, Reply, Say, SubmitForm
from domain.errors import UserError
from domain.plain_text import plain_text
from handlers import ROUTES
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import history
from storage.tables import HistoryEvent, KpiUpdate, Offer, Receipt
from tests.handlers.play import MONDAY, Play, button, errors

LINES = (
    "kpi leads 103 sep",
    'kpi fix leads 97 sep "a slip"',
    "kpi add churn",
    "kpi retire cpl",
    "members role @Tom Hale ceo",
    "members remove @Tom Hale",
    "settings zone Europe/Paris",
    '- feedback "x"',
    'feedback - "too slow" customer',
    "feedback acknowledge 1",
    "kpi leads many",
    "card",
    "nonsense",
)


async def test_a_resend_of_every_kind_of_line_changes_nothing_and_gets_the_same_answer(northwind):
    for at, line in enumerate(LINES):
        first = await northwind.ask("U_DANA", line, key=f"line-{at}")
        counts = await northwind.counts()
        assert await northwind.ask("U_DANA", line, key=f"line-{at}") == first, line
        assert await northwind.counts() == counts, line


async def test_a_resent_click_changes_nothing_and_gets_the_same_answer(northwind):
    answer = await northwind.ask("U_DANA", "kpi leads 103 sep")
    first = await northwind.click("U_DANA", button(answer, "Undo"), key="press")
    counts = await northwind.counts()
    assert await northwind.click("U_DANA", button(answer, "Undo"), key="press") == first
    assert await northwind.counts() == counts


async def test_a_form_sent_twice_is_saved_once_and_answered_the_same(northwind):
    form = await northwind.ask("U_DANA", "kpi")
    first = await northwind.send("U_DANA", form, key="one", **{"qualified_leads:2026-10": "103"})
    counts = await northwind.counts()
    again = await northwind.send("U_DANA", form, key="two", **{"qualified_leads:2026-10": "999"})
    assert again == first
    assert await northwind.counts() == counts


async def test_a_form_with_an_error_is_shown_again_and_then_saved(northwind):
    form = await northwind.ask("U_DANA", "kpi")
    field = "qualified_leads:2026-10"
    again = await northwind.send("U_DANA", form, **{field: "a lot"})
    assert isinstance(again, Form)
    assert again.id == form.id
    assert 'could not read "a lot"' in errors(again)[field]
    assert next(f.value for f in again.fields if f.name == field) == ("a lot",)
    kept = len(await northwind.rows(Receipt))
    assert "103" in plain_text(await northwind.send("U_DANA", form, **{field: "103"}))
    assert len(await northwind.rows(Receipt)) == kept + 1


async def test_a_form_is_saved_by_the_person_alone_to_whom_it_was_shown(northwind):
    form = await northwind.ask("U_DANA", "kpi")
    field = "qualified_leads:2026-10"
    stranger = plain_text(await northwind.send("U_TOM", form, **{field: "1"}))
    assert stranger == "That was offered to somebody else. Nothing was changed."
    assert "Recorded" in plain_text(await northwind.send("U_DANA", form, **{field: "103"}))
    assert plain_text(await northwind.send("U_TOM", form, **{field: "1"})) == stranger
    assert plain_text(await northwind.send("U_KIT", form, **{field: "1"})) == stranger


async def test_an_old_form_is_harmless(northwind):
    form = await northwind.ask("U_DANA", "kpi")
    await northwind.pass_time(hours=24)
    said = plain_text(await northwind.send("U_DANA", form, **{"qualified_leads:2026-10": "103"}))
    assert "old message" in said
    unknown = await northwind.act("U_DANA", SubmitForm(form="made-up", values={}))
    assert "old message" in plain_text(unknown)
    assert await northwind.rows(KpiUpdate) == []


async def test_a_form_whose_receipt_is_swept_is_still_saved_once(northwind):
    form = await northwind.ask("U_DANA", "kpi")
    await northwind.send("U_DANA", form, **{"qualified_leads:2026-10": "103"})
    await northwind.change(delete(Receipt))
    said = plain_text(await northwind.send("U_DANA", form, **{"qualified_leads:2026-10": "5"}))
    assert said == "This form was saved already. Nothing was changed again."


async def test_an_unknown_form_is_harmless(northwind):
    assert "old message" in plain_text(await northwind.open("U_DANA", "no such form"))


@pytest.fixture
def breaking_command(monkeypatch):
    """A command that writes and then breaks, and one that writes and then refuses."""
    router = Router()

    async def _write(turn: EngagementTurn) -> None:
        await history.add(
            turn.session,
            engagement_id=turn.engagement.id,
            at=turn.now,
            person_id=turn.person.id,
            subject="engagement",
            what="half done",
            source=turn.source,
        )
        turn.engagement.name = "Half done"
        await turn.session.flush()

    @router.command("break", action=None, usage="", summary="")
    async def break_(turn: EngagementTurn, text: str) -> Reply:
        await _write(turn)
        raise ZeroDivisionError(text)

    @router.command("refuse", action=None, usage="", summary="")
    async def refuse(turn: EngagementTurn, text: str) -> Reply:
        await _write(turn)
        raise UserError("Not like this.")

    for name, route in router.commands.items():
        monkeypatch.setitem(ROUTES.commands, name, route)


async def test_a_refusal_undoes_everything_of_the_handler(northwind, breaking_command):
    before = await northwind.counts()
    assert await northwind.say("U_DANA", "refuse") == "Not like this."
    after = await northwind.counts()
    assert after == before | {"receipts": before["receipts"] + 1}
    assert "Northwind Ltd" in await northwind.say("U_DANA", "card")


async def test_an_unexpected_error_undoes_everything_and_leaves_a_reference(northwind, breaking_command):
    before = await northwind.counts()
    with structlog.testing.capture_logs() as logs:
        said = await northwind.say("U_DANA", "break secret words", key="broken")
    reference = re.search(r"reference: (\w{8})\.", said)
    assert reference is not None
    assert "secret" not in said
    (line,) = [entry for entry in logs if entry["event"] == "request_failed"]
    assert (line["reference"], line["act"], line["log_level"]) == (reference[1], "Say", "error")
    assert line["exc_info"]
    assert not any("secret" in str(value) for value in line.values())
    assert await northwind.counts() == before
    assert "Recorded" in await northwind.say("U_DANA", "kpi leads 1", key="broken")


async def test_reading_leaves_no_receipt(northwind):
    before = await northwind.counts()
    for text in ("card", "kpi list", "kpi show leads", "members", "help", "kpi why leads sep", "history"):
        await northwind.say("U_DANA", text)
    assert await northwind.counts() == before


async def test_words_not_meant_for_us_are_left_alone(northwind):
    answer = await northwind.act("U_DANA", Say(text="what a lovely day", is_addressed=False))
    assert answer == Reply()
    hint = await northwind.act("U_DANA", Say(text="kpi lits", is_addressed=False))
    assert plain_text(hint) != ""


@pytest.mark.parametrize("text", ["", " ", "/headway", "headway", "/"])
async def test_nothing_typed_points_to_help(northwind, text):
    assert await northwind.say("U_DANA", text) == "Type `help` to see what I can do."


async def test_every_answer_is_dated_by_the_moment_it_was_asked(northwind):
    await northwind.say("U_DANA", "kpi leads 103 sep")
    assert {event.at for event in await northwind.rows(HistoryEvent)} == {MONDAY}
    assert {offer.created_at for offer in await northwind.rows(Offer)} == {MONDAY}


async def test_text_that_no_database_keeps_is_refused_and_nothing_is_saved(play_on_both: Play):
    await play_on_both.set_up()
    before = await play_on_both.counts()
    with structlog.testing.capture_logs():
        said = await play_on_both.say("U_DANA", 'feedback - "half a pair \ud800" customer')
    assert "nothing was saved" in said
    assert await play_on_both.counts() == before
