"""From what Slack sends to a Request: who, where, and what they did."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.storable import clean
from domain.chat import Act, Address, Click, OpenForm, Request, Say, Sender, SubmitForm, Values
from domain.feedback import OPENING, read_feedback
from handlers import ROUTES
from storage.slack_installations import SLACK

# Slack does not name a channel that the app is not in, nor every group.
A_CHANNEL = "channel"
GROUP = "group"
# What each slash command puts before its text; any other name is the one for everything.
SHORT_FORMS = {"kpi": "kpi", "feedback": "feedback"}
# A message is an act of its own in these: the others are edits, joins and the like.
SPOKEN_SUBTYPES = frozenset({None, "thread_broadcast", "file_share"})

_CHANNEL = re.compile(r"<#([^>|]+)(?:\|([^>]*))?>")
_SPECIAL = re.compile(r"<!([^>|^]+)(?:\^[^>|]*)?(?:\|([^>]*))?>")
_MENTION = re.compile(r"<@([^>|]+)\|[^>]*>")
# A mark of Slack's at the beginning, and the next one that ends a word.
_STYLED = re.compile(r"\s*(?P<mark>```|[`*_])(?=\S)(?P<words>.+?)(?<=\S)(?P=mark)(?=\s|$)", re.DOTALL)
_LINK = re.compile(r"<((?:https?|mailto|tel):[^>|]+)(?:\|([^>]*))?>")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


def installed_team(body: Mapping[str, Any]) -> str:
    """The workspace through which this reached us: an outsider of a shared channel has another one.

    Where a whole organisation installed the app, some places name that; a workspace begins with T.
    """
    view, team = body.get("view"), body.get("team")
    named = (
        view.get("app_installed_team_id") if isinstance(view, Mapping) else None,
        _authorization(body).get("team_id"),
        team.get("id") if isinstance(team, Mapping) else None,
        body.get("context_team_id"),
        body.get("team_id"),
    )
    ours = (one for one in named if isinstance(one, str) and one.startswith("T"))
    return next(ours, "") or _home_of(body)


def _authorization(body: Mapping[str, Any]) -> Mapping[str, Any]:
    authorizations = body.get("authorizations")
    first = authorizations[0] if isinstance(authorizations, list) and authorizations else None
    return first if isinstance(first, Mapping) else {}


def installed_organisation(body: Mapping[str, Any]) -> str:
    """The organisation for which the app is installed as a whole; empty where it is one workspace's."""
    one = _authorization(body) or body
    if str(one.get("is_enterprise_install")).casefold() != "true":
        return ""
    enterprise = body.get("enterprise")
    named = enterprise.get("id") if isinstance(enterprise, Mapping) else None
    return str(one.get("enterprise_id") or named or "")


def home_of(body: Mapping[str, Any]) -> str:
    """The workspace that the person belongs to; empty where it is ours, or not said."""
    home = _home_of(body)
    return "" if home == installed_team(body) else home


def _home_of(body: Mapping[str, Any]) -> str:
    event, user = body.get("event"), body.get("user")
    if isinstance(event, Mapping):
        return str(event.get("user_team") or event.get("source_team") or event.get("team") or "")
    return str(user.get("team_id") or "") if isinstance(user, Mapping) else ""


def command_request(payload: Mapping[str, Any], *, short_forms: Mapping[str, str] = SHORT_FORMS) -> Request:
    """A slash command; `short_forms` is its name without the slash -> the words that it stands for."""
    name = str(payload["command"]).lstrip("/").casefold()
    typed = said_words(str(payload.get("text", "")))
    words = _behind(short_forms.get(name, ""), typed, name=name)
    return Request(
        key=f"command/{payload['trigger_id']}",
        sender=_sender(payload["user_id"], payload.get("user_name", "")),
        address=_address(installed_team(payload), payload["channel_id"], payload["user_id"]),
        act=Say(text=words),
        can_open_form=True,
    )


def message_request(body: Mapping[str, Any], *, bot_user: str) -> Request | None:
    """A message in a direct conversation, or a mention; None for what is not said to us.

    `message` and `app_mention` of one text have different event ids: the message itself is the key.
    """
    event = body["event"]
    is_direct = event.get("channel_type") == "im"
    text, is_mentioned = _without_mention(str(event.get("text") or ""), bot_user)
    if not _is_said(event, bot_user) or not (is_direct or is_mentioned):
        return None
    return _message(body, Say(text=said_words(text)), is_direct=is_direct)


def thread_reply(body: Mapping[str, Any], *, bot_user: str) -> Request | None:
    """What somebody says to others in the thread below a post of ours; None for anything else."""
    event = body["event"]
    is_reply = event.get("thread_ts") not in (None, "", event.get("ts"))
    is_ours = event.get("parent_user_id", bot_user) == bot_user
    text, is_mentioned = _without_mention(str(event.get("text") or ""), bot_user)
    is_heard = is_reply and is_ours and not is_mentioned and event.get("channel_type") != "im"
    if not is_heard or not _is_said(event, bot_user):
        return None
    return _message(body, Say(text=said_words(text), is_addressed=False), is_direct=False)


def _is_said(event: Mapping[str, Any], bot_user: str) -> bool:
    """Whether a person said it just now: it is no edit, and nothing of ours or another bot's."""
    is_ours = event.get("bot_id") or event.get("user") in (None, bot_user)
    return not is_ours and event.get("subtype") in SPOKEN_SUBTYPES


def _message(body: Mapping[str, Any], act: Say, *, is_direct: bool) -> Request:
    event = body["event"]
    conversation, person = event["channel"], event["user"]
    return Request(
        key=f"message/{conversation}/{event['ts']}",
        sender=_sender(person),
        address=_address(
            installed_team(body), conversation, person, thread=event.get("thread_ts", ""), is_direct=is_direct
        ),
        act=act,
    )


def click_request(payload: Mapping[str, Any]) -> Request:
    """A press of one of our buttons, in a message, a form or the home tab."""
    return _interaction(payload, Click(button=str(payload["actions"][0].get("value") or "")))


def submit_request(payload: Mapping[str, Any], *, form: str, values: Values) -> Request:
    """A filled form; `form` is the id of its showing."""
    return _interaction(payload, SubmitForm(form=form, values=values))


def shortcut_request(
    payload: Mapping[str, Any], *, form: str, args: Mapping[str, Any], can_open_form: bool = True
) -> Request:
    """A shortcut that asks for a form."""
    made = _interaction(payload, OpenForm(form=form, args=args))
    return replace(made, can_open_form=can_open_form)


def words_request(payload: Mapping[str, Any], words: str, *, can_open_form: bool) -> Request:
    """An interaction that stands for these words."""
    return replace(_interaction(payload, Say(text=words)), can_open_form=can_open_form)


def _interaction(payload: Mapping[str, Any], act: Act) -> Request:
    person, team = payload["user"], installed_team(payload)
    channel = (payload.get("channel") or {}).get("id", "")
    # What has no trigger, a filled form, is known by its view.
    key = payload.get("trigger_id") or payload.get("view", {}).get("id", "")
    thread = payload.get("message", {}).get("thread_ts", "")
    return Request(
        key=f"{payload['type']}/{key}",
        sender=_sender(person["id"], person.get("name") or person.get("username", "")),
        address=_address(team, channel, person["id"], thread=thread),
        act=act,
        can_open_form="trigger_id" in payload,
    )


def _sender(account: str, name: str = "") -> Sender:
    return Sender(account=account, name=clean(name))


def _address(
    team: str, conversation: str, person: str, *, thread: str = "", is_direct: bool | None = None
) -> Address:
    """The channel, or the person's direct conversation: forms and the home tab have no channel."""
    direct = conversation.startswith("D") if is_direct is None else is_direct
    return Address(
        platform=SLACK,
        workspace=team,
        conversation=conversation,
        thread=thread,
        account=person if direct or not conversation else "",
    )


def _without_mention(text: str, bot_user: str) -> tuple[str, bool]:
    """The text without our own name, and whether that was in it."""
    mention = re.compile(rf"<@{re.escape(bot_user)}(?:\|[^>]*)?>")
    return mention.sub(" ", text, count=1).strip(), mention.search(text) is not None


def _behind(words: str, typed: str, *, name: str) -> str:
    """What the slash command stands for with what is typed after it, its own word forgiven there."""
    first, _, rest = typed.partition(" ")
    is_repeated = bool(words) and first.casefold().lstrip("/") in (words, name)
    # Feedback may well begin with the word feedback.
    if is_repeated and not (words == "feedback" and _is_prose(rest)):
        typed = rest
    return f"{words} {typed}".strip()


def _is_prose(typed: str) -> bool:
    """Whether the words are no feedback command's, and no feedback with a sign or in quotation marks."""
    first, _, _rest = typed.strip().partition(" ")
    if not first or first[0] in OPENING or f"feedback {first.casefold()}" in ROUTES.commands:
        return False
    return not read_feedback(typed).sentiment


def said_words(text: str) -> str:
    """What was said to us, as it was typed, without styles around a command.

    A mention of a person stays <@account>, one of a channel that Slack does not name <#id>.
    """
    words = _CHANNEL.sub(lambda found: f"#{found[2]}" if found[2] else f"<#{found[1]}>", text)
    return _without_style(_read(_MENTION.sub(r"<@\1>", words)))


def _without_style(words: str) -> str:
    """The words without the style marks that the whole begins with, as of a command copied from us."""
    while found := _STYLED.match(words):
        words = found["words"] + words[found.end() :]
    return words


def plain_words(text: str) -> str:
    """Slack's text as it was typed; a mention of a person stays <@account>."""
    return _read(_CHANNEL.sub(lambda found: f"#{found[2] or A_CHANNEL}", text))


def _read(text: str) -> str:
    words = _SPECIAL.sub(lambda found: found[2] or f"@{GROUP if found[1] == 'subteam' else found[1]}", text)
    words = _LINK.sub(lambda found: found[2] or found[1], words)
    for entity, char in _ENTITIES:
        words = words.replace(entity, char)
    return clean(words)
