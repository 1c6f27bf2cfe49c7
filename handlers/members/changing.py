"""Adding somebody, changing their role, ending their membership."""

from dataclasses import replace

from domain.chat import Args, Buttons, Reply, reply
from domain.errors import UserError
from domain.permissions import ROLE_NAMES, Action, Role, is_allowed
from handlers import buttons, handover, people, permissions, story
from handlers.checkins.refreshing import refresh_post
from handlers.members.roles import activate, is_role, leave_a_lead, read_role
from handlers.people import Known
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import checkins, members
from storage.tables import Membership

ADDED = "{name} belongs to {client} now, as {role}."
ACTIVE = "With a CMO and a client CEO on board, the engagement is active."
CHANGED = "{name} is {role} now (was {old})."
REMOVED = "{name} no longer belongs to {client}. What they reported stays."
HERE_ALREADY = "{name} belongs here already, as {role}. Change it with `members role @name ROLE`."
NOT_HERE = "{name} does not belong to this engagement."
HAS_LEFT = "{name}'s account is deactivated, so I cannot add them."
NO_CHANGE = "{name} is {role} already. Nothing was changed."
WHO = "Who? Write it as in `members {verb} @name{role}`."
UNDONE = "Undone: {name} is {state}."
CHANGED_SINCE = "That was changed again since then, so I left it as it is."
OUT = "not a member"
STAND_IN_UNDO = "members stand-in undo"

router = Router()


@router.command(
    "members add",
    action=Action.MANAGE_MEMBERS,
    usage="members add @NAME ROLE [AREA]",
    summary="Add somebody as cmo, ceo, director, manager, sales, team, finance or observer",
    takes_people=True,
)
async def add(turn: EngagementTurn, text: str) -> Reply:
    """Let somebody belong to the engagement."""
    known, rest = await _who(turn, text, "add")
    role, area = read_role(rest or "team")
    now = await _membership(turn, known)
    if now is not None:
        raise UserError(HERE_ALREADY.format(name=known.person.name, role=ROLE_NAMES[Role(now.role)]))
    if known.account.left_at is not None:
        raise UserError(HAS_LEFT.format(name=known.person.name))
    await begin(turn, known, role, area)
    await tell(turn, known, f"added {known.person.name} as {ROLE_NAMES[role]}")
    said = [ADDED.format(name=known.person.name, client=turn.engagement.name, role=ROLE_NAMES[role])]
    said += [ACTIVE] if await activate(turn) else []
    return reply(*said, undo_button(turn, known, None, role))


@router.command(
    "members role",
    action=Action.MANAGE_MEMBERS,
    usage="members role @NAME ROLE",
    summary="Change somebody's role",
    takes_people=True,
)
async def change_role(turn: EngagementTurn, text: str) -> Reply:
    """Give a member another role."""
    known, rest = await _who(turn, text, "role")
    role, area = read_role(rest)
    now = await _member(turn, known)
    words = {"name": known.person.name, "role": ROLE_NAMES[role], "old": ROLE_NAMES[Role(now.role)]}
    if now.role == role:
        return reply(NO_CHANGE.format(**words))
    old = Role(now.role)
    await leave_a_lead(turn, known.person.name, now, role)
    await members.end(turn.session, now, now=turn.now)
    await begin(turn, known, role, area or now.area)
    await _recount(turn)
    await tell(turn, known, "made {name} {role}, was {old}".format(**words))
    said = [CHANGED.format(**words)]
    said += [ACTIVE] if await activate(turn) else []
    return reply(*said, undo_button(turn, known, old, role, now.area))


@router.command(
    "members remove",
    action=Action.MANAGE_MEMBERS,
    usage="members remove @NAME",
    summary="End somebody's membership; what they reported stays",
    takes_people=True,
)
async def remove(turn: EngagementTurn, text: str) -> Reply:
    """End somebody's membership, and offer to hand over what they report."""
    known, _rest = await _who(turn, text, "remove")
    now = await _member(turn, known)
    old = Role(now.role)
    await leave_a_lead(turn, known.person.name, now, None)
    await members.end(turn.session, now, now=turn.now)
    await _recount(turn)
    await tell(turn, known, f"removed {known.person.name}, was {ROLE_NAMES[old]}")
    here = {"engagement_id": turn.engagement.id}
    said = [REMOVED.format(name=known.person.name, client=turn.engagement.name)]
    said += await handover.still_open(turn.session, **here, person=known.person)
    undo = undo_button(turn, known, old, None, now.area)
    theirs = await handover.numbers_of(turn.session, **here, person_id=known.person.id)
    if not theirs:
        return reply(*said, undo)
    said.append(handover.question(known.person.name, theirs))
    return reply(*said, Buttons((handover.button(known.person.id), *undo.items)))


async def _who(turn: EngagementTurn, text: str, verb: str) -> tuple[Known, str]:
    if not text.strip():
        raise UserError(WHO.format(verb=verb, role="" if verb == "remove" else " team"))
    return await people.split_person(turn, text, is_rest=is_role)


async def _membership(turn: EngagementTurn, known: Known) -> Membership | None:
    return await members.find(turn.session, engagement_id=turn.engagement.id, person_id=known.person.id)


async def _member(turn: EngagementTurn, known: Known) -> Membership:
    now = await _membership(turn, known)
    if now is None:
        raise UserError(NOT_HERE.format(name=known.person.name))
    return now


async def begin(turn: EngagementTurn, known: Known, role: Role, area: str) -> None:
    """Begin a membership, with the working hours of the one before it."""
    e, person_id = turn.engagement.id, known.person.id
    before = await members.last(turn.session, engagement_id=e, person_id=person_id)
    await members.begin(
        turn.session,
        engagement_id=e,
        person_id=person_id,
        role=role.value,
        now=turn.now,
        area=area,
        hours_of=before[0] if before else None,
    )


async def tell(turn: EngagementTurn, known: Known, what: str) -> None:
    """Write a line of history about somebody's membership."""
    await story.tell(
        turn,
        subject=f"member:{known.account.external_id}",
        what=what,
    )


def undo_button(  # noqa: PLR0913 - a change of a membership has these parts
    turn: EngagementTurn,
    known: Known,
    old: Role | None,
    new: Role | None,
    area: str = "",
    *,
    right: Action = Action.MANAGE_MEMBERS,
) -> Buttons:
    """[Undo], for somebody who has the right by their role, or stands in for a lead."""
    args = {"account": known.account.external_id, "old": old, "new": new, "area": area}
    if is_allowed(turn.role, right):
        return Buttons((buttons.undo("members undo", args),))
    return Buttons((buttons.undo(STAND_IN_UNDO, {**args, "right": right}),))


@router.click("members undo", action=Action.MANAGE_MEMBERS)
async def undo(turn: EngagementTurn, args: Args) -> Reply:
    """Bring back what somebody was before the change, unless that would leave no lead."""
    known = await people.find(turn, args["account"])
    now = await _membership(turn, known)
    if now is not None and now.role == args["new"]:
        await leave_a_lead(turn, known.person.name, now, _old(args))
    return await _bring_back(turn, known, args)


# Whoever took the lead has a right of their own now, and whoever gave it away has it no more.
@router.click(STAND_IN_UNDO, action=Action.READ_CARD)
async def undo_as_stand_in(turn: EngagementTurn, args: Args) -> Reply:
    """Bring it back for whoever could do the same again, with everything as it was before."""
    answer = await _bring_back(turn, await people.find(turn, args["account"]), args)
    before = await members.find(turn.session, engagement_id=turn.engagement.id, person_id=turn.person.id)
    then = replace(turn, membership=before or turn.membership)
    await permissions.require(then, Action(args["right"]))
    return answer


async def _bring_back(turn: EngagementTurn, known: Known, args: Args) -> Reply:
    now, old = await _membership(turn, known), _old(args)
    if (now.role if now else None) != args["new"]:
        raise UserError(CHANGED_SINCE)
    if now is not None:
        await members.end(turn.session, now, now=turn.now)
    if old is not None:
        await begin(turn, known, old, args["area"])
    await _recount(turn)
    state = ROLE_NAMES[old] if old else OUT
    await tell(turn, known, f"undid a change: {known.person.name} is {state}")
    return reply(UNDONE.format(name=known.person.name, state=state))


async def _recount(turn: EngagementTurn) -> None:
    """Let the post of the open check-in say of how many an answer can come now."""
    round_ = await checkins.latest_open(turn.session, engagement_id=turn.engagement.id, now=turn.now)
    if round_ is not None:
        await refresh_post(turn.session, round_, now=turn.now)


def _old(args: Args) -> Role | None:
    return Role(args["old"]) if args["old"] else None
