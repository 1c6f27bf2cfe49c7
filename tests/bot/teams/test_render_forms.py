"""Forms as cards: each kind of input, mistakes above their fields, and what comes back."""

from dataclasses import replace

import pytest

from bot.teams.render import dialog, is_short, options_for, read_dataset, read_form, render_form
from domain.chat import Field, Form, Option
from tests.bot.teams.adaptive_cards import card_problems, dialog_problems
from tests.bot.teams.adaptive_cards.elements import walk

DANA = "0a1b2c3d-0000-4000-8000-00000000000a"
TOM = "0a1b2c3d-0000-4000-8000-00000000000b"
PEOPLE = (Option(value=DANA, label="Dana Reed"), Option(value=TOM, label="Tom Reyes"))
COLOURS = (Option(value="red", label="Red"), Option(value="blue", label="Blue", group="Cold"))


def crowd(count):
    return tuple(
        Option(value=f"0a1b2c3d-0000-4000-8000-{at:012}", label=f"Person {at}") for at in range(count)
    )


def form(*fields, **how):
    return Form(title="Numbers", fields=fields, id="s1", **how)


def body_of(shown, surface="dialog"):
    card = render_form(shown, surface=surface)
    assert card_problems(card, surface=surface) == []
    return card["body"]


def input_of(field):
    return next(one for one in body_of(form(field)) if one["type"].startswith("Input."))


def read(field, said):
    return read_form({f"field/{field.name}": said}, form(field))[field.name]


def test_a_text_has_its_label_limit_and_what_stands_in_it():
    made = input_of(
        Field(name="note", label="Note", value=("as is *so*",), max_length=80, placeholder="Why?")
    )
    assert made == {
        "type": "Input.Text",
        "id": "field/note",
        "label": "Note",
        "isRequired": True,
        "errorMessage": "Please fill this in.",
        "maxLength": 80,
        "isMultiline": False,
        "placeholder": "Why?",
        "value": "as is *so*",
    }


def test_an_example_of_several_lines_keeps_them():
    example = "2026-08, revenue, 41\n2026-09, revenue, 44"
    table = Field(name="table", label="Table", kind="long_text", placeholder=example)
    assert input_of(table)["placeholder"] == example
    assert input_of(replace(table, kind="text"))["placeholder"] == example.replace("\n", " ")


def test_numbers_are_typed_as_text_since_people_write_41_5k():
    assert input_of(Field(name="leads", label="Leads", kind="number"))["type"] == "Input.Text"


def test_a_date_is_a_date_or_nothing():
    field = Field(name="day", label="Day", kind="date", value=("2026-11-22",))
    assert input_of(field)["value"] == "2026-11-22"
    assert "value" not in input_of(replace(field, value=("2026-13-01",)))
    assert (read(field, "2026-11-23"), read(field, "")) == (("2026-11-23",), ())


def test_a_choice_of_a_few_is_a_list_and_one_of_many_can_be_searched():
    few = input_of(Field(name="c", label="C", kind="choice", options=COLOURS, value=("blue",)))
    assert (few["style"], few["value"]) == ("compact", "blue")
    assert few["choices"][1] == {"title": "Cold: Blue", "value": "blue"}
    many = tuple(Option(value=f"v{at}", label=f"Option {at}") for at in range(13))
    assert input_of(Field(name="c", label="C", kind="choice", options=many))["style"] == "filtered"


def test_several_choices_travel_with_commas_between_them():
    field = Field(name="c", label="C", kind="choices", options=COLOURS, value=("red", "blue"))
    assert input_of(field)["value"] == "red,blue"
    assert read(field, "blue,red") == ("blue", "red")
    assert read(field, "green,red,red") == ("red",)


def test_values_that_would_not_come_back_have_a_fingerprint():
    odd = (Option(value="", label="Nobody"), Option(value=" x ", label="X"))
    field = Field(name="c", label="C", kind="choice", options=odd, value=("",))
    made = input_of(field)
    assert made["value"] == made["choices"][0]["value"] != ""
    assert read(field, made["choices"][1]["value"]) == (" x ",)


def test_people_are_found_by_teams_and_those_we_know_are_offered():
    field = Field(name="team", label="Team", kind="people", options=PEOPLE, value=(DANA, TOM))
    made = input_of(field)
    assert made["choices.data"]["dataset"] == "graph.microsoft.com/users?scope=currentContext"
    assert [choice["title"] for choice in made["choices"]] == ["Dana Reed", "Tom Reyes"]
    assert made["value"] == f"{DANA},{TOM}"
    stranger = DANA.replace("a", "f")
    assert read(field, f"{stranger},{TOM},nonsense") == (stranger, TOM)
    assert read(replace(field, kind="person"), f"{TOM},{DANA}") == (TOM,)


def test_people_without_accounts_in_teams_are_a_plain_choice():
    field = Field(name="who", label="Who", kind="person", options=(Option(value="U1", label="Ann"),))
    assert "choices.data" not in input_of(field)
    assert (read(field, "U1"), read(field, DANA)) == (("U1",), ())


def test_more_options_than_a_card_holds_are_searched_with_us():
    many = tuple(Option(value=f"v{at}", label=f"Option number {at} of a long list") for at in range(300))
    shown = form(Field(name="kpi", label="KPI", kind="choice", options=many, value=("v7",)))
    made = next(one for one in walk(body_of(shown)) if one["type"] == "Input.ChoiceSet")
    assert made["choices"] == [{"title": "Option number 7 of a long list", "value": "v7"}]
    assert read_dataset(made["choices.data"]["dataset"]) == ("s1", "kpi")
    found = options_for(shown, "kpi", "29 NUMBER")["value"]["results"]
    assert [one["value"] for one in found] == ["v29", "v129", "v229", *(f"v29{at}" for at in range(10))]
    assert len(options_for(shown, "kpi", "")["value"]["results"]) == 15
    assert read_dataset("graph.microsoft.com/users") == ("", "")


def test_lists_that_are_browsed_stay_where_one_whose_entries_are_known_can_be_searched():
    long = tuple(
        Option(value=f"v{at}", label=f"Entry number {at} of many, with a long name") for at in range(99)
    )
    zone, kind = (Field(name=name, label=name, kind="choice", options=long) for name in ("zone", "kind"))
    boxes = Field(name="kpis", label="KPIs", kind="choices", options=long[:40])
    people = Field(
        name="team", label="Team", kind="people", options=crowd(200), value=(crowd(200)[199].value,)
    )
    body = body_of(form(zone, replace(kind, options=long[:50]), boxes, people))
    made = {one["id"]: one for one in body if "id" in one}
    external = {name for name, one in made.items() if "options/" in str(one.get("choices.data"))}
    assert external == {"field/zone"}
    assert (made["field/kpis"]["style"], len(made["field/kpis"]["choices"])) == ("expanded", 40)
    # Teams finds the others by itself; whoever is chosen already is there.
    assert len(made["field/team"]["choices"]) == 40
    assert made["field/team"]["choices"][0]["value"] == made["field/team"]["value"]


def test_a_choice_of_nothing_says_so():
    body = body_of(form(Field(name="kpi", label="KPI", kind="choice")))
    assert body[0]["text"] == "KPI: there is nothing to choose from yet."


def test_a_mistake_stands_above_its_field_and_the_value_stays():
    field = Field(name="leads", label="Leads", value=("12x",), error="That is *no* number.")
    error, made = body_of(form(field))[:2]
    run = error["inlines"][0]
    assert (run["text"], run["color"], run["weight"]) == ("That is *no* number.", "Attention", "Bolder")
    assert made["value"] == "12x"


def test_a_mistake_of_the_whole_form_stands_on_top():
    heading, error, intro = body_of(form(error="Not like this.", intro="Two numbers."), "message")[:3]
    assert (heading["text"], heading["style"]) == ("Numbers", "heading")
    assert error["style"] == "attention"
    assert error["items"][0]["text"] == "Not like this."
    assert intro["text"] == "Two numbers."


def test_a_hint_stands_small_under_its_input():
    hint = body_of(form(Field(name="n", label="N", hint="Type `kpi list`.")))[1]
    assert [run["text"] for run in hint["inlines"]] == ["Type ", "kpi list", "."]
    assert hint["inlines"][0]["isSubtle"] is True


def test_what_is_too_long_to_be_shown_is_not_shown_in_part():
    made, hint = body_of(form(Field(name="n", label="N", max_length=5, value=("sixsix",))))[:2]
    assert "value" not in made
    assert hint["text"] == "What stands here now is too long to be shown."


def test_the_button_of_a_form_saves_in_a_message_and_submits_in_a_dialog():
    save = body_of(form(submit_label="Send"), "message")[-1]["actions"][0]
    assert (save["type"], save["verb"], save["data"]) == ("Action.Execute", "save", {"form": "s1"})
    submit = body_of(form(submit_label="Send"))[-1]["actions"][0]
    assert (submit["type"], submit["title"], submit["data"]) == ("Action.Submit", "Send", {"form": "s1"})


def test_more_fields_than_fit_are_counted():
    fields = tuple(Field(name=f"leads:{at}", label=f"Leads of month {at}") for at in range(150))
    shown = form(*fields)
    inputs = [one for one in body_of(shown) if one["type"] == "Input.Text"]
    assert (
        body_of(shown)[-2]["text"]
        == f"There are more fields than fit here: {150 - len(inputs)} are left out."
    )
    assert len(read_form({"form": "s1"}, shown)) == len(inputs)


@pytest.mark.parametrize("said", [None, 7, ["x"], {"a": 1}])
def test_what_teams_never_sends_is_nothing(said):
    assert read(Field(name="n", label="N"), said) == ("",)
    assert read(Field(name="c", label="C", kind="choice", options=COLOURS), said) == ()


def test_a_form_of_three_short_inputs_may_stand_in_the_conversation():
    short = Field(name="a", label="A")
    assert is_short(
        form(short, replace(short, name="b"), replace(short, name="c", kind="choice", options=COLOURS))
    )
    assert not is_short(form(*(replace(short, name=name) for name in "abcd")))
    assert not is_short(form(replace(short, kind="long_text")))
    assert not is_short(form(replace(short, kind="person", options=PEOPLE)))


def test_a_form_in_a_dialog_has_its_title_in_the_frame():
    answer = dialog(form(Field(name="a", label="A")))
    assert dialog_problems(answer) == []
    value = answer["task"]["value"]
    assert value["title"] == "Numbers"
    assert value["card"]["content"]["body"][0]["type"] == "Input.Text"
