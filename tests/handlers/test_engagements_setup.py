"""Setting up an engagement."""

import pytest
from sqlalchemy import update

from domain.chat import Click, Form, Say
from domain.permissions import Role
from domain.plain_text import plain_text
from storage.tables import Account, Engagement, HistoryEvent, Kpi, Membership, OutboxPost
from tests.handlers.play import CHANNEL, DM, FREE_CHANNEL, OUTSIDE, button, errors, labels


@pytest.mark.parametrize("is_guest", [True, None])
async def test_a_guest_and_an_unknown_kind_of_account_are_told_whom_to_ask(play, is_guest):
    answer = await play.act("U_KIT", Say(text="setup"), is_guest=is_guest)
    assert "Ask a full member of the organisation that I was added to" in plain_text(answer)


async def test_a_direct_message_is_not_the_place(play):
    assert "Go to that channel" in await play.say("U_DANA", "setup", where=DM)


async def test_a_channel_holds_one_engagement(northwind):
    assert "lives in this channel already" in await northwind.say("U_DANA", "setup")


async def test_an_outsider_is_not_told_what_lives_in_the_channel(northwind):
    assert await northwind.say("U_KIT", "setup") == OUTSIDE


async def test_a_form_of_a_channel_that_was_taken_meanwhile_is_shown_again(play):
    form = await play.ask("U_KIT", "setup")
    await play.set_up()
    assert errors(await play.send("U_KIT", form, name="Mine"))[""] == OUTSIDE
    assert len(await play.rows(Engagement)) == 1


@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({"name": "  "}, "name", "write the client's name"),
        ({"name": "x" * 81}, "name", "80 letters"),
        ({"zone": "Mars"}, "zone", "time zone"),
        ({"currency": "€"}, "currency", "currency"),
        ({"locale": "klingon"}, "locale", "locale"),
        ({"role": "emperor"}, "role", "pick one"),
        ({"role": "team"}, "role", "pick one"),
        ({"use_case": "fun"}, "use_case", "pick one"),
        ({"team": ["U_NOBODY"]}, "", "I can't see that person"),
    ],
)
async def test_what_is_wrong_is_said_and_nothing_is_half_set_up(play, values, field, said):
    await play.ask("U_DANA", "setup")
    assert said in errors(await play.fill("U_DANA", **{"name": "Northwind", **values}))[field]
    counts = await play.counts()
    names = ("engagements", "engagement_channels", "memberships", "kpis", "history", "outbox")
    assert [counts[name] for name in names] == [0] * 6


async def test_the_name_after_setup_stands_in_the_form(play):
    form = await play.ask("U_DANA", "setup Northwind Ltd")
    assert isinstance(form, Form)
    assert form.fields[0].value == ("Northwind Ltd",)


async def test_a_name_is_used_once_by_each_person(northwind):
    await northwind.ask("U_DANA", "setup", where=FREE_CHANNEL)
    wrong = errors(await northwind.fill("U_DANA", where=FREE_CHANNEL, name="northwind ltd"))
    assert "this name already" in wrong["name"]
    await northwind.set_up("U_KIT", where="#kit")


@pytest.mark.parametrize(
    ("role", "ceo", "status"),
    [
        ("cmo", "U_TOM", "active"),
        ("cmo", "", "discovery"),
        ("marketing_director", "U_TOM", "discovery"),
        ("cmo", "U_DANA", "discovery"),
    ],
)
async def test_it_is_active_once_cmo_and_ceo_are_here(play, role, ceo, status):
    await play.set_up(role=role, ceo=ceo)
    (engagement,) = await play.rows(Engagement)
    assert engagement.status == status


async def test_somebody_who_is_named_twice_joins_once_and_as_ceo(play):
    await play.set_up(team=["U_TOM", "U_TOM", "U_DANA"], ceo="U_TOM")
    roles = [member.role for member in await play.rows(Membership)]
    assert roles == [Role.CMO, Role.CLIENT_CEO]
    told = [event.what for event in await play.rows(HistoryEvent, HistoryEvent.subject == "engagement")]
    assert told == ["set up Northwind Ltd", "added Tom Hale as client CEO"]


async def test_an_engagement_without_revenue_is_asked_about(play):
    await play.ask("U_DANA", "setup")
    answer = await play.fill("U_DANA", name="Northwind", kpis=["qualified_leads"])
    assert labels(answer) == [
        *("Add revenue KPI", "Go on without", "Paste past months", "First assumption"),
        *("Who gets what, when", "Undo"),
    ]
    assert "Noted" in await play.press("U_DANA", "Go on without")
    play.last["U_DANA", CHANNEL] = answer
    assert "Revenue is followed now" in await play.press("U_DANA", "Add revenue KPI")


async def test_undo_frees_the_channel_and_the_name_and_keeps_the_story(northwind):
    assert "the channel is free again" in await northwind.say("U_DANA", "undo")
    assert "No engagement lives" in await northwind.say("U_TOM", "card")
    assert (await northwind.say("U_TOM", "card", where=DM)).startswith(OUTSIDE)
    told = [event.what for event in await northwind.rows(HistoryEvent)]
    assert told[-1] == "undid setting up Northwind Ltd"
    await northwind.set_up()
    assert [row.key for row in await northwind.rows(Engagement)][-1] == "northwind_ltd"


async def test_the_welcome_card_is_posted_once_to_the_channel(northwind):
    (post,) = await northwind.rows(OutboxPost)
    assert (post.key, post.target) == (f"welcome/1/1/{CHANNEL}", f"test/W1/{CHANNEL}")


async def test_kpis_stand_in_the_order_in_which_they_were_picked_with_their_lead_as_owner(northwind):
    rows = await northwind.rows(Kpi)
    assert [row.key for row in rows] == ["revenue", "qualified_leads", "cost_per_lead"]
    assert len({row.owner_id for row in rows}) == 1


async def test_somebody_of_whom_the_platform_said_nothing_is_asked_to_try_again(play):
    answer = await play.act("U_KIT", Say(text="setup"), is_guest=None)
    assert "I could not find out whether you are a full member" in plain_text(answer)
    answer = await play.act("U_KIT", Say(text="setup"), is_guest=True)
    assert "could not find out" not in plain_text(answer)


async def test_whoever_left_is_not_offered_in_the_form(play):
    await play.say("U_TOM", "help", where=DM)
    await play.change(update(Account).values(left_at=play.now))
    form = await play.ask("U_DANA", "setup")
    assert isinstance(form, Form)
    assert [field.options for field in form.fields if field.name in ("ceo", "team")] == [(), ()]


@pytest.mark.parametrize(("text", "is_said"), [("setup", False), ("setup WRONGCODE", True)])
async def test_a_guest_whose_words_are_no_code_is_told_that_they_are_none(play, text, is_said):
    said = plain_text(await play.act("U_KIT", Say(text=text), is_guest=True))
    assert ("is no setup code that works" in said) == is_said
    assert "Guests and people of other companies need a setup code." in said


async def test_the_form_is_not_drawn_again_once_the_channel_is_taken(play):
    play.can_open_form = False
    offered = await play.ask("U_DANA", "setup")
    play.can_open_form = True
    await play.set_up("U_DANA", name="Northwind Ltd")
    told = await play.act("U_DANA", Click(button=button(offered, "Open form")))
    assert "An engagement lives in this channel already" in plain_text(told)
