"""Forms as modals, in examples: every kind of field, what stands in it, and what comes back."""

from typing import Any

import pytest

from bot.slack.render import (
    errors_of,
    errors_response,
    options_for,
    read_option_field,
    read_view,
    render_form,
    render_home,
    result_view,
)
from domain.chat import Button, Buttons, Field, Form, Heading, Option, Reply, Table, note, reply
from tests.bot.slack.block_kit import options_problems, view_problems
from tests.bot.slack.generated import sent_untouched

YES_NO = (Option(value="y", label="Yes"), Option(value="n", label="No"))


def many(count: int, **overrides: str) -> tuple[Option, ...]:
    return tuple(Option(value=f"k{at}", label=f"Number {at}", **overrides) for at in range(count))


def form(*fields: Field, **overrides: Any) -> Form:
    return Form(**{"title": "Numbers", "fields": fields, "id": "f1", **overrides})


def field(**overrides: Any) -> Field:
    return Field(**{"name": "leads:2026-10", "label": "Leads", **overrides})


def drawn(**overrides: Any) -> dict[str, Any]:
    """The input of one field."""
    view = render_form(form(field(**overrides)))
    assert view_problems(view) == []
    (made,) = (block for block in view["blocks"] if block["type"] == "input")
    return dict(made)


@pytest.mark.parametrize(
    ("field", "kind"),
    [
        ({"kind": "text"}, "plain_text_input"),
        ({"kind": "number"}, "plain_text_input"),
        ({"kind": "date"}, "datepicker"),
        ({"kind": "choice", "options": YES_NO}, "radio_buttons"),
        ({"kind": "choice", "options": YES_NO, "is_required": False}, "static_select"),
        ({"kind": "choice", "options": many(100)}, "static_select"),
        ({"kind": "choice", "options": many(101)}, "external_select"),
        ({"kind": "choices", "options": many(10)}, "checkboxes"),
        ({"kind": "choices", "options": many(11)}, "multi_static_select"),
        ({"kind": "choices", "options": many(8, group="Demand")}, "multi_static_select"),
        ({"kind": "choices", "options": many(101)}, "multi_external_select"),
        ({"kind": "person"}, "users_select"),
        ({"kind": "people"}, "multi_users_select"),
        ({"kind": "person", "options": (Option(value="U0MAREN", label="Maren"),)}, "users_select"),
        ({"kind": "person", "options": (Option(value="U_MAREN", label="Maren"),)}, "radio_buttons"),
    ],
)
def test_every_kind_of_field_has_its_input(field, kind):
    assert drawn(**field)["element"]["type"] == kind


def test_a_modal_has_title_buttons_metadata_and_the_id_of_its_showing():
    view = render_form(form(field(), submit_label="Send it"), private_metadata="C1")
    assert (view["title"]["text"], view["submit"]["text"], view["close"]["text"]) == (
        "Numbers",
        "Send it",
        "Cancel",
    )
    assert (view["external_id"], view["private_metadata"]) == ("f1", "C1")


def test_metadata_that_slack_would_refuse_is_refused_here():
    with pytest.raises(ValueError, match="3,000"):
        render_form(form(field()), private_metadata="m" * 3001)


def test_a_title_that_is_too_long_stands_whole_above_the_fields():
    view = render_form(form(field(), title="Northwind: the numbers of September"))
    assert view["title"]["text"] == "Northwind: the numbers …"
    assert view["blocks"][0]["text"]["text"] == "Northwind: the numbers of September"


def test_what_is_wrong_with_the_form_stands_on_top_and_with_a_field_under_it():
    wrong = form(field(error="I could not read that."), error="Nothing is saved yet.")
    top, _input, below = render_form(wrong)["blocks"]
    assert top["elements"][0]["text"] == "Nothing is saved yet."
    assert below["elements"][0]["text"] == "I could not read that."
    assert errors_of(wrong) == {"": "Nothing is saved yet.", "leads:2026-10": "I could not read that."}


def test_what_stands_in_a_field_is_shown_only_where_slack_takes_it():
    assert drawn(value=("103",))["element"]["initial_value"] == "103"
    assert "initial_date" not in drawn(kind="date", value=("2026-13-01",))["element"]
    assert drawn(kind="date", value=("2026-11-22",))["element"]["initial_date"] == "2026-11-22"
    assert "initial_user" not in drawn(kind="person", value=("nobody here",))["element"]
    assert "initial_option" not in drawn(kind="choice", options=YES_NO, value=("z",))["element"]
    assert (
        drawn(kind="choices", options=YES_NO, value=("n",))["element"]["initial_options"][0]["value"] == "n"
    )


def test_a_text_too_long_for_the_window_is_not_cut_in_silence():
    made = drawn(kind="long_text", value=("x" * 3001,), max_length=40_000)
    assert "initial_value" not in made["element"]
    assert made["element"]["max_length"] == 3000
    assert "too long to be shown" in made["hint"]["text"]
    assert "at most 3,000 characters" in made["hint"]["text"]


def test_a_choice_of_nothing_is_said_and_is_no_input():
    view = render_form(form(field(kind="choice")))
    assert [block["type"] for block in view["blocks"]] == ["context"]
    assert read_view(sent_untouched(view), form(field(kind="choice"))) == {}


def test_options_with_odd_values_and_equal_labels_come_back_as_they_are():
    odd = (
        Option(value="v" * 400, label="Same"),
        Option(value="", label="Same"),
        Option(value="#x", label="Same"),
    )
    for option in odd:
        made = form(field(kind="choices", options=odd, value=(option.value,)))
        assert read_view(sent_untouched(render_form(made)), made) == {"leads:2026-10": (option.value,)}


def test_every_kind_of_field_is_read_back():
    made = form(
        field(name="n" * 300, value=("long name",)),
        field(name="day", kind="date", value=("2026-11-22",)),
        field(name="who", kind="person", value=("U0MAREN",)),
        field(name="team", kind="people", value=("U0MAREN", "W0THEO")),
        field(name="sure", kind="choice", options=YES_NO, value=("y",)),
        field(name="kpis", kind="choices", options=many(130), value=("k7", "k129")),
        field(name="empty", is_required=False),
    )
    assert read_view(sent_untouched(render_form(made)), made) == {
        "n" * 300: ("long name",),
        "day": ("2026-11-22",),
        "who": ("U0MAREN",),
        "team": ("U0MAREN", "W0THEO"),
        "sure": ("y",),
        "kpis": ("k7", "k129"),
        "empty": ("",),
    }


def test_what_the_form_does_not_have_is_not_read():
    forged = {"state": {"values": {"owner": {"field": {"type": "plain_text_input", "value": "me"}}}}}
    assert read_view(forged, form(field())) == {}
    chosen = {"field": {"type": "radio_buttons", "selected_option": {"value": "forged"}}}
    made = form(field(kind="choice", options=YES_NO))
    assert read_view({"state": {"values": {"leads:2026-10": chosen}}}, made) == {"leads:2026-10": ()}
    assert read_view({}, made) == {}


def test_options_are_found_by_any_of_their_words_and_a_hundred_are_shown():
    made = form(field(kind="choice", options=(*many(150), Option(value="cac", label="Cost to acquire"))))
    assert len(options_for(made, "leads:2026-10", "")["options"]) == 100
    (found,) = options_for(made, "leads:2026-10", "ACQUIRE cost")["options"]
    assert found["value"] == "cac"
    assert options_for(made, "unheard of", "x") == {"options": []}
    assert read_option_field({"block_id": "leads:2026-10"}, made) == "leads:2026-10"
    assert read_option_field({"block_id": "forged"}, made) == ""


def test_options_in_groups_stay_in_them():
    grouped = (*many(60, group="Demand"), Option(value="m", label="Margin", group="*Money*"))
    made = form(field(kind="choice", options=grouped * 2))
    answer = options_for(made, "leads:2026-10", "")
    assert options_problems(answer) == []
    assert [group["label"]["text"] for group in answer["option_groups"]] == ["Demand", "*Money*"]


def test_an_option_cannot_pass_for_another_one():
    long = Option(value="v" * 400, label="Long")
    taken = drawn(kind="choices", options=(long,))["element"]["options"][0]["value"]
    options = (long, Option(value=taken, label="Looks like it"))
    keys = {one["value"] for one in drawn(kind="choices", options=options)["element"]["options"]}
    assert len(keys) == 2


def test_a_form_with_very_many_options_asks_for_them():
    made = form(*(field(name=f"k{at}", kind="choice", options=many(90)) for at in range(6)))
    kinds = {block["element"]["type"] for block in render_form(made)["blocks"]}
    assert kinds == {"external_select"}


def test_long_labels_that_begin_alike_can_be_told_apart():
    labels = [f"{'The same beginning of a name ' * 4}number {at}" for at in range(3)]
    options = tuple(Option(value=str(at), label=label) for at, label in enumerate(labels))
    shown = [one["text"]["text"] for one in drawn(kind="choice", options=options)["element"]["options"]]
    assert len(set(shown)) == 3


def test_mistakes_stand_under_their_fields_and_those_of_the_form_under_the_first():
    made = form(field(name="a"), field(name="b"))
    assert errors_response({"b": "No number.", "": "Not saved.", "c": "Gone."}, made) == {
        "response_action": "errors",
        "errors": {"b": "No number.", "a": "Not saved. Gone."},
    }


def test_a_form_without_inputs_is_shown_again_with_what_is_wrong():
    response = errors_response({"": "Add a KPI first."}, form(field(kind="choice")), private_metadata="C1")
    assert response["response_action"] == "update"
    assert response["view"]["blocks"][0]["elements"][0]["text"] == "Add a KPI first."
    assert response["view"]["private_metadata"] == "C1"


def test_a_result_says_what_was_done_and_can_be_closed():
    undo = Buttons((Button(label="Undo", route="u", id="t1"),))
    view = result_view(reply("Recorded.", undo), title="Numbers")
    assert [block["type"] for block in view["blocks"]] == ["rich_text", "actions"]
    assert view["close"]["text"] == "Close"
    assert "submit" not in view


def test_home_shows_replies_under_each_other_with_tables_in_letters():
    numbers = reply(Heading("Northwind"), Table(("KPI",), ((("Leads",),),)), note("today"))
    kinds = [block["type"] for block in render_home([numbers, Reply(), numbers])["blocks"]]
    assert kinds == ["header", "rich_text", "context", "divider", "header", "rich_text", "context"]


def test_a_home_that_is_too_long_says_so():
    view = render_home([reply(*(Heading(f"Part {at}") for at in range(70)))] * 2)
    assert view_problems(view) == []
    assert view["blocks"][-1]["elements"][0]["text"].startswith("… there is more")
