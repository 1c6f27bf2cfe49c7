"""Dialogs: what Teams opens after task/fetch, and shows after task/submit."""

from collections.abc import Mapping
from typing import Any

from bot.teams.render.forms import NAME, render_form
from bot.teams.render.limits import TITLE, cut
from bot.teams.render.message import attachment, render_reply
from bot.teams.render.text import one_line
from domain.chat import Answer, Form

# In pixels of the page.
LOWEST, HIGHEST = 240, 680
FRAME_HEIGHT = 140
FIELD_HEIGHT = 84
LINE_HEIGHT = 28
WIDTH, WIDE = 600, 800
LETTERS_IN_LINE = 75


def dialog(
    answer: Answer, title: str = "", *, charts: Mapping[int, bytes] | None = None, page: int = 1
) -> dict[str, Any]:
    """The answer to task/fetch and task/submit, and to their likes of message extensions.

    A reply that stays silent closes the dialog.
    """
    if isinstance(answer, Form):
        height = FRAME_HEIGHT + FIELD_HEIGHT * len(answer.fields)
        return _task(render_form(answer, surface="dialog"), title or answer.title, height)
    made = render_reply(answer, charts=charts, page=page, surface="dialog")
    if not made.card:
        return {}
    lines = sum(1 + len(line) // LETTERS_IN_LINE for line in made.text.split("\n"))
    return _task(made.card, title, HIGHEST if charts else FRAME_HEIGHT + LINE_HEIGHT * lines)


def _task(card: dict[str, Any], title: str, height: int) -> dict[str, Any]:
    is_wide = "width" in card.get("msteams", {})
    value = {
        "title": cut(one_line(title), TITLE) or NAME,
        "height": min(max(height, LOWEST), HIGHEST),
        "width": WIDE if is_wide else WIDTH,
        "card": attachment(card),
    }
    return {"task": {"type": "continue", "value": value}}
