"""What a job would post right now, for one lead to look at first: decided and taken back, nothing is stored.

PREVIEWS is filled by handlers/__init__.py: a feature's own preview, else `rehearsal` of how it decides.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from domain.chat import Address, Block, Reply, Strong, say
from handlers.occasions import Decide, Item, Nothing, Occasion, Section, ToChannel, ToPerson, Unfit
from storage import members, schedules
from storage.database import Session
from storage.outbox import Post
from storage.schedules import Scheduled
from storage.tables import Engagement

FOR = "For {name}:"
MOST_PEOPLE = 5
A_DAY = timedelta(days=1)

Builder = Callable[[Session, Post], Awaitable[Reply | None]]


class Preview(Protocol):
    """Says what the job would post at `now`; None where that is nothing."""

    def __call__(
        self, session: Session, engagement: Engagement, scheduled: Scheduled, *, now: datetime
    ) -> Awaitable[Reply | None]:
        """Put it into words."""


PREVIEWS: dict[str, Preview] = {}


def rehearsal(
    decide: Decide, *, section: Section | None = None, builders: Mapping[str, Builder] | None = None
) -> Preview:
    """A preview for a job that decides like that; its section or a builder makes the words."""

    async def preview(
        session: Session, engagement: Engagement, scheduled: Scheduled, *, now: datetime
    ) -> Reply | None:
        trial = await session.begin_nested()
        try:
            occasion = await _occasion(session, engagement, scheduled, now)
            blocks = await _said(session, occasion, decide, section, builders or {})
        finally:
            await trial.rollback()
        return Reply(blocks=tuple(blocks)) if blocks else None

    return preview


async def _occasion(
    session: Session, engagement: Engagement, scheduled: Scheduled, now: datetime
) -> Occasion:
    """An occasion of this moment. Whatever is written about it goes with it."""
    today = now.astimezone(ZoneInfo(scheduled.cadence.zone)).date()
    await schedules.plan(
        session,
        engagement_id=engagement.id,
        schedule_id=scheduled.id,
        version=scheduled.version,
        job=scheduled.job,
        local_date=today,
        due_at=now,
        latest_at=now + A_DAY,
        now=now,
    )
    planned = await schedules.occurrences(
        session, engagement_id=engagement.id, schedule_id=scheduled.id, since=today, until=today
    )
    return Occasion(
        id=next(one.id for one in planned if one.job == scheduled.job),
        engagement=engagement,
        job=scheduled.job,
        schedule_id=scheduled.id,
        version=scheduled.version,
        settings=scheduled.settings,
        args={},
        local_date=today,
        due_at=now,
        latest_at=now + A_DAY,
        now=now,
    )


async def _said(
    session: Session,
    occasion: Occasion,
    decide: Decide,
    section: Section | None,
    builders: Mapping[str, Builder],
) -> list[Block]:
    outcome = await decide(session, occasion)
    blocks: list[Block] = []
    if isinstance(outcome, Nothing):
        return blocks
    for one in outcome:
        if isinstance(one, ToChannel):
            blocks += await _built(session, occasion, one, builders)
    people = [one for one in outcome if isinstance(one, ToPerson)]
    if section is not None:
        for person in people[:MOST_PEOPLE]:
            blocks += await _section(session, occasion, person, section)
    return blocks


async def _built(
    session: Session, occasion: Occasion, one: ToChannel, builders: Mapping[str, Builder]
) -> tuple[Block, ...]:
    build = builders.get(str(one.builds["what"]))
    if build is None:
        return ()
    post = Post(
        id=0,
        key=f"{occasion.job}/{occasion.id}/{one.key}",
        target="",
        attempts=0,
        created_at=occasion.now,
        claimed_at=occasion.now,
        stored_address=vars(Address(platform="none", workspace="none", conversation="none")),
        stored_reply={},
        engagement_id=occasion.engagement.id,
        builds=one.builds,
    )
    try:
        said = await build(session, post)
    except Unfit:
        return ()
    return said.blocks if said is not None else ()


async def _section(session: Session, occasion: Occasion, one: ToPerson, section: Section) -> list[Block]:
    """What the person's message would say about it."""
    found = await members.last(session, engagement_id=occasion.engagement.id, person_id=one.person_id)
    if found is None:
        return []
    membership, person = found
    item = Item(
        engagement=occasion.engagement,
        person=person,
        membership=membership,
        works=members.working_time(membership, person, occasion.engagement),
        job=occasion.job,
        occurrence_id=occasion.id,
        local_date=occasion.local_date,
        args=one.args,
        now=occasion.now,
    )
    part = await section(session, item)
    return [say(Strong(FOR.format(name=person.name))), *part.blocks] if part is not None else []
