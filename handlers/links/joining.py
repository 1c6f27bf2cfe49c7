"""Joining two accounts of one human, telling everybody whom it concerns, and taking it back."""

from collections.abc import Sequence
from dataclasses import asdict, replace

from domain.chat import Args, Button, Buttons, Reply, Typed, reply, say
from domain.errors import UserError
from domain.permissions import ROLE_NAMES, Role
from handlers.links.accounts import Linked, linked
from handlers.links.codes import require_two
from handlers.offers import Gone
from handlers.routing import Router
from handlers.turn import Turn
from storage import engagements, history, links, members, offers, outbox
from storage.links import Moved
from storage.offers import Place

DONE = ("This account is joined with ", " now: both are you to me, and I call you ", ".")
EARLIER = "What was reported before keeps the name under which it was reported."
HERE_TOO = (
    "Whoever leads a client's work can bring it into a channel here: `channels join CLIENT`, typed there."
)
TOLD = ("Your account here was joined with ", ": both are you to me.")
NOT_YOU = "If that account is not yours, press the button: whoever uses it can act as you until then."
PARTED = "Taken back: these are two people to me again. What was changed since then stays as it is."
PARTED_TOLD = ("Your account here is no longer joined with ", ": they are two people to me again.")
PARTED_BEFORE = "That was taken back already, or these accounts were joined with others since then."
LINKED, LINKED_ALIKE = (
    "linked two accounts: {second} and {first} are one person",
    "linked two accounts: {first}",
)
AS_ROLE = ", as {role}"
UNLINKED = "unlinked two accounts: {second} and {first} are two people again"
UNDO_HOURS = 24

router = Router()


@router.click("link join", action=None)
async def join(turn: Turn, args: Args) -> Reply:
    """Let the person of the account that typed the code be the one of the account that showed it."""
    is_held = await links.hold_people(turn.session, account_ids=[args["first"], args["second"]])
    first = await linked(turn.session, args["first"])
    second = await linked(turn.session, args["second"])
    if not is_held or second.person.id != turn.person.id or first.account.left_at is not None:
        raise Gone
    await require_two(turn, first, second)
    concerned = await _hold_concerned(turn, [first.person.id, second.person.id])
    moved = await links.join(turn.session, first=first.person.id, second=second.person.id, now=turn.now)
    for engagement_id in concerned:
        await _tell_linked(turn, first, second, engagement_id)
    back = _take_back(first, second, moved)
    await _tell_first(turn, first, second, back)
    before, called, behind = DONE
    said = say(before, *first.words, called, Typed(first.person.name), behind)
    # The person who acts was another one a moment ago; in direct messages nobody else sees it.
    return reply(said, EARLIER, HERE_TOO, Buttons((replace(back, is_for_everyone=True),)))


async def _hold_concerned(turn: Turn, people: Sequence[int]) -> list[int]:
    """The engagements of these people, each for one transaction at a time."""
    concerned = await links.concerned(turn.session, people=people)
    for engagement_id in concerned:
        await engagements.hold(turn.session, engagement_id=engagement_id)
    return await links.concerned(turn.session, people=people)


def _take_back(first: Linked, second: Linked, moved: Moved) -> Button:
    args = {"first": first.account.id, "second": second.account.id, "moved": asdict(moved)}
    return Button(label="Take it back", route="link undo", args=args, style="danger", minutes=60 * UNDO_HOURS)


async def _tell_linked(turn: Turn, first: Linked, second: Linked, engagement_id: int) -> None:
    alike = first.person.name == second.person.name
    words = (LINKED_ALIKE if alike else LINKED).format(first=first.person.name, second=second.person.name)
    seat = await members.find(turn.session, engagement_id=engagement_id, person_id=first.person.id)
    role = AS_ROLE.format(role=ROLE_NAMES[Role(seat.role)]) if seat else ""
    await _write_history(turn, engagement_id, second, who=first.person.id, what=f"{words}{role}")


async def _write_history(turn: Turn, engagement_id: int, about: Linked, *, who: int, what: str) -> None:
    await history.add(
        turn.session,
        engagement_id=engagement_id,
        at=turn.now,
        person_id=who,
        subject=f"member:{about.account.external_id}",
        what=what,
        source=turn.source,
    )


async def _tell_first(turn: Turn, first: Linked, second: Linked, back: Button) -> None:
    before, behind = TOLD
    told = reply(say(before, *second.words, behind), NOT_YOU, Buttons((back,)))
    key = f"linked/{first.account.id}/{second.account.id}/{turn.now.isoformat()}"
    await _write_to(turn, first, told, key=key)


async def _write_to(turn: Turn, to: Linked, words: Reply, *, key: str) -> None:
    place = Place(
        engagement_id=None,
        person_id=to.account.person_id,
        conversation=to.address.place,
        now=turn.now,
    )
    ready = await offers.save_buttons(turn.session, words, place)
    await outbox.add(turn.session, key=key, engagement_id=None, address=to.address, reply=ready, now=turn.now)


@router.click("link undo", action=None)
async def undo(turn: Turn, args: Args) -> Reply:
    """Let the two be two people again."""
    moved = Moved(**args["moved"])
    await links.hold_people(turn.session, account_ids=moved.accounts)
    concerned = await _hold_concerned(turn, [moved.first])
    if not await links.part(turn.session, moved, now=turn.now):
        raise UserError(PARTED_BEFORE)
    first = await linked(turn.session, args["first"])
    second = await linked(turn.session, args["second"])
    await _tell_parted(turn, first, second, concerned)
    return reply(PARTED)


async def _tell_parted(turn: Turn, first: Linked, second: Linked, concerned: Sequence[int]) -> None:
    what = UNLINKED.format(first=first.person.name, second=second.person.name)
    is_first = (turn.workspace.id, turn.request.sender.account) == first.key
    to, acting = (second, first) if is_first else (first, second)
    for engagement_id in concerned:
        await _write_history(turn, engagement_id, second, who=acting.person.id, what=what)
    before, behind = PARTED_TOLD
    key = f"unlinked/{first.account.id}/{second.account.id}/{turn.now.isoformat()}"
    await _write_to(turn, to, reply(say(before, *acting.words, behind)), key=key)
