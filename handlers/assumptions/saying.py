"""A named person's word on an assumption: where it stands, or that it no longer matters."""

from domain.assumptions import Assumed
from domain.chat import Args, FieldErrors, Form, Reply, Typed, Values, one, reply, say
from domain.errors import UserError
from domain.permissions import Action
from domain.typed_fields import is_too_short, reason_in
from handlers import reasons
from handlers.assumptions.adding import LONGEST
from handlers.assumptions.finding import find_open, read_number
from handlers.assumptions.steps import step
from handlers.assumptions.words import STATES
from handlers.routing import Router
from handlers.steps import Becomes
from handlers.turn import EngagementTurn

HOW_STATUS = 'Write it as in `assume status {number} supported "why"`: supported, not supported or mixed.'
SAY_WHY = "Please say why in a few words: a status that somebody gives needs a reason."
SAY_WHY_RETIRED = "Please say why it no longer matters, in a few words."
STATUS_SET = "Assumption {number} is {state}, on the word of {who}: "
STATUS_OF = "Status of assumption {number}"
RETIRED = "Assumption {number} is retired: "
WHY_RETIRED, WHY_STATUS = "Why does it no longer matter?", "Why is it {state}?"

router = Router()


@router.command(
    "assume status",
    action=Action.WRITE_ASSUMPTION,
    usage='assume status NUMBER supported | not supported | mixed "WHY"',
    summary="Say where an assumption stands, with the reason",
)
async def say_status(turn: EngagementTurn, text: str) -> Reply:
    """Write down where somebody says that it stands; without a reason, ask for it."""
    number, rest = read_number(text, command="assume status", more=' supported "why"')
    found = await find_open(turn, number)
    words = rest.casefold().replace("_", " ")
    state = next((state for state in ("not supported", "supported", "mixed") if words.startswith(state)), "")
    if not state:
        raise UserError(HOW_STATUS.format(number=number))
    why = reason_in(rest[len(state) :])
    said = state.replace(" ", "_")
    if is_too_short(why):
        return reasons.ask("assume status", {"number": number, "status": said}, SAY_WHY, typed=why)
    return await _set_status(turn, found, said, why)


async def _set_status(turn: EngagementTurn, found: Assumed, said: str, why: str) -> Reply:
    state = STATES[said]
    told = f"said that assumption {found.number} is {state}"
    undo = await step(turn, found, Becomes(kind="status", data={"status": said}, reason=why, told=told))
    head = STATUS_SET.format(number=found.number, state=state, who=turn.person.name)
    return reply(say(head, Typed(why)), undo)


async def build_why(turn: EngagementTurn, args: Args) -> Form:
    """The question why it stands there."""
    found = await find_open(turn, args["number"])
    title, label = STATUS_OF.format(number=found.number), WHY_STATUS.format(state=STATES[args["status"]])
    return reasons.question(title, about=found.text, label=label, longest=LONGEST, typed=args.get("why", ""))


async def submit_why(turn: EngagementTurn, args: Args, values: Values) -> Reply | FieldErrors:
    """Write the status down with its reason."""
    if is_too_short(one(values, "why")):
        return FieldErrors({"why": SAY_WHY})
    return await _set_status(turn, await find_open(turn, args["number"]), args["status"], one(values, "why"))


router.form("assume status", action=Action.WRITE_ASSUMPTION, build=build_why, submit=submit_why)


@router.command(
    "assume retire",
    action=Action.WRITE_ASSUMPTION,
    usage='assume retire NUMBER "WHY"',
    summary="Say that an assumption no longer matters, and why",
)
async def retire(turn: EngagementTurn, text: str) -> Reply:
    """Retire an assumption; without a reason, ask for it."""
    number, rest = read_number(text, command="assume retire", more=' "why"')
    found, why = await find_open(turn, number), reason_in(rest)
    if is_too_short(why):
        return reasons.ask("assume retire", {"number": number}, SAY_WHY_RETIRED, typed=why)
    return await _retire(turn, found, why)


async def _retire(turn: EngagementTurn, found: Assumed, why: str) -> Reply:
    told = f"retired assumption {found.number}"
    undo = await step(turn, found, Becomes(kind="retire", reason=why, told=told))
    return reply(say(RETIRED.format(number=found.number), Typed(why)), undo)


async def build_retire(turn: EngagementTurn, args: Args) -> Form:
    """The question why it no longer matters."""
    found = await find_open(turn, args["number"])
    title = f"Retire assumption {found.number}"
    return reasons.question(
        title, about=found.text, label=WHY_RETIRED, longest=LONGEST, typed=args.get("why", "")
    )


async def submit_retire(turn: EngagementTurn, args: Args, values: Values) -> Reply | FieldErrors:
    """Retire it for what was entered."""
    if is_too_short(one(values, "why")):
        return FieldErrors({"why": SAY_WHY_RETIRED})
    return await _retire(turn, await find_open(turn, args["number"]), one(values, "why"))


router.form("assume retire", action=Action.WRITE_ASSUMPTION, build=build_retire, submit=submit_retire)
