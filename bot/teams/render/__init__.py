"""From replies and forms to what Teams draws, and back: pure functions."""

from bot.teams.render.blocks import is_shown, pixels_of
from bot.teams.render.buttons import DO, FORM, OFFER, PAGE_VERB, SAVE, TO_PAGE, Surface
from bot.teams.render.dialogs import dialog
from bot.teams.render.forms import is_short, read_form, render_form
from bot.teams.render.limits import PICTURE_SIDE
from bot.teams.render.message import TeamsMessage, attachment, render_reply
from bot.teams.render.options import options_for, read_dataset

__all__ = [
    "DO",
    "FORM",
    "OFFER",
    "PAGE_VERB",
    "PICTURE_SIDE",
    "SAVE",
    "TO_PAGE",
    "Surface",
    "TeamsMessage",
    "attachment",
    "dialog",
    "is_short",
    "is_shown",
    "options_for",
    "pixels_of",
    "read_dataset",
    "read_form",
    "render_form",
    "render_reply",
]
