"""Every kind of answer in plain words."""

from domain.chat import (
    Bullets,
    Button,
    Buttons,
    Field,
    Fields,
    Form,
    Heading,
    Link,
    Mention,
    Option,
    Strong,
    Table,
    note,
    reply,
    say,
)
from domain.plain_text import MOST_OPTIONS, plain_text


def button(label: str) -> Button:
    return Button(label=label, route="kpi save")


def test_every_block_has_its_words():
    answer = reply(
        Heading("KPIs"),
        say("Recorded: ", Strong("103"), " by ", Mention("Dana"), ", see ", Link("here", "https://x.test")),
        Fields((("Unit", ("count",)),)),
        Bullets((("one",), ("two",))),
        note("as of today"),
    )
    assert plain_text(answer).splitlines() == [
        "KPIs",
        "Recorded: 103 by @Dana, see here (https://x.test)",
        "Unit: count",
        "- one",
        "- two",
        "as of today",
    ]


def test_buttons_are_numbered_through_all_blocks():
    answer = reply(Buttons((button("Save"), button("Edit"))), "more", Buttons((button("Undo"),)))
    assert plain_text(answer) == "1 save - 2 edit\nmore\n3 undo"


def test_a_table_keeps_its_columns_under_each_other():
    table = Table(
        columns=("KPI", "Value"), rows=((("Leads",), ("1,030",)), (("CPL",), ("£9",))), numeric=(1,)
    )
    assert plain_text(reply(table)).splitlines() == ["KPI    Value", "Leads  1,030", "CPL       £9"]


def test_an_empty_table_shows_its_columns():
    assert plain_text(reply(Table(columns=("Period", "Value"), rows=()))) == "Period  Value"


def test_a_form_says_its_fields_hints_options_and_errors():
    form = Form(
        title="Record",
        intro="Please",
        error="Not yet",
        fields=(
            Field(name="kpi", label="KPI", kind="choice", options=(Option(value="a", label="Ah"),)),
            Field(
                name="value", label="Value", hint="103", value=("x",), is_required=False, error="not a number"
            ),
        ),
    )
    assert plain_text(form).splitlines() == [
        "Record",
        "Please",
        "Not yet",
        "kpi - KPI",
        "    one of: a (Ah)",
        "value - Value (optional): x",
        "    103",
        "    ! not a number",
        "[Save]",
    ]


def test_a_long_choice_is_cut_and_says_so():
    options = tuple(Option(value=str(n), label=str(n)) for n in range(MOST_OPTIONS + 5))
    words = plain_text(Form(title="T", fields=(Field(name="n", label="N", options=options),)))
    assert "29 and 5 more" in words


def test_markup_is_left_as_typed():
    typed = "<b>&lt;*_~`\u202e😀\x07"
    assert plain_text(reply(typed)) == typed
