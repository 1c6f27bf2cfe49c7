"""Decisions that are not finished: whoever finishes one hears of it three times, the CMO at the end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from domain.chat import Block, Buttons, note, say
from domain.decisions import Decided, outcome_words, reminder_of
from domain.decisions.lapsing import Reminder
from domain.permissions import LEADS, Role
from handlers.decisions.drafts import Draft, look_at
from handlers.decisions.evidence import undecided
from handlers.decisions.listing import show_button
from handlers.decisions.recording import record_button
from handlers.decisions.rights import Rights, rights_of
from handlers.decisions.status import DECIDE, confirm_button
from handlers.meetings.ahead import Ahead, Timeline, timeline_of
from handlers.meetings.words import on
from handlers.moments import short_day
from handlers.occasions import Item, Nothing, Occasion, Part, ToPerson
from handlers.turn import Unasked, local_day
from storage import decisions, schedules
from storage.database import Session

JOB = "decision_due"
NOTHING_DUE = "no decision waits to be finished"
UNFINISHED = "Decision {number} ({outcome}) is a draft without effect. It can be finished until {day}."
CONFIRMATION = "Decision {number} ({outcome}) is complete. It takes effect once {decider} confirms it."
YOURS = "Decision {number} ({outcome}) waits for your word alone. It has no effect until you confirm it."
LAPSES = "The draft of decision {number} ({outcome}) lapses today, if nobody finishes it."
LAST_DAY = "It lapses after today."
LAPSED = "The draft of decision {number} ({outcome}) lapsed on {day}, and never had an effect."
UNDECIDED = "Nothing is recorded of what was decided in the meeting of {day}."
LAST_WORD = "Nothing is recorded of the meeting of {day} still. I do not ask again."
FINISH, OPEN, LOOK = "Finish", "Look at it first", "Look at it"
RANK = 2


@dataclass(frozen=True, kw_only=True)
class _Seen:
    """What is looked at: everything that was ever noted, the members, and the meetings."""

    noted: Sequence[Decided]
    rights: Rights
    timeline: Timeline


async def _look_around(here: Unasked) -> _Seen:
    return _Seen(
        noted=await decisions.all_of(here.session, engagement_id=here.engagement.id),
        rights=await rights_of(here),
        timeline=await timeline_of(here),
    )


async def _drafts(here: Unasked, found: Sequence[Decided], seen: _Seen) -> list[Draft]:
    return await look_at(here, found, rights=seen.rights, timeline=seen.timeline)


async def decide(session: Session, occasion: Occasion) -> Sequence[ToPerson] | Nothing:
    """Tell whoever has something to finish, of all of it at once."""
    here = Unasked(session=session, engagement=occasion.engagement, now=occasion.now)
    seen, after = await _look_around(here), await _last_run(session, occasion)
    readers = {draft.number: _readers(draft, stage) for draft, stage in await _reminded(here, seen, after)}
    meeting = _meeting_stage(here, seen, after)
    asked = _leads(seen.rights, meeting) if meeting else []
    people = dict.fromkeys(person_id for some in (*readers.values(), asked) for person_id in some)
    told = [
        ToPerson(
            person_id=each,
            args={
                "drafts": [number for number, some in readers.items() if each in some],
                "meeting": meeting if each in asked else "",
            },
        )
        for each in people
    ]
    return told or Nothing(reason=NOTHING_DUE)


async def _last_run(session: Session, occasion: Occasion) -> date:
    """The day of the last run that was not missed; yesterday, where none is known."""
    e, today = occasion.engagement.id, occasion.local_date
    last = await schedules.last_run(session, engagement_id=e, schedule_id=occasion.schedule_id, before=today)
    return last or today - timedelta(days=1)


async def _reminded(here: Unasked, seen: _Seen, after: date) -> list[tuple[Draft, Reminder]]:
    """The drafts of which somebody hears today."""
    made: list[tuple[Draft, Reminder]] = []
    for draft in await _drafts(here, _unfinished(seen.noted), seen):
        noted_on = local_day(here.engagement, draft.decided.at)
        if stage := _stage(here, seen, noted_on, after):
            made.append((draft, stage))
    return made


def _unfinished(noted: Sequence[Decided]) -> list[Decided]:
    """Those that never had an effect, lapsed or not; but none that was taken back, or taken up again."""
    alive = [one for one in noted if not one.is_withdrawn]
    again = {one.origin for one in alive}
    return [one for one in alive if one.in_force_at is None and one.origin_of_effects not in again]


def _stage(here: Unasked, seen: _Seen, since: date, after: date) -> Reminder:
    return reminder_of(since, after=after, today=here.today, holidays=seen.timeline.standing.holidays)


def _readers(draft: Draft, stage: Reminder) -> list[int]:
    """Whoever noted it, at the end the CMO alone; and the decider where only that word is missing."""
    scribe = [draft.decided.by_id] if draft.decided.by_id is not None else []
    finishing = _leads(draft.rights, stage) if stage == "lapses" else scribe
    decider = [draft.decided.decider_id] if draft.is_complete else []
    return [*finishing, *decider]


def _leads(rights: Rights, stage: Reminder) -> list[int]:
    """The leads; at the end the CMO alone, or the other leads where there is none."""
    is_last = stage == "lapses" and any(role == Role.CMO for role, _person in rights.seats)
    roles = {Role.CMO} if is_last else LEADS
    return [person.id for role, person in rights.seats if role in roles]


def _meeting_stage(here: Unasked, seen: _Seen, after: date) -> Reminder:
    """Whether somebody hears today that nothing is recorded of the last meeting."""
    meeting = _forgotten(here, seen)
    return _stage(here, seen, meeting.day, after) if meeting is not None else ""


def _forgotten(here: Unasked, seen: _Seen) -> Ahead | None:
    """The last meeting, where nothing was noted since, tied to it or not."""
    meeting = undecided(here, seen.noted, seen.timeline.meetings)
    if meeting is None or _was_decided_since(here, seen.noted, meeting.day):
        return None
    return meeting


def _was_decided_since(here: Unasked, noted: Sequence[Decided], day: date) -> bool:
    """Whether anything is noted since that day, though not tied to the meeting."""
    return any(local_day(here.engagement, one.at) >= day for one in noted if not one.is_withdrawn)


async def section(session: Session, item: Item) -> Part | None:
    """What they still may finish, as it stands when they read it."""
    here = Unasked(session=session, engagement=item.engagement, now=item.now)
    seen = await _look_around(here)
    found = [one for one in _unfinished(seen.noted) if one.number in item.args["drafts"]]
    blocks: list[Block] = []
    for draft in await _drafts(here, found, seen):
        blocks += _of_draft(here, draft, item)
    meeting = _forgotten(here, seen) if item.args["meeting"] else None
    if meeting is not None:
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
    is_decider, is_last = item.person.id == one.decider_id, draft.last_day == here.today
    if draft.state == "lapsed":
        return [say(LAPSED.format(**words)), Buttons((show_button(one.number, label=LOOK),))]
    look = show_button(one.number, label=OPEN if is_decider and draft.is_complete else FINISH)
    if draft.is_complete:
        said = [say((YOURS if is_decider else CONFIRMATION).format(**words))]
        confirm = (confirm_button(draft, "click", DECIDE),) if is_decider else ()
        return [*said, *([note(LAST_DAY)] if is_last else []), Buttons((*confirm, look))]
    if is_last:
        return [say(LAPSES.format(**words)), Buttons((look,))]
    lines = " ".join(each.sentence for each in draft.missing)
    return [say(UNFINISHED.format(**words)), note(lines), Buttons((look,))]
