"""Who belongs to the engagement, and as what."""

from domain.chat import Args, Buttons, Heading, Reply, Table, reply
from domain.errors import UserError
from domain.permissions import ROLE_NAMES, Action, Role
from handlers import buttons, people, story
from handlers.people import Known
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import kpis, members
from storage.tables import Membership

ADDED = "{name} belongs to {client} now, as {role}."
ACTIVE = "With a CMO and a client CEO on board, the engagement is active."
CHANGED = "{name} is {role} now (was {old})."
REMOVED = "{name} no longer belongs to {client}. What they reported stays."
THEIR_KPIS = "{name} reported {kpis}. Give each a new owner with `kpi edit`."
HERE_ALREADY = "{name} belongs here already, as {role}. Change it with `members role @name ROLE`."
NOT_HERE = "{name} does not belong to this engagement."
NO_CHANGE = "{name} is {role} already. Nothing was changed."
LAST_LEAD = "{name} is the only lead here. Make somebody else `cmo` or `director` first."
NO_ROLE = "I don't know the role {typed}. Use one of: {roles}."
WHO = "Who? Write it as in `members {verb} @name{role}`."
UNDONE = "Undone: {name} is {state}."
CHANGED_SINCE = "That was changed again since then, so I left it as it is."
OUT = "not a member"
LEADS = frozenset({Role.CMO, Role.MARKETING_DIRECTOR})
SHORT = {
    "cmo": Role.CMO,
    "ceo": Role.CLIENT_CEO,
    "client ceo": Role.CLIENT_CEO,
    "director": Role.MARKETING_DIRECTOR,
    "marketing director": Role.MARKETING_DIRECTOR,
    "manager": Role.MARKETING_MANAGER,
    "marketing manager": Role.MARKETING_MANAGER,
    "sales": Role.SALES_LEAD,
    "sales lead": Role.SALES_LEAD,
    "team": Role.TEAM,
    "team member": Role.TEAM,
    "finance": Role.FINANCE,
    "observer": Role.OBSERVER,
    "board": Role.OBSERVER,
}

router = Router()


def read_role(typed: str) -> tuple[Role, str]:
    """The role at the beginning of the text and the area behind it. Raises UserError for an unknown role."""
    words = typed.replace("_", " ").split()
    for length in (2, 1):
        if role := SHORT.get(" ".join(words[:length]).casefold()):
            return role, " ".join(words[length:])
    known = ", ".join(("cmo", "ceo", "director", "manager", "sales", "team", "finance", "observer"))
    raise UserError(NO_ROLE.format(typed=f"“{typed.strip()[:30]}”", roles=known))


@router.command(
    "members", action=Action.READ_CARD, usage="members", summary="Show who belongs here", reads=True
)
async def show(turn: EngagementTurn, text: str) -> Reply:
    """Show everybody who belongs to the engagement."""
    crowd = await members.current(turn.session, engagement_id=turn.engagement.id)
    rows = tuple(((p.name,), (ROLE_NAMES[Role(m.role)],), (m.area,)) for m, p in crowd)
    return reply(
        Heading(f"People of {turn.engagement.name}"), Table(columns=("Name", "Role", "Area"), rows=rows)
    )


@router.command(
    "members add",
    action=Action.MANAGE_MEMBERS,
    usage="members add @NAME ROLE [AREA]",
    summary="Add somebody as cmo, ceo, director, manager, sales, team, finance or observer",
)
async def add(turn: EngagementTurn, text: str) -> Reply:
    """Let somebody belong to the engagement."""
    known, rest = await _who(turn, text, "add")
    role, area = read_role(rest or "team")
    now = await _membership(turn, known)
    if now is not None:
        raise UserError(HERE_ALREADY.format(name=known.person.name, role=ROLE_NAMES[Role(now.role)]))
    await _begin(turn, known, role, area)
    await _tell(turn, known, f"added {known.person.name} as {ROLE_NAMES[role]}")
    said = [ADDED.format(name=known.person.name, client=turn.engagement.name, role=ROLE_NAMES[role])]
    said += [ACTIVE] if await activate(turn) else []
    return reply(*said, _undo(known, None, role))


@router.command(
    "members role",
    action=Action.MANAGE_MEMBERS,
    usage="members role @NAME ROLE",
    summary="Change somebody's role",
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
    await _leave_a_lead(turn, known, now, role)
    await members.end(turn.session, now, now=turn.now)
    await _begin(turn, known, role, area or now.area)
    await _tell(turn, known, "made {name} {role}, was {old}".format(**words))
    said = [CHANGED.format(**words)]
    said += [ACTIVE] if await activate(turn) else []
    return reply(*said, _undo(known, old, role, now.area))


@router.command(
    "members remove",
    action=Action.MANAGE_MEMBERS,
    usage="members remove @NAME",
    summary="End somebody's membership; what they reported stays",
)
async def remove(turn: EngagementTurn, text: str) -> Reply:
    """End somebody's membership."""
    known, _rest = await _who(turn, text, "remove")
    now = await _member(turn, known)
    old = Role(now.role)
    await _leave_a_lead(turn, known, now, None)
    await members.end(turn.session, now, now=turn.now)
    await _tell(turn, known, f"removed {known.person.name}, was {ROLE_NAMES[old]}")
    said = [REMOVED.format(name=known.person.name, client=turn.engagement.name)]
    followed = await kpis.followed(turn.session, engagement_id=turn.engagement.id)
    if theirs := ", ".join(kpi.name for kpi in followed if kpi.owner_id == known.person.id):
        said.append(THEIR_KPIS.format(name=known.person.name, kpis=theirs))
    return reply(*said, _undo(known, old, None, now.area))


async def _who(turn: EngagementTurn, text: str, verb: str) -> tuple[Known, str]:
    if not text.strip():
        raise UserError(WHO.format(verb=verb, role="" if verb == "remove" else " team"))
    return await people.split_person(turn, text)


async def _membership(turn: EngagementTurn, known: Known) -> Membership | None:
    return await members.find(turn.session, engagement_id=turn.engagement.id, person_id=known.person.id)


async def _member(turn: EngagementTurn, known: Known) -> Membership:
    now = await _membership(turn, known)
    if now is None:
        raise UserError(NOT_HERE.format(name=known.person.name))
    return now


async def _begin(turn: EngagementTurn, known: Known, role: Role, area: str) -> None:
    await members.begin(
        turn.session,
        engagement_id=turn.engagement.id,
        person_id=known.person.id,
        role=role.value,
        now=turn.now,
        area=area,
    )


async def _leave_a_lead(turn: EngagementTurn, known: Known, now: Membership, then: Role | None) -> None:
    """Raise UserError where nobody would be left who may change who belongs here."""
    if Role(now.role) not in LEADS or then in LEADS:
        return
    crowd = await members.current(turn.session, engagement_id=turn.engagement.id)
    if not any(Role(m.role) in LEADS and m.id != now.id for m, _person in crowd):
        raise UserError(LAST_LEAD.format(name=known.person.name))


async def activate(turn: EngagementTurn) -> bool:
    """Make the engagement active once both a CMO and the client's CEO belong to it. Return whether it was."""
    if turn.engagement.status != "discovery":
        return False
    crowd = await members.current(turn.session, engagement_id=turn.engagement.id)
    if not {Role.CMO.value, Role.CLIENT_CEO.value} <= {m.role for m, _person in crowd}:
        return False
    turn.engagement.status = "active"
    return True


async def _tell(turn: EngagementTurn, known: Known, what: str) -> None:
    await story.tell(
        turn,
        subject=f"member:{known.account.external_id}",
        what=what,
    )


def _undo(known: Known, old: Role | None, new: Role | None, area: str = "") -> Buttons:
    args = {"account": known.account.external_id, "old": old, "new": new, "area": area}
    return Buttons((buttons.undo("members undo", args),))


@router.click("members undo", action=Action.MANAGE_MEMBERS)
async def undo(turn: EngagementTurn, args: Args) -> Reply:
    """Bring back what somebody was before the change."""
    known = await people.find(turn, args["account"])
    now = await _membership(turn, known)
    if (now.role if now else None) != args["new"]:
        raise UserError(CHANGED_SINCE)
    old = Role(args["old"]) if args["old"] else None
    if now is not None:
        await _leave_a_lead(turn, known, now, old)
        await members.end(turn.session, now, now=turn.now)
    if old is not None:
        await _begin(turn, known, old, args["area"])
    state = ROLE_NAMES[old] if old else OUT
    await _tell(turn, known, f"undid a change: {known.person.name} is {state}")
    return reply(UNDONE.format(name=known.person.name, state=state))
