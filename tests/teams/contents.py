"""What Teams checks in an activity that a bot sends."""

import json

from tests.slack.things import Json
from tests.teams.cards.checking import CARD_BYTES, PICTURE, card_bytes, card_problems
from tests.teams.refusals import Refused
from tests.teams.state import World
from tests.teams.things import CARD, Bot, Place

# learn.microsoft.com, Teams: "Format your bot messages": as UTF-16, pictures in base64 not counted.
MESSAGE_BYTES = 100 * 1024
CONSENT = "application/vnd.microsoft.teams.card.file.consent"
FILE_INFO = "application/vnd.microsoft.teams.card.file.info"
KNOWN = {CARD, CONSENT, FILE_INFO, "text/html", "image/png", "image/jpeg", "image/gif"}
FORMATS = {None, "plain", "markdown", "xml"}


def check_content(world: World, bot: Bot, place: Place, activity: Json) -> None:
    """Refuse what Teams would not show as a message there."""
    _check_size(activity)
    attachments = activity.get("attachments") or []
    if not str(activity.get("text") or "").strip() and not attachments:
        raise Refused("BadSyntax", "Activity must have text or attachments.")
    if activity.get("textFormat") not in FORMATS:
        raise Refused("BadSyntax", f"textFormat {activity['textFormat']}")
    for attachment in attachments:
        _check_attachment(attachment, place)
        if attachment["contentType"] == CARD:
            _check_card(world, bot, attachment["content"])
    _check_mentions(world, bot, activity)


def _check_size(activity: Json) -> None:
    counted = PICTURE.sub("", json.dumps(activity, ensure_ascii=False))
    cards = [one["content"] for one in activity.get("attachments") or [] if one.get("contentType") == CARD]
    is_too_big = len(counted.encode("utf-16-le", "surrogatepass")) > MESSAGE_BYTES
    if is_too_big or any(card_bytes(card) > CARD_BYTES for card in cards):
        raise Refused("MessageSizeTooBig", "Message size too large.")


def _check_attachment(attachment: Json, place: Place) -> None:
    kind = attachment.get("contentType")
    if kind not in KNOWN:
        raise Refused("BadSyntax", f"Unknown attachment type {kind}")
    # learn.microsoft.com, Teams: "Send and receive files through the bot": in personal chats alone.
    if kind in {CONSENT, FILE_INFO} and place.kind != "personal":
        raise Refused("BadArgument", "Files are for personal chats.")


def _check_card(world: World, bot: Bot, card: Json) -> None:
    if problems := card_problems(card):
        raise Refused("BadSyntax", "; ".join(problems))
    for entity in card.get("msteams", {}).get("entities", []):
        _check_known(world, bot, entity["mentioned"]["id"])


def _check_mentions(world: World, bot: Bot, activity: Json) -> None:
    """Look at mentions: the words of one stand in the text (platform rule E6)."""
    for entity in activity.get("entities") or []:
        if entity.get("type") == "mention":
            _check_known(world, bot, entity["mentioned"]["id"])
            if entity.get("text", "") not in activity.get("text", ""):
                raise Refused("BadSyntax", "The mention does not stand in the text.")


def _check_known(world: World, bot: Bot, said: str) -> None:
    if world.user_named(bot, said) is None:
        raise Refused("BadSyntax", f"Bad format of mentioned id {said}")
