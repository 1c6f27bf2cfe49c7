"""docs/parity.md, made from the registrations and from what came of the stories.

`python -m tests.scenarios.parity` tells every story on every stage, and writes the page.
"""

import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.slack import registrations as slack
from bot.teams import surfaces as teams
from handlers import ROUTES
from tests.scenarios import stories_of_a_month, stories_of_numbers, surfaces
from tests.scenarios.conftest import STAGES
from tests.scenarios.stories import STORIES

DOCUMENT = Path(__file__).parents[2] / "docs" / "parity.md"
TESTS = Path(__file__).with_name("test_stories.py")

INTRO = """\
# The same on every platform

One core answers everywhere; what differs is what a platform can show. This page is made by
`python -m tests.scenarios.parity` from the lists that the bot answers by and from the stories. A test fails
when it is not up to date."""
SURFACES_INTRO = "## Surface by surface"
CANNOT_INTRO = "## What a platform cannot do"
COMMANDS_INTRO = """\
## Commands

Every command can be typed on every platform: as it stands in the console and in direct conversations, after
`/{first}` or a mention in Slack's channels, after a mention in those of Teams. Which of them Teams has in its
menus:"""
STORIES_INTRO = """\
## Stories

Each story is told once and played on every stage: the real application over HTTP or websockets, and on Slack
and Teams a local one that signs what it sends and refuses what the real one refuses. “Same” means that people
saw the same outcome there."""
OUTCOMES = {"passed": "same", "failed": "differs", "skipped": "not played"}

Told = Mapping[tuple[str, str], str]


def names_of_stories() -> tuple[str, ...]:
    """The stories, in the order in which they are told."""
    return tuple(
        story.__name__ for story in (*STORIES, *stories_of_numbers.STORIES, *stories_of_a_month.STORIES)
    )


def names_of_stages() -> tuple[str, ...]:
    """The stages, each with its database."""
    return tuple(" on ".join(stage) for stage in STAGES)


def describe(told: Told) -> str:
    """The page, for what came of each story on each stage."""
    first = slack.COMMANDS[0].name
    parts = (
        INTRO,
        SURFACES_INTRO,
        _table(("", *surfaces.PLATFORMS), surfaces.SURFACES),
        CANNOT_INTRO,
        *(_cannot(platform, lines) for platform, lines in surfaces.CANNOT.items()),
        COMMANDS_INTRO.format(first=first),
        _table(("command", *(f"menu: {name}" for name in surfaces.KINDS.values())), _commands()),
        STORIES_INTRO,
        _table(("story", *names_of_stages()), _stories(told)),
    )
    return "\n\n".join(parts) + "\n"


def read(page: str) -> Told:
    """What the page says came of each story on each stage; empty where it has no such table."""
    lines = page.partition(STORIES_INTRO)[2].strip().splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    if not rows:
        return {}
    stages = rows[0][1:]
    return {
        (row[0].replace(" ", "_"), stage): outcome
        for row in rows[2:]
        for stage, outcome in zip(stages, row[1:], strict=True)
    }


@dataclass
class Listener:
    """Hears from pytest what came of the stories; see its hooks for the names."""

    told: dict[tuple[str, str], str] = field(default_factory=dict)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note what came of a story on a stage. A failure of its setting up counts too."""
        found = re.search(r"::test_story\[(.+)\]$", report.nodeid)
        if not found or (report.when != "call" and report.outcome == "passed"):
            return
        for stage in names_of_stages():
            for story in names_of_stories():
                if found[1] in (f"{stage}-{story}", f"{story}-{stage}"):
                    self.told[story, stage] = OUTCOMES[report.outcome]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cannot(platform: str, lines: Sequence[str]) -> str:
    return "\n".join((f"**{platform}**", "", *(f"- {line}" for line in lines)))


def _commands() -> Iterable[Sequence[str]]:
    for name in ROUTES.commands:
        yield f"`{name}`", *("yes" if name in teams.COMMANDS[kind] else "" for kind in surfaces.KINDS)


def _stories(told: Told) -> Iterable[Sequence[str]]:
    for story in names_of_stories():
        yield story.replace("_", " "), *(told.get((story, stage), "") for stage in names_of_stages())


def main() -> int:
    """Tell the stories and write the page. Return the exit status of the tests."""
    listener = Listener()
    status = pytest.main(["-q", str(TESTS)], plugins=[listener])
    DOCUMENT.write_text(describe(listener.told), encoding="utf-8")
    return int(status)


if __name__ == "__main__":
    sys.exit(main())
