"""headway manifest: what a platform's settings are to be, as a file for it."""

import json
from enum import StrEnum

import typer

from bot.settings import read_settings
from bot.slack.manifest import Option, make_manifest, wanted
from domain.errors import UserError

TEAMS_LATER = "There is no manifest for Teams yet: this version of Headway serves Slack alone."


class Platform(StrEnum):
    """What has a manifest."""

    SLACK = "slack"
    TEAMS = "teams"


def write(platform: Platform, **chosen: bool) -> None:
    """Print it, with the options that were chosen. Raises UserError where that cannot be done."""
    options: tuple[Option, ...] = ("listen", "agent", "socket", "many")
    match platform:
        case Platform.TEAMS:
            raise UserError(TEAMS_LATER)
        case Platform.SLACK:
            app = wanted(read_settings(), *(option for option in options if chosen[option]))
            typer.echo(json.dumps(make_manifest(app), indent=2))
