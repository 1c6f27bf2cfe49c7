"""Putting a person's message of a morning into words, right before it is sent."""

from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from domain.at_work import day_of, is_at_work
from domain.chat import Block, Buttons, Heading, Reply, note, reply
from domain.jobs import jobs
from handlers.morning.adding import AWAY, QUIET, Reader, Unreached, put, reader_of
from handlers.occasions import Item, Part, Section, Unfit
from storage import engagements, morning, offers, schedules, wishes
from storage.database import Session
from storage.morning import ForPerson, Told
from storage.offers import Place
from storage.outbox import Post
from storage.tables import Engagement

NOTHING_LEFT = "what it was to say was done, or over, by then"
STOP = "To hear less of me: `quiet until monday`, or `quiet`."
MOST_BUTTONS = 12

Builder = Callable[[Session, Post], Awaitable[Reply | None]]


def make_builder(sections: Mapping[str, Section]) -> Builder:
    """What puts the messages into words, with a section for each job that writes to people."""

    async def build_morning(session: Session, post: Post) -> Reply | None:
        engagement = await engagements.find(session, engagement_id=post.engagement_id or 0)
        if engagement is None or post.builds is None:
            return None
        try:
            reader = await reader_of(session, engagement, person_id=post.builds["person"])
        except Unreached as why:
            raise Unfit(str(why)) from why
        told = await _still_told(session, post, reader)
        if not is_at_work(reader.works, post.claimed_at, holidays=reader.holidays):
            await _put_off(session, post, reader, told)
            return None
        parts = await _parts(session, reader, told, sections, now=post.claimed_at)
        if not parts:
            raise Unfit(NOTHING_LEFT)
        return await offers.save_buttons(session, _message(engagement, parts), _place(post, reader))

    return build_morning


def _place(post: Post, reader: Reader) -> Place:
    return Place(
        engagement_id=reader.engagement.id,
        person_id=reader.person.id,
        conversation=post.address.place,
        now=post.claimed_at,
    )


async def _still_told(session: Session, post: Post, reader: Reader) -> list[Told]:
    """The items that still hold, and that the person wants to hear of today. Raises Unfit: of none."""
    today = day_of(reader.works, post.claimed_at)
    who = {"engagement_id": reader.engagement.id, "person_id": reader.person.id}
    if await wishes.is_away(session, **who, day=today):
        raise Unfit(AWAY)
    going_on = await schedules.of_engagement(session, engagement_id=reader.engagement.id)
    rests = {schedule.id: schedule.rests_on(today) for schedule in going_on}
    items = await morning.items_of(session, engagement_id=reader.engagement.id, post_id=post.id)
    meant = [one for one in items if not rests.get(one.schedule_id, True) or _finishes(one, rests)]
    told = [one for one in meant if one.latest_at >= post.claimed_at]
    wanted = [one for one in told if not await wishes.is_quiet(session, **who, job=one.job, day=today)]
    if not wanted:
        raise Unfit(QUIET if told else NOTHING_LEFT)
    return wanted


def _finishes(one: Told, going_on: Collection[int]) -> bool:
    """Whether it ends what its schedule, which was not ended, began before it was paused."""
    return one.schedule_id in going_on and jobs()[one.job].finishes


async def _put_off(session: Session, post: Post, reader: Reader, told: Sequence[Told]) -> None:
    """Move the items to the person's next working moment: they do not work now."""
    where = {"engagement_id": reader.engagement.id}
    await engagements.hold(session, **where)
    for one in told:
        await morning.take_out(session, **where, post_id=post.id, occurrence_id=one.occurrence_id)
        item = ForPerson(
            **where,
            person_id=reader.person.id,
            occurrence_id=one.occurrence_id,
            job=one.job,
            decided_at=post.claimed_at,
            latest_at=one.latest_at,
            args=one.args,
        )
        try:
            await put(session, item, reader, after=post.claimed_at, instead_of=post.id)
        except Unreached as why:
            await morning.end(session, item, reason=str(why))


async def _parts(
    session: Session,
    reader: Reader,
    told: Sequence[Told],
    sections: Mapping[str, Section],
    *,
    now: datetime,
) -> list[Part]:
    """What there is to say of each item, what is urgent first."""
    parts: list[Part] = []
    for one in told:
        item = Item(
            engagement=reader.engagement,
            person=reader.person,
            membership=reader.membership,
            works=reader.works,
            job=one.job,
            occurrence_id=one.occurrence_id,
            local_date=one.local_date,
            args=one.args,
            now=now,
        )
        part = await sections[one.job](session, item)
        if part is not None:
            parts.append(part)
    return sorted(parts, key=lambda part: part.rank)


def _message(engagement: Engagement, parts: Sequence[Part]) -> Reply:
    blocks = _with_few_buttons([block for part in parts for block in part.blocks])
    return reply(Heading(engagement.name), *blocks, note(STOP))


def _with_few_buttons(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, with the first buttons alone where there are too many."""
    left = MOST_BUTTONS
    for block in blocks:
        if not isinstance(block, Buttons):
            yield block
        elif left:
            yield Buttons(block.items[:left])
            left -= min(left, len(block.items))
