"""The one reminder of a round, to those from whom nothing came: in their own message of the morning."""

from collections.abc import Mapping, Sequence

from domain.chat import Block, Bullets, Buttons, Strong, Typed, say
from handlers.checkins.answer_buttons import answer_buttons
from handlers.checkins.participation import participation
from handlers.checkins.post import OVER, local_moment
from handlers.occasions import Decide, Item, Nothing, Occasion, Part, Section, ToPerson
from handlers.turn import Unasked
from storage import checkins
from storage.checkins import Round
from storage.database import Session

JOB = "checkin_reminder"
TITLE = "Check-in {number}"
ASKED = (
    " is open until {until} ({zone}). I remind you once: press a button, or write it here in your own words."
)
IS_CLOSED = "the check-in is closed"
NOT_POSTED = "the check-in was not posted"
NOBODY_LEFT = "everybody has answered, or is away"
RANK = 2


async def decide(session: Session, occasion: Occasion) -> Sequence[ToPerson] | Nothing:
    """Remind whoever has not answered and is there."""
    engagement = occasion.engagement
    checkin_id = occasion.args["checkin"]
    round_ = await checkins.find(session, engagement_id=engagement.id, checkin_id=checkin_id)
    if round_ is None or not round_.is_open(occasion.now):
        return Nothing(reason=IS_CLOSED)
    if not await _is_latest(session, round_):
        return Nothing(reason=OVER)
    if not await checkins.may_be_seen(session, round_, engagement_id=engagement.id):
        return Nothing(reason=NOT_POSTED)
    here = Unasked(session=session, engagement=engagement, now=occasion.now)
    silent = (await participation(here, round_, until=occasion.now)).silent
    if not silent:
        return Nothing(reason=NOBODY_LEFT)
    args = {"checkin": round_.id}
    return [ToPerson(person_id=one.person_id, args=args, latest_at=round_.closes_at) for one in silent]


async def section(session: Session, item: Item) -> Part | None:
    """What is asked, until when for them, and the ways to answer; None where they did, or it is closed."""
    here = {"engagement_id": item.engagement.id}
    round_ = await checkins.find(session, **here, checkin_id=item.args["checkin"])
    if round_ is None or not round_.is_open(item.now) or not await _is_latest(session, round_):
        return None
    who = {"checkin_id": round_.id, "person_id": item.person.id}
    if await checkins.head_of(session, **here, **who) is not None:
        return None
    zone = item.works.zone
    until = local_moment(round_.closes_at, zone=zone, locale=item.engagement.locale)
    blocks: list[Block] = [
        say(Strong(TITLE.format(number=round_.number)), ASKED.format(until=until, zone=zone)),
        Bullets(tuple((Typed(question.text),) for question in round_.questions)),
        Buttons(answer_buttons(round_).items),
    ]
    return Part(blocks=blocks, rank=RANK)


async def _is_latest(session: Session, round_: Round) -> bool:
    """Whether no newer one has begun, which alone takes answers."""
    latest = await checkins.latest(session, engagement_id=round_.engagement_id)
    return latest is not None and latest.id == round_.id


DECIDERS: Mapping[str, Decide] = {JOB: decide}
SECTIONS: Mapping[str, Section] = {JOB: section}
