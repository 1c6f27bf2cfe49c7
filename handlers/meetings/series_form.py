"""The form for the series of meetings."""

from domain.cadence import days_in_words
from domain.chat import Args, Field, FieldErrors, Form, Option, Reply, Values, one
from domain.errors import UserError
from domain.permissions import Action
from handlers.meetings.series import BAD_LENGTH, DEFAULT_TIME, plan, split_length
from handlers.meetings.standing import standing_of
from handlers.meetings.words import window_words
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage.meetings import MINUTES

TITLE = "Plan the meetings"
INTRO = "One to three months apart. For each: what evidence is there, and do we go on, or change?"
OFTEN = {
    "monthly": "Every month",
    "every 2 months": "Every 2 months",
    "every 3 months": "Every 3 months",
    "own": "In my own words",
}
DAY_HINT = "first tuesday, last working day or 15th. In your own words, all of it: every 6 weeks on thursday"

router = Router()


async def build_form(turn: EngagementTurn, args: Args) -> Form:
    """The form for the series; it shows the one in force."""
    standing = await standing_of(turn)
    now = standing.series
    at = now.cadence.at if now else DEFAULT_TIME
    options = tuple(Option(value=value, label=label) for value, label in OFTEN.items())
    how = days_in_words(now.cadence) if now else ""
    return Form(
        title=TITLE,
        intro=f"{INTRO} {window_words(turn, standing)}",
        fields=(
            Field(
                name="often",
                label="How often",
                kind="choice",
                options=options,
                value=("own" if now else "every 2 months",),
            ),
            Field(name="day", label="Which day", placeholder="first tuesday", hint=DAY_HINT, value=(how,)),
            Field(name="time", label="Time", value=(f"{at:%H:%M}",)),
            Field(
                name="minutes",
                label="Length in minutes",
                kind="number",
                value=(str(now.settings["minutes"] if now else MINUTES),),
            ),
        ),
    )


async def submit_form(turn: EngagementTurn, args: Args, values: Values) -> Reply | FieldErrors:
    """Plan the series that was entered."""
    often = one(values, "often")
    try:
        _rest, minutes = split_length(f"for {one(values, 'minutes')} minutes")
    except UserError as error:
        return FieldErrors({"minutes": error.sentence})
    if minutes is None:
        return FieldErrors({"minutes": BAD_LENGTH})
    typed = f"{'' if often == 'own' else often} {one(values, 'day')} at {one(values, 'time')}"
    try:
        return await plan(turn, typed, minutes)
    except UserError as error:
        return FieldErrors({"day": error.sentence})


router.form("meet", action=Action.MANAGE_MEETINGS, build=build_form, submit=submit_form)
