"""Moving an action to another day."""

from datetime import date

from domain.chat import Args, Field, FieldErrors, Form, FormRef, Reply, Values, one
from domain.days import read_day
from domain.errors import UserError
from domain.permissions import Action
from handlers.moments import short_day
from handlers.registers.steps import Change, find_open, read_number, step
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage.registers import ACTION

MOVED = "Action {number} is due {day} now (was {before}): {text}"
SAME = "Action {number} is due {day} already. Nothing was changed."
NO_DAY = "no day"
TO_WHEN = "By when?"
MOVE, MOVE_FORM = "Move", "action move"

router = Router()


@router.command(
    "action move",
    action=Action.WRITE_REGISTER,
    usage="action move NUMBER to DAY",
    summary="Give an action another day, as in `action move 3 to next friday`",
)
async def move(turn: EngagementTurn, text: str) -> Reply:
    """Move an action, or ask to when."""
    number, typed = read_number(text, kind=ACTION, command="action move", more=" to friday")
    typed = typed.removeprefix("to ").strip()
    if not typed or typed == "to":
        return Reply(form=FormRef(name=MOVE_FORM, args={"number": number}))
    return await _move(turn, number, read_day(typed, today=turn.today, locale=turn.engagement.locale))


async def _move(turn: EngagementTurn, number: int, due: date) -> Reply:
    item = await find_open(turn, ACTION, number)
    words = {"number": number, "text": item.text, "day": short_day(turn, due)}
    if item.due == due:
        raise UserError(SAME.format(**words))
    before = short_day(turn, item.due) if item.due else NO_DAY
    return await step(turn, item, Change(due=due), said=MOVED.format(before=before, **words))


async def build_form(turn: EngagementTurn, args: Args) -> Form:
    """The question to when."""
    item = await find_open(turn, ACTION, args["number"])
    value = (item.due.isoformat(),) if item.due else ()
    field = Field(name="due", label=TO_WHEN, kind="date", value=value)
    return Form(title=f"Action {item.number}", intro=item.text[:300], fields=(field,))


async def submit_form(turn: EngagementTurn, args: Args, values: Values) -> Reply | FieldErrors:
    """Move it to what was entered."""
    try:
        due = read_day(one(values, "due"), today=turn.today, locale=turn.engagement.locale)
        return await _move(turn, args["number"], due)
    except UserError as error:
        return FieldErrors({"due": error.sentence})


router.form(MOVE_FORM, action=Action.WRITE_REGISTER, build=build_form, submit=submit_form)
