"""Decisions that are not finished: whoever finishes one hears of it three times, the CMO at the end."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.chat import Block, Buttons, note, say
from domain.decisions import outcome_words, reminder_of
from domain.decisions.lapsing import Reminder
from domain.permissions import LEADS, Role
from handlers.decisions.drafts import Draft, look_at
from handlers.decisions.evidence import undecided
from handlers.decisions.listing import show_button
from handlers.decisions.recording import record_button
from handlers.decisions.status import DECIDE, confirm_button
from handlers.meetings.words import on
from handlers.moments import short_day
from handlers.occasions import Item, Nothing, Occasion, Part, ToPerson
from handlers.turn import Unasked, local_day
from storage import decisions, members, schedules
from storage.database import Session

JOB = "decision_due"
NOTHING_DUE = "no decision waits to be finished"
UNFINISHED = "Decision {number} ({outcome}) is a draft without effect. It can be finished until {day}."
CONFIRMATION = "Decision {number} ({outcome}) is complete. It takes effect once {decider} confirms it."
YOURS = "Decision {number} ({outcome}) waits for your word alone. It has no effect until you confirm it."
LAPSES = "The draft of decision {number} ({outcome}) lapses today, if nobody finishes it."
UNDECIDED = "Nothing is recorded of what was decided in the meeting of {day}."
LAST_WORD = "Nothing is recorded of the meeting of {day} still. I do not ask again."
FINISH, OPEN = "Finish", "Look at it first"
RANK = 2


@dataclass(kw_only=True)
class _Told:
    """What one person is told of: numbers of drafts by stage, and the day of a meeting."""

    finish: list[int] = field(default_factory=list)
    lapses: list[int] = field(default_factory=list)
    meeting: Reminder = ""


async def decide(session: Session, occasion: Occasion) -> Sequence[ToPerson] | Nothing:
    """Tell whoever has something to finish, of all of it at once."""
    here = Unasked(session=session, engagement=occasion.engagement, now=occasion.now)
    told: dict[int, _Told] = {}
    for draft, stage in await _reminded(here):
        for person_id in await _readers(here, draft, stage):
            one = told.setdefault(person_id, _Told())
            (one.finish if stage == "finish" else one.lapses).append(draft.number)
    stage = await _meeting_stage(here)
    for person_id in await _leads(here, stage) if stage else ():
        told.setdefault(person_id, _Told()).meeting = stage
    if not told:
        return Nothing(reason=NOTHING_DUE)
    return [ToPerson(person_id=person_id, args=vars(one)) for person_id, one in told.items()]


async def _reminded(here: Unasked) -> list[tuple[Draft, Reminder]]:
    """The drafts of which somebody hears today."""
    e = here.engagement.id
    found = [one for one in await decisions.all_of(here.session, engagement_id=e) if not one.in_force_at]
    holidays = await schedules.holidays_of(here.session, engagement_id=e)
    made: list[tuple[Draft, Reminder]] = []
    for draft in await look_at(here, found):
        noted_on = local_day(here.engagement, draft.decided.at)
        stage = reminder_of(noted_on, here.today, holidays=holidays)
        if draft.state == "draft" and stage:
            made.append((draft, stage))
    return made


async def _readers(here: Unasked, draft: Draft, stage: Reminder) -> list[int]:
    """Whoever noted it, and the decider where only that word is missing; at the end the CMO alone."""
    if stage == "lapses":
        return await _leads(here, stage)
    scribe = [draft.decided.by_id] if draft.decided.by_id is not None else []
    decider = [draft.decided.decider_id] if draft.is_complete else []
    return list(dict.fromkeys([*scribe, *decider]))


async def _leads(here: Unasked, stage: Reminder) -> list[int]:
    """The leads; at the end the CMO alone, or the other leads where there is none."""
    crowd = await members.current(here.session, engagement_id=here.engagement.id)
    roles = {Role.CMO} if stage == "lapses" and any(seat.role == Role.CMO for seat, _ in crowd) else LEADS
    return [person.id for seat, person in crowd if seat.role in roles]


async def _meeting_stage(here: Unasked) -> Reminder:
    """Whether somebody hears today that nothing is recorded of the last meeting."""
    meeting = await undecided(here)
    if meeting is None or await _was_decided_since(here, meeting.day.toordinal()):
        return ""
    holidays = await schedules.holidays_of(here.session, engagement_id=here.engagement.id)
    return reminder_of(meeting.day, here.today, holidays=holidays)


async def _was_decided_since(here: Unasked, day: int) -> bool:
    """Whether anything is noted since that day, though not tied to the meeting."""
    noted = await decisions.all_of(here.session, engagement_id=here.engagement.id)
    days = [local_day(here.engagement, one.at).toordinal() for one in noted if not one.is_withdrawn]
    return any(noted_on >= day for noted_on in days)


async def section(session: Session, item: Item) -> Part | None:
    """What they still may finish, as it stands when they read it."""
    here = Unasked(session=session, engagement=item.engagement, now=item.now)
    numbers = {*item.args["finish"], *item.args["lapses"]}
    e = here.engagement.id
    found = [one for one in await decisions.all_of(session, engagement_id=e) if one.number in numbers]
    blocks: list[Block] = []
    for draft in await look_at(here, found):
        if draft.state == "draft":
            blocks += _of_draft(here, draft, item)
    meeting = await undecided(here) if item.args["meeting"] else None
    if meeting is not None and not await _was_decided_since(here, meeting.day.toordinal()):
        words = LAST_WORD if item.args["meeting"] == "lapses" else UNDECIDED
        button = record_button(meeting_id=meeting.record_id)
        blocks += [say(words.format(day=on(here, meeting.day))), Buttons((button,))]
    return Part(blocks=blocks, rank=RANK) if blocks else None


def _of_draft(here: Unasked, draft: Draft, item: Item) -> list[Block]:
    one = draft.decided
    words = {
        "number": one.number,
        "outcome": outcome_words(one.outcome),
        "decider": one.decider,
        "day": short_day(here, draft.last_day),
    }
    is_decider = item.person.id == one.decider_id
    look = show_button(one.number, label=OPEN if is_decider and draft.is_complete else FINISH)
    if draft.number in item.args["lapses"]:
        return [say(LAPSES.format(**words)), Buttons((look,))]
    if not draft.is_complete:
        lines = " ".join(each.sentence for each in draft.missing)
        return [say(UNFINISHED.format(**words)), note(lines), Buttons((look,))]
    if is_decider:
        return [say(YOURS.format(**words)), Buttons((confirm_button(draft, "click", DECIDE), look))]
    return [say(CONFIRMATION.format(**words)), Buttons((look,))]
