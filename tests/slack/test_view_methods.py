"""What the local Slack takes and refuses of modals and Home tabs."""

import pytest

from tests.slack.kit import field, home, modal, plain, section
from tests.slack.state import SlackApp

TEXT = {"type": "plain_text_input"}


@pytest.fixture
def trigger(slack, dana):
    """A trigger of Dana's, just made."""
    return dana.trigger_id()


async def test_a_modal_opens_before_whoever_made_the_trigger(client, dana, tom, trigger):
    opened = await client.views_open(trigger_id=trigger, view=modal(field("name", TEXT)))
    view = opened["view"]
    assert dana.modal is not None
    assert (dana.modal.id, dana.modal.hash, tom.modal) == (view["id"], view["hash"], None)
    assert view["state"]["values"] == {"block_name": {"name": {"type": "plain_text_input", "value": None}}}
    assert view["root_view_id"] == view["id"]


async def test_a_trigger_opens_one_view(client, refused, trigger):
    await client.views_open(trigger_id=trigger, view=modal(section("x")))
    assert (
        await refused(client.views_open(trigger_id=trigger, view=modal(section("x"))))
        == "exchanged_trigger_id"
    )


async def test_a_trigger_lives_three_seconds(slack, client, refused, trigger):
    slack.world.clock.move_on(3)
    assert (
        await refused(client.views_open(trigger_id=trigger, view=modal(section("x")))) == "expired_trigger_id"
    )


async def test_a_trigger_nobody_made_or_of_another_workspace_opens_nothing(slack, client, refused):
    theirs = slack.world.new_trigger("U_STRANGER", "T0ELSEWHERE").id
    for trigger_id in ("1.2.3", theirs):
        error = await refused(client.views_open(trigger_id=trigger_id, view=modal(section("x"))))
        assert error == "invalid_trigger_id"


@pytest.mark.parametrize(
    ("view", "error"),
    [
        (modal(section("x"), title=plain("x" * 25)), "invalid_arguments"),
        (modal(section("x"), private_metadata="x" * 3001), "invalid_arguments"),
        (modal(*[section("x")] * 101), "invalid_arguments"),
        (modal(*[section("x" * 2900)] * 90), "view_too_large"),
        ({"type": "modal", "title": plain("x"), "blocks": [field("name", TEXT)]}, "invalid_arguments"),
        ({"type": "modal", "blocks": [section("x")]}, "invalid_arguments"),
        (home(section("x")), "invalid_arguments"),
    ],
)
async def test_a_modal_that_slack_cannot_show_is_refused(client, refused, trigger, view, error):
    assert await refused(client.views_open(trigger_id=trigger, view=view)) == error
    # A refused view has not used up its trigger.
    await client.views_open(trigger_id=trigger, view=modal(section("x")))


async def test_an_update_takes_the_hash_it_knows_and_gives_a_new_one(client, refused, dana, trigger):
    opened = (await client.views_open(trigger_id=trigger, view=modal(section("Loading"))))["view"]
    known = {"view_id": opened["id"], "hash": opened["hash"]}
    updated = await client.views_update(**known, view=modal(field("name", TEXT)))
    assert updated["view"]["hash"] != opened["hash"]
    assert await refused(client.views_update(**known, view=modal(section("x")))) == "hash_conflict"


async def test_a_closed_view_is_not_found(client, refused, dana, trigger):
    opened = (await client.views_open(trigger_id=trigger, view=modal(section("x"))))["view"]
    assert await dana.close_view() is None
    assert await refused(client.views_update(view_id=opened["id"], view=modal(section("x")))) == "not_found"
    assert await refused(client.views_update(external_id="none", view=modal(section("x")))) == "not_found"


async def test_what_was_entered_stays_when_a_field_is_shown_again(client, dana, trigger):
    await client.views_open(trigger_id=trigger, view=modal(field("name", TEXT), field("gone", TEXT)))
    view = dana.modal
    assert view is not None
    await dana.enter(view, dana.find("name", "modal").element, "Dana")
    shown = await client.views_update(view_id=view.id, view=modal(field("name", TEXT), field("new", TEXT)))
    values = shown["view"]["state"]["values"]
    assert values["block_name"]["name"]["value"] == "Dana"
    assert values.keys() == {"block_name", "block_new"}


async def test_an_external_id_names_one_view(client, refused, dana, trigger):
    await client.views_open(trigger_id=trigger, view=modal(section("x"), external_id="one"))
    again = client.views_open(trigger_id=dana.trigger_id(), view=modal(section("x"), external_id="one"))
    assert await refused(again) == "duplicate_external_id"
    updated = await client.views_update(external_id="one", view=modal(section("y"), external_id="one"))
    assert updated["view"]["external_id"] == "one"


async def test_three_views_lie_on_each_other_and_no_more(client, refused, dana, trigger):
    first = (await client.views_open(trigger_id=trigger, view=modal(section("1"))))["view"]
    for number in (2, 3):
        view = modal(section(str(number)))
        pushed = (await client.views_push(trigger_id=dana.trigger_id(dana.modal.id), view=view))["view"]
    assert pushed["root_view_id"] == first["id"]
    fourth = client.views_push(trigger_id=dana.trigger_id(dana.modal.id), view=modal(section("4")))
    assert await refused(fourth) == "push_limit_reached"
    outside = client.views_push(trigger_id=dana.trigger_id(), view=modal(section("4")))
    assert await refused(outside) == "not_found"


async def test_an_app_without_a_home_tab_publishes_none(slack, client, refused):
    slack.world.app = SlackApp(has_home=False)
    assert await refused(client.views_publish(user_id="U_DANA", view=home(section("x")))) == "not_enabled"


async def test_each_person_has_a_home_tab_that_a_hash_protects(client, refused, dana, tom):
    first = (await client.views_publish(user_id="U_DANA", view=home(section("One"))))["view"]
    known = {"user_id": "U_DANA", "hash": first["hash"]}
    second = (await client.views_publish(**known, view=home(section("Two"))))["view"]
    assert second["id"] == first["id"]
    assert await refused(client.views_publish(**known, view=home(section("Three")))) == "hash_conflict"
    assert dana.home is not None
    assert dana.home.body["blocks"][0]["text"]["text"] == "Two"
    assert tom.home is None
    stranger = client.views_publish(user_id="U_STRANGER", view=home(section("One")))
    assert await refused(stranger) == "invalid_arguments"
