"""`meet move` and `meet skip`: as commands, and as forms."""

from collections.abc import Mapping

from domain.chat import Args, Field, FieldErrors, Form, FormRef, Option, Reply, Values, one
from domain.days import read_day
from domain.errors import UserError
from domain.permissions import Action
from domain.typed_fields import is_too_short
from handlers import reasons
from handlers.meetings import overriding
from handlers.meetings.choosing import (
    NONE_LEFT,
    find,
    find_due,
    planned,
    read_move,
    read_time,
    split_reason,
    time_of,
)
from handlers.meetings.moving import OutsideWindow, Wish, carry_out, note_not_held
from handlers.meetings.standing import Standing
from handlers.meetings.words import when, window_words
from handlers.routing import Router
from handlers.turn import EngagementTurn

WHY_NEEDED = "Please say why in a few words: the reason stays in the history."
NOT_READ_SKIP = 'Write it as in `meet skip 24 Nov "nobody is there that week"`.'
REASON_HINT = "It stays in the history."
TIME_HINT = "Empty keeps the time."
MOVE_TITLE, SKIP_TITLE = "Move a meeting", "Leave a meeting out"
MOST_OPTIONS = 12

router = Router()


@router.command(
    "meet move",
    action=Action.MANAGE_MEETINGS,
    usage='meet move [DAY] to DAY [TIME] "REASON"',
    summary="Move one meeting, inside the window for it",
    opens_form=True,
)
async def move_one(turn: EngagementTurn, text: str) -> Reply:
    """Move the meeting that was named, or show the form."""
    standing, series = await planned(turn)
    if not text:
        return _ask(turn, standing, "meet move", {})
    words, reason = split_reason(text)
    meeting, to, at = read_move(turn, standing, words, series.cadence)
    if to is None:
        args = {"meeting": meeting.day.isoformat(), "reason": reason}
        return Reply(form=FormRef(name="meet move", args=args))
    if is_too_short(reason):
        args = {"meeting": meeting.day.isoformat(), "to": to.isoformat(), "time": f"{at:%H:%M}"}
        return _ask(turn, standing, "meet move", args)
    try:
        return await carry_out(turn, standing, series, Wish(meeting=meeting, to=to, at=at, reason=reason))
    except OutsideWindow as outside:
        return overriding.offer(outside)


@router.command(
    "meet skip",
    action=Action.MANAGE_MEETINGS,
    usage='meet skip DAY "REASON"',
    summary="Leave one out, or say that the last did not take place; all rest with: schedule pause meetings",
    opens_form=True,
)
async def skip_one(turn: EngagementTurn, text: str) -> Reply:
    """Leave the meeting out that was named, or show the form."""
    standing, series = await planned(turn)
    if not text:
        return _ask(turn, standing, "meet skip", {})
    words, reason = split_reason(text)
    if not words:
        raise UserError(NOT_READ_SKIP)
    was_due = find_due(turn, standing, words)
    meeting = was_due or find(turn, standing, words)
    if is_too_short(reason):
        return _ask(turn, standing, "meet skip", {"meeting": meeting.day.isoformat()})
    if was_due is not None:
        return await note_not_held(turn, series, was_due, reason)
    wish = Wish(meeting=meeting, to=None, at=series.cadence.at, reason=reason)
    return await carry_out(turn, standing, series, wish)


def _ask(turn: EngagementTurn, standing: Standing, form: str, args: Mapping[str, str]) -> Reply:
    """The form; one that opens because the reason is missing says so."""
    if not standing.coming and not args:
        raise UserError(NONE_LEFT)
    if not args:
        return Reply(form=FormRef(name=form))
    return reasons.ask(form, args, f"{WHY_NEEDED} {window_words(turn, standing)}")


async def build_move(turn: EngagementTurn, args: Args) -> Form:
    """The form that moves a meeting."""
    standing, _series = await planned(turn)
    fields = (
        _meeting_field(turn, standing, str(args.get("meeting", ""))),
        Field(name="to", label="To which day", kind="date", value=_filled(args.get("to"))),
        Field(name="time", label="Time", hint=TIME_HINT, value=_filled(args.get("time")), is_required=False),
        Field(name="reason", label="Why", hint=REASON_HINT, value=_filled(args.get("reason"))),
    )
    return Form(title=MOVE_TITLE, intro=window_words(turn, standing), fields=fields, submit_label="Move")


async def build_skip(turn: EngagementTurn, args: Args) -> Form:
    """The form that leaves a meeting out."""
    standing, _series = await planned(turn)
    fields = (
        _meeting_field(turn, standing, str(args.get("meeting", ""))),
        Field(name="reason", label="Why", hint=REASON_HINT),
    )
    intro = window_words(turn, standing)
    return Form(title=SKIP_TITLE, intro=intro, fields=fields, submit_label="Leave out")


def _filled(value: object) -> tuple[str, ...]:
    return (str(value),) if value else ()


def _meeting_field(turn: EngagementTurn, standing: Standing, chosen: str) -> Field:
    was_due = [one for one in standing.held[-1:] if one.day.isoformat() == chosen]
    offered = [*was_due, *standing.coming[:MOST_OPTIONS]]
    options = tuple(Option(value=one.day.isoformat(), label=when(turn, one)) for one in offered)
    first = chosen or (options[0].value if options else "")
    return Field(name="meeting", label="Which meeting", kind="choice", options=options, value=_filled(first))


async def submit_move(turn: EngagementTurn, args: Args, values: Values) -> Reply | FieldErrors:
    """Move the meeting that was chosen."""
    standing, series = await planned(turn)
    reason, at = one(values, "reason"), one(values, "time")
    if is_too_short(reason):
        return FieldErrors({"reason": WHY_NEEDED})
    meeting = find(turn, standing, one(values, "meeting"))
    try:
        clock = read_time(at, series.cadence) if at else time_of(meeting, series.cadence)
    except UserError as error:
        return FieldErrors({"time": error.sentence})
    try:
        to = read_day(one(values, "to"), today=turn.today, locale=turn.engagement.locale)
        wish = Wish(meeting=meeting, to=to, at=clock, reason=reason)
        return await carry_out(turn, standing, series, wish)
    except OutsideWindow as outside:
        return overriding.offer(outside)
    except UserError as error:
        return FieldErrors({"to": error.sentence})


async def submit_skip(turn: EngagementTurn, args: Args, values: Values) -> Reply | FieldErrors:
    """Leave the meeting out that was chosen."""
    standing, series = await planned(turn)
    chosen, reason = one(values, "meeting"), one(values, "reason")
    if is_too_short(reason):
        return FieldErrors({"reason": WHY_NEEDED})
    if was_due := find_due(turn, standing, chosen):
        return await note_not_held(turn, series, was_due, reason)
    wish = Wish(meeting=find(turn, standing, chosen), to=None, at=series.cadence.at, reason=reason)
    return await carry_out(turn, standing, series, wish)


router.form("meet move", action=Action.MANAGE_MEETINGS, build=build_move, submit=submit_move)
router.form("meet skip", action=Action.MANAGE_MEETINGS, build=build_skip, submit=submit_skip)
