"""`meet special`: a review outside the series, after a tripwire was hit; it moves no window."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from domain.chat import (
    Args,
    Buttons,
    FormRef,
    Reply,
    Typed,
    note,
    reply,
    say,
)
from domain.days import read_day
from domain.errors import UserError
from domain.meetings.lead import pack_day
from domain.moments import clock
from domain.permissions import Action
from domain.typed_fields import is_too_short
from domain.working_time import instant
from handlers import buttons, reasons, story
from handlers.meetings import ahead
from handlers.meetings.ahead import Ahead
from handlers.meetings.announcing import announce
from handlers.meetings.choosing import read_clock, split_clock, split_reason
from handlers.meetings.posting import plan_special
from handlers.meetings.recording import add_step, undo_step
from handlers.meetings.series import DEFAULT_TIME, split_length
from handlers.meetings.words import on, when
from handlers.preparing.pack import post_now
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import meeting_records, schedules, tripwires
from storage.meetings import MINUTES
from storage.tables import Tripwire

NOT_ALLOWED = (
    "A special review is for when a tripwire was hit that still stands, and none was. `tripwire list` shows"
    " them; `meet list` shows the regular meetings."
)
HOW = 'Write it as in `meet special 18 Nov 15:00 "the tripwire of the cost per lead was hit"`.'
WHY_NEEDED = "Please say why in a few words: it stands in the post and in the history."
IS_OVER = "{moment} is over. Please name a time that is still to come."
STANDS = "A special review stands on {when} already. `meet special off` calls it off."
TAKEN = "The meeting of the series stands on {when}. One is enough on that day."
PLANNED = ("A special review is planned for {when}, because tripwire {number} was hit: ", ".")
NO_WINDOW = "It does not move the window for the next regular meeting."
PACK_NOW, PACK_LATER = "I post its pack in the channel now.", "I post its pack on {day}."
NONE_PLANNED = "No special review is planned that could be called off."
OFF = "The special review of {when} is called off."
BACK = "Undone: the special review stands again, on {when}."
UNDONE = "Undone: no special review is planned."
SINCE = "That was changed since then, so I left it."
OFF_WORD = "off"
LONGEST_REASON = 300
FORM = "meet special"

router = Router()


@router.command(
    "meet special",
    action=Action.MANAGE_MEETINGS,
    usage='meet special DAY TIME "REASON" | off',
    summary="Plan a special review after a tripwire was hit, or call it off: meet special off",
    opens_form=True,
)
async def special(turn: EngagementTurn, text: str) -> Reply:
    """Plan the review that was typed, or show the form; `off` calls off the one that is planned."""
    words, reason = split_reason(text)
    if words.casefold() == OFF_WORD:
        return await _call_off(turn, reason)
    await last_hit(turn)
    if not text.strip():
        return Reply(form=FormRef(name=FORM))
    words, minutes = split_length(words)
    day_words, clock_words = split_clock(words, locale=turn.engagement.locale)
    if not day_words:
        raise UserError(HOW)
    day = read_day(day_words, today=turn.today, locale=turn.engagement.locale)
    at = read_clock(clock_words, zone=turn.engagement.zone, today=turn.today) if clock_words else DEFAULT_TIME
    if is_too_short(reason):
        args = {"day": day.isoformat(), "time": f"{at:%H:%M}", "minutes": minutes or MINUTES}
        return reasons.ask(FORM, args, WHY_NEEDED)
    return await plan(turn, day, at, minutes or MINUTES, reason)


async def last_hit(turn: EngagementTurn) -> Tripwire:
    """The tripwire that was hit last and stands. Raises UserError where there is none."""
    standing = await tripwires.standing(turn.session, engagement_id=turn.engagement.id)
    hit = [(row.hit_at, row.number, row) for row in standing if row.hit_at is not None]
    if not hit:
        raise UserError(NOT_ALLOWED)
    return max(hit, key=lambda found: found[:2])[2]


async def plan(turn: EngagementTurn, day: date, at: time, minutes: int, reason: str) -> Reply:
    """Plan the review. Raises UserError where no tripwire was hit, or another meeting is in the way."""
    row = await last_hit(turn)
    moment = instant(day, at, ZoneInfo(turn.engagement.zone))
    await _check(turn, day, at, moment)
    made = await meeting_records.add_special(
        turn.session,
        engagement_id=turn.engagement.id,
        at=moment,
        minutes=minutes,
        origin=f"tripwire:{row.number}",
        reason=reason[:LONGEST_REASON],
        by_id=turn.person.id,
        source=turn.source,
        now=turn.now,
    )
    meeting = await ahead.find(turn, made.id)
    if meeting is None:
        raise UserError
    what = f"planned a special review for {when(turn, meeting)}, since tripwire {row.number} was hit"
    await story.tell(turn, subject="meeting", what=what, reason=reason)
    pack = await _prepare(turn, meeting)
    said = PLANNED[0].format(when=when(turn, meeting), number=row.number)
    undo = buttons.undo("meet special undo", {"meeting": made.id})
    told = say(said, Typed(reason[:LONGEST_REASON]), PLANNED[1])
    return reply(told, note(f"{NO_WINDOW} {pack}"), Buttons((undo,)))


async def _check(turn: EngagementTurn, day: date, at: time, moment: datetime) -> None:
    """Raise UserError where it is over, or another meeting stands in the way."""
    if moment <= turn.now:
        raise UserError(IS_OVER.format(moment=f"{on(turn, day)}, {clock(at)}"))
    for each in await ahead.from_today(turn):
        if each.kind == "special" and each.started_at is None:
            raise UserError(STANDS.format(when=when(turn, each)))
        if each.day == day and each.kind == "regular":
            raise UserError(TAKEN.format(when=when(turn, each)))


async def _prepare(turn: EngagementTurn, meeting: Ahead) -> str:
    """Have its posts wait for their time; its pack goes out at once where it is near."""
    await plan_special(turn, meeting)
    holidays = await schedules.holidays_of(turn.session, engagement_id=turn.engagement.id)
    day = pack_day(meeting.day, holidays=holidays)
    if day > turn.today:
        return PACK_LATER.format(day=on(turn, day))
    await post_now(turn, meeting)
    return PACK_NOW


async def _call_off(turn: EngagementTurn, reason: str) -> Reply:
    """Call the review off, unless it began."""
    near = await ahead.from_today(turn)
    found = next((each for each in near if each.kind == "special" and each.started_at is None), None)
    if found is None or found.record_id is None:
        raise UserError(NONE_PLANNED)
    step_id = await add_step(turn, found.record_id, "cancel", reason=reason)
    what = f"called off the special review of {when(turn, found)}"
    await story.tell(turn, subject="meeting", what=what, reason=reason)
    said = OFF.format(when=when(turn, found))
    await announce(turn, said, was=found.day, reason=reason, key=f"special/{step_id}")
    undo = buttons.undo("meet special back", {"meeting": found.record_id, "step": step_id})
    return reply(said, Buttons((undo,)))


@router.click("meet special back", action=Action.MANAGE_MEETINGS)
async def bring_back(turn: EngagementTurn, args: Args) -> Reply:
    """Let the review stand again that was just called off."""
    e = turn.engagement.id
    row = await meeting_records.find(turn.session, engagement_id=e, meeting_id=args["meeting"])
    if row is None or not row.is_cancelled:
        raise UserError(SINCE)
    await undo_step(turn, args["step"])
    found = await ahead.find(turn, row.id)
    if found is None:
        raise UserError(SINCE)
    await plan_special(turn, found)
    await story.tell(turn, subject="meeting", what=f"brought back the special review of {when(turn, found)}")
    said = BACK.format(when=when(turn, found))
    await announce(turn, said, was=found.day, key=f"special/{args['step']}/back")
    return reply(said)


@router.click("meet special undo", action=Action.MANAGE_MEETINGS)
async def undo_special(turn: EngagementTurn, args: Args) -> Reply:
    """Take a review back that was just planned."""
    found = await ahead.find(turn, args["meeting"])
    if found is None or found.started_at is not None:
        raise UserError(SINCE)
    step_id = await add_step(turn, args["meeting"], "cancel")
    off = OFF.format(when=when(turn, found))
    await announce(turn, off, was=found.day, key=f"special/{step_id}")
    await story.tell(turn, subject="meeting", what=f"took back the special review of {when(turn, found)}")
    return reply(UNDONE)
