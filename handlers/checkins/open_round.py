"""Which round somebody may answer now, and what they hear where there is none."""

from domain.errors import UserError
from domain.permissions import Role
from handlers.schedules.applying import next_in_words
from handlers.turn import EngagementTurn
from storage import checkins, schedules
from storage.checkins import Answer, Round

OBSERVER = (
    "You are here as an observer, so nobody waits for an answer from you. The digest will tell you more."
)
IS_OPEN = "Check-in {number} is open already: {counted}. Nothing was posted."
NOT_ASKED = "You were not asked this time, so there is nothing that you need to do. Thank you for looking in!"
NONE_YET = "There was no check-in yet.{next}"
NEXT = " {next}"
IS_OVER = "That check-in is over: a newer one has begun. Type `checkin answer` to answer that one."
STAYS = "This check-in is closed, so your answer stays as it is. Tell us what is new in the next one."


async def round_of(
    turn: EngagementTurn, *, checkin_id: int | None = None, number: int | None = None
) -> Round:
    """The last round, which asks this person; closed ones take late answers.

    Raises UserError, kindly, for whoever is not asked, and where another round was meant.
    """
    if turn.role is Role.OBSERVER:
        raise UserError(OBSERVER)
    last = await checkins.latest(turn.session, engagement_id=turn.engagement.id)
    if last is None:
        raise UserError(NONE_YET.format(next=await _next(turn)))
    if checkin_id not in (None, last.id) or number not in (None, last.number):
        raise UserError(IS_OVER)
    if not await is_asked(turn, last):
        raise UserError(NOT_ASKED)
    return last


async def head_of(turn: EngagementTurn, round_: Round) -> Answer | None:
    """The person's answer that counts."""
    return await checkins.head_of(
        turn.session, engagement_id=turn.engagement.id, checkin_id=round_.id, person_id=turn.person.id
    )


async def editable_round_of(
    turn: EngagementTurn, *, checkin_id: int | None = None, number: int | None = None
) -> Round:
    """The same, if the person may still answer: what was said in time stays once the round is closed."""
    round_ = await round_of(turn, checkin_id=checkin_id, number=number)
    if is_settled(turn, round_, await head_of(turn, round_)):
        raise UserError(STAYS)
    return round_


def is_settled(turn: EngagementTurn, round_: Round, head: Answer | None) -> bool:
    """Whether the person's answer stays as it is: it came in time, and the round is closed."""
    was_in_time = head is not None and head.kind == "answer" and not head.is_late
    return was_in_time and not round_.is_open(turn.now)


async def is_asked(turn: EngagementTurn, round_: Round) -> bool:
    """Whether the round asks the person."""
    return await checkins.asks(
        turn.session, engagement_id=turn.engagement.id, checkin_id=round_.id, person_id=turn.person.id
    )


async def next_said(turn: EngagementTurn) -> str:
    """When the next check-in comes; empty where none is planned."""
    scheduled = await schedules.of_job(turn.session, engagement_id=turn.engagement.id, job="checkin")
    return "" if scheduled is None else await next_in_words(turn, scheduled)


async def _next(turn: EngagementTurn) -> str:
    said = await next_said(turn)
    return NEXT.format(next=said) if said else ""
