"""Replies as cards: what each block becomes, what is escaped, and how a long one is divided."""

from dataclasses import replace

import pytest

from bot.teams.render import attachment, dialog, render_reply
from domain.chat import (
    Bullets,
    Button,
    Buttons,
    Chart,
    Context,
    Fields,
    Heading,
    Link,
    Mention,
    Panel,
    Paragraph,
    Reply,
    Strong,
    Table,
    Typed,
    reply,
)
from tests.bot.teams.adaptive_cards import card_problems
from tests.bot.teams.adaptive_cards.elements import walk

DANA = "0a1b2c3d-0000-4000-8000-00000000000a"
TOM = "0a1b2c3d-0000-4000-8000-00000000000b"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
PICTURE = PNG + (1024).to_bytes(4) + (521).to_bytes(4)
CHART = Chart(title="Leads", panels=(Panel(name="Leads", unit="count", points=()),), alt="Leads rise.")
SAVE = Button(label="Save", route="r", id="t1", style="primary")


def body_of(*blocks, **how):
    made = render_reply(reply(*blocks), **how)
    assert card_problems(made.card, surface=how.get("surface", "message")) == []
    return made.card["body"]


def table(rows, **columns):
    cells = tuple(((f"KPI {at}",), (str(at),)) for at in range(1, rows + 1))
    return Table(("KPI", "Now"), cells, **columns)


def actions_of(body):
    return [action for one in body if one["type"] == "ActionSet" for action in one["actions"]]


def test_a_card_has_words_for_clients_that_are_too_old():
    made = render_reply(reply(Heading("Leads"), "103 in October"))
    assert made.card["fallbackText"] == made.text == "Leads\n103 in October"
    assert made.summary == "Leads 103 in October"
    assert attachment(made.card)["contentType"] == "application/vnd.microsoft.card.adaptive"


def test_harmless_words_are_a_text_block_and_lines_are_blocks_of_their_own():
    first, second, third = body_of("Recorded.\nThank you.\n\nBye.")
    assert first == {"type": "TextBlock", "text": "Recorded.", "wrap": True}
    assert second["spacing"] == "None"
    assert "spacing" not in third


def test_buttons_have_no_numbers_in_words_since_nobody_can_type_them_there():
    undo = replace(SAVE, label="Undo", id="t2")
    made = render_reply(reply("103 in October", Buttons((SAVE, undo))))
    assert made.card["fallbackText"] == made.text == "103 in October\nSave - Undo"
    assert made.summary == "103 in October"
    assert render_reply(reply("103", Buttons((SAVE, undo))), used={"t1"}).text == "103\nUndo"


@pytest.mark.parametrize(
    "typed",
    ["**bold**", "[press](https://evil.example)", "<at>Dana</at>", "1. one", "- one", "# x", "{{DATE(1)}}"],
)
def test_typed_words_are_shown_as_they_were_typed(typed):
    (made,) = body_of(Paragraph((Typed(typed),)))
    assert made == {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": typed}]}


def test_our_styles_stand_beside_the_words():
    (made,) = body_of(Paragraph(("Say ", Strong("now"), ": `help`", Link("here", "https://a.example/"))))
    _say, now, _colon, command, link = made["inlines"]
    assert now["weight"] == "Bolder"
    assert (command["text"], command["fontType"]) == ("help", "Monospace")
    assert link["selectAction"]["url"] == "https://a.example/"


def test_a_heading_is_one_for_screen_readers_and_escaped():
    (made,) = body_of(Heading("- *North* <at>[x](y)</at>"))
    assert made["style"] == "heading"
    assert made["text"] == r"\- \*North\* &lt;at&gt;\[x\](y)&lt;/at&gt;"


def test_a_mention_is_in_the_text_and_in_the_list():
    card = render_reply(reply(Paragraph((Mention("Dana Reed", DANA), " said *this*")))).card
    assert card["body"][0]["text"] == r"<at>Dana Reed</at> said \*this\*"
    mentioned = {"id": DANA, "name": "Dana Reed"}
    entity = {"type": "mention", "text": "<at>Dana Reed</at>", "mentioned": mentioned}
    assert card["msteams"]["entities"] == [entity]


def test_marks_are_escaped_where_a_line_really_begins():
    (made,) = body_of(Paragraph((" ", Typed("- one "), Mention("Dana", DANA), Typed(" - two"))))
    assert made["text"] == "\\- one <at>Dana</at> - two"


def test_two_people_of_one_name_are_not_taken_for_each_other():
    card = render_reply(reply(Bullets(((Mention("Dana", DANA),), (Mention("Dana", TOM),))))).card
    assert "msteams" not in card
    assert [one["text"] for one in walk(card["body"]) if one.get("text", "•") != "•"] == ["@Dana", "@Dana"]


def test_a_long_item_goes_on_below_without_a_dot_and_without_a_blank_text():
    said = "Ж" * 250 + " " + "س" * 250
    first, second = body_of(Bullets(((Typed(said),),)))
    assert [len(row["columns"][0]["items"]) for row in (first, second)] == [1, 0]
    assert "".join(one["text"] for one in walk([first, second]) if one.get("text", "•") != "•") == said


def test_nobody_is_mentioned_without_an_account_or_in_a_dialog():
    unknown = body_of(Paragraph((Mention("Dana", "U0DANA"),)))
    assert unknown[0]["text"] == "@Dana"
    (shown,) = body_of(Paragraph((Mention("Dana", DANA),)), surface="dialog")
    assert shown["text"] == "@Dana"


def test_plain_pairs_are_facts_and_others_are_rows():
    (facts,) = body_of(Fields((("Unit", ("count",)), ("Owner", ("Dana",)))))
    assert facts["facts"][1] == {"title": "Owner", "value": "Dana"}
    (rows,) = body_of(Fields((("Unit", ("count",)), ("Said", (Typed("*so*"),)))))
    assert rows["type"] == "Table"
    assert rows["rows"][1]["cells"][1]["items"][0]["inlines"][0]["text"] == "*so*"


def test_numbers_stand_on_the_right_under_a_header():
    (made,) = body_of(table(2, numeric=(1,)))
    assert made["firstRowAsHeader"] is True
    assert [column["horizontalCellContentAlignment"] for column in made["columns"]] == ["Left", "Right"]
    assert [row["cells"][1]["items"][0]["horizontalAlignment"] for row in made["rows"]] == ["Right"] * 3


def test_the_column_of_the_longest_lines_is_the_widest():
    row = (("cash_warning_months",), ("60%",), ("months of cash below which there is a warning",))
    (made,) = body_of(Table(("Threshold", "Now", "What it is"), (row,)))
    name, now, meaning = (column["width"] for column in made["columns"])
    assert now < len("cash_warning_months") <= name < meaning


def test_a_button_of_a_message_is_done_and_falls_back():
    (save,) = actions_of(body_of("Save it?", Buttons((SAVE,))))
    submit = {"type": "Action.Submit", "title": "Save", "style": "positive", "data": {"offer": "t1"}}
    assert save == {
        "type": "Action.Execute",
        "title": "Save",
        "style": "positive",
        "verb": "do",
        "data": {"offer": "t1"},
        "fallback": submit,
    }


def test_a_button_that_opens_a_form_asks_for_a_dialog():
    opening = replace(SAVE, opens_form=True)
    (asked,) = actions_of(body_of(Buttons((opening,))))
    assert asked["type"] == "Action.Submit"
    assert asked["data"] == {"msteams": {"type": "task/fetch"}, "offer": "t1"}
    (inside,) = actions_of(body_of(Buttons((opening,)), surface="dialog"))
    assert inside["data"] == {"offer": "t1"}


def test_six_buttons_stand_side_by_side():
    body = body_of(Buttons(tuple(replace(SAVE, id=f"t{at}") for at in range(8))))
    assert [len(one["actions"]) for one in body] == [6, 2]


def test_long_labels_stand_in_rows_that_have_room_for_them():
    labels = ("Vote privately", "Open pack", "Show lean", "Add an agenda item")
    body = body_of(Buttons(tuple(replace(SAVE, id=label, label=label) for label in labels)))
    assert [[action["title"] for action in one["actions"]] for one in body] == [[*labels[:3]], [labels[3]]]


def test_buttons_of_one_label_are_told_apart_by_what_stands_before_them():
    once = replace(SAVE, label="Earlier")
    said = [Paragraph((f"{at}. ", Typed("The *returns* form " * 9))) for at in (1, 2)]
    rows = [(one, Context(("new",)), Buttons((SAVE,))) for one in said]
    body = body_of(Heading("Feedback"), *rows[0], *rows[1], Buttons((once,)))
    first, second, earlier = actions_of(body)
    assert first["tooltip"].startswith("Save: 1. The *returns* form")
    assert second["tooltip"] == second["fallback"]["tooltip"] == first["tooltip"].replace("1", "2")
    assert len(first["tooltip"]) == 80
    assert "tooltip" not in earlier


def test_used_buttons_are_left_out_and_a_note_says_who_used_them():
    undo = replace(SAVE, label="Undo", id="t2", style="danger")
    body = body_of("Recorded.", Buttons((SAVE, undo)), used={"t2"}, note="Undo: Dana *Reed*")
    assert [action["data"] for action in actions_of(body)] == [{"offer": "t1"}]
    assert body[-1]["inlines"][0]["text"] == "Undo: Dana *Reed*"


def test_a_label_that_is_too_long_is_said_in_full():
    label = "Save " + "really " * 12 + "all"
    said, buttons = body_of(Buttons((replace(SAVE, label=label),)))
    assert said["inlines"][0]["text"].endswith(label) if "inlines" in said else label in said["text"]
    assert len(buttons["actions"][0]["title"]) == 60


def test_a_chart_is_a_picture_with_words():
    (image,) = body_of(CHART, charts={0: PICTURE})
    assert image["url"].startswith("data:image/png;base64,")
    assert image["altText"] == "Leads: Leads rise."


@pytest.mark.parametrize(
    "picture",
    [b"", b"GIF89a", PNG + (1400).to_bytes(4) + (712).to_bytes(4), PICTURE + bytes(1_000_000)],
    ids=["none", "no PNG", "too wide", "too heavy"],
)
def test_a_chart_without_a_picture_that_teams_takes_is_said_in_words(picture):
    title, words = body_of(CHART, charts={0: picture})
    assert (title["text"], words["text"]) == ("Leads", "Leads rise.")


def test_pictures_do_not_count_towards_the_size_of_a_card():
    heavy = PICTURE + bytes(900_000)
    assert body_of(CHART, "That is it.", charts={0: heavy})[1]["text"] == "That is it."


def test_a_small_line_is_small():
    (made,) = body_of(Context(("As of today.",)))
    assert (made["size"], made["isSubtle"]) == ("Small", True)


def test_a_silent_reply_posts_nothing_and_closes_a_dialog():
    assert render_reply(Reply()).card == {}
    assert dialog(Reply()) == {}


def test_a_dialog_is_as_high_as_what_it_says():
    short, long = (dialog(reply(*["One line."] * count))["task"]["value"] for count in (1, 30))
    assert short["height"] < long["height"] <= 680
    assert short["title"] == "Headway"


def test_characters_that_teams_cannot_show_are_replaced():
    (made,) = body_of("a\x00b\ud800c")
    assert made["text"] == "a\ufffdb\ufffdc"
