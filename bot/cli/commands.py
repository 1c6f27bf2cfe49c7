"""What can be typed after `headway`, with its options."""

import asyncio
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import files, manifests, running, saying, sheets, teams, ticking
from bot.cli.moments import read_moment
from bot.doctor import examine

commands = typer.Typer(
    help="Headway: the assistant of fractional CMOs and the companies they serve.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Format(StrEnum):
    """How an engagement is written down."""

    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"
    ICS = "ics"


AT = typer.Option(
    "--at", metavar="TIME", help="As of this moment, such as 2026-10-05T09:00; UTC unless it says."
)


@commands.command()
def run() -> int:
    """Migrate the database, then serve until told to stop."""
    return asyncio.run(running.run())


@commands.command()
def migrate() -> int:
    """Bring the database to the revision of this version."""
    return asyncio.run(running.migrate())


@commands.command()
def say(  # noqa: PLR0913 - each is an option of the command
    text: Annotated[str, typer.Argument(metavar="[TEXT]", help="A command or a message.")] = "",
    *,
    who: Annotated[str, typer.Option("--as", metavar="PERSON", help="Account (U_MAREN) or name.")],
    where: Annotated[str, typer.Option("--in", metavar="CHANNEL|dm", help="Where it is said.")],
    at: Annotated[str | None, AT] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
    form: Annotated[
        str | None,
        typer.Option(metavar="JSON", help="Send the form shown last: field -> value or list; others stay."),
    ] = None,
) -> int:
    """Say something in the console and print the answer.

    An answer, and a question back, is status 0. A refusal, a form that was not saved, and an apology for
    an error of ours are printed too, with status 1.
    """
    wish = saying.Wish(who=who, where=where, text=text, form=form, as_json=as_json)
    return asyncio.run(saying.say(wish, now=read_moment(at)))


@commands.command()
def tick(at: Annotated[str | None, AT] = None) -> int:
    """Run everything that is due once, as of a moment, and print what was posted."""
    return asyncio.run(ticking.tick(now=read_moment(at)))


@commands.command("import")
def import_(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="An engagement file (JSON), or a CSV or XLSX.")
    ],
    *,
    engagement: Annotated[str, typer.Option(metavar="E", help="For a spreadsheet: whose numbers.")] = "",
    who: Annotated[
        str, typer.Option("--as", metavar="PERSON", help="For a spreadsheet: who brings it.")
    ] = "",
    at: Annotated[str | None, AT] = None,
) -> int:
    """Take in an engagement file, or the numbers of a spreadsheet; taking one in twice changes nothing.

    A spreadsheet is taken line by line. The status is 0 where nothing was held back or refused.
    """
    now = read_moment(at)
    if sheets.is_one(file, engagement=engagement, who=who):
        return sheets.take_in(sheets.Wish(file=file, engagement=engagement, who=who), now=now)
    files.take_in(file, now=now)
    return 0


@commands.command()
def export(
    engagement: Annotated[str, typer.Argument(metavar="ENGAGEMENT", help="Its key or its name.")],
    *,
    format_: Annotated[
        Format, typer.Option("--format", help="Or the numbers alone: csv, xlsx; or the meetings: ics.")
    ] = Format.JSON,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Where to; else standard output.")] = None,
) -> None:
    """Write an engagement down as a file; or the numbers of its KPIs alone, or the dates of its meetings."""
    files.write_out(engagement, kind=format_.value, out=out, now=read_moment(None))


@commands.command()
def manifest(  # noqa: PLR0913 - each is an option of the command
    platform: Annotated[manifests.Platform, typer.Argument(metavar="PLATFORM", help="slack or teams.")],
    *,
    listen: Annotated[bool, typer.Option("--listen", help="Hear messages that do not mention it.")] = False,
    agent: Annotated[bool, typer.Option("--agent", help="Be an agent, with prompts and a status.")] = False,
    socket: Annotated[bool, typer.Option("--socket", help="Socket Mode: no public address.")] = False,
    many: Annotated[bool, typer.Option("--many", help="For many workspaces, by OAuth.")] = False,
    app_id: Annotated[
        str, typer.Option("--app-id", metavar="ID", help="Teams: for this bot; else that of TEAMS_APP_ID.")
    ] = "",
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Teams: where the package goes.")] = None,
) -> None:
    """Print the manifest of the Slack app, or make the package of the Teams app.

    Their addresses begin with PUBLIC_URL. What the settings say already needs no option.
    """
    manifests.write(platform, app_id=app_id, out=out, listen=listen, agent=agent, socket=socket, many=many)


@commands.command()
def doctor(
    *,
    live: Annotated[
        str, typer.Option(metavar="CHANNEL", help="Also post in this Slack channel, and clean up again.")
    ] = "",
) -> int:
    """Check settings, tokens, database, clock and port; each finding comes with its cure."""
    return asyncio.run(examine(live))


bots = typer.Typer(help="The Teams bots of your clients, one for each tenant.", no_args_is_help=True)
commands.add_typer(bots, name="teams")


@bots.command("add")
def add_bot(
    *,
    app_id: Annotated[str, typer.Option("--app-id", metavar="ID", help="Application (client) ID.")],
    tenant: Annotated[str, typer.Option(metavar="ID", help="Directory (tenant) ID.")],
) -> int:
    """Add a bot, or give it another secret; the secret is asked for, or read from standard input."""
    return asyncio.run(teams.add(app_id, tenant))


@bots.command("list")
def list_bots() -> int:
    """List the bots, that of TEAMS_APP_ID first."""
    return asyncio.run(teams.show())


@bots.command("remove")
def remove_bot(
    app_id: Annotated[str, typer.Argument(metavar="APP_ID", help="Application (client) ID.")],
) -> int:
    """Remove a bot: its secret goes, its posts stop, and the history stays."""
    return asyncio.run(teams.remove(app_id))
