"""Numbers from somebody who may not record them: the owner is asked to confirm."""

from collections.abc import Sequence

from domain.chat import Address, Args, Button, Buttons, Reply, reply
from domain.permissions import Action
from handlers.kpis.reported import Reported, from_args, to_args, with_series
from handlers.kpis.saving import save
from handlers.kpis.series import period_name, shown
from handlers.posts import post
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import history, kpis, people
from storage.tables import Account, Kpi

PROPOSED = "{name} = {value} for {period} is proposed. I have asked {owner}, who reports it, to confirm."
PLEASE_CONFIRM = "{who} proposes {name} = {value} for {period} ({engagement}). Shall I save it?"
NO_ACCOUNT = "{name} = {value} for {period}: only {owner} can record it, and I can't reach them here."
BEHIND = "(proposed by {who})"
DROPPED = "Dropped. Nothing was saved."

router = Router()


async def propose(turn: EngagementTurn, reported: Sequence[Reported]) -> Reply:
    """Ask the owners to confirm; nothing is saved until they do."""
    return reply(*[await _propose_one(turn, r) for r in reported])


async def _propose_one(turn: EngagementTurn, r: Reported) -> str:
    owner = await people.account_in(turn.session, workspace_id=turn.workspace.id, person_id=r.kpi.owner_id)
    words = {
        "name": r.kpi.name,
        "value": shown(turn, r.kpi, r.item.value),
        "period": period_name(turn, r.item.period),
    }
    if owner is None:
        return NO_ACCOUNT.format(**words, owner="its owner")
    await _ask(turn, r, owner, words)
    await history.add(
        turn.session,
        engagement_id=turn.engagement.id,
        at=turn.now,
        person_id=turn.person.id,
        subject=f"kpi:{r.kpi.key}:{r.item.period}",
        what="proposed {name} = {value} for {period}".format(**words),
        source=turn.source,
    )
    return PROPOSED.format(**words, owner=owner.name)


async def _ask(turn: EngagementTurn, r: Reported, owner: Account, words: dict[str, str]) -> None:
    question = PLEASE_CONFIRM.format(**words, who=turn.person.name, engagement=turn.engagement.name)
    args = {"item": to_args(r.item), "who": turn.person.name}
    choices = (
        Button(label="Save", route="kpi accept", args=args, style="primary"),
        Button(label="Drop", route="kpi drop", args=args),
    )
    address = Address(
        platform=turn.request.address.platform,
        workspace=turn.request.address.workspace,
        account=owner.external_id,
    )
    key = f"proposal/{turn.engagement.id}/{turn.request.key}/{r.kpi.id}/{r.item.period}"
    await post(turn, reply(question, Buttons(choices)), address=address, key=key, person_id=owner.person_id)


async def _again(turn: EngagementTurn, args: Args) -> list[Reported]:
    rows: Sequence[Kpi] = await kpis.followed(turn.session, engagement_id=turn.engagement.id)
    return await with_series(turn, [from_args(args["item"])], rows)


@router.click("kpi accept", action=Action.WRITE_KPI)
async def accept(turn: EngagementTurn, args: Args) -> Reply:
    """Save a number that somebody else proposed."""
    return await save(turn, await _again(turn, args), note_behind=BEHIND.format(who=args["who"]))


@router.click("kpi drop", action=Action.WRITE_KPI)
async def drop(turn: EngagementTurn, args: Args) -> Reply:
    """Leave a proposed number out."""
    return reply(DROPPED)
