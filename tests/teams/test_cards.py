"""What Teams refuses in a card, and how a card is read."""

import base64
import io

import pytest
from PIL import Image

from tests.teams.cards.checking import card_problems
from tests.teams.kit import TEXT, card, execute, opening, submit, text_input
from tests.teams.reading import plain, read_card

PIXELS = {"type": "Image", "altText": "A chart"}
MENTION = {"type": "mention", "text": "<at>Dana</at>", "mentioned": {"id": "29:1", "name": "Dana"}}
RUNS = [
    {"type": "TextRun", "text": "41.5k *", "weight": "Bolder"},
    " leads ",
    {"type": "TextRun", "text": "kpi", "fontType": "Monospace"},
]
TABLE = {
    "type": "Table",
    "columns": [{"width": 1}, {"width": 2}],
    "rows": [
        {"type": "TableRow", "cells": [{"type": "TableCell", "items": [TEXT]}, {"items": [TEXT]}]},
        {"cells": [{"type": "TableCell", "items": []}]},
    ],
}


def picture(width, kind="PNG"):
    """A picture in the words of a card."""
    file = io.BytesIO()
    Image.new("RGB", (width, 8)).save(file, kind)
    content = base64.b64encode(file.getvalue()).decode()
    return {**PIXELS, "url": f"data:image/{kind.lower()};base64,{content}"}


GOOD = [
    card(),
    card({"type": "RichTextBlock", "inlines": RUNS}, actions=(execute("Undo", offer="x"),)),
    card(TABLE, {"type": "FactSet", "facts": [{"title": "Leads", "value": "41"}]}),
    card(picture(64)),
    card({"type": "TextBlock", "text": "<at>Dana</at>"}, msteams={"entities": [MENTION], "width": "Full"}),
]
BAD = {
    "no AdaptiveCard": {"type": "HeroCard"},
    "version": card(version="1.6"),
    "it is empty": {"type": "AdaptiveCard", "version": "1.5", "body": []},
    "unknown element": card({"type": "Carousel"}),
    "without text": card({"type": "TextBlock", "text": " "}),
    "TextBlock has no markdown": card({**TEXT, "markdown": True}),
    "with weight": card({**TEXT, "weight": "fat"}),
    "without altText": card({"type": "Image", "url": "https://example.com/a.png"}),
    "nobody can read": card({**PIXELS, "url": "data:image/png;base64,AAAA"}),
    "pixels": card(picture(1025)),
    "a picture as": card(picture(8, "BMP")),
    "a fact without": card({"type": "FactSet", "facts": [{"title": "Leads", "value": ""}]}),
    "more cells": card({**TABLE, "columns": [{"width": 1}]}),
    "without label": card({"type": "Input.Text", "id": "a"}),
    "says nothing": card(text_input("a", "A", isRequired=True)),
    "without choices": card({"type": "Input.ChoiceSet", "id": "a", "label": "A"}),
    "two elements": card(text_input("a", "A"), text_input("a", "B")),
    "without a fallback": card(actions=({"type": "Action.Execute", "title": "Undo"},)),
    "unknown action": card(actions=({"type": "Action.Http", "title": "Undo"},)),
    "Action.Submit without title": card(actions=(submit(""),)),
    "more than 6": card(actions=tuple(submit(str(number)) for number in range(7))),
    "Action.OpenUrl to": card(actions=({"type": "Action.OpenUrl", "title": "x", "url": "javascript:1"},)),
    "stands nowhere": card(msteams={"entities": [MENTION]}),
    "does not parse": card({"type": "FactSet", "facts": 3}),
}


@pytest.mark.parametrize("content", GOOD)
def test_a_good_card_is_taken(content):
    assert card_problems(content) == []


@pytest.mark.parametrize("problem", BAD)
def test_a_bad_card_is_refused_for_its_reason(problem):
    [found] = card_problems(BAD[problem])
    assert problem in found


def test_a_comma_in_a_choice_is_refused_where_several_are_joined():
    choices = [{"title": "A", "value": "a,b"}, {"title": "B", "value": "b"}]
    one = {"type": "Input.ChoiceSet", "id": "a", "label": "A", "choices": choices}
    assert card_problems(card(one)) == []
    assert "comma" in card_problems(card({**one, "isMultiSelect": True}))[0]


def test_a_dialog_takes_no_execute_and_opens_no_other():
    assert "Action.Execute in a dialog" in card_problems(card(actions=(execute("Undo"),)), "dialog")
    assert card_problems(card(actions=(opening("More"),)), "dialog") == ["a dialog that opens a dialog"]
    assert card_problems(card(actions=(submit("Save"),)), "dialog") == []


def test_a_card_is_read_from_top_to_bottom():
    content = card(
        {"type": "Container", "items": [{**TEXT, "text": "Week \\*1\\*\n\n**Leads**"}]},
        {"type": "RichTextBlock", "inlines": RUNS},
        {"type": "FactSet", "facts": [{"title": "Target", "value": "50"}]},
        TABLE,
        {**PIXELS, "url": "https://example.com/a.png"},
        text_input("field/name", "Name"),
        {**TEXT, "isVisible": False},
        actions=(submit("Save"),),
    )
    expected = [
        "Week *1*",
        "Leads",
        "41.5k * leads `kpi`",
        "Target: 50",
        "Hello  Hello",
        "",
        "A chart",
        "Name",
    ]
    assert read_card(content).splitlines() == expected


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("[the report](https://example.com/a)", "the report"),
        ("\\[no\\](link)", "[no](link)"),
        ("2 \\* 3 &lt; 7 &amp; more", "2 * 3 < 7 & more"),
        ("<at>Dana Reed</at>&nbsp;owns it", "Dana Reed owns it"),
    ],
)
def test_marks_are_not_read(written, read):
    assert plain(written) == read
