"""The entries of the message extension beside the box for messages: a dialog from anywhere."""

from tests.scenarios.stage import CHANNEL
from tests.teams.person import person
from tests.teams.reading import read_dialog
from tests.teams.showing import show_task

FETCH = "composeExtension/fetchTask"


async def begin(one, command, where):
    """Choose an entry there: learn.microsoft.com, "Action commands"."""
    asked = {"commandId": command, "commandContext": "compose", "context": {"theme": "default"}}
    answer = await one.call(FETCH, asked, where)
    show_task(one, answer, one.place(where), must_show=True, command=command)


async def test_numbers_are_reported_in_a_dialog_from_the_personal_chat(dana):
    await begin(dana, "update_kpis", "")
    await dana.submit({"revenue:2026-10": "a lot"})
    assert 'I could not read "a lot"' in read_dialog(dana.dialog)
    await dana.submit({"revenue:2026-10": "41.5k"})
    assert "Revenue is £41,500 for October 2026" in read_dialog(dana.dialog)


async def test_feedback_is_given_in_a_dialog_from_the_channel(dana):
    await begin(dana, "give_feedback", CHANNEL)
    await dana.submit({"text": "Loved the page", "sentiment": "positive", "source": "customer"})
    assert "Feedback 1 is saved" in read_dialog(dana.dialog)


async def test_from_elsewhere_the_only_client_of_a_person_is_meant(northwind):
    northwind.teams.world.add_group_chat("Birch", "northwind", ["U_DANA", "U_TOM"])
    dana = person(northwind.teams, "U_DANA")
    await begin(dana, "update_kpis", "#Birch")
    assert dana.dialog is not None
    assert "Qualified leads, October 2026" in str(dana.dialog.card)
