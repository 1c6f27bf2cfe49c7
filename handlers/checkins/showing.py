"""What was answered: in the last round, by everybody; and one's own answers of earlier ones."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from domain.chat import Block, Buttons, Heading, Reply, Strong, note, reply, say
from domain.errors import UserError
from domain.permissions import Action
from handlers import buttons
from handlers.checkins.answer_buttons import answer_button
from handlers.checkins.given import lines_of
from handlers.checkins.open_round import head_of, is_asked, next_said
from handlers.checkins.participation import count
from handlers.checkins.post import local_moment
from handlers.moments import short_day
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import checkins
from storage.checkins import Asked, Past, Round

TITLE = "Check-in {number}"
OF_DAY = "Asked on {day}. {counted}."
OPEN_UNTIL = "It is open until {moment} ({zone})."
CHANGE = "Change my answer"
CLOSED = "It is closed; late answers are welcome until the next one."
NONE_YET = "There was no check-in yet. {next}"
NOBODY_YET = "Nobody has answered yet."
SKIPPED, NOTHING_TO_ADD, NUMBERS_ALONE = "skipped this one", "nothing to add", "sent numbers"
LATE = " (late)"
NO_SUCH = "There is no check-in {typed}. `checkin show` shows the last one."
NO_OWN = "You have not answered a check-in yet. {next}"
OWN_TITLE = "Your check-ins"
OWN_ROUND = "Check-in {number}, {day}"
MOST_OWN = 8
MOST_DIGITS = 9

router = Router()


@router.command(
    "checkin show",
    action=Action.READ_CHECKINS,
    usage="checkin show [NUMBER]",
    summary="Show what was answered in the last check-in, or an earlier one",
)
async def show(turn: EngagementTurn, text: str) -> Reply:
    """Show every answer of a round, with its name; who has not answered is counted and not named."""
    last = await checkins.latest(turn.session, engagement_id=turn.engagement.id)
    if last is None:
        return reply(NONE_YET.format(next=await next_said(turn)).strip())
    round_ = await _meant(turn, text) if text else last
    crowd = await checkins.asked(turn.session, engagement_id=turn.engagement.id, checkin_id=round_.id)
    answered = [one for one in crowd if one.answer is not None]
    counted = (await count(turn, round_)).in_words
    told = [block for one in _by_worth(answered) for block in _told(round_, one)]
    return reply(
        Heading(TITLE.format(number=round_.number)),
        OF_DAY.format(day=_day(turn, round_.asked_at), counted=counted),
        *(told or [say(NOBODY_YET)]),
        *([note(_how_long(turn, last)), *await _own_button(turn, last)] if round_.id == last.id else []),
    )


async def _meant(turn: EngagementTurn, typed: str) -> Round:
    """The round with that number. Raises UserError where there is none."""
    number = typed.strip().lstrip("#")
    if number.isdecimal() and len(number) <= MOST_DIGITS:
        found = await checkins.find_by_number(
            turn.session, engagement_id=turn.engagement.id, number=int(number)
        )
        if found is not None:
            return found
    raise UserError(NO_SUCH.format(typed=typed.strip()[:20]))


def _by_worth(answered: Sequence[Asked]) -> list[Asked]:
    """Those who said something first."""
    return sorted(answered, key=lambda one: one.answer is None or one.answer.kind != "answer")


def _told(round_: Round, one: Asked) -> Iterator[Block]:
    if one.answer is None:
        return
    late = LATE if one.answer.is_late else ""
    if one.answer.kind != "answer":
        short = SKIPPED if one.answer.kind == "skip" else NOTHING_TO_ADD
        yield say(Strong(one.name), f": {short}{late}")
        return
    lines = list(lines_of(round_, one.answer))
    yield say(Strong(one.name), late if lines else f": {NUMBERS_ALONE}{late}")
    yield from lines


def _how_long(turn: EngagementTurn, round_: Round) -> str:
    if not round_.is_open(turn.now):
        return CLOSED
    zone = turn.engagement.zone
    until = local_moment(round_.closes_at, zone=zone, locale=turn.engagement.locale)
    return OPEN_UNTIL.format(moment=until, zone=zone)


async def _own_button(turn: EngagementTurn, round_: Round) -> list[Block]:
    if not await is_asked(turn, round_):
        return []
    if await head_of(turn, round_) is None:
        return [Buttons((answer_button(round_),))]
    return [Buttons((replace(answer_button(round_, label=CHANGE), style="plain"),))]


def _day(turn: EngagementTurn, at: datetime) -> str:
    local = at.astimezone(ZoneInfo(turn.engagement.zone)).date()
    return short_day(turn, local)


@router.command(
    "checkin history",
    action=Action.READ_CHECKINS,
    usage="checkin history",
    summary="Show your own answers, the newest first",
)
async def show_own(turn: EngagementTurn, text: str) -> Reply:
    """Show what the person answered before; nobody else can ask for it."""
    pasts = await checkins.own_answers(
        turn.session, engagement_id=turn.engagement.id, person_id=turn.person.id, limit=MOST_OWN
    )
    if not pasts:
        return reply(NO_OWN.format(next=await next_said(turn)).strip())
    told = [block for past in pasts for block in _own(turn, past)]
    last = Buttons((buttons.run("The last check-in", "checkin show"),))
    return reply(Heading(OWN_TITLE), *told, last)


def _own(turn: EngagementTurn, past: Past) -> Iterator[Block]:
    day = OWN_ROUND.format(number=past.round.number, day=_day(turn, past.round.asked_at))
    short = {"skip": SKIPPED, "nothing": NOTHING_TO_ADD}.get(past.answer.kind, "")
    behind = f": {short}" if short else ""
    yield say(Strong(day), behind + (LATE if past.answer.is_late else ""))
    yield from lines_of(past.round, past.answer)
