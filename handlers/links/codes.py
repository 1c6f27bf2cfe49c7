"""The command `link`: it shows a one-time code, or takes the one that another account showed."""

import re
from dataclasses import replace

from domain.chat import Button, Buttons, Reply, refusal, reply, say
from domain.errors import UserError
from handlers.links.accounts import Linked, linked, own
from handlers.routing import Router
from handlers.turn import Turn
from storage import links

SHOWN = (
    "Your code is {code}. Write to me directly with your other account, and type `link {code}` there."
    " It works once, for {minutes} minutes."
)
KEEP_IT = "Give it to nobody: whoever types it can act as you here."
NOT_HERE = "Codes are for your eyes alone. Please type `link` in a chat with me alone."
VOID = "Others can read that here, so this code works no more. Please type `link` in a chat with me alone."
NO_CODE = "{typed} is no code. Type `link` alone in one of your accounts, and what I answer in the other."
WRONG = (
    "This code does not work, or no longer does: each works once, for {minutes} minutes."
    " Type `link` in your other account for a new one."
)
WAIT = "Those were many wrong codes. Please wait for {minutes} minutes, then type `link CODE` again."
YOUR_OWN = "This is the code of this very account. Type it where you write to me with your other account."
JOINED = "These two accounts are joined already: both are you to me."
SAME_WORKSPACE = (
    "Both of these people have an account in one and the same workspace, so I take them for two people."
    " Whoever leads can hand things over with `members handover`."
)
ABOUT_TO = ("You are about to join this account with ", ".")
WHAT_IT_DOES = (
    "Whoever uses either of them can then do what both could, in every client's work."
    " Go on only if that account is yours too."
)
CANCELLED = "Nothing was joined, and the code is used up."
LONGEST_SHOWN = 30

_CODE = re.compile(r"[A-Za-z0-9]{4}-?[A-Za-z0-9]{4}")

router = Router()


@router.command(
    "link",
    action=None,
    usage="link [CODE]",
    summary="Join accounts of yours in two places, with a one-time code: in a chat with me alone",
)
async def link(turn: Turn, text: str) -> Reply:
    """Show a code of this account, or take the one of another."""
    code = text.strip().strip("`")
    if not turn.request.address.is_direct:
        return await _refuse_in_public(turn, code)
    if not code:
        return await _show(turn)
    if not _CODE.fullmatch(code):
        raise UserError(NO_CODE.format(typed=f"“{code[:LONGEST_SHOWN]}”"))
    return await _take(turn, code)


async def _refuse_in_public(turn: Turn, code: str) -> Reply:
    if not _CODE.fullmatch(code):
        return refusal(NOT_HERE)
    await links.void(turn.session, code=code)
    return refusal(VOID)


async def _show(turn: Turn) -> Reply:
    mine = await own(turn)
    code = await links.make(turn.session, account=mine.account, now=turn.now)
    return replace(reply(SHOWN.format(code=code, minutes=links.MINUTES), KEEP_IT), is_off_record=True)


async def _take(turn: Turn, code: str) -> Reply:
    """Ask whether to join, or refuse. A wrong code is counted, so it is no error that undoes what it did."""
    mine = await own(turn)
    await links.hold_accounts(turn.session, account_ids=[mine.account.id])
    if await links.is_waiting(turn.session, account_id=mine.account.id, now=turn.now):
        raise UserError(WAIT.format(minutes=links.MINUTES))
    shown = await links.find_open(turn.session, code=code, now=turn.now)
    if shown is not None and shown.account_id == mine.account.id:
        raise UserError(YOUR_OWN)
    first = None if shown is None else await linked(turn.session, shown.account_id)
    if first is None or first.account.left_at is not None:
        return await _miss(turn, mine)
    await require_two(turn, first, mine)
    if not await links.use(turn.session, code=code, used_by=mine.account.id, now=turn.now):
        return await _miss(turn, mine)
    return _question(first, mine)


async def _miss(turn: Turn, mine: Linked) -> Reply:
    await links.note_miss(turn.session, account_id=mine.account.id, now=turn.now)
    return refusal(WRONG.format(minutes=links.MINUTES))


async def require_two(turn: Turn, first: Linked, second: Linked) -> None:
    """Raise UserError where these are not two people yet, or cannot be one."""
    if first.person.id == second.person.id:
        raise UserError(JOINED)
    if await links.share_a_workspace(turn.session, first=first.person.id, second=second.person.id):
        raise UserError(SAME_WORKSPACE)


def _question(first: Linked, mine: Linked) -> Reply:
    before, behind = ABOUT_TO
    args = {"first": first.account.id, "second": mine.account.id}
    choices = (
        Button(label="Join", route="link join", args=args, style="primary", minutes=links.MINUTES),
        Button(label="Cancel", route="link cancel", minutes=links.MINUTES),
    )
    return reply(say(before, *first.words, behind), WHAT_IT_DOES, Buttons(choices))


@router.click("link cancel", action=None)
async def cancel(turn: Turn, args: object) -> Reply:
    """Leave the two accounts as they are."""
    return reply(CANCELLED)
