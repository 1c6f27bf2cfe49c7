"""headway manifest: what a platform has to be told of the app, as a file for it."""

import json
from enum import StrEnum
from pathlib import Path

import typer

from bot.cli.files import UNWRITABLE
from bot.cli.moments import read_moment
from bot.settings import Settings, read_settings
from bot.slack import manifest as slack
from bot.teams import manifest as teams
from domain.errors import UserError

PACKAGE = Path("headway-teams.zip")
MADE = "{file} is made: version {version}, for the bot {app_id}. Upload it in Teams."
NOT_ITS_OWN = "{option} is for {other} alone. Leave it out."


class Platform(StrEnum):
    """What has a manifest."""

    SLACK = "slack"
    TEAMS = "teams"


def write(platform: Platform, *, app_id: str = "", out: Path | None = None, **chosen: bool) -> None:
    """Print Slack's, or write the package for Teams, with the options that were chosen.

    Raises UserError where that cannot be done.
    """
    match platform:
        case Platform.TEAMS:
            _refuse({f"--{name}": chosen[name] for name in ("agent", "socket", "many")}, other="Slack")
            now, listens = read_moment(None), chosen["listen"]
            _write_package(
                teams.wanted(read_settings(), now=now, app_id=app_id, listens=listens), out or PACKAGE
            )
        case Platform.SLACK:
            _refuse({"--app-id": bool(app_id), "--out": out is not None}, other="Teams")
            _print_manifest(read_settings(), chosen)


def _print_manifest(settings: Settings, chosen: dict[str, bool]) -> None:
    options: tuple[slack.Option, ...] = ("listen", "agent", "socket", "many")
    app = slack.wanted(settings, *(option for option in options if chosen[option]))
    typer.echo(json.dumps(slack.make_manifest(app), indent=2))


def _write_package(app: teams.Wanted, out: Path) -> None:
    try:
        out.write_bytes(teams.make_package(teams.make_manifest(app)))
    except OSError as failure:
        raise UserError(UNWRITABLE.format(file=out, what=failure.strerror)) from failure
    typer.echo(MADE.format(file=out, version=app.version, app_id=app.app_id))


def _refuse(given: dict[str, bool], *, other: str) -> None:
    for option, is_given in given.items():
        if is_given:
            raise UserError(NOT_ITS_OWN.format(option=option, other=other))
