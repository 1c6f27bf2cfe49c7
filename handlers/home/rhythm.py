"""What the rhythm of the work asks of a person: the open check-in, their actions and blockers, the dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from domain.chat import Block, Bullets, Buttons, Spans, Strong, Typed, say
from handlers.checkins.answer_buttons import answer_buttons
from handlers.checkins.post import local_moment
from handlers.meetings.standing import standing_of
from handlers.moments import clock, day
from handlers.registers.showing import age_in_words, due_in_words
from handlers.schedules.coming import next_ahead, used_days
from handlers.turn import EngagementTurn
from storage import checkins, members, registers, schedules
from storage.checkins import Round
from storage.registers import ACTION, BLOCKER, Item

CHECKIN = "Check-in {number}"
UNTIL = ": you have until {until}, and it takes about a minute."
ACTIONS, BLOCKERS = "Your actions", "In your way"
MORE_ACTIONS, MORE_BLOCKERS = "and {n} more: `action list`", "and {n} more: `blockers`"
NEXT_CHECKIN = "{day}, {time}: the next check-in"
NEXT_MEETING = "{day}, {time}: pivot or persevere meeting"
MOST_ITEMS = 5


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The open round that waits for the person, and what is open of theirs: the most urgent first."""

    round: Round | None
    actions: Sequence[Item]
    blockers: Sequence[Item]

    @property
    def is_empty(self) -> bool:
        """Whether nothing of it waits."""
        return self.round is None and not self.actions and not self.blockers

    def days(self, turn: EngagementTurn) -> list[date]:
        """The days since which it waits; what is due later does not wait yet."""
        late = [item.due for item in self.actions if item.due is not None and item.is_overdue(turn.today)]
        began = [self.round.asked_at.astimezone(ZoneInfo(turn.engagement.zone)).date()] if self.round else []
        return [*began, *late, *(item.opened_on for item in self.blockers)]


async def asked_of(turn: EngagementTurn) -> Asked:
    """What waits for the person."""
    who = {"engagement_id": turn.engagement.id, "person_id": turn.person.id}
    round_ = await checkins.open_for(turn.session, **who, now=turn.now)
    if round_ and await checkins.head_of(turn.session, **who, checkin_id=round_.id):
        round_ = None
    mine = await registers.open_items(turn.session, engagement_id=turn.engagement.id, owner_id=turn.person.id)
    actions = [item for item in mine if item.kind == ACTION]
    return Asked(
        round=round_,
        actions=sorted(actions, key=lambda item: (item.due or date.max, item.number)),
        blockers=[item for item in mine if item.kind == BLOCKER],
    )


def tell_round(turn: EngagementTurn, round_: Round) -> list[Block]:
    """The open check-in, until when for the person, and [Answer] [Skip this week]."""
    until = local_moment(round_.closes_at, zone=zone_of(turn), locale=turn.engagement.locale)
    answer, skip, *_others = answer_buttons(round_).items
    said = say(Strong(CHECKIN.format(number=round_.number)), UNTIL.format(until=until))
    return [said, Buttons((answer, skip))]


def tell_items(turn: EngagementTurn, asked: Asked) -> list[Block]:
    """Their actions with their days, and their blockers with their ages."""
    actions = [_line(item, due_in_words(item, turn)) for item in asked.actions]
    blockers = [_line(item, age_in_words(item, turn)) for item in asked.blockers]
    return [*_section(ACTIONS, actions, MORE_ACTIONS), *_section(BLOCKERS, blockers, MORE_BLOCKERS)]


def _line(item: Item, fact: str) -> Spans:
    return (Typed(item.text), f" ({fact})" if fact else "")


def _section(title: str, lines: Sequence[Spans], more: str) -> list[Block]:
    if not lines:
        return []
    left = len(lines) - MOST_ITEMS
    rest: list[Spans] = [(more.format(n=left),)] if left > 0 else []
    return [say(Strong(title)), Bullets((*lines[:MOST_ITEMS], *rest))]


async def dates_ahead(turn: EngagementTurn) -> list[tuple[date, str]]:
    """When the next check-in and the next meeting are, in the person's own time."""
    checkin, meeting = await _next_checkin(turn), await _next_meeting(turn)
    told = ((checkin, NEXT_CHECKIN), (meeting, NEXT_MEETING))
    return [_told(turn, moment, words) for moment, words in told if moment is not None]


def _told(turn: EngagementTurn, moment: datetime, words: str) -> tuple[date, str]:
    zone = zone_of(turn)
    on = moment.astimezone(ZoneInfo(zone)).date()
    return on, words.format(day=day(turn, on), time=clock(moment, zone))


async def _next_checkin(turn: EngagementTurn) -> datetime | None:
    """The next one that asks the person, if a lead has seen it."""
    e = turn.engagement.id
    scheduled = await schedules.of_job(turn.session, engagement_id=e, job="checkin")
    if scheduled is None or scheduled.announced_at is None:
        return None
    meant = scheduled.settings.get("people")
    if meant is not None and turn.person.id not in meant:
        return None
    based = await schedules.with_base(turn.session, scheduled)
    holidays = await schedules.holidays_of(turn.session, engagement_id=e)
    used = await used_days(turn.session, based, now=turn.now)
    ahead = next_ahead(based, now=turn.now, holidays=holidays, used=used).next
    return ahead.moment if ahead else None


async def _next_meeting(turn: EngagementTurn) -> datetime | None:
    if await schedules.of_job(turn.session, engagement_id=turn.engagement.id, job="meeting") is None:
        return None
    coming = (await standing_of(turn)).coming
    return coming[0].moment if coming else None


def zone_of(turn: EngagementTurn) -> str:
    """The zone in which the person works."""
    return members.working_time(turn.membership, turn.person, turn.engagement).zone
