"""The other views: one that is opened at once and filled later, what came of a form, and the Home tab."""

from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import DividerBlock
from slack_sdk.models.views import View

from bot.slack.render.blocks import small_line
from bot.slack.render.forms import TITLE, title_object
from bot.slack.render.limits import VIEW_BLOCKS, VIEW_BUTTON, VIEW_WEIGHT
from bot.slack.render.message import REST_ELSEWHERE, Blocks, Room, fit, view_blocks, with_note
from bot.slack.render.text import Mentions, plain_object
from domain.chat import Reply, reply

LOADING = "One moment…"
SAVING = "Saving…"
NOTHING_YET = "Nothing to show yet. Type `help` in a message to me to see what I can do."
DONE = "Close"
HOME_CALLBACK = "home"


def loading_view(title: str = TITLE) -> dict[str, Any]:
    """What is opened while the trigger is fresh, to be filled by views.update."""
    return _modal(title, view_blocks(reply(LOADING)))


def saving_view(title: str = TITLE) -> dict[str, Any]:
    """What stands in place of a form that takes a while to save."""
    return _modal(title, view_blocks(reply(SAVING)))


def result_view(result: Reply, *, title: str = TITLE, mentions: Mentions = None) -> dict[str, Any]:
    """What came of a form or a click, in place of it."""
    return _modal(title, view_blocks(result, mentions=mentions) or view_blocks(reply(NOTHING_YET)))


def render_home(replies: Sequence[Reply], *, mentions: Mentions = None) -> dict[str, Any]:
    """The Home tab: the replies under each other, a line between them."""
    made: Blocks = []
    for shown in replies:
        blocks = view_blocks(shown, mentions=mentions)
        if blocks:
            made += [*([DividerBlock().to_dict()] if made else []), *blocks]
    kept, is_cut = fit(made, Room(blocks=VIEW_BLOCKS, weight=VIEW_WEIGHT))
    blocks = (
        with_note(kept, small_line(REST_ELSEWHERE)) if is_cut else kept or view_blocks(reply(NOTHING_YET))
    )
    return View(type="home", callback_id=HOME_CALLBACK, blocks=blocks).to_dict()


def _modal(title: str, blocks: Blocks) -> dict[str, Any]:
    close = plain_object(DONE, VIEW_BUTTON)
    return View(type="modal", title=title_object(title), close=close, blocks=blocks).to_dict()
