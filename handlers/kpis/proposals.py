"""Numbers from somebody who may not record them: whoever may is asked to confirm."""

from collections.abc import Sequence
from dataclasses import replace

from domain.chat import Address, Args, Button, Buttons, Reply, reply
from domain.permissions import Action, Role
from handlers import permissions, story
from handlers.kpis.reported import Reported, to_args
from handlers.kpis.saving import SAME
from handlers.kpis.series import period_name, shown
from handlers.posts import post
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import members, people
from storage.tables import Account, Kpi, Workspace

PROPOSED = "{name} = {value} for {period} is proposed. I have asked {owner} to confirm."
PLEASE_CONFIRM = "{who} proposes {name} = {value} for {period} ({engagement}). Shall I save it?"
SO_FAR = " Recorded so far: {old}."
NOBODY = "{name} = {value} for {period} was not saved: there is nobody here whom I could ask to confirm it."
BEHIND = "(proposed by {who})"
DROPPED = "Dropped. Nothing was saved."

router = Router()


async def propose(turn: EngagementTurn, reported: Sequence[Reported]) -> Reply:
    """Ask the owners, or the leads, to confirm; nothing is saved until they do."""
    return reply(*[await _propose_one(turn, r) for r in reported])


async def _propose_one(turn: EngagementTurn, r: Reported) -> str:
    asked = await _confirmer(turn, r.kpi)
    words = {
        "name": r.kpi.name,
        "value": shown(turn, r.kpi, r.item.value),
        "period": period_name(turn, r.item.period),
    }
    if r.is_same:
        return SAME.format(**words)
    if asked is None:
        return NOBODY.format(**words)
    await _ask(turn, r, asked, words)
    await story.tell(
        turn,
        subject=f"kpi:{r.kpi.key}:{r.item.period}",
        what="proposed {name} = {value} for {period}".format(**words),
    )
    return PROPOSED.format(**words, owner=asked[0].name)


async def _confirmer(turn: EngagementTurn, kpi: Kpi) -> tuple[Account, Workspace] | None:
    """Who is asked, and where: the owner, the backup owner, else the first who may record any number."""
    crowd = await members.current(turn.session, engagement_id=turn.engagement.id)
    able = [p.id for m, p in crowd if permissions.may_record(kpi, person_id=p.id, role=Role(m.role))]
    owners = [owner_id for owner_id in (kpi.owner_id, kpi.backup_owner_id) if owner_id in able]
    for person_id in (*owners, *able):
        found = await people.reachable(
            turn.session,
            engagement_id=turn.engagement.id,
            person_id=person_id,
            workspace_id=turn.workspace.id,
        )
        if found is not None:
            return found
    return None


async def _ask(
    turn: EngagementTurn, r: Reported, asked: tuple[Account, Workspace], words: dict[str, str]
) -> None:
    owner, workspace = asked
    question = PLEASE_CONFIRM.format(**words, who=turn.person.name, engagement=turn.engagement.name)
    if r.is_conflict and r.head is not None:
        question += SO_FAR.format(old=shown(turn, r.kpi, r.head.value))
    remark = " ".join(filter(None, (r.item.note, BEHIND.format(who=turn.person.name))))
    args = {"item": to_args(replace(r.item, note=remark))}
    choices = (
        Button(label="Save", route="kpi accept", args=args, style="primary"),
        Button(label="Drop", route="kpi drop", args=args),
    )
    address = Address(
        platform=workspace.platform,
        workspace=workspace.external_id,
        account=owner.external_id,
    )
    key = f"proposal/{turn.engagement.id}/{turn.request.key}/{r.kpi.id}/{r.item.period}"
    await post(turn, reply(question, Buttons(choices)), address=address, key=key, person_id=owner.person_id)


@router.click("kpi drop", action=Action.WRITE_KPI)
async def drop(turn: EngagementTurn, args: Args) -> Reply:
    """Leave a proposed number out."""
    return reply(DROPPED)
