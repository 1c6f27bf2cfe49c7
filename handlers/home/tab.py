"""The Home tab: every engagement of a person that this workspace shows, newest needs first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from domain.chat import (
    Address,
    Block,
    Bullets,
    Button,
    Buttons,
    Heading,
    Paragraph,
    Reply,
    Request,
    Say,
    Sender,
    Typed,
    note,
    reply,
    say,
)
from domain.permissions import Action, is_allowed
from handlers import buttons, status
from handlers.home.waiting import Waiting, tell, what_waits
from handlers.services import Services
from handlers.turn import EngagementTurn
from storage import engagements, people
from storage import home as homes
from storage.database import Session
from storage.engagements import Seat
from storage.offers import Place
from storage.people import Visitor

HELLO = "Welcome"
PURPOSE = "I keep the rhythm of the work with a client: numbers, feedback, and who does what."
BEGIN = (
    "Add me to the channel where you work with the client.",
    "Type `setup` there. It takes three minutes.",
    "Is it set up already? Then ask whoever leads it to add you: `members add`.",
)
ANYTHING = "Write to me in the messages tab whenever you like. `help` shows what I can do."
WATCHING = "You watch this engagement. Its card shows the terms and the people."
ALSO = ("And 1 more client: ", "And {n} more clients: ")
ALL_OF_IT = "Begin a message to me with `in CLIENT:` to ask about any of them, as in `in CLIENT: home`."
MOST_SHOWN = 6
# A day that is older than any need: nothing waits there.
NO_NEED = date.min


@dataclass(frozen=True, kw_only=True)
class Tab:
    """What a person's Home shows. Its `mark` differs from that of now when it is out of date."""

    replies: tuple[Reply, ...]
    mark: int


Told = tuple[int | None, Reply]


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """What is shown, of each engagement or of none, and where its buttons are offered."""

    replies: tuple[Told, ...]
    mark: int
    place: Place


@dataclass(frozen=True, kw_only=True)
class Part:
    """One engagement of the person, and what waits for them there; None where they only watch."""

    turn: EngagementTurn
    waiting: Waiting | None

    @property
    def newest(self) -> date:
        """The newest day on which something waits."""
        return (self.waiting and self.waiting.newest) or NO_NEED


async def tab(services: Services, address: Address, *, now: datetime) -> Tab:
    """What the person in the direct messages of `address` sees in their Home, with buttons that work there.

    Their context in those messages stays as it is.
    """
    async with services.database.read() as session:
        drawn = await _drawn(session, address, now)
    # Apart, so that nobody who writes has to wait for what is only read.
    async with services.database.write() as session:
        ready = [
            await homes.keep_buttons(session, one, replace(drawn.place, engagement_id=engagement_id))
            for engagement_id, one in drawn.replies
        ]
    return Tab(replies=tuple(ready), mark=drawn.mark)


async def _drawn(session: Session, address: Address, now: datetime) -> Drawn:
    visitor = await people.find_visitor(session, address=address, account=address.account)
    # Not the place of the direct messages: a number that is typed there means the buttons shown there.
    place = Place(engagement_id=None, person_id=None, conversation=f"{address.place}/home", now=now)
    if visitor is None:
        return Drawn(replies=((None, _welcome()),), mark=0, place=place)
    place = replace(place, person_id=visitor.person.id)
    # Before what it stands for is read: what comes in between makes the tab out of date.
    mark = await homes.mark_of(session, person_id=visitor.person.id, workspace_id=visitor.workspace.id)
    parts = await _parts(session, visitor, address, now)
    told: list[Told] = [(part.turn.engagement.id, await _told(part)) for part in parts[:MOST_SHOWN]]
    told += [(None, one) for one in _rest(parts[MOST_SHOWN:])]
    return Drawn(replies=tuple(told) or ((None, _welcome()),), mark=mark, place=place)


async def _parts(session: Session, visitor: Visitor, address: Address, now: datetime) -> list[Part]:
    seats = await engagements.seats_of(
        session, person_id=visitor.person.id, workspace_id=visitor.workspace.id
    )
    request = Request(key="", sender=Sender(account=address.account), address=address, act=Say(text="home"))
    parts = [await _part(_turn(session, visitor, request, seat, now)) for seat in seats]
    return sorted(parts, key=lambda part: part.newest, reverse=True)


def _turn(session: Session, visitor: Visitor, request: Request, seat: Seat, now: datetime) -> EngagementTurn:
    return EngagementTurn(
        session=session,
        request=request,
        now=now,
        person=visitor.person,
        workspace=visitor.workspace,
        only_reads=True,
        engagement=seat.engagement,
        membership=seat.membership,
    )


async def _part(turn: EngagementTurn) -> Part:
    may_read = is_allowed(turn.role, Action.READ_KPIS)
    return Part(turn=turn, waiting=await what_waits(turn) if may_read else None)


async def _told(part: Part) -> Reply:
    if part.waiting is None:
        card = buttons.run("Show the card", "card")
        return reply(Heading(part.turn.engagement.name), say(WATCHING), Buttons((card,)))
    return await tell(part.turn, part.waiting, summary=await _summary(part.turn))


async def _summary(turn: EngagementTurn) -> list[Block]:
    """What the scorecard says in sentences, without its table, and without the way to where this stands."""
    scorecard = await status.scorecard(turn, has_hints=False)
    return [block for block in scorecard.blocks if isinstance(block, Paragraph)]


def _welcome() -> Reply:
    """What somebody without any engagement does first."""
    steps = Bullets(tuple((line,) for line in BEGIN))
    what = replace(buttons.run("What I can do", "help"), style="primary")
    return reply(Heading(HELLO), say(PURPOSE), steps, Buttons((_anybody(what),)), note(ANYTHING))


def _anybody(button: Button) -> Button:
    """For the one who sees it, whom we may not know yet."""
    return replace(button, is_for_everyone=True)


def _rest(parts: Sequence[Part]) -> tuple[Reply, ...]:
    if not parts:
        return ()
    names = ", ".join(part.turn.engagement.name for part in parts)
    return (reply(say(ALSO[len(parts) != 1].format(n=len(parts)), Typed(names)), note(ALL_OF_IT)),)
