"""On which days, and from when to when, somebody works for this engagement."""

from typing import Any

from domain.chat import Args, Buttons, Reply, reply
from domain.errors import UserError
from domain.permissions import Action
from domain.working_time import Hours, looks_like_hours, read_hours
from handlers import buttons, people, permissions, story
from handlers.people import NO_MEMBER, Known
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import members
from storage.tables import Membership, Person

WORKS = "{name} works for {client}: {hours}."
CHANGED = "{name} works for {client} now: {hours}."
SAME = "{name} works for {client} like that already: {hours}. Nothing was changed."
HOW = "Change it with `members hours tue thu 9-15`, or `members hours usual`."
UNDONE = "Undone. {name} works for {client}: {hours}."
CHANGED_SINCE = "These hours were changed again since then, so I left them as they are."
USUAL = frozenset({"usual", "default", "normal"})

router = Router()


@router.command(
    "members hours",
    action=Action.READ_CARD,
    usage="members hours [@NAME] [DAYS] [HOURS]",
    summary="Say when you work for this client, as in `members hours tue thu 9-15`",
    takes_people=True,
)
async def hours(turn: EngagementTurn, text: str) -> Reply:
    """Show or change one's own working hours; those of others for whoever may manage members."""
    known, typed = await _whose(turn, text)
    membership = await _membership(turn, known.person)
    if not typed:
        return reply(_said(WORKS, turn, known.person, membership), HOW)
    if known.person.id != turn.person.id:
        await permissions.require(turn, Action.MANAGE_MEMBERS)
    before = _state(membership)
    _apply(membership, _read(typed, before))
    if _state(membership) == before:
        return reply(_said(SAME, turn, known.person, membership))
    await turn.session.flush()
    said = _said(CHANGED, turn, known.person, membership)
    await _tell(turn, known, membership, before)
    args = {"account": known.account.external_id, "before": before, "after": _state(membership)}
    return reply(said, Buttons((buttons.undo("members hours undo", args),)))


async def _whose(turn: EngagementTurn, text: str) -> tuple[Known, str]:
    """The person at the beginning of the text, else whoever types, and the rest of it."""
    words = text.split()
    if words and words[0].casefold() not in USUAL and not looks_like_hours(words[0]):
        return await people.split_person(turn, text)
    return await people.find(turn, turn.request.sender.account), text.strip()


async def _membership(turn: EngagementTurn, person: Person) -> Membership:
    found = await members.find(turn.session, engagement_id=turn.engagement.id, person_id=person.id)
    if found is None:
        raise UserError(NO_MEMBER.format(name=person.name))
    return found


def _read(typed: str, before: dict[str, Any]) -> dict[str, Any]:
    """What stands in the membership afterwards; what was not typed stays."""
    if typed.casefold() in USUAL:
        return {"working_days": None, "day_starts": "", "day_ends": ""}
    read: Hours = read_hours(typed)
    after = dict(before)
    if read.days is not None:
        after["working_days"] = list(read.days)
    if read.starts is not None and read.ends is not None:
        after |= {"day_starts": f"{read.starts:%H:%M}", "day_ends": f"{read.ends:%H:%M}"}
    return after


def _state(membership: Membership) -> dict[str, Any]:
    return {name: getattr(membership, name) for name in ("working_days", "day_starts", "day_ends")}


def _apply(membership: Membership, state: dict[str, Any]) -> None:
    for name, value in state.items():
        setattr(membership, name, value)


def _said(sentence: str, turn: EngagementTurn, person: Person, membership: Membership) -> str:
    hours = members.working_time(membership, person, turn.engagement).in_words()
    return sentence.format(name=person.name, client=turn.engagement.name, hours=hours)


async def _tell(turn: EngagementTurn, known: Known, membership: Membership, before: dict[str, Any]) -> None:
    works = members.working_time(membership, known.person, turn.engagement).in_words()
    await story.tell(
        turn,
        subject=f"member:{known.account.external_id}",
        what=f"set the working hours of {known.person.name}: {works}",
        before=before,
        after=_state(membership),
    )


@router.click("members hours undo", action=Action.READ_CARD)
async def undo(turn: EngagementTurn, args: Args) -> Reply:
    """Bring back the working hours from before."""
    known = await people.find(turn, args["account"])
    membership = await _membership(turn, known.person)
    if known.person.id != turn.person.id:
        await permissions.require(turn, Action.MANAGE_MEMBERS)
    if _state(membership) != args["after"]:
        raise UserError(CHANGED_SINCE)
    _apply(membership, dict(args["before"]))
    await _tell(turn, known, membership, dict(args["after"]))
    return reply(_said(UNDONE, turn, known.person, membership))
