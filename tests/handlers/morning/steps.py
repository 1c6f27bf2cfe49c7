"""Steps that the tests of the messages of a morning share."""

from datetime import date

from domain.chat import Button, Buttons, say
from handlers.occasions import Part, ToPerson
from storage import wishes
from storage.tables import OutboxPost
from tests.handlers.occurring import engagement_id, happen, person_id

MONDAY = date(2026, 11, 16)
FIRST, SECOND, THIRD = "actions", "checkin_reminder", "kpi_due"


def to(person, **changes):
    """A job that has an item for the person."""

    async def decide(session, occasion):
        return [ToPerson(person_id=person, args={"job": occasion.job}, **changes)]

    return decide


async def tell(play, who, *jobs, latest_hours=6.0, **changes):
    """Let these jobs have an item for the person now."""
    decide = to(await person_id(play, who), **changes)
    for job in jobs:
        await happen(play, job, latest_hours=latest_hours, deciders={job: decide})


async def section(session, item):
    """A part that names its job, with a button; the later in the alphabet, the more urgent."""
    button = Button(label=f"Do {item.job}", route="x", is_single_choice=False)
    return Part(blocks=(say(item.job), Buttons((button,))), rank=-ord(item.job[0]))


async def wish(play, who, kind, last=None, **more):
    """Let the person want something from Monday on."""
    where = None if kind == "away" else await engagement_id(play)
    async with play.database.write() as session:
        await wishes.add(
            session,
            person_id=await person_id(play, who),
            engagement_id=where,
            kind=kind,
            first_day=MONDAY,
            last_day=last,
            by_id=None,
            source="test",
            now=play.now,
            **more,
        )


async def messages(play, who):
    """The messages to the person, by age."""
    mine = (OutboxPost.person_id == await person_id(play, who), OutboxPost.job == "morning")
    return await play.rows(OutboxPost, *mine)
