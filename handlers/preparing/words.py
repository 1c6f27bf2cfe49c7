"""How a meeting is announced: when it is, who is expected, and how many votes are in."""

from collections.abc import Sequence
from dataclasses import replace

from domain.chat import Block, Button, Heading, Strong, Typed, say
from handlers.meetings.ahead import Ahead
from handlers.meetings.attending import FEWEST_VOTERS
from handlers.meetings.facts import notes_of
from handlers.meetings.words import NAME, on
from handlers.moments import clock
from handlers.turn import Here
from storage.meeting_records import Voted
from storage.tables import Person

SPECIAL = "Special review"
WHEN = "{day}, {starts} to {ends} ({zone})"
EXPECTED = "Expected: "
IN = "Private votes in: {count} of {of}."


def head_of(here: Here, meeting: Ahead, people: Sequence[Person]) -> list[Block]:
    """What it is, when, who is expected, and what else there is to know of it."""
    zone = here.engagement.zone
    words = {"starts": clock(meeting.moment, zone), "ends": clock(meeting.ends, zone), "zone": zone}
    names = [Typed(", ".join(person.name for person in people))]
    return [
        Heading(NAME if meeting.kind == "regular" else SPECIAL),
        say(Strong(WHEN.format(day=on(here, meeting.day), **words))),
        *([say(EXPECTED, *names, ".")] if people else []),
        *notes_of(here, meeting),
    ]


def votes_line(votes: Sequence[Voted], people: Sequence[Person]) -> list[Block]:
    """How many votes are in; nothing where so few are expected that nobody votes."""
    if len(people) < FEWEST_VOTERS:
        return []
    return [say(IN.format(count=len(votes), of=of_whom(votes, people)))]


def of_whom(votes: Sequence[Voted], people: Sequence[Person]) -> int:
    """How many might have voted: whoever is expected, and whoever did."""
    return len({person.id for person in people} | {one.person_id for one in votes})


def for_everyone(button: Button) -> Button:
    """The button, for whoever presses it."""
    return replace(button, is_for_everyone=True, is_single_choice=False)
