"""Handing over, all in one go or nothing, and taking it back."""

from collections.abc import Sequence

from domain.chat import Args, Button, Buttons, FieldErrors, Reply, Values, one, refusal, reply
from domain.errors import UserError
from domain.permissions import ROLE_NAMES, Action, Role
from handlers import buttons, people
from handlers.handover.form import NOBODY, build, leaver_of, nothing, takers_for
from handlers.handover.numbers import Number, button, still
from handlers.kpis.drafts import described, tell
from handlers.people import NO_MEMBER, Known
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import kpis, members
from storage import people as stored
from storage.tables import Kpi, Person

DONE = "Handed over from {name}: {parts}."
PART = "{kpi} to {to}"
NO_BACKUP = "{kpi} to nobody"
UNDONE = "Undone: {kpis} are with {name} again."
CHANGED_SINCE = "Some of these were changed again since then, so I left them all as they are."
NEEDED = "Please pick somebody."
THEMSELVES = "{name} is the one who hands over. Please pick somebody else."
MAY_NOT = "{name} is {role} here and cannot report numbers. Please pick somebody else."
HAS_LEFT = "{name}'s account is deactivated. Please pick somebody else."
SOMEBODY = "somebody"

Owners = tuple[int, int | None]

router = Router()


async def submit(turn: EngagementTurn, args: Args, values: Values) -> Reply | FieldErrors:
    """Change the owner of every number that stood in the form in one go, or of none; offer the others."""
    leaver, numbers = await leaver_of(turn, args)
    takers = await takers_for(turn, leaver)
    if not numbers or not takers:
        return refusal(NOBODY if numbers else nothing(turn, leaver))
    # What came since the form was shown has no field in it.
    shown = [number for number in numbers if number.field in values]
    rest = [number for number in numbers if number.field not in values]
    chosen: dict[str, Known | None] = {}
    errors: dict[str, str] = {}
    for number in shown:
        try:
            chosen[number.field] = await _chosen(turn, number, one(values, number.field), takers, leaver)
        except UserError as error:
            errors[number.field] = error.sentence
    if errors:
        return FieldErrors(errors)
    given = [(number, chosen[number.field]) for number in shown]
    done, undo = await _give_all(turn, given, leaver) if given else ([], [])
    said = [*done, *([still(leaver.name, rest)] if rest else [])]
    return reply(*said, Buttons((*([button(leaver.id)] if rest else []), *undo)))


async def _give_all(
    turn: EngagementTurn, given: Sequence[tuple[Number, Known | None]], leaver: Person
) -> tuple[list[str], list[Button]]:
    """Change the owners; what was done, in words, and [Undo]."""
    before = {number.kpi.id: _owners(number.kpi) for number, _to in given}
    parts = [await _give(turn, number, to, leaver) for number, to in given]
    after = {number.kpi.id: _owners(number.kpi) for number, _to in given}
    args = {"person": leaver.id, "before": _kept(before), "after": _kept(after)}
    done = DONE.format(name=leaver.name, parts=", ".join(parts))
    return [done], [buttons.undo("handover undo", args)]


async def _chosen(
    turn: EngagementTurn, number: Number, typed: str, takers: Sequence[Known], leaver: Person
) -> Known | None:
    """Who was picked; None for no backup. Raises UserError saying why somebody cannot take it over."""
    if not typed and number.is_backup:
        return None
    if not typed:
        raise UserError(NEEDED)
    known = await people.find(turn, typed)
    for taker in takers:
        if taker.account.id == known.account.id:
            return taker
    name = known.person.name
    if known.person.id == leaver.id:
        raise UserError(THEMSELVES.format(name=name))
    found = await members.find(turn.session, engagement_id=turn.engagement.id, person_id=known.person.id)
    if found is None:
        raise UserError(NO_MEMBER.format(name=name))
    if known.account.left_at is not None:
        raise UserError(HAS_LEFT.format(name=name))
    raise UserError(MAY_NOT.format(name=name, role=ROLE_NAMES[Role(found.role)]))


async def _give(turn: EngagementTurn, number: Number, to: Known | None, leaver: Person) -> str:
    """Change the KPI, tell the history, and say it in a few words."""
    kpi, before = number.kpi, described(number.kpi)
    if number.is_backup:
        kpi.backup_owner_id = to.person.id if to and to.person.id != kpi.owner_id else None
    elif to is not None:
        kpi.owner_id = to.person.id
        # Whoever reports it needs no backup in themselves; and whoever leaves is none.
        if kpi.backup_owner_id in {to.person.id, leaver.id}:
            kpi.backup_owner_id = None
    is_nobody = number.is_backup and kpi.backup_owner_id is None
    part = NO_BACKUP if is_nobody else PART
    words = part.format(kpi=number.words, to=to.person.name if to else "")
    await tell(turn, kpi, f"handed over from {leaver.name}: {words}", before=before, after=described(kpi))
    return words


def _owners(kpi: Kpi) -> Owners:
    return kpi.owner_id, kpi.backup_owner_id


def _kept(owners: dict[int, Owners]) -> dict[str, list[int | None]]:
    return {str(kpi_id): list(pair) for kpi_id, pair in owners.items()}


@router.click("handover undo", action=Action.HAND_OVER)
async def undo(turn: EngagementTurn, args: Args) -> Reply:
    """Give everything back to whoever handed it over."""
    rows = await kpis.by_ids(
        turn.session, engagement_id=turn.engagement.id, kpi_ids=[int(kpi_id) for kpi_id in args["before"]]
    )
    if _kept({kpi_id: _owners(kpi) for kpi_id, kpi in rows.items()}) != args["after"]:
        raise UserError(CHANGED_SINCE)
    leaver = await stored.find(turn.session, person_id=int(args["person"]))
    name = leaver.name if leaver else "somebody"
    for kpi_id, kpi in rows.items():
        before = described(kpi)
        kpi.owner_id, kpi.backup_owner_id = args["before"][str(kpi_id)]
        words = f"undid the handover of {kpi.name} from {name}"
        await tell(turn, kpi, words, before=before, after=described(kpi))
    return reply(UNDONE.format(kpis=", ".join(kpi.name for kpi in rows.values()), name=name))


router.form("handover", action=Action.HAND_OVER, build=build, submit=submit)
