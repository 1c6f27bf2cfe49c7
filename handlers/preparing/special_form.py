"""The form that plans a special review."""

from domain.chat import Args, Field, FieldErrors, Form, Reply, Values, given, one
from domain.days import read_day
from domain.errors import UserError
from domain.permissions import Action
from domain.typed_fields import is_too_short
from handlers.meetings.choosing import read_clock
from handlers.meetings.series import BAD_LENGTH, DEFAULT_TIME, split_length
from handlers.preparing.special import (
    FORM,
    LONGEST_REASON,
    WHY_NEEDED,
    last_hit,
    plan,
)
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage.meetings import MINUTES

TITLE = "Plan a special review"
INTRO = "A meeting outside the series, because tripwire {number} was hit. It moves no window."

router = Router()


async def build_form(turn: EngagementTurn, args: Args) -> Form:
    """The form, with what was typed already."""
    row = await last_hit(turn)
    fields = (
        Field(name="day", label="On which day", kind="date", value=given(args, "day")),
        Field(name="time", label="Time", value=given(args, "time") or (f"{DEFAULT_TIME:%H:%M}",)),
        Field(
            name="minutes",
            label="Length in minutes",
            kind="number",
            value=given(args, "minutes") or (str(MINUTES),),
        ),
        Field(name="reason", label="Why", max_length=LONGEST_REASON, value=(row.text,) if row.text else ()),
    )
    return Form(title=TITLE, intro=INTRO.format(number=row.number), fields=fields, submit_label="Plan it")


async def submit_form(turn: EngagementTurn, args: Args, values: Values) -> Reply | FieldErrors:
    """Plan the review that was entered."""
    reason = " ".join(one(values, "reason").split())
    if is_too_short(reason):
        return FieldErrors({"reason": WHY_NEEDED})
    try:
        _rest, minutes = split_length(f"for {one(values, 'minutes')} minutes")
    except UserError as error:
        return FieldErrors({"minutes": error.sentence})
    if minutes is None:
        return FieldErrors({"minutes": BAD_LENGTH})
    try:
        at = read_clock(one(values, "time"), zone=turn.engagement.zone, today=turn.today)
    except UserError as error:
        return FieldErrors({"time": error.sentence})
    try:
        day = read_day(one(values, "day"), today=turn.today, locale=turn.engagement.locale)
        return await plan(turn, day, at, minutes, reason)
    except UserError as error:
        return FieldErrors({"day": error.sentence})


router.form(FORM, action=Action.MANAGE_MEETINGS, build=build_form, submit=submit_form)
