"""Who came to the form for anonymous feedback can be read nowhere afterwards, whatever way led there."""

import json

import pytest
from sqlalchemy import select

from storage.tables import LateRequest, OutboxPost, Receipt
from tests.scenarios.stage import DM
from tests.slack.person import person

SAID: dict[str, str | list[str] | None] = {
    "text": "My boss is a walrus",
    "sentiment": "negative",
    "source": "team",
    "anonymous": ["yes"],
}


async def rows(stage):
    """Everything that is left of what was asked and answered, as one text."""
    await stage.app.delivery.deliver(stage.now)
    async with stage.app.database.read() as session:
        posts = await session.scalars(select(OutboxPost).where(OutboxPost.key.startswith("answer/")))
        kept = [json.dumps([p.key, p.target, p.address, p.reply, str(p.created_at)]) for p in posts]
        kept += [json.dumps(r.answer) for r in await session.scalars(select(Receipt)) if r.answer]
        kept += [json.dumps(late.body) for late in await session.scalars(select(LateRequest))]
    return "\n".join(kept)


async def by_words(stage):
    await stage.say("U_TOM", "feedback", where=DM)


async def by_typed_label(stage):
    await stage.say("U_TOM", "feedback", where=DM)
    await stage.say("U_TOM", "open form", where=DM)


async def by_a_click_whose_window_stays_shut(stage):
    await stage.say("U_TOM", "feedback", where=DM)
    stage.slack.faults.refuse("views.open", "expired_trigger_id")
    await stage.press("U_TOM", "Open form", where=DM)


@pytest.mark.parametrize("way", [by_words, by_typed_label, by_a_click_whose_window_stays_shut])
async def test_nothing_is_left_of_the_way_to_the_form(northwind, way):
    tom = person(northwind.slack, "U_TOM")
    await way(northwind)
    await northwind.app.delivery.deliver(northwind.now)
    assert (await tom.click("Open form")).is_taken
    answer = await northwind.fill("U_TOM", SAID, where=DM)
    assert "without your name" in answer.text
    left = await rows(northwind)
    assert "walrus" not in left
    assert '"answer/' not in left
    for told in ("U_TOM", tom.direct_messages.id):
        assert told not in left, told


async def test_a_resent_message_that_led_to_the_form_is_not_answered_again(northwind):
    tom = person(northwind.slack, "U_TOM")
    real, payloads = northwind.slack.transport.send, []

    async def note(kind, payload, **more):
        payloads.append((kind, payload))
        return await real(kind, payload, **more)

    northwind.slack.transport.send = note
    await northwind.say("U_TOM", "feedback", where=DM)
    before = len(tom.seen())
    assert (await real(*payloads[0])).status == 200
    await northwind.app.delivery.deliver(northwind.now)
    assert len(tom.seen()) == before


async def test_what_a_button_stands_for_is_not_in_the_outbox(northwind):
    await northwind.say("U_DANA", "kpi leads 103 sep", where=DM)
    async with northwind.app.database.read() as session:
        posts = await session.scalars(select(OutboxPost).where(OutboxPost.key.startswith("answer/")))
        assert all('"updates"' not in json.dumps(post.reply) for post in posts)
    assert "counts as not reported" in (await northwind.press("U_DANA", "Undo", where=DM)).text
