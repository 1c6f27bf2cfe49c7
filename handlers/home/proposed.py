"""Numbers that others proposed: they wait at home until the person has decided, wherever they do so."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.chat import Block, Bullets, Button, Buttons, Strong, Typed, note, say
from handlers.kpis.proposals import ACCEPT, items_of
from handlers.kpis.reported import from_args
from handlers.kpis.series import period_name, shown
from handlers.turn import EngagementTurn
from storage import kpis, offers

TITLE = "Proposed numbers, for you to decide"
PROPOSED = "{name} = {value} for {period} is proposed by {who}."
SOMEBODY = "somebody in the team"
MORE = "and {n} more"
MOST = 3


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """What was proposed at once, a line for each number, and the token of the offer to save them."""

    lines: tuple[str, ...]
    token: str


async def proposed_to(turn: EngagementTurn) -> tuple[Proposed, ...]:
    """What others proposed and the person has not decided about, the oldest first."""
    e = turn.engagement.id
    asked = await offers.waiting(
        turn.session, engagement_id=e, person_id=turn.person.id, route=ACCEPT, now=turn.now
    )
    ids = [item["kpi"] for offer in asked for item in items_of(offer.args)]
    known = await kpis.by_ids(turn.session, engagement_id=e, kpi_ids=ids)
    found = []
    for offer in asked:
        lines = []
        for item in map(from_args, items_of(offer.args)):
            kpi = known.get(item.kpi_id)
            if kpi is not None and kpi.retired_at is None:
                words = {"value": shown(turn, kpi, item.value), "period": period_name(turn, item.period)}
                who = offer.args.get("who", SOMEBODY)
                lines.append(PROPOSED.format(name=kpi.name, who=who, **words))
        if lines:
            found.append(Proposed(lines=tuple(lines), token=offer.token))
    return tuple(found)


def tell_proposed(proposed: Sequence[Proposed]) -> list[Block]:
    """Each of the first ones with [Save] and [Drop]."""
    if not proposed:
        return []
    blocks: list[Block] = [say(Strong(TITLE))]
    for one in proposed[:MOST]:
        blocks += [Bullets(tuple((Typed(line),) for line in one.lines)), _choices(one)]
    left = len(proposed) - MOST
    return [*blocks, note(MORE.format(n=left))] if left > 0 else blocks


def _choices(one: Proposed) -> Buttons:
    behind = " all" if len(one.lines) > 1 else ""
    return Buttons(
        tuple(
            Button(
                label=f"{label}{behind}",
                route="kpi decide",
                args={"offer": one.token, "save": label == "Save"},
                is_single_choice=False,
            )
            for label in ("Save", "Drop")
        )
    )
