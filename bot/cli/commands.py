"""What can be typed after `headway`, with its options."""

import asyncio
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import files, manifests, running, saying, sheets
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
        Format, typer.Option("--format", help="Or the numbers alone: csv, xlsx.")
    ] = Format.JSON,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Where to; else standard output.")] = None,
) -> None:
    """Write an engagement, or the numbers of its KPIs alone, down as a file."""
    files.write_out(engagement, kind=format_.value, out=out, now=read_moment(None))


@commands.command()
def manifest(
    platform: Annotated[manifests.Platform, typer.Argument(metavar="PLATFORM", help="Only slack, so far.")],
    *,
    listen: Annotated[
        bool, typer.Option("--listen", help="Read channels, to find a post after a crash.")
    ] = False,
    agent: Annotated[bool, typer.Option("--agent", help="Be an agent, with prompts and a status.")] = False,
    socket: Annotated[bool, typer.Option("--socket", help="Socket Mode: no public address.")] = False,
    many: Annotated[bool, typer.Option("--many", help="For many workspaces, by OAuth.")] = False,
) -> None:
    """Print the manifest of the app, to be pasted into the platform's settings.

    Its addresses begin with PUBLIC_URL. What the settings say already needs no option.
    """
    manifests.write(platform, listen=listen, agent=agent, socket=socket, many=many)


@commands.command()
def doctor(
    *,
    live: Annotated[
        str, typer.Option(metavar="CHANNEL", help="Also post in this Slack channel, and clean up again.")
    ] = "",
) -> int:
    """Check settings, tokens, database, clock and port; each finding comes with its cure."""
    return asyncio.run(examine(live))
