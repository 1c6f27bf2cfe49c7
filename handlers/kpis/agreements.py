"""What was agreed on beforehand about the numbers of a KPI: tripwires and assumptions, told when they end."""

from collections.abc import Sequence

from domain.chat import Block, note
from domain.tripwires import OP_WORDS
from handlers.kpis.defined import version_held
from handlers.kpis.series import shown
from handlers.turn import EngagementTurn
from storage import assumptions, definitions, tripwires
from storage.tables import Kpi
from storage.tripwires import bound_of, held_to

TRIPWIRE, ASSUMPTION = "tripwire {number} ({name} {compared} {value})", "assumption {number}"
REDEFINED = (
    "Held to the earlier definition: {listed}. What its values showed stays, and new ones do not count"
    " for that: agree on it anew where it still matters."
)
RETIRED = "Held to its numbers until now: {listed}. What they showed stays, and no new one is watched."


async def agreed_about(turn: EngagementTurn, kpi: Kpi) -> list[str]:
    """The tripwires and assumptions that are held to the definition in force, in words."""
    e, version = turn.engagement.id, (kpi.id, kpi.definition_version)
    known = await definitions.all_of(turn.session, engagement_id=e)
    wires = [
        TRIPWIRE.format(
            number=row.number,
            name=kpi.name,
            compared=OP_WORDS[bound_of(row).op],
            value=shown(turn, kpi, row.value),
        )
        for row in await tripwires.standing(turn.session, engagement_id=e)
        if held_to(row) == version
    ]
    assumed = [
        ASSUMPTION.format(number=one.number)
        for one in await assumptions.all_of(turn.session, engagement_id=e)
        if not one.is_retired and version_held(one, known) == version
    ]
    return [*wires, *assumed]


def left_behind(sentence: str, agreed: Sequence[str]) -> list[Block]:
    """Say what was agreed on; nothing where nothing was."""
    return [note(sentence.format(listed=", ".join(agreed)))] if agreed else []
