"""Commands in what we say are written the way they have to be typed where that is read."""

import pytest

from bot.wording import as_typed, reply_as_typed
from domain.chat import (
    Bullets,
    Context,
    Field,
    Fields,
    Form,
    Heading,
    Paragraph,
    Reply,
    Strong,
    Table,
    Typed,
    reply,
)
from domain.plain_text import plain_text
from handlers import ROUTES

USUAL = {"headway": "", "kpi": "kpi", "feedback": "feedback"}
RENAMED = {"hw": "", "num": "kpi", "fb": "feedback"}


def said(text, way, commands):
    return plain_text(reply_as_typed(reply(text), way, commands))


@pytest.mark.parametrize(
    ("text", "bare", "slash", "mention"),
    [
        ("Type `help`.", "Type `help`.", "Type `/hw help`.", "Type `@Headway help`."),
        ("`kpi leads 3`", "`kpi leads 3`", "`/num leads 3`", "`@Headway kpi leads 3`"),
        ("`kpi`", "`kpi`", "`/num`", "`@Headway kpi`"),
        ('`feedback - "x"`', '`feedback - "x"`', '`/fb - "x"`', '`@Headway feedback - "x"`'),
        ("`KPI why leads`", "`KPI why leads`", "`/num why leads`", "`@Headway KPI why leads`"),
        ("`update leads 3`", "`update leads 3`", "`/hw update leads 3`", "`@Headway update leads 3`"),
        (
            "`kpi target leads …`",
            "`kpi target leads …`",
            "`/num target leads …`",
            "`@Headway kpi target leads …`",
        ),
        # An engagement is set up in a channel, wherever one reads of it.
        ("`setup AB-1`", "`/hw setup AB-1`", "`/hw setup AB-1`", "`@Headway setup AB-1`"),
        ("`setup code`", "`setup code`", "`/hw setup code`", "`@Headway setup code`"),
    ],
)
def test_a_command_is_written_as_it_is_typed_there(text, bare, slash, mention):
    assert [said(text, way, RENAMED) for way in ("bare", "slash", "mention")] == [bare, slash, mention]


@pytest.mark.parametrize(
    "text",
    [
        "add `from 80 in jun`",
        "begin with `in CLIENT:`",
        "`/invite @Headway`",
        "`120 by dec`",
        "kpi leads 3",
        "`kpix`",
        "`cmo`",
    ],
)
@pytest.mark.parametrize("way", ["bare", "slash", "mention"])
def test_what_is_no_command_stays(text, way):
    assert said(text, way, USUAL) == text


@pytest.mark.parametrize("way", ["bare", "slash", "mention"])
def test_every_command_is_written_once_however_often_that_is_done(way):
    every = reply(*(f"`{route.usage}`" for route in ROUTES.commands.values()))
    once = reply_as_typed(every, way, USUAL)
    for other in ("bare", "slash", "mention"):
        if way != "bare":
            assert reply_as_typed(once, other, USUAL) == once
    for line in plain_text(once).splitlines():
        assert way == "bare" or line.startswith(("`/", "`@Headway "))


def test_every_block_is_written_and_what_somebody_typed_stays():
    typed = Typed("`help`")
    made = reply_as_typed(
        Reply(
            blocks=(
                Paragraph(("Type `help`", typed, Strong("`help`"))),
                Context(("`status`",)),
                Bullets((("`card`",), (typed,))),
                Fields((("KPIs", ("none: `kpi add`",)),)),
                Table(("`help`",), ((("`home`",), (typed,)),)),
                Heading("`help`"),
            )
        ),
        "slash",
        USUAL,
    )
    assert made.blocks == (
        Paragraph(("Type `/headway help`", typed, Strong("`help`"))),
        Context(("`/headway status`",)),
        Bullets((("`/headway card`",), (typed,))),
        Fields((("KPIs", ("none: `/kpi add`",)),)),
        Table(("`help`",), ((("`/headway home`",), (typed,)),)),
        Heading("`help`"),
    )


def test_a_form_says_it_in_its_sentences_and_keeps_what_stands_in_it():
    field = Field(name="x", label="X", value=("`help`",), hint="See `kpi add`.", error="Not `card`.")
    made = as_typed(Form(title="T", fields=(field,), intro="`help`", error="`status`"), "slash", USUAL)
    assert isinstance(made, Form)
    assert (made.intro, made.error) == ("`/headway help`", "`/headway status`")
    assert (made.fields[0].hint, made.fields[0].error) == ("See `/kpi add`.", "Not `/headway card`.")
    assert made.fields[0].value == ("`help`",)


def test_without_names_of_commands_the_usual_one_is_meant():
    assert said("`status`", "slash", {}) == "`/headway status`"
