"""Which engagement a request is about, and whether the person belongs to it."""

import re

from rapidfuzz.distance import OSA

from domain.chat import Args, Button, Buttons, Reply, reply
from domain.errors import Outsider, UserError
from handlers.turn import EngagementTurn, Turn
from storage import channels, contexts, engagements
from storage.engagements import Seat

BE_ADDED = "Ask whoever leads the work with your client here to add you: `members add`."
WHICH = "Which client do you mean? I will remember it here for half an hour."
SLIP = "I don't know “{typed}”. Did you mean your client {name}? Begin with `in {name}:`."
CHOOSE = "engagement choose"
SLIPS = 2
SHORT_WORD = 4

_NAMED = re.compile(r"\s*in\s+([^\s:][^:\n]{0,119}?)\s*:\s*(.*)", re.IGNORECASE | re.DOTALL)


class NothingHere(UserError):
    """No engagement lives in this channel yet. Type `setup` to begin one."""


class PrivateHere(UserError):
    """This channel is private, and I cannot post in private channels. Type `setup` in a standard or shared
    channel of the team, or in a group chat."""


class WhichEngagement(Exception):
    """The person belongs to several, and did not say which one they mean."""

    def __init__(self, seats: list[Seat]) -> None:
        super().__init__("several engagements")
        self.seats = seats


def split_client(text: str) -> tuple[str, str]:
    """`in CLIENT: words` as (client, words); ("", text) where no client is named."""
    found = _NAMED.match(text)
    return (found[1], found[2]) if found else ("", text)


async def enter(turn: Turn, *, named: str = "", engagement_id: int | None = None) -> EngagementTurn:
    """The turn inside its engagement.

    Raises Outsider, NothingHere or WhichEngagement where it cannot be entered.
    """
    find = _in_direct if turn.request.address.is_direct else _in_channel
    seat, is_one_of_several = await find(turn, named, engagement_id)
    if not turn.only_reads and await engagements.hold(turn.session, engagement_id=seat.engagement.id):
        # Somebody may have changed it while we waited for our turn.
        seat, is_one_of_several = await find(turn, named, engagement_id)
    return EngagementTurn(
        session=turn.session,
        request=turn.request,
        now=turn.now,
        person=turn.person,
        workspace=turn.workspace,
        only_reads=turn.only_reads,
        shown_in=turn.shown_in,
        calendar_url=turn.calendar_url,
        report_url=turn.report_url,
        engagement=seat.engagement,
        membership=seat.membership,
        is_one_of_several=is_one_of_several,
    )


async def _in_channel(turn: Turn, named: str, engagement_id: int | None) -> tuple[Seat, bool]:
    tenant = await engagements.in_channel(
        turn.session,
        workspace_id=turn.workspace.id,
        conversation=turn.request.address.conversation,
        person_id=turn.person.id,
    )
    if tenant is None and not named:
        raise PrivateHere if await _is_private(turn) else NothingHere
    if tenant is None or tenant.seat is None or engagement_id not in (None, tenant.engagement_id):
        raise Outsider
    if named and not _is_called(tenant.seat, named):
        raise Outsider
    return tenant.seat, await _is_read_among_others(turn)


async def _is_private(turn: Turn) -> bool:
    here = turn.request.address.conversation
    channel = await channels.find(turn.session, workspace_id=turn.workspace.id, external_id=here)
    return channel is not None and channel.closed == channels.PRIVATE


async def _is_read_among_others(turn: Turn) -> bool:
    """Whether the answer about a channel is shown where the person may be told of another client, too."""
    if not turn.shown_in:
        return False
    own = await engagements.seats_of(turn.session, person_id=turn.person.id, workspace_id=turn.workspace.id)
    return len(own) > 1


async def _in_direct(turn: Turn, named: str, engagement_id: int | None) -> tuple[Seat, bool]:
    own = await engagements.seats_of(turn.session, person_id=turn.person.id, workspace_id=turn.workspace.id)
    seats = [seat for seat in own if _is_meant(seat, named, engagement_id)]
    if not seats:
        raise _nearest_own(own, named)
    if len(seats) > 1:
        return await _remembered(turn, seats), True
    if named:
        await _remember(turn, seats[0].engagement.id)
    return seats[0], len(own) > 1


def _nearest_own(own: list[Seat], named: str) -> UserError:
    """The refusal; a slip in the name of one's own client is pointed out, which tells of nobody else's."""
    for seat in own:
        if named and any(_is_slip(named.casefold(), word) for word in _names(seat)):
            return UserError(SLIP.format(typed=named, name=seat.engagement.name))
    # Whoever belongs nowhere hears the same, whatever they ask for.
    return Outsider() if own else Outsider(f"{Outsider().sentence} {BE_ADDED}")


def _is_slip(typed: str, word: str) -> bool:
    """Whether a slip or two separate them; short words are too near to everything."""
    return len(word) > SHORT_WORD and OSA.distance(typed, word) <= SLIPS


def _is_meant(seat: Seat, named: str, engagement_id: int | None) -> bool:
    if engagement_id is not None:
        return seat.engagement.id == engagement_id
    return not named or _is_called(seat, named)


async def _remembered(turn: Turn, seats: list[Seat]) -> Seat:
    meant = await contexts.recall(
        turn.session,
        person_id=turn.person.id,
        conversation=turn.request.address.place,
        now=turn.now,
    )
    for seat in seats:
        if seat.engagement.id == meant:
            return seat
    raise WhichEngagement(seats)


async def _remember(turn: Turn, engagement_id: int) -> None:
    await contexts.remember(
        turn.session,
        person_id=turn.person.id,
        conversation=turn.request.address.place,
        engagement_id=engagement_id,
        now=turn.now,
    )


async def choose(turn: Turn, engagement_id: int) -> EngagementTurn:
    """Enter the engagement that the person picked, and remember it here."""
    entered = await enter(turn, engagement_id=engagement_id)
    await _remember(turn, engagement_id)
    return entered


def _is_called(seat: Seat, name: str) -> bool:
    return name.strip().casefold() in _names(seat)


def _names(seat: Seat) -> set[str]:
    # Not its key: keys are unique in the installation, so one would tell of another's client.
    return {word.casefold() for word in (seat.engagement.name, *seat.engagement.aliases)}


def ask_which(seats: list[Seat], wish: Args) -> Reply:
    """Ask which client is meant, with a button for each. The wish, words or a form, waits there."""
    buttons = tuple(
        Button(
            label=seat.engagement.name,
            route=CHOOSE,
            args={"engagement": seat.engagement.id, **wish},
        )
        for seat in seats
    )
    return reply(WHICH, Buttons(buttons))
