"""Buttons and forms, in messages and in dialogs, as Teams lets people use them."""

import pytest

from tests.teams.acting import WENT_WRONG, BadAnswer
from tests.teams.kit import attached, card, execute, opening, shown, submit, text_input
from tests.teams.reading import read_card
from tests.teams.seeing import labels, words

DONE = card({"type": "TextBlock", "text": "Done", "wrap": True})
NAME = text_input("field/name", "Name", isRequired=True, errorMessage="A name, please.", maxLength=5)


def card_answer(content):
    return {"statusCode": 200, "type": "application/vnd.microsoft.card.adaptive", "value": content}


async def test_a_card_answers_whoever_pressed_alone(bot, dana, tom):
    await bot.post("#northwind", actions=(execute("Undo", offer="token"),))
    bot.answers["adaptiveCard/action"] = card_answer(DONE)
    assert (await dana.click("Undo", "#northwind")).is_taken
    [heard] = bot.heard
    assert heard["value"]["action"]["data"] == {"offer": "token"}
    assert heard["value"]["trigger"] == "manual"
    [message] = dana.seen("#northwind")
    assert (words(message, "U_DANA"), words(message, "U_TOM")) == ("Done", "Hello")
    assert (labels(message, "U_DANA"), labels(message, "U_TOM")) == ((), ("Undo",))


async def test_an_edit_of_the_message_is_what_everybody_sees_then(bot, teams, dana):
    message_id = await bot.post("#northwind", actions=(execute("Undo"),))
    bot.answers["adaptiveCard/action"] = card_answer(DONE)
    await dana.click("Undo", "#northwind")
    place = teams.world.place("#northwind")
    changed = {"type": "message", "attachments": [attached(card({"type": "TextBlock", "text": "Over"}))]}
    await bot.call("PUT", f"conversations/{place.id}/activities/{message_id}", changed)
    assert words(dana.seen("#northwind")[0], "U_DANA") == "Over"


async def test_an_old_client_sends_a_message_without_words(bot, dana):
    message_id = await bot.post("#northwind", actions=(execute("Undo", offer="token"),))
    await dana.click("Undo", "#northwind", as_submit=True)
    [heard] = bot.heard
    assert heard["type"] == "message"
    assert "text" not in heard
    assert heard["value"] == {"offer": "token"}
    assert heard["replyToId"] == message_id


async def test_words_in_answer_are_shown_to_whoever_pressed(bot, dana):
    await bot.post("", actions=(execute("Why"),))
    kind = "application/vnd.microsoft.activity.message"
    bot.answers["adaptiveCard/action"] = {"statusCode": 200, "type": kind, "value": "Because."}
    await dana.click("Why")
    assert dana.notices == ["Because."]


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {
            "statusCode": 200,
            "type": "application/vnd.microsoft.card.adaptive",
            "value": {"type": "TextBlock"},
        },
        {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": ""},
        {"statusCode": "200", "type": "application/vnd.microsoft.error", "value": {"message": "x"}},
    ],
)
async def test_what_teams_cannot_show_fails_the_test(bot, dana, answer):
    await bot.post("", actions=(execute("Why"),))
    bot.answers["adaptiveCard/action"] = answer
    with pytest.raises(BadAnswer):
        await dana.click("Why")


async def test_a_failing_bot_shows_that_something_went_wrong(bot, dana):
    await bot.post("", actions=(execute("Why"),))
    bot.status = 500
    await dana.click("Why")
    assert dana.notices == [WENT_WRONG]


async def test_a_bot_that_takes_too_long_shows_the_same(bot, teams, dana):
    await bot.post("", actions=(opening("Set up"),))
    bot.seconds, teams.endpoint.invoke_seconds = 0.3, 0.05
    answer = await dana.click("Set up")
    assert (answer.is_taken, answer.reason, dana.dialog) == (False, "timeout", None)
    assert dana.notices == [WENT_WRONG]


async def test_a_dialog_opens_shows_mistakes_and_closes(bot, dana):
    await bot.post("#northwind", actions=(opening("Set up", offer="token"),))
    form = card(NAME, actions=(submit("Save", form="f1"), submit("Cancel", form="")))
    bot.answers["task/fetch"] = shown(form, "Set up")
    await dana.click("Set up", "#northwind")
    assert bot.heard[0]["value"]["data"] == {"offer": "token", "msteams": {"type": "task/fetch"}}
    assert words(dana.dialog) == "Set up\nName"
    assert labels(dana.dialog) == ("Save", "Cancel")
    mistaken = card({"type": "TextBlock", "text": "That is taken."}, NAME, actions=(submit("Save"),))
    bot.answers["task/submit"] = shown(mistaken, "Set up")
    assert (await dana.submit({"name": "Acme"})).is_sent
    assert bot.heard[1]["value"]["data"] == {"form": "f1", "field/name": "Acme"}
    assert "That is taken." in words(dana.dialog)
    bot.answers["task/submit"] = {}
    await dana.submit({"name": "Other"})
    assert dana.dialog is None
    assert bot.heard[2]["conversation"]["id"] == bot.heard[0]["conversation"]["id"]


async def test_a_dialog_may_end_with_words(bot, dana):
    await bot.post("", actions=(opening("Set up"),))
    bot.answers["task/fetch"] = {"task": {"type": "message", "value": "All set."}}
    await dana.click("Set up")
    assert (dana.dialog, dana.notices) == (None, ["All set."])


async def test_nothing_is_sent_while_teams_finds_mistakes(bot, dana):
    await bot.post("", NAME, actions=(execute("Save", form="f1"),))
    assert (await dana.submit()).errors == {"field/name": "A name, please."}
    assert (await dana.submit({"name": "too long"})).errors == {"field/name": "This is too long."}
    assert bot.heard == []


async def test_what_is_left_out_stays_as_it_stood(bot, dana):
    choices = [{"title": name.title(), "value": name} for name in ("one", "two")]
    several = {"type": "Input.ChoiceSet", "id": "field/some", "label": "Some", "isMultiSelect": True}
    several |= {"choices": choices, "value": "one,gone"}
    day = {"type": "Input.Date", "id": "field/day", "label": "Day"}
    note = text_input("field/note", "Note", value="as it was")
    await bot.post("", several, day, note, text_input("field/why", "Why"), actions=(execute("Save"),))
    bot.answers["adaptiveCard/action"] = card_answer(DONE)
    await dana.submit()
    untouched = {"field/some": "one", "field/note": "as it was", "field/why": ""}
    assert bot.heard[0]["value"]["action"]["data"] == untouched


async def test_choices_are_joined_by_commas_and_people_are_found(bot, dana, tom):
    choices = [{"title": name.title(), "value": name} for name in ("one", "two")]
    several = {"type": "Input.ChoiceSet", "id": "field/some", "label": "Some", "isMultiSelect": True}
    query = {"type": "Data.Query", "dataset": "graph.microsoft.com/users?scope=currentContext"}
    who = {"type": "Input.ChoiceSet", "id": "field/who", "label": "Who", "choices.data": query}
    await bot.post("", several | {"choices": choices}, who, actions=(submit("Save"),))
    await dana.submit({"some": ["Two", "one"], "who": "Tom Hale"})
    assert bot.heard[0]["value"] == {"field/some": "two,one", "field/who": tom.user.account}
    with pytest.raises(LookupError):
        await dana.submit({"some": ["three"]})


async def test_a_card_refreshes_for_the_people_that_it_names(bot, dana, tom):
    action = {"type": "Action.Execute", "title": "Refresh", "verb": "look"}
    await bot.post("#northwind", refresh={"action": action, "userIds": [dana.user.account]})
    bot.answers["adaptiveCard/action"] = card_answer(DONE)
    await dana.look("#northwind")
    await tom.look("#northwind")
    assert [heard["value"]["trigger"] for heard in bot.heard] == ["automatic"]
    assert read_card(dana.seen("#northwind")[0].card_for("U_DANA")) == "Done"


async def test_a_message_extension_brings_the_message(bot, dana, tom):
    await tom.mention("#northwind", "the slides <are> late")
    form = card(text_input("field/text", "What", value="late"), actions=(submit("Save", form="f1"),))
    bot.answers["composeExtension/fetchTask"] = shown(form, "Feedback")
    [message] = dana.seen("#northwind")
    await dana.message_action("save_as_feedback", message)
    payload = bot.heard[1]["value"]["messagePayload"]
    assert payload["from"]["user"]["id"] == tom.user.account
    assert "&lt;are&gt; late" in payload["body"]["content"]
    assert (await dana.submit()).is_sent
    sent = bot.heard[2]
    assert sent["name"] == "composeExtension/submitAction"
    assert sent["value"]["commandId"] == "save_as_feedback"
    assert sent["value"]["data"] == {"form": "f1", "field/text": "late"}
    assert dana.dialog is None


async def test_a_file_is_put_where_its_person_agreed(bot, teams, dana):
    asked = {"description": "Your data", "sizeInBytes": 3, "acceptContext": {"key": "k"}}
    consent = {"contentType": "application/vnd.microsoft.teams.card.file.consent", "name": "all.zip"}
    await bot.send(dana.chat.id, {"attachments": [{**consent, "content": asked}]})
    await dana.agree(dana.seen()[0])
    value = bot.heard[0]["value"]
    assert (value["action"], value["context"]) == ("accept", {"key": "k"})
    headers = {"Content-Range": "bytes 0-2/3"}
    url = value["uploadInfo"]["uploadUrl"]
    async with bot.http.put(url, data=b"abc", headers=headers) as response:
        assert response.status == 201
    assert [file.content for file in teams.world.files.values()] == [b"abc"]
