"""Answers as JSON, and back."""

import json

import pytest

from domain.chat import (
    Answer,
    Bullets,
    Button,
    Buttons,
    Field,
    Fields,
    Form,
    FormRef,
    Heading,
    Link,
    Mention,
    Option,
    Reply,
    Strong,
    Table,
    note,
    reply,
    say,
)
from storage.codec import from_json, reply_from_json, to_json

BUTTON = Button(label="Save", route="kpi save", args={"items": [{"kpi": 1}]}, style="primary", id="t")
ANSWERS: list[Answer] = [
    reply(),
    reply(
        Heading("KPIs"),
        say("plain ", Strong("strong"), Link("here", "https://x.test"), Mention("Dana", "U_DANA")),
        Fields((("Unit", ("count",)),)),
        Bullets((("one",), (Strong("two"), "three"))),
        Table(columns=("KPI", "Value"), rows=((("Leads",), ("1",)),), numeric=(1,)),
        Buttons((BUTTON,)),
        note("as of today"),
        everyone=True,
    ),
    Reply(form=FormRef(name="kpi owed", args={"name": "x"}), is_off_record=True),
    Form(
        title="Record",
        intro="Please",
        error="Not yet",
        id="token",
        fields=(
            Field(
                name="kpi", label="KPI", kind="choice", options=(Option(value="a", label="A"),), value=("a",)
            ),
        ),
    ),
    reply("😀 \u202e<script>&\x01"),
]


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer.kind)
def test_what_goes_in_comes_out(answer):
    assert from_json(json.loads(json.dumps(to_json(answer)))) == answer


@pytest.mark.parametrize("version", [None, 0, 2])
def test_another_version_is_refused(version):
    with pytest.raises(ValueError, match="cannot be read"):
        from_json({**to_json(reply("x")), "version": version})


def test_a_form_cannot_be_posted():
    with pytest.raises(TypeError, match="cannot be posted"):
        reply_from_json(to_json(Form(title="x", fields=())))
