"""Long replies: how they are divided into pages, and what stands on each."""

import json

from bot.teams.render import render_reply
from bot.teams.render.limits import cut_middle, head, length, page
from domain.chat import Button, Buttons, Heading, Paragraph, Table, reply
from tests.bot.teams.adaptive_cards import card_problems

SAVE = Button(label="Save", route="r", id="t1", style="primary")


def body_of(*blocks, **how):
    made = render_reply(reply(*blocks), **how)
    assert card_problems(made.card) == []
    return made.card["body"]


def table(rows):
    return Table(("KPI", "Now"), tuple(((f"KPI {at}",), (str(at),)) for at in range(1, rows + 1)))


def test_a_long_table_becomes_pages_that_say_which_rows_they_have():
    shown, said, more, _save = body_of(table(57), Buttons((SAVE,)))
    assert len(shown["rows"]) == 21
    assert said["text"] == "Rows 1 to 20 of 57."
    (action,) = more["actions"]
    assert (action["title"], action["verb"], action["data"]) == ("Show more", "page", {"page": 2})
    assert action["fallback"]["data"] == {"page": 2}


def test_the_last_page_leads_back_and_has_the_buttons_too():
    shown, said, back, save = body_of(table(57), Buttons((SAVE,)), page=99)
    assert [cell["items"][0]["text"] for cell in shown["rows"][-1]["cells"]] == ["KPI 57", "57"]
    assert said["text"] == "Rows 41 to 57 of 57."
    assert [action["data"] for action in back["actions"]] == [{"page": 2}]
    assert save["actions"][0]["data"] == {"offer": "t1"}


def test_a_few_rows_more_begin_no_page():
    assert render_reply(reply(table(24))).pages == 1
    assert render_reply(reply(table(25))).pages == 2


def test_a_table_too_wide_to_be_read_is_shown_row_by_row():
    wide = Table(tuple(f"C{at}" for at in range(12)), (tuple((str(at),) for at in range(12)),))
    number, facts = body_of(wide)
    assert number["inlines"][0]["text"] == "1."
    assert facts["facts"][11] == {"title": "C11", "value": "11"}


def test_a_giant_paragraph_goes_on_on_other_pages():
    said = " ".join(f"word{at}" for at in range(6000))
    pages = [render_reply(reply(said), page=at) for at in (1, 2, 3, 4)]
    assert {made.pages for made in pages} == {4}
    assert all(card_problems(made.card) == [] for made in pages)
    assert "Page 1 of 4." in json.dumps(pages[0].card)
    assert "word5999" in json.dumps(pages[3].card)


def test_a_title_stands_with_what_follows_it():
    blocks = [Paragraph((f"line {at}",)) for at in range(59)]
    pages = [render_reply(reply(*blocks, Heading("Next"), "What is next."), page=at) for at in (1, 2)]
    assert "Next" not in json.dumps(pages[0].card["body"])
    assert [one["text"] for one in pages[1].card["body"][:2]] == ["Next", "What is next."]


def test_text_is_weighed_as_it_travels():
    assert [length(text) for text in ("a", '"', "ä", "😀")] == [1, 2, 6, 12]
    assert [head(text, 12) for text in ("abc", "äöü", "😀😀")] == ["abc", "äö", "😀"]
    assert page("one two three", 9) == "one two "
    assert cut_middle("North America, 2026", 10) == "North A…26"
