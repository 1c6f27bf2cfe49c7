"""Replies as messages of Slack, in examples: what each block becomes, and what happens at a limit."""

import csv
import json
from io import StringIO
from typing import Any

import pytest

from bot.slack.render import SlackMessage, fallback_text, render_reply
from bot.slack.render.blocks import DO, OPEN
from domain.chat import (
    Bullets,
    Button,
    Buttons,
    Chart,
    Fields,
    Heading,
    Link,
    Mention,
    Panel,
    Paragraph,
    Reply,
    Span,
    Strong,
    Table,
    Typed,
    note,
    reply,
)
from tests.bot.slack.block_kit import message_problems

CHART = Chart(
    title="Leads", panels=(Panel(name="Leads", unit="count", points=()),), alt="Leads: first 90, last 103."
)


def blocks_of(*blocks: Any, **options: Any) -> list[dict[str, Any]]:
    return list(render_reply(reply(*blocks), **options).blocks)


def elements(*spans: Span, **options: Any) -> list[dict[str, Any]]:
    """The elements of a paragraph."""
    found: list[dict[str, Any]] = blocks_of(Paragraph(spans), **options)[0]["elements"][0]["elements"]
    return found


def text_in(message: SlackMessage) -> str:
    return json.dumps(list(message.blocks), ensure_ascii=False)


def test_words_between_backticks_are_code_and_a_strong_number_is_bold():
    assert elements("Type `kpi leads` or ", Strong("103")) == [
        {"type": "text", "text": "Type "},
        {"type": "text", "text": "kpi leads", "style": {"code": True}},
        {"type": "text", "text": " or "},
        {"type": "text", "text": "103", "style": {"bold": True}},
    ]


def test_typed_words_stay_as_they_were_typed():
    typed = "*not bold* `not code` <!channel> :tada:"
    assert elements(Typed(typed)) == [{"type": "text", "text": typed}]


@pytest.mark.parametrize("account", ["U0MAREN", "W0THEO"])
def test_a_mention_notifies_the_account_that_it_names(account):
    assert elements(Mention("Maren", account)) == [{"type": "user", "user_id": account}]


@pytest.mark.parametrize("account", ["", "U_CONSOLE", "here> <!channel"])
def test_a_mention_without_an_account_here_is_a_name(account):
    assert elements(Mention("Maren", account)) == [{"type": "text", "text": "@Maren"}]


def test_accounts_of_another_workspace_are_exchanged_or_only_named():
    known = {"U0HOME": "U0HERE"}
    assert elements(Mention("Maren", "U0HOME"), mentions=known) == [{"type": "user", "user_id": "U0HERE"}]
    assert elements(Mention("Theo", "U0THEO"), mentions=known) == [{"type": "text", "text": "@Theo"}]


def test_a_link_leads_to_web_addresses_only():
    assert elements(Link("here", "https://a.example/?b=1&c=2")) == [
        {"type": "link", "url": "https://a.example/?b=1&c=2", "text": "here"}
    ]
    assert elements(Link("here", "javascript:x")) == [{"type": "text", "text": "here (javascript:x)"}]


def test_a_small_line_has_styles_where_no_word_could_be_read_as_one():
    styled = blocks_of(note("Typed by ", Mention("Maren", "U0MAREN"), " & `undo`"))[0]["elements"][0]
    assert styled == {"type": "mrkdwn", "text": "Typed by <@U0MAREN> &amp; `undo`", "verbatim": True}


@pytest.mark.parametrize("typed", ["*bold*", "_it_", "~x~", ":tada:", "\n> quote", "a `tick"])
def test_a_small_line_with_marks_of_its_own_is_plain(typed):
    plain = blocks_of(note("See `undo`: ", Typed(typed)))[0]["elements"][0]
    assert plain == {"type": "plain_text", "text": f"See `undo`: {typed}", "emoji": False}


def test_a_link_with_a_label_that_would_break_it_is_words():
    made = blocks_of(note(Link("a|b>", "https://a.example")))[0]["elements"][0]
    assert made["text"] == "a|b> (https://a.example)"
    assert made["type"] == "plain_text"


def test_fields_stand_side_by_side_ten_in_a_section():
    made = blocks_of(Fields(tuple((f"Field {at}", ("x",)) for at in range(12))))
    assert [len(block["fields"]) for block in made] == [10, 2]
    assert made[0]["fields"][0] == {"type": "mrkdwn", "text": "*Field 0*\nx", "verbatim": True}


def test_a_heading_past_its_limit_is_a_bold_paragraph():
    short, long = blocks_of(Heading("Numbers of\nSeptember"), Heading("n" * 151))
    assert short["text"] == {"type": "plain_text", "text": "Numbers of September", "emoji": False}
    assert long["elements"][0]["elements"][0]["style"] == {"bold": True}


def test_a_button_has_its_id_and_says_when_a_form_comes_of_it():
    undo = Button(label="Undo", route="u", args={"secret": 1}, style="danger", id="t1")
    form = Button(label="Edit", route="e", opens_form=True, id="t2")
    (made,) = blocks_of(Buttons((undo, form)))
    first, second = made["elements"]
    assert (first["value"], first["style"], first["action_id"]) == ("t1", "danger", f"{DO}0")
    assert (second["value"], second["action_id"]) == ("t2", f"{OPEN}1")
    assert second["accessibility_label"] == "Edit, opens a form"
    assert "style" not in second
    assert "secret" not in json.dumps(made)


def test_many_buttons_stand_in_several_blocks():
    made = blocks_of(Buttons(tuple(Button(label=f"{at}", route="r", id=f"t{at}") for at in range(30))))
    assert [len(block["elements"]) for block in made] == [25, 5]


def test_a_button_with_a_long_label_is_said_in_full_before_it():
    label = "Alder Clinics and Partners " * 4
    line, made = blocks_of(Buttons((Button(label=label, route="r", id="t"),)))
    assert label in line["elements"][0]["text"]
    assert made["elements"][0]["text"]["text"].endswith("…")


def test_a_chart_is_a_picture_once_it_is_uploaded_and_words_before():
    (words,) = blocks_of(CHART)
    assert "first 90, last 103" in json.dumps(words)
    (picture,) = blocks_of(CHART, charts={0: "F0CHART"})
    assert picture["slack_file"] == {"id": "F0CHART"}
    assert picture["alt_text"] == CHART.alt


def table(rows: int, cell: str = "103") -> Table:
    return Table(("KPI", "Now"), tuple(((f"Leads {at}",), (cell,)) for at in range(rows)), (1,))


def test_the_first_table_is_slacks_own_and_the_next_one_in_letters_of_one_width():
    first, second = blocks_of(table(2), table(2))
    assert first["column_settings"][1]["align"] == "right"
    assert first["rows"][1] == [{"type": "raw_text", "text": "Leads 0"}, {"type": "raw_text", "text": "103"}]
    assert second["elements"][0]["type"] == "rich_text_preformatted"
    assert "Leads 0  103" in json.dumps(second)


def test_a_long_table_is_whole_in_a_file():
    made = render_reply(reply(table(250)))
    (file,) = made.files
    assert len(made.blocks[0]["rows"]) == 100
    assert made.blocks[1]["elements"][0]["text"] == "The first 99 of 250 rows. All of it is in table.csv."
    rows = list(csv.reader(StringIO(file.content)))
    assert (len(rows), rows[250]) == (251, ["Leads 249", "103"])


def test_a_table_of_many_words_shows_the_rows_that_fit():
    made = render_reply(reply(table(60, cell="w" * 400)))
    assert 20 < len(made.blocks[0]["rows"]) < 24
    assert message_problems({"text": made.text, "blocks": list(made.blocks)}) == []
    assert len(list(csv.reader(StringIO(made.files[0].content)))) == 61


def test_no_cell_of_the_file_is_computed_by_a_spreadsheet():
    cells = ["=1+1", "@SUM(A1)", "+cmd|x", "-2 %", "+41.5", "\t=1"]
    file = render_reply(reply(Table(("x" * 600,), tuple(((cell,),) for cell in cells)))).files[0]
    written = [row[0] for row in csv.reader(StringIO(file.content))][1:]
    assert written == ["'=1+1", "'@SUM(A1)", "'+cmd|x", "-2 %", "+41.5", "'\t=1"]


def test_a_reply_past_fifty_blocks_keeps_its_buttons_and_is_whole_in_a_file():
    button = Buttons((Button(label="Undo", route="u", id="t1"),))
    made = render_reply(reply(*(Heading(f"Part {at}") for at in range(80)), button))
    assert len(made.blocks) == 50
    assert made.blocks[-1]["elements"][0]["value"] == "t1"
    assert made.blocks[-2]["elements"][0]["text"] == "… the rest is in the file answer.txt."
    assert [file.name for file in made.files] == ["answer.txt"]
    assert "Part 79" in made.files[0].content


def test_a_reply_of_twenty_thousand_characters_is_taken_and_whole_in_a_file():
    said = " ".join(f"word{number}" for number in range(2500))
    made = render_reply(reply(said))
    assert message_problems({"text": made.text, "blocks": list(made.blocks)}) == []
    assert "word2499" in made.files[0].content


def test_a_page_ends_between_words():
    first, second = blocks_of("seven chars and more " * 200)
    words = [block["elements"][0]["elements"][0]["text"] for block in (first, second)]
    assert all(word.endswith((" more ", " and ", " chars ", "seven ")) for word in words)
    assert "".join(words) == "seven chars and more " * 200


def test_a_link_is_never_split():
    made = blocks_of(Paragraph(("word " * 450, Link("the whole plan " * 20, "https://a.example/"))))
    links = [one for b in made for one in b["elements"][0]["elements"] if one["type"] == "link"]
    assert [link["text"] for link in links] == [("the whole plan " * 20).strip()]


def test_a_list_is_a_list():
    (made,) = blocks_of(Bullets((("one ", Strong("1")), ("two",))))
    assert made["elements"][0]["style"] == "bullet"
    assert [len(item["elements"]) for item in made["elements"][0]["elements"]] == [2, 1]


def test_the_text_of_a_notification_is_plain_escaped_and_short():
    assert fallback_text(reply("<!channel> & co")) == "&lt;!channel&gt; &amp; co"
    assert len(fallback_text(reply("x" * 50_000))) == 3000
    assert fallback_text(reply(table(1))) == "KPI  Now\nLeads 0  103"


def test_a_silent_reply_posts_nothing():
    assert render_reply(Reply()) == SlackMessage(text="", blocks=())


def test_characters_that_slack_cannot_show_are_replaced():
    assert elements("a\x00b\ud800c\r\nd") == [{"type": "text", "text": "a\ufffdb\ufffdc\nd"}]


def test_a_line_and_a_field_past_their_limits_are_whole_in_a_file():
    said = " ".join(f"word{number}" for number in range(500))
    for block in (Bullets(((said,),)), Fields((("Note", (said,)),))):
        made = render_reply(reply(block))
        assert message_problems({"text": made.text, "blocks": list(made.blocks)}) == []
        assert "word499" not in text_in(made)
        assert "Shortened here. All of it is in the file answer.txt." in text_in(made)
        assert "word499" in made.files[0].content


def test_a_picture_with_more_words_than_slack_takes_has_them_in_a_file():
    long = Chart(title="Leads", panels=CHART.panels, alt=" ".join(f"word{at}" for at in range(500)))
    made = render_reply(reply(long), charts={0: "F0CHART"})
    assert message_problems({"text": made.text, "blocks": list(made.blocks)}) == []
    assert "word499" in made.files[0].content
