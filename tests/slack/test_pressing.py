"""What people press and fill in arrives as Slack sends it, and does to the screen what the app answers."""

import pytest
from aiohttp import ClientSession

from tests.slack.kit import buttons, field, home, modal, option, plain, section
from tests.slack.person import person
from tests.slack.refusals import Refused
from tests.slack.seeing import labels, words

ONE = {"channel": "C_NORTHWIND", "text": "One"}
TEXT = {"type": "plain_text_input"}
OWNERS = {"type": "external_select", "placeholder": plain("Who?")}


async def open_form(client, dana, *fields, **more):
    """Put a form before Dana."""
    await client.views_open(trigger_id=dana.trigger_id(), view=modal(*fields, **more))


async def answer_with(app, kind, **answer):
    """Let the app answer one kind of interaction with its acknowledgement."""

    async def say(*, ack, **_rest):
        await ack(**answer)

    app.does[kind] = say


async def test_a_button_in_a_message_brings_the_message_and_where_to_answer(app, client, dana):
    posted = await client.chat_postMessage(
        channel="C_NORTHWIND", text="One", blocks=[buttons("Undo", "Keep")]
    )
    await dana.click("Undo", where="#northwind")
    body = app.heard[0]
    assert body["container"] == {
        "type": "message",
        "message_ts": posted["ts"],
        "channel_id": "C_NORTHWIND",
        "is_ephemeral": False,
    }
    action = body["actions"][0]
    assert (action["action_id"], action["value"], action["block_id"]) == ("undo", "v-undo", "buttons")
    assert body["message"]["text"] == "One"


async def test_a_button_only_one_person_sees_comes_without_its_message(app, client, dana, tom):
    await client.chat_postEphemeral(
        channel="C_NORTHWIND", user="U_DANA", text="One", blocks=[buttons("Undo")]
    )
    await dana.click("v-undo", where="#northwind")
    assert app.heard[0]["container"]["is_ephemeral"] is True
    assert "message" not in app.heard[0]
    with pytest.raises(LookupError):
        await tom.click("Undo", where="#northwind")


async def test_a_response_url_replaces_deletes_and_ends_after_five_uses(app, slack, client, dana):
    await client.chat_postEphemeral(
        channel="C_NORTHWIND", user="U_DANA", text="One", blocks=[buttons("Undo")]
    )
    await dana.click("Undo", where="#northwind")
    url = app.heard[0]["response_url"]
    async with ClientSession() as http:
        assert await post(http, url, {"text": "Undone", "replace_original": True}) == (200, "")
        assert [(m.text, m.blocks) for m in dana.seen("#northwind")] == [("Undone", [])]
        assert await post(http, url, {"replace_original": True}) == (400, "no_text")
        assert await post(http, url, {"text": "For all", "response_type": "in_channel"}) == (200, "")
        assert await post(http, url, {"delete_original": True}) == (200, "")
        assert [m.text for m in dana.seen("#northwind")] == ["For all"]
        assert await post(http, url, {"text": "Five"}) == (200, "")
        assert await post(http, url, {"text": "Six"}) == (404, "used_url")


async def test_a_response_url_ends_after_thirty_minutes(app, slack, dana):
    await dana.slash_command("/kpi")
    slack.world.clock.move_on(30 * 60)
    async with ClientSession() as http:
        assert await post(http, app.heard[0]["response_url"], {"text": "Late"}) == (404, "expired_url")


async def post(http, url, body):
    """Post an answer, and say the status and the error."""
    async with http.post(url, json=body) as response:
        return response.status, (await response.json()).get("error", "")


async def test_a_button_opens_a_form_in_time(app, client, dana):
    async def show(*, ack, body, client):
        await client.views_open(trigger_id=body["trigger_id"], view=modal(field("name", TEXT)))
        await ack()

    app.does["block_actions"] = show
    await client.chat_postMessage(**ONE, blocks=[buttons("Edit")])
    assert (await dana.click("Edit", where="#northwind")).status == 200
    assert dana.modal is not None


async def test_an_outsider_of_a_shared_channel_clicks_and_fills_in(app, slack, client):
    channel = slack.world.channels["C_NORTHWIND"]
    channel.shared_with.add("T0ELSEWHERE")
    channel.members.add("U_STRANGER")
    stranger = person(slack, "U_STRANGER")
    await client.chat_postMessage(**ONE, blocks=[buttons("Vote")])
    await stranger.click("Vote", where="#northwind")
    await open_form(client, stranger, field("name", TEXT))
    await stranger.submit_view({"name": "Sam"})
    clicked, sent = app.heard
    assert (clicked["team"]["id"], clicked["user"]["team_id"]) == ("T0NORTHWIND", "T0ELSEWHERE")
    assert (sent["team"]["id"], sent["view"]["team_id"]) == ("T0ELSEWHERE", "T0ELSEWHERE")
    assert sent["view"]["app_installed_team_id"] == "T0NORTHWIND"


async def test_what_people_see_can_be_read(slack, client, dana):
    await client.chat_postMessage(**ONE, blocks=[section("*One*"), buttons("Undo", "Keep")])
    await client.chat_postMessage(**ONE)
    with_buttons, without = dana.seen("#northwind")
    assert (words(with_buttons), labels(with_buttons)) == ("*One*\nUndo\nKeep", ("Undo", "Keep"))
    assert (words(without), labels(without)) == ("One", ())
    await open_form(client, dana, field("name", TEXT))
    assert words(dana.modal) == "A form\nname"


async def test_a_form_is_sent_with_the_values_of_every_field(app, client, dana):
    choices = {"type": "static_select", "options": [option("Red", "r"), option("Blue", "b")]}
    people = {"type": "multi_users_select"}
    ticks = {"type": "checkboxes", "options": [option("One", "1"), option("Two", "2")]}
    fields = [field("name", TEXT), field("colour", choices), field("team", people), field("ticks", ticks)]
    await open_form(client, dana, *fields, private_metadata="kept")
    done = await dana.submit_view(
        {"name": "Dana", "colour": "Blue", "team": ["U_TOM"], "block_ticks": ["1", "Two"]}
    )
    view = app.heard[0]["view"]
    values = view["state"]["values"]
    assert (done.is_sent, done.errors, dana.modal, view["private_metadata"]) == (True, {}, None, "kept")
    assert values["block_name"]["name"]["value"] == "Dana"
    assert values["block_colour"]["colour"]["selected_option"] == option("Blue", "b")
    assert values["block_team"]["team"]["selected_users"] == ["U_TOM"]
    assert [o["value"] for o in values["block_ticks"]["ticks"]["selected_options"]] == ["1", "2"]


async def test_a_required_field_left_empty_is_never_sent(app, client, dana):
    await open_form(client, dana, field("name", TEXT), field("note", TEXT, optional=True))
    done = await dana.submit_view()
    assert (done.is_sent, list(done.errors), app.heard) == (False, ["block_name"], [])


async def test_what_stands_in_a_field_is_sent_when_nobody_touches_it(app, client, dana):
    await open_form(client, dana, field("name", {**TEXT, "initial_value": "Dana"}))
    await dana.submit_view()
    assert app.heard[0]["view"]["state"]["values"]["block_name"]["name"]["value"] == "Dana"


async def test_errors_stand_under_their_fields_and_the_form_stays(app, client, dana):
    await open_form(client, dana, field("name", TEXT))
    await answer_with(app, "view_submission", response_action="errors", errors={"block_name": "Too odd"})
    done = await dana.submit_view({"name": "x"})
    assert done.errors == {"block_name": "Too odd"}
    assert dana.modal is not None
    for odd in ({"response_action": "errors", "errors": {"elsewhere": "x"}}, {"response_action": "dance"}):
        await answer_with(app, "view_submission", **odd)
        with pytest.raises(Refused):
            await dana.submit_view({"name": "x"})


async def test_a_submission_is_answered_with_another_view_or_one_on_top_or_none(app, client, dana):
    await open_form(client, dana, field("name", TEXT))
    await answer_with(app, "view_submission", response_action="update", view=modal(section("Saving")))
    await dana.submit_view({"name": "x"})
    assert words(dana.modal) == "A form\nSaving"
    await answer_with(app, "view_submission", response_action="push", view=modal(section("On top")))
    await dana.submit_view()
    assert dana.modal.previous_id is not None
    await answer_with(app, "view_submission", response_action="clear")
    await dana.submit_view()
    assert dana.modal is None


async def test_a_form_that_the_app_could_not_take_stays_open(app, client, dana):
    await open_form(client, dana, field("name", TEXT))
    app.statuses = [500]
    done = await dana.submit_view({"name": "x"})
    assert (done.answer.status, dana.modal is None) == (500, False)


async def test_closing_is_told_only_when_the_view_asks_for_it(app, client, dana):
    await open_form(client, dana, section("x"))
    assert await dana.close_view() is None
    await open_form(client, dana, section("x"), notify_on_close=True)
    await dana.close_view(all_of_them=True)
    assert (app.heard[0]["type"], app.heard[0]["is_cleared"]) == ("view_closed", True)


async def test_an_external_select_asks_the_app_for_its_options(app, client, dana):
    await open_form(client, dana, field("owner", OWNERS))
    await answer_with(app, "block_suggestion", options=[option("Tom Hale", "t")])
    await dana.submit_view({"owner": "Tom Hale"})
    asked, sent = app.heard
    assert (asked["type"], asked["value"], asked["action_id"]) == ("block_suggestion", "Tom Hale", "owner")
    assert sent["view"]["state"]["values"]["block_owner"]["owner"]["selected_option"] == option(
        "Tom Hale", "t"
    )


async def test_more_than_a_hundred_options_are_refused(app, client, dana):
    await open_form(client, dana, field("owner", OWNERS))
    await answer_with(app, "block_suggestion", options=[option(str(n), str(n)) for n in range(101)])
    with pytest.raises(Refused):
        await dana.suggest("owner", "")


async def test_a_button_in_a_modal_or_on_home_brings_the_view(app, client, dana):
    await open_form(client, dana, field("name", TEXT), buttons("More"))
    await dana.enter(dana.modal, dana.find("name", "modal").element, "Dana")
    await dana.click("More", where="modal")
    await client.views_publish(user_id="U_DANA", view=home(buttons("Update")))
    await dana.click("Update", where="home")
    in_modal, on_home = app.heard
    assert in_modal["view"]["state"]["values"]["block_name"]["name"]["value"] == "Dana"
    assert on_home["container"] == {"type": "view", "view_id": dana.home.id}
    assert "response_url" not in on_home


async def test_opening_home_brings_the_view_that_is_there(app, client, dana):
    await dana.open_home()
    await client.views_publish(user_id="U_DANA", view=home(section("x")))
    await dana.open_home()
    await dana.open_home(tab="messages")
    first, second, third = (body["event"] for body in app.heard)
    assert "view" not in first
    assert second["view"]["id"] == dana.home.id
    assert (second["tab"], third["tab"]) == ("home", "messages")


async def test_shortcuts_bring_a_trigger_and_a_message_one_its_message(app, slack, dana):
    await dana.message("#northwind", "A note")
    await dana.shortcut("update_kpis")
    await dana.message_action("save_feedback", slack.world.messages[-1])
    everywhere, on_message = app.heard
    assert (everywhere["type"], everywhere["callback_id"]) == ("shortcut", "update_kpis")
    assert "channel" not in everywhere
    assert (on_message["type"], on_message["message"]["text"]) == ("message_action", "A note")
    assert on_message["channel"] == {"id": "C_NORTHWIND", "name": "northwind"}
