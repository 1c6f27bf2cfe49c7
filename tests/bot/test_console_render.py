"""Replies, forms and messages as HTML: everything is shown, and nothing that was typed is markup."""

import re
from datetime import UTC, datetime
from html import unescape
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from bot.console.render import Line, form_html, initials, messages_html, notice_html, with_code
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
    Paragraph,
    Reply,
    Strong,
    Table,
    note,
    reply,
)
from storage.console import ConsolePerson

EVIL = "<script>alert('x')</script>"
NOON = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)


def line(**overrides: Any) -> Line:
    values = {"id": 1, "author": "", "text": "", "reply": None, "is_private": False, "at": NOON}
    return Line(**{**values, **overrides})


def html_of(*lines: Line, closed: tuple[str, ...] = (), zone: str = "UTC") -> str:
    return messages_html(lines, names={"U_AYA": "Aya"}, closed=closed, zone=ZoneInfo(zone))


def form(*fields: Field, **overrides: Any) -> str:
    people = (ConsolePerson(account="U_AYA", name="Aya"),)
    return form_html(Form(title="Numbers", fields=fields, id="f1", **overrides), people)


def test_every_kind_of_block_is_shown():
    html = notice_html(
        reply(
            Heading("Numbers"),
            Paragraph(
                ("See ", Strong("this"), " and ", Link("that", "https://a.example/?b=1&c=2"), Mention("Aya"))
            ),
            Fields((("Zone", ("Berlin",)),)),
            Table(("KPI", "Now"), ((("Leads",), ("103",)),), (1,)),
            Bullets((("one",), ("two",))),
            note("typed by Aya"),
        )
    )
    for piece in (
        '<h2 dir="auto">Numbers</h2>',
        "<strong>this</strong>",
        'href="https://a.example/?b=1&amp;c=2"',
        "@Aya",
        '<dt dir="auto">Zone</dt>',
        '<th scope="col" dir="auto" class="number">Now</th>',
        '<li dir="auto">two</li>',
        '<p class="context" dir="auto">typed by Aya</p>',
    ):
        assert piece in html


@pytest.mark.parametrize(
    "made",
    [
        reply(EVIL),
        reply(f"`{EVIL}`"),
        reply(Heading(EVIL)),
        reply(Paragraph((Strong(EVIL), Mention(EVIL), Link(EVIL, f'https://x/"{EVIL}')))),
        reply(Fields(((EVIL, (EVIL,)),))),
        reply(Table((EVIL,), (((EVIL,),),))),
        reply(Bullets(((EVIL,),))),
        reply(Buttons((Button(label=EVIL, route="r", id='"><script>'),))),
    ],
)
def test_what_people_typed_is_never_markup(made):
    assert "<script>" not in notice_html(made)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", " javascript:x", "data:text/html,x", "//evil.example"]
)
def test_a_link_that_is_no_web_address_is_only_words(url):
    html = notice_html(reply(Paragraph((Link("press me", url),))))
    assert "press me" in html
    assert "href" not in html


@given(st.text())
def test_words_between_backticks_keep_every_character(text):
    parts = re.split(r"</?(?:code|span)[^>]*>", with_code(text))
    assert unescape("".join(parts)) == unescape(str(escape(text)))


def test_words_between_backticks_are_set_apart():
    assert "<code>" in with_code("type `help`")
    assert "<code>" not in with_code("a ` b")


def test_a_button_that_is_spent_can_be_seen_and_not_pressed():
    made = reply(
        Buttons((Button(label="Undo", route="u", id="b1"), Button(label="Why?", route="w", id="b2")))
    )
    html = html_of(line(reply=made), closed=("b1",))
    assert "disabled>Undo" in html
    assert 'data-click="b2">Why?' in html
    assert "Used or expired" not in html
    assert "Used or expired" in html_of(line(reply=made), closed=("b1", "b2"))


def test_a_day_begins_at_midnight_where_the_reader_is():
    html = html_of(line(id=1), line(id=2, author="U_AYA", text="hi"), zone="Europe/Berlin")
    assert html.count('class="day"') == 1
    assert "Saturday 21 November 2026" in html
    assert ">00:30</time>" in html


def test_a_message_for_one_person_says_so():
    assert "Only you can see this" in html_of(line(reply=reply("psst"), is_private=True))
    assert "Only you can see this" not in html_of(line(reply=reply("hello")))


def test_a_long_text_is_folded_and_whole():
    html = html_of(line(author="U_AYA", text="words " * 6667))
    assert html.count("words ") >= 6667
    assert "Show all" in html
    assert "Show all" not in html_of(line(author="U_AYA", text="short"))


@pytest.mark.parametrize(("name", "letters"), [("Maren Holt", "MH"), ("aya", "A"), ("", "?"), ("U_X", "U")])
def test_a_face_shows_the_letters_of_a_name(name, letters):
    assert initials(name) == letters


def test_every_kind_of_field_has_its_input_its_label_and_its_hint():
    few = tuple(Option(value=v, label=v.upper()) for v in ("a", "b"))
    many = tuple(
        Option(value=f"k{n}", label=f"K{n}", group="Demand" if n < 7 else "Money") for n in range(14)
    )
    html = form(
        Field(name="t", label="Text", hint="As you like"),
        Field(name="l", label="Long", kind="long_text", value=("\nline",)),
        Field(name="n", label="Number", kind="number", value=("41.5k",)),
        Field(name="d", label="Day", kind="date", value=("2026-11-20",)),
        Field(name="c", label="Choice", kind="choice", options=many, value=("k3",)),
        Field(name="r", label="Few", kind="choice", options=few, value=("b",)),
        Field(name="m", label="Many", kind="choices", options=many, value=("k1", "k9")),
        Field(name="p", label="Who", kind="person", value=("U_AYA",), is_required=False),
    )
    for piece in (
        '<label for="f-t" dir="auto">Text',
        'aria-describedby="f-t-hint f-t-error"',
        ">\n\nline</textarea>",
        'inputmode="decimal"',
        'type="date"',
        '<option value="k3" selected>K3</option>',
        'type="radio" name="r" value="b" checked',
        'type="checkbox" name="m" value="k9" checked',
        "Filter 14 choices",
        '<optgroup label="Money">',
        '<option value="U_AYA" selected>Aya</option>',
        "(optional)",
    ):
        assert piece in html
    assert '<input type="number"' not in html


def test_an_error_stands_at_its_field_and_in_the_summary():
    html = form(Field(name="n", label="Leads", kind="number", value=("x",), error='I read "x".'))
    assert 'aria-invalid="true"' in html
    assert '<p class="error" id="f-n-error" >I read &#34;x&#34;.</p>' in html
    assert '<a href="#f-n">Leads: I read &#34;x&#34;.</a>' in html
    assert "Nothing was saved" in html


def test_an_error_of_the_whole_form_leads_the_summary():
    html = form(Field(name="n", label="Leads"), error="Somebody else was faster.")
    assert '<h3 id="summary-title">Somebody else was faster.</h3>' in html


def test_what_was_entered_is_never_markup_in_a_form():
    html = form(
        Field(name="a", label=EVIL, hint=EVIL, placeholder=EVIL, value=(EVIL,), error=EVIL),
        Field(name="b", label=EVIL, kind="long_text", value=("</textarea>" + EVIL,)),
        Field(name="c", label=EVIL, kind="choices", options=(Option(value=EVIL, label=EVIL, group=EVIL),)),
        intro=EVIL,
    )
    assert "<script>" not in html
    assert html.count("</textarea>") == 1


def test_a_silent_reply_is_nothing():
    assert notice_html(Reply()).strip() == ""
