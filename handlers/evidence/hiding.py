"""What of a pack somebody may see: the lean while private votes are open, and what it says of money."""

from collections.abc import Sequence
from dataclasses import replace

from domain.evidence import pack_of
from domain.evidence.inputs import MoneyFacts
from domain.permissions import Action, Role, is_allowed
from handlers.meetings.ahead import Ahead
from handlers.meetings.lean import hidden_since
from handlers.turn import Here
from storage.evidence import Frozen


async def hides_lean_of(here: Here, frozen: Frozen, meetings: Sequence[Ahead]) -> bool:
    """Whether the lean of this pack is hidden for now. `meetings` are all that there are."""
    since = await hidden_since(here, meetings)
    return since is not None and frozen.as_of > since


def sees_money(role: Role) -> bool:
    """Whether somebody of this role may read what a pack says of cash."""
    return is_allowed(role, Action.READ_TERMS)


def without_money(frozen: Frozen) -> Frozen:
    """The pack as it would be if nothing was known of money: not even its lean tells of it then."""
    if frozen.inputs.money == MoneyFacts():
        return frozen
    inputs = replace(frozen.inputs, money=MoneyFacts())
    return replace(frozen, inputs=inputs, pack=pack_of(inputs))


def for_role(frozen: Frozen, role: Role) -> Frozen:
    """The pack as somebody of this role may see it."""
    return frozen if sees_money(role) else without_money(frozen)
