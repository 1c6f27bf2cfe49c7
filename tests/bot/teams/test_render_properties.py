"""Any reply, any form: Teams takes it, nothing of it is lost, and nothing that was typed becomes markup."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from html import unescape
from typing import Any
from urllib.parse import unquote
from uuid import NAMESPACE_OID, uuid5

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.teams.render import (
    dialog,
    options_for,
    read_dataset,
    read_form,
    render_form,
)
from bot.teams.render.message import TeamsMessage, render_pages
from bot.teams.render.text import clean
from domain.chat import Chart, Form, Mention
from tests.bot.slack.generated import forms, replies
from tests.bot.teams.adaptive_cards import AT, card_problems, dialog_problems
from tests.bot.teams.adaptive_cards.elements import walk

ANY = settings(max_examples=25, suppress_health_check=list(HealthCheck))
SURFACES = st.sampled_from(("message", "dialog"))
ESCAPED = re.compile(r"\\([^a-zA-Z0-9\s])")
STYLED = re.compile(r"\*\*([^*]+)\*\*")
LINKED = re.compile(r"\[([^]]*)\]\(([^)]*)\)")
OF_PAGES = re.compile(r"(Page|Rows) [\d to]+ of \d+\.")
# What is no word of an answer, but says what becomes of it.
SILENT = {"kind", "style", "route", "args", "id", "account", "numeric", "panels"}
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (700).to_bytes(4) + (356).to_bytes(4)


def account_of(name: str) -> str:
    """An id of Microsoft Entra for the name."""
    return str(uuid5(NAMESPACE_OID, name))


def in_teams(value: Any) -> Any:
    """The reply with the accounts of Slack replaced by those of Teams."""
    if isinstance(value, Mention):
        return Mention(value.name, account_of(value.account) if value.account else "")
    if isinstance(value, tuple):
        return tuple(in_teams(inner) for inner in value)
    if is_dataclass(value) and not isinstance(value, type | Chart):
        return type(value)(**{one.name: in_teams(getattr(value, one.name)) for one in fields(value)})
    return value


teams_replies = replies.map(in_teams)


def words(value: Any) -> Iterator[str]:
    """Every word that a reader of the reply is to see."""
    if isinstance(value, str):
        yield from value.split()
    elif isinstance(value, tuple):
        for inner in value:
            yield from words(inner)
    elif is_dataclass(value):
        for one in fields(value):
            if one.name not in SILENT:
                yield from words(getattr(value, one.name))


def shown(element: Any) -> str:
    """What a reader sees of an element, and where a link leads; not what tells pages apart."""
    text = element.get("text", "")
    if OF_PAGES.fullmatch(text) or "page" in element.get("data", {}):
        return ""
    if element["type"] == "TextBlock":
        text = LINKED.sub(
            lambda found: f"{found[1]}({unquote(found[2])})",
            STYLED.sub(r"\1", AT.sub(lambda found: found[0][4:-5], text)),
        )
        text = unescape(ESCAPED.sub(r"\1", text))
    facts = "".join(fact["title"] + fact["value"] for fact in element.get("facts", ()))
    return "".join(
        [text, facts, element.get("title", ""), element.get("altText", ""), element.get("url", "")]
    )


def bare(text: str) -> str:
    """The text without spaces, letter case, the marks of commands, and what an address is written with."""
    return re.sub(r"[\s`@]|%5c|\\", "", clean(text).casefold())


def elements(pages: list[TeamsMessage]) -> list[Any]:
    return [one for page in pages for one in walk(page.card.get("body", []))]


def in_a_row(pages: list[TeamsMessage]) -> list[Any]:
    """The elements of all pages, what stands at the end of each only once: a long word may be divided."""
    bodies = [page.card.get("body", []) for page in pages]
    same = 0
    while same < min(map(len, bodies)) and all(b[-1 - same] == bodies[0][-1 - same] for b in bodies):
        same += 1
    return [
        *(one for body in bodies for one in body[: len(body) - same]),
        *bodies[0][len(bodies[0]) - same :],
    ]


def offers(pages: list[TeamsMessage]) -> list[str]:
    data = [one["data"] for one in elements(pages) if one["type"].startswith("Action.") and "data" in one]
    return [some["offer"] for some in data if "offer" in some]


@ANY
@given(teams_replies, SURFACES)
def test_teams_takes_every_page_of_every_reply(reply, surface):
    pictures = {at: PNG for at, block in enumerate(reply.blocks) if isinstance(block, Chart)}
    for page in render_pages(reply, surface=surface, charts=pictures, note="*Undo*: Dana <at>Reed</at>"):
        assert not page.card or card_problems(page.card, surface=surface) == []


@ANY
@given(teams_replies)
def test_no_word_of_a_reply_is_lost(reply):
    pages = render_pages(reply)
    found = bare("".join(shown(one) for one in walk(in_a_row(pages))))
    assert [word for word in words(reply.blocks) if bare(word) not in found] == []
    said = bare(pages[0].text)
    assert not pages[0].card or [w for w in words(reply.blocks) if bare(w) not in said] == []


@ANY
@given(teams_replies)
def test_every_button_is_on_some_page(reply):
    assert sorted(set(offers(render_pages(reply)))) == sorted({button.id for button in reply.buttons})


@ANY
@given(teams_replies)
def test_only_our_own_spans_become_links_mentions_and_styles(reply):
    accounts = {account_of(name) for name in ("U0MAREN", "W0THEO", "U_CONSOLE")}
    for page in render_pages(reply):
        for entity in page.card.get("msteams", {}).get("entities", []):
            assert entity["mentioned"]["id"] in accounts
    for one in elements(render_pages(reply)):
        for text in marked_texts(one):
            check_marks(text)


def marked_texts(element: Any) -> list[str]:
    """What Teams reads as Markdown."""
    if element["type"] == "TextBlock":
        return [element["text"]]
    return [text for fact in element.get("facts", ()) for text in (fact["title"], fact["value"])]


def check_marks(text: str) -> None:
    left = ESCAPED.sub("x", text)
    left = STYLED.sub("", AT.sub("name", left))
    links = LINKED.findall(left)
    assert all(re.match(r"(?i)https?://|mailto:", url) for _label, url in links)
    left = re.sub(r"&(amp|lt|gt);", "", LINKED.sub("", left))
    assert not re.search(r"[\\*_`\[\]<>{}|&]|^[#+=-]|^\d+[.)]|\n", left)


@ANY
@given(forms(), SURFACES)
def test_teams_takes_every_form(form, surface):
    assert card_problems(render_form(form, surface=surface), surface=surface) == []
    assert dialog_problems(dialog(form)) == []


def sent_untouched(card: Any) -> dict[str, Any]:
    """The data that Teams sends when somebody presses the button without changing anything."""
    inputs = [one for one in walk(card["body"]) if one["type"].startswith("Input.")]
    return {"form": "showing1", **{one["id"]: one.get("value", "") for one in inputs}}


@ANY
@given(forms())
def test_what_stands_in_a_form_comes_back_as_it_was(form):
    values = read_form(sent_untouched(render_form(form, surface="dialog")), form)
    for field in form.fields:
        entered = {value for value in values.get(field.name, ()) if value}
        offered = {option.value for option in field.options} & set(field.value)
        assert entered <= {clean(value) for value in field.value} | offered
        if field.kind == "choices" and values.get(field.name):
            assert set(values[field.name]) == offered


@ANY
@given(forms(), st.text(max_size=5))
def test_a_search_among_options_finds_what_the_form_takes(form: Form, query: str):
    for one in walk(render_form(form, surface="dialog")["body"]):
        dataset = one.get("choices.data", {}).get("dataset", "")
        if not dataset.startswith("options/"):
            continue
        named, name = read_dataset(dataset)
        found = options_for(form, name, query)["value"]["results"]
        assert (named, one["id"]) == ("showing1", f"field/{name}")
        assert len(found) <= 15
        for result in found:
            assert read_form({f"field/{name}": result["value"]}, form)[name]


@ANY
@given(teams_replies)
def test_teams_takes_every_dialog(reply):
    assert dialog_problems(dialog(reply, title="x" * 300)) == []
