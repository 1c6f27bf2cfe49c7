"""Setup codes: how a guest or an outsider may set up an engagement and become its lead."""

import re
from dataclasses import replace

from domain.chat import Reply, reply
from domain.errors import UserError
from handlers.routing import Router
from handlers.turn import Turn
from storage import setup_codes

GUESTS = (
    "Guests and people of other companies need a setup code. Ask a full member of the organisation that I"
    " was added to: they type `setup code`, and you type `setup CODE` here. Or let them type `setup` and add"
    " you with `members add`."
)
NO_CODE = "What you typed after `setup` is no setup code that works."
UNSURE = "I could not find out whether you are a full member here. Try again in a minute."
DEAD_CODE = (
    "This setup code does not work, or no longer does. Ask a full member of the organisation that I was added"
    " to for a new one."
)
MADE = (
    "Your setup code is {code}. Whoever types `setup {code}` in the client's channel can set up one"
    " engagement there and becomes its lead, guests too. It works once, for {days} days."
)
NOT_FOR_GUESTS = "Only a full member of the organisation that I was added to can make a setup code."

_CODE = re.compile(r"[A-Za-z0-9]{4}-[A-Za-z0-9]{4}")

router = Router()


@router.command(
    "setup code", action=None, usage="setup code", summary="Make a one-time code for a guest who will lead"
)
async def make(turn: Turn, text: str) -> Reply:
    """Make a code with which a guest can set up an engagement."""
    if is_guest(turn):
        raise UserError(NOT_FOR_GUESTS)
    code = await setup_codes.make(
        turn.session, workspace_id=turn.workspace.id, made_by=turn.person.id, now=turn.now
    )
    return replace(reply(MADE.format(code=code, days=setup_codes.DAYS)), is_off_record=True)


def is_guest(turn: Turn) -> bool:
    """Whether the person is no full member here. Unknown is not "member": the platform has to say so."""
    return turn.request.sender.is_guest is not False


def code_in(text: str) -> str:
    """The code that was typed; empty where it is none."""
    return text.strip() if _CODE.fullmatch(text.strip()) else ""


async def require_open(turn: Turn, text: str) -> None:
    """Raise UserError where the person is a guest and typed no code that works."""
    if not is_guest(turn):
        return
    code = code_in(text)
    if not code:
        unsure = (UNSURE,) if turn.request.sender.is_guest is None else ()
        wrong = (NO_CODE,) if text.strip() else ()
        raise UserError(" ".join((*unsure, *wrong, GUESTS)))
    if not await setup_codes.is_open(turn.session, workspace_id=turn.workspace.id, code=code, now=turn.now):
        raise UserError(DEAD_CODE)


async def use_up(turn: Turn, code: str) -> None:
    """Use up the code of a guest. Raises UserError where it no longer works."""
    if is_guest(turn) and not await setup_codes.use(
        turn.session, workspace_id=turn.workspace.id, code=code, used_by=turn.person.id, now=turn.now
    ):
        raise UserError(DEAD_CODE)
