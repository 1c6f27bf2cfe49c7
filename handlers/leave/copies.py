"""A copy of each digest in one's own direct messages: for observers, and for whoever else wants one."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.chat import Args, Buttons, Reply, reply
from domain.errors import UserError
from domain.leave import Span
from domain.permissions import Action, Role
from handlers import buttons, people
from handlers.leave.changes import Somebody, add, asker, end, member, take_back, undo_button, wished
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import wishes
from storage.digests import JOB
from storage.wishes import Wish

COMES = (
    "You get a copy of each check-in digest of {client} in your own messages with me. `digest off` ends it."
)
STOPS = "You get no copies of the digest any more. It stands in the channel as before."
HAS = "You get a copy of each check-in digest of {client} already. `digest off` ends it."
HAS_NONE = "You get no copies of the digest. `digest me` sends you one, each time."
HOW = "Write `digest me` for a copy of each digest, or `digest off`."
UNDONE = "Undone."
UNDO = "digest undo"

router = Router()


@router.command(
    "digest",
    action=Action.READ_CARD,
    usage="digest [me | off]",
    summary="Get a copy of each check-in digest in your own messages, or no more of them",
)
async def digest(turn: EngagementTurn, text: str) -> Reply:
    """Show whether somebody gets copies, begin them or end them."""
    who = await asker(turn)
    wants = _Wants.of(turn, await wished(turn, who))
    match text.casefold().split():
        case []:
            return _show(turn, has=wants.copies)
        case ["me"]:
            return await _begin(turn, who, wants)
        case ["off"]:
            return await _stop(turn, who, wants)
        case _:
            raise UserError(HOW)


@dataclass(frozen=True, kw_only=True)
class _Wants:
    """What somebody said of copies: those who asked for them, and those who stopped what comes privately."""

    is_observer: bool
    asked: list[Wish]
    stopped: list[Wish]

    @property
    def copies(self) -> bool:
        """Whether they get copies; observers do without asking."""
        return bool(self.is_observer or self.asked) and not self.stopped

    @classmethod
    def of(cls, turn: EngagementTurn, mine: Sequence[Wish]) -> "_Wants":
        return cls(
            is_observer=turn.role is Role.OBSERVER,
            asked=[wish for wish in mine if wish.kind == wishes.DIGEST],
            stopped=[wish for wish in mine if wish.kind == wishes.OPT_OUT and wish.job == JOB],
        )


def _show(turn: EngagementTurn, *, has: bool) -> Reply:
    if has:
        return reply(HAS.format(client=turn.engagement.name))
    return reply(HAS_NONE, Buttons((buttons.run("Send me copies", "digest me"),)))


async def _begin(turn: EngagementTurn, who: Somebody, wants: _Wants) -> Reply:
    if wants.copies:
        return _show(turn, has=True)
    ended = await end(turn, who, wants.stopped)
    is_usual = bool(wants.is_observer or wants.asked)
    always = Span(first=who.today, last=None)
    added = [] if is_usual else [await add(turn, who, wishes.DIGEST, always)]
    undo_it = undo_button(UNDO, who, added=added, ended=ended)
    return reply(COMES.format(client=turn.engagement.name), Buttons((undo_it,)))


async def _stop(turn: EngagementTurn, who: Somebody, wants: _Wants) -> Reply:
    if not wants.copies:
        return reply(HAS_NONE)
    ended = await end(turn, who, wants.asked)
    always = Span(first=who.today, last=None)
    added = [await add(turn, who, wishes.OPT_OUT, always, job=JOB)] if wants.is_observer else []
    return reply(STOPS, Buttons((undo_button(UNDO, who, added=added, ended=ended),)))


@router.click(UNDO, action=Action.READ_CARD)
async def undo(turn: EngagementTurn, args: Args) -> Reply:
    """Bring back what they wanted before."""
    who = await member(turn, await people.find(turn, args["account"]))
    await take_back(turn, who, args)
    return reply(UNDONE)
