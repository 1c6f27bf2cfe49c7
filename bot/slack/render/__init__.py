"""From replies and forms to what Slack draws, and back: pure functions."""

from bot.slack.render.blocks import DO, OPEN
from bot.slack.render.fields import OPTIONS_ACTION
from bot.slack.render.forms import (
    CALLBACK,
    errors_of,
    errors_response,
    read_option_field,
    read_view,
    render_form,
)
from bot.slack.render.message import SlackMessage, fallback_text, render_reply
from bot.slack.render.options import options_for
from bot.slack.render.tables import SlackFile
from bot.slack.render.text import escape
from bot.slack.render.views import loading_view, render_home, result_view, saving_view

__all__ = [
    "CALLBACK",
    "DO",
    "OPEN",
    "OPTIONS_ACTION",
    "SlackFile",
    "SlackMessage",
    "errors_of",
    "errors_response",
    "escape",
    "fallback_text",
    "loading_view",
    "options_for",
    "read_option_field",
    "read_view",
    "render_form",
    "render_home",
    "render_reply",
    "result_view",
    "saving_view",
]
