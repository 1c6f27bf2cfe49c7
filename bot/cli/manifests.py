"""headway manifest: what a platform's settings are to be, as a file for it."""

import json
from enum import StrEnum

import typer

from bot.settings import read_settings
from bot.slack.manifest import Option, make_manifest, wanted


class Platform(StrEnum):
    """What has a manifest."""

    SLACK = "slack"


def write(platform: Platform, **chosen: bool) -> None:
    """Print it, with the options that were chosen. Raises UserError where PUBLIC_URL is missing."""
    options: tuple[Option, ...] = ("listen", "agent", "socket", "many")
    match platform:
        case Platform.SLACK:
            app = wanted(read_settings(), *(option for option in options if chosen[option]))
            typer.echo(json.dumps(make_manifest(app), indent=2))
