"""Any reply, any form: Slack takes it, nothing of it is lost, and nothing that was typed becomes markup."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from hypothesis import HealthCheck, given, settings

from bot.slack.render import (
    SlackMessage,
    errors_of,
    errors_response,
    loading_view,
    options_for,
    read_view,
    render_form,
    render_home,
    render_reply,
    result_view,
    saving_view,
)
from bot.slack.render.text import clean
from domain.chat import Block, Buttons, Chart, FieldErrors, Fields, Form, Link, Mention, Reply, Strong, Table
from domain.plain_text import plain_text, spans_text
from tests.bot.slack.block_kit import errors_problems, message_problems, options_problems, view_problems
from tests.bot.slack.generated import MEMBERS, forms, replies, sent_untouched

ANY = settings(max_examples=60, suppress_health_check=list(HealthCheck))
MENTION = re.compile(r"<@(\w+)>")
LINK = re.compile(r"<((?:https?|mailto):[^|>]+)\|([^>]*)>")
STYLE = re.compile(r"`([^`]+)`|\*([^*]+)\*")


def leaves(value: Any) -> Iterator[dict[str, Any]]:
    """Every innermost piece of Block Kit that has words, a person or an address."""
    if isinstance(value, dict):
        if isinstance(value.get("text"), str) or "user_id" in value:
            yield value
        else:
            yield from leaves(list(value.values()))
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from leaves(inner)


def shown(leaf: dict[str, Any]) -> str:
    """What a reader sees of it, and where a link leads."""
    if leaf["type"] == "user":
        return f"@{MEMBERS[leaf['user_id']]}"
    if leaf["type"] == "mrkdwn":
        text = MENTION.sub(lambda found: f"@{MEMBERS[found[1]]}", leaf["text"])
        return unescape(LINK.sub(r"\2(\1)", text))
    return f"{leaf['text']}({leaf['url']})" if "url" in leaf else leaf["text"]


def bare(text: str) -> str:
    """The text without spaces, letter case and the marks of styles and of quoted cells."""
    return re.sub(r"[\s`*\"']", "", clean(text).casefold())


def everything(message: SlackMessage) -> str:
    alts = [block["alt_text"] for block in message.blocks if "alt_text" in block]
    said = "".join(map(shown, leaves(list(message.blocks))))
    return bare(" ".join([said, *alts, *(file.content for file in message.files)]))


def words(block: Block) -> list[str]:
    match block:
        case Buttons(items=items):
            return [word for button in items for word in button.label.split()]
        case Table(columns=columns, rows=rows):
            return [
                w for cell in (*columns, *(spans_text(c) for row in rows for c in row)) for w in cell.split()
            ]
        case Fields(pairs=pairs):
            return [
                word for label, value in pairs for text in (label, spans_text(value)) for word in text.split()
            ]
        case Chart(title=title, alt=alt):
            return [*title.split(), *alt.split()]
        case _:
            return plain_text(Reply(blocks=(block,))).split()


def spans_in(value: Any) -> Iterator[Any]:
    """Every span of a reply, whatever it stands in."""
    if isinstance(value, tuple):
        for inner in value:
            yield from spans_in(inner)
    elif isinstance(value, str | Strong | Link | Mention):
        yield value
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from spans_in(getattr(value, name))


@ANY
@given(replies)
def test_slack_takes_every_message(reply):
    made = render_reply(reply)
    if made.blocks:
        assert message_problems({"text": made.text, "blocks": list(made.blocks)}) == []


@ANY
@given(replies)
def test_a_chart_that_was_uploaded_is_taken_too(reply):
    charts = {at: "F0CHART" for at, block in enumerate(reply.blocks) if isinstance(block, Chart)}
    made = render_reply(reply, charts=charts)
    assert not made.blocks or message_problems({"text": made.text, "blocks": list(made.blocks)}) == []


@ANY
@given(replies)
def test_no_word_of_a_reply_is_lost(reply):
    found = everything(render_reply(reply))
    missing = [word for block in reply.blocks for word in words(block) if bare(word) not in found]
    # Bullets are dashes in plain words.
    assert [word for word in missing if word != "-"] == []


@ANY
@given(replies)
def test_only_our_own_spans_become_links_mentions_and_styles(reply):
    spans = list(spans_in(reply.blocks))
    accounts = {span.account for span in spans if isinstance(span, Mention)}
    urls = {span.url for span in spans if isinstance(span, Link)}
    message = render_reply(reply)
    assert not re.search(r"[<>]", message.text)
    for leaf in leaves(list(message.blocks)):
        assert leaf.get("user_id") in {None, *accounts}
        assert leaf.get("url") in {None, *urls}
        if leaf["type"] == "plain_text":
            assert leaf["emoji"] is False
        if leaf["type"] == "mrkdwn":
            check_mrkdwn(leaf, accounts, urls)


def check_mrkdwn(leaf: dict[str, Any], accounts: set[str], urls: set[str]) -> None:
    assert leaf["verbatim"] is True
    assert set(MENTION.findall(leaf["text"])) <= accounts
    assert {unescape(url) for url, _label in LINK.findall(leaf["text"])} <= urls
    left = LINK.sub(r"\2", MENTION.sub("@", leaf["text"]))
    assert not re.search(r"[<>]", left)
    left = STYLE.sub("", left)
    assert not re.search(r"[*_~`]|:\w+:|^\s*&gt;", left, re.MULTILINE)


@ANY
@given(forms())
def test_slack_takes_every_form(form):
    assert view_problems(render_form(form, private_metadata="m" * 3000)) == []
    for field in form.fields:
        assert options_problems(options_for(form, field.name, "o")) == []


@ANY
@given(forms())
def test_what_stands_in_a_form_comes_back_as_it_was(form):
    values = read_view(sent_untouched(render_form(form)), form)
    for field in form.fields:
        if field.name in values:
            offered = {option.value for option in field.options}
            entered = tuple(value for value in values[field.name] if value)
            assert set(entered) <= {clean(value) for value in field.value} | (offered & set(field.value))
    assert set(values) <= {field.name for field in form.fields}


@ANY
@given(forms())
def test_mistakes_are_shown_under_fields_that_are_there(form):
    wrong = {"": "Not like this.", form.fields[0].name: "Nor this.", "unheard of": "Nor that."}
    response = errors_response(FieldErrors(wrong).errors, form)
    view = render_form(form)
    if response["response_action"] == "update":
        assert view_problems(response["view"]) == []
    else:
        assert errors_problems(response, view) == []
        said = " ".join(response["errors"].values())
        assert all(sentence in said for sentence in wrong.values())


@ANY
@given(replies)
def test_slack_takes_every_view(reply):
    for view in (result_view(reply, title="x" * 40), render_home([reply, reply]), render_home([])):
        assert view_problems(view) == []


def test_slack_takes_the_views_that_stand_in():
    assert view_problems(loading_view()) == []
    assert view_problems(saving_view("Northwind: the numbers of September")) == []


def test_the_errors_of_a_form_that_is_shown_again_are_those_of_its_fields():
    form = Form(title="Numbers", fields=(), error="All of it.")
    assert errors_of(form) == {"": "All of it."}
