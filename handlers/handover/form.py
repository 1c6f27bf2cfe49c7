"""The form that hands over: a field for each number."""

from collections.abc import Sequence

from domain.chat import Args, Field, Form, FormRef, Option, Reply
from domain.errors import UserError
from domain.permissions import LEADS, Action, Role, is_allowed
from handlers import people
from handlers.handover.numbers import Number, numbers_of
from handlers.people import Known
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import members
from storage import people as stored
from storage.tables import Person

TITLE = "Hand over from {name}"
INTRO = "Who reports these from now on? What {name} reported stays."
HINT = "The first {most} stand here. I offer the rest after that."
WHO = "Whose numbers? Write it as in `members handover @name`."
NOTHING = "{name} reports no numbers of {client}. There is nothing to hand over."
NOBODY = "There is nobody else here who may report numbers. Add somebody first: `members add @name team`."
MOST = 40

router = Router()


@router.command(
    "members handover",
    action=Action.HAND_OVER,
    usage="members handover @NAME",
    summary="Give all the numbers that somebody reports to others, in one form",
    takes_people=True,
)
async def hand_over(turn: EngagementTurn, text: str) -> Reply:
    """Show the form for everything that somebody reports."""
    if not text.strip():
        raise UserError(WHO)
    known, _rest = await people.split_person(turn, text)
    return Reply(form=FormRef(name="handover", args={"person": known.person.id}))


async def build(turn: EngagementTurn, args: Args) -> Form:
    """A field for each number, filled with the backup owner, else the lead. UserError: none to hand over."""
    leaver, numbers = await leaver_of(turn, args)
    takers = await takers_for(turn, leaver)
    if not numbers or not takers:
        raise UserError(NOBODY if numbers else nothing(turn, leaver))
    options = tuple(Option(value=t.account.external_id, label=t.person.name) for t in takers)
    shown = numbers[:MOST]
    roles = await _roles(turn)
    lead = takers[0] if roles[takers[0].person.id] in LEADS else None
    intro = [INTRO.format(name=leaver.name)] + ([HINT.format(most=MOST)] if len(numbers) > MOST else [])
    return Form(
        title=TITLE.format(name=leaver.name),
        submit_label="Hand over",
        intro=" ".join(intro),
        fields=tuple(_field(number, takers, lead, options) for number in shown),
    )


async def leaver_of(turn: EngagementTurn, args: Args) -> tuple[Person, list[Number]]:
    """Whoever hands over, and what they report. Raises UserError for nobody we know."""
    person_id = int(args["person"])
    found = await stored.find(turn.session, person_id=person_id)
    if found is None:
        raise UserError
    return found, await numbers_of(turn.session, engagement_id=turn.engagement.id, person_id=person_id)


def nothing(turn: EngagementTurn, leaver: Person) -> str:
    """Say that there is nothing to hand over."""
    return NOTHING.format(name=leaver.name, client=turn.engagement.name)


async def takers_for(turn: EngagementTurn, leaver: Person) -> list[Known]:
    """The members here who may report numbers, the lead first, without whoever leaves."""
    roles = await _roles(turn)
    able = [
        known
        for known in await people.members_here(turn)
        if is_allowed(roles[known.person.id], Action.WRITE_KPI)
        if known.account.left_at is None and known.person.id != leaver.id
    ]
    order = (Role.CMO, *sorted(LEADS - {Role.CMO}))
    rank = {role: place for place, role in enumerate(order)}
    return sorted(able, key=lambda known: rank.get(roles[known.person.id], len(rank)))


async def _roles(turn: EngagementTurn) -> dict[int, Role]:
    crowd = await members.current(turn.session, engagement_id=turn.engagement.id)
    return {person.id: Role(membership.role) for membership, person in crowd}


def _field(number: Number, takers: Sequence[Known], lead: Known | None, options: tuple[Option, ...]) -> Field:
    wanted = number.kpi.owner_id if number.is_backup else number.kpi.backup_owner_id
    by_person = {known.person.id: known for known in reversed(takers)}
    likely = lead if number.is_backup else by_person.get(wanted or 0, lead)
    if number.is_backup and lead is not None and lead.person.id == wanted:
        likely = None
    return Field(
        name=number.field,
        label=number.words,
        kind="person",
        options=options,
        value=(likely.account.external_id,) if likely else (),
        is_required=not number.is_backup,
    )
