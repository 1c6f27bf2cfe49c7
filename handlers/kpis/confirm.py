"""Saving numbers at once, or asking first: another value is recorded, or this one looks odd."""

from collections.abc import Sequence
from dataclasses import replace

from domain.chat import Args, Button, Buttons, Reply, note, reply
from domain.errors import UserError
from domain.permissions import Action
from handlers import buttons, permissions
from handlers.kpis import proposals
from handlers.kpis.reported import Reported, doubts_of, form_args, from_args, to_args, with_series
from handlers.kpis.saving import save
from handlers.kpis.series import period_name, shown
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import kpis, offers

DIFFERENT = "{name} for {period} is {old} already, reported by {who}. You wrote {new}. Which one counts?"
ASK = "Please check before I save:"
NOTHING_SAVED = "Nothing is saved yet."
DECIDED = "That is decided, or was taken back. Nothing was changed."
KEPT = "Kept as it was. Nothing was changed."

router = Router()


async def record_items(
    turn: EngagementTurn, reported: Sequence[Reported], *, is_checked: bool = False
) -> Reply:
    """Save the numbers, or ask first where one differs from what is recorded or looks odd."""
    own = [r for r in reported if permissions.is_writer(turn, r.kpi)]
    if len(own) < len(reported):
        told = await proposals.propose(turn, [r for r in reported if r not in own])
        mine = await record_items(turn, own, is_checked=is_checked) if own else reply()
        return replace(mine, blocks=(*mine.blocks, *told.blocks))
    conflicts = [r for r in reported if r.is_conflict]
    if conflicts:
        return await _ask_which(turn, reported, conflicts)
    if doubts := [] if is_checked else doubts_about_all(turn, reported):
        choices = Buttons((save_button(reported, is_checked=True), edit_button(turn, reported[0])))
        return reply(ASK, *doubts, choices, note(NOTHING_SAVED))
    return await save(turn, reported)


def doubts_about_all(turn: EngagementTurn, reported: Sequence[Reported]) -> list[str]:
    """Why any of the numbers may be a slip; one that is recorded already is none."""
    return [sentence for r in reported if not r.is_same for sentence in doubts_of(turn, r)]


async def _ask_which(
    turn: EngagementTurn, reported: Sequence[Reported], conflicts: Sequence[Reported]
) -> Reply:
    lines, choices = [], []
    for r in conflicts:
        lines.append(await _difference(turn, r))
        label = "Correct" if len(conflicts) == 1 else f"Correct {r.kpi.name}"[:75]
        choices.append(
            replace(correct_button(turn, r, label), is_single_choice=len(conflicts) == len(reported))
        )
    rest = [r for r in reported if not r.is_conflict]
    if rest:
        choices.append(save_button(rest, is_checked=False, label="Save the others"))
    choices.append(Button(label="Keep", route="kpi keep"))
    lines += doubts_about_all(turn, conflicts)
    asides = [note(sentence) for r in conflicts for sentence in r.item.assumed]
    return reply(*lines, Buttons(tuple(choices)), *asides, note(NOTHING_SAVED))


async def _difference(turn: EngagementTurn, r: Reported) -> str:
    links = await kpis.chain(
        turn.session, engagement_id=turn.engagement.id, kpi_id=r.kpi.id, period=str(r.item.period)
    )
    return DIFFERENT.format(
        name=r.kpi.name,
        period=period_name(turn, r.item.period),
        old=shown(turn, r.kpi, r.head.value if r.head else None),
        who=links[-1][1],
        new=shown(turn, r.kpi, r.item.value),
    )


def correct_button(turn: EngagementTurn, r: Reported, label: str) -> Button:
    """[Correct] for a number that is recorded differently."""
    return buttons.ask_by_form("kpi fix", form_args(turn, r), label=label)


def edit_button(turn: EngagementTurn, r: Reported) -> Button:
    """[Edit] for a number that was shown; it goes with [Save]."""
    return buttons.ask_by_form("kpi record", form_args(turn, r), label="Edit")


def save_button(reported: Sequence[Reported], *, is_checked: bool, label: str = "Save") -> Button:
    """[Save] for numbers that were shown."""
    args = {"items": [to_args(r.item) for r in reported], "checked": is_checked}
    return Button(label=label, route="kpi save", args=args, style="primary")


@router.click("kpi save", action=Action.WRITE_KPI)
async def save_offered(turn: EngagementTurn, args: Args) -> Reply:
    """Save numbers that were shown before."""
    rows = await kpis.followed(turn.session, engagement_id=turn.engagement.id)
    reported = await with_series(turn, [from_args(item) for item in args["items"]], rows)
    return await record_items(turn, reported, is_checked=args["checked"])


@router.click(proposals.ACCEPT, action=Action.WRITE_KPI)
async def accept(turn: EngagementTurn, args: Args) -> Reply:
    """Save numbers that somebody else proposed, as if they were typed now."""
    return await save_offered(turn, {"items": list(proposals.items_of(args)), "checked": False})


@router.click("kpi decide", action=Action.WRITE_KPI)
async def decide(turn: EngagementTurn, args: Args) -> Reply:
    """Save or drop what was proposed, wherever else that is offered too."""
    offer = await offers.take_up(turn.session, token=args["offer"])
    if offer is None or offer.used_at is not None or offer.route != proposals.ACCEPT:
        raise UserError(DECIDED)
    await offers.use(turn.session, offer, person_id=turn.person.id, now=turn.now)
    return await accept(turn, offer.args) if args["save"] else await proposals.drop(turn, offer.args)


@router.click("kpi keep", action=Action.WRITE_KPI)
async def keep(turn: EngagementTurn, args: Args) -> Reply:
    """Leave a recorded number as it is."""
    return reply(KEPT)
