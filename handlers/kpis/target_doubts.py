"""What is worth a second look about a target that was just set."""

from collections.abc import Iterator
from decimal import Decimal

from domain.permissions import ROLE_NAMES, Role
from domain.targets import Baseline, Target
from handlers.kpis.figures import Figures
from handlers.turn import EngagementTurn

AGREED = "{name} is in the statement of work: make sure that the {role} agrees."
OTHER_BASELINE = "Recorded for {period} is {recorded}, and the baseline says {baseline}."
FAR_OFF = "Please check: {value} is far from the latest value, {latest}."
FAR = 5


def doubts_about_target(
    turn: EngagementTurn, figures: Figures, target: Target, baseline: Baseline | None
) -> Iterator[str]:
    """Sentences that point out what may be a slip, and whose agreement is still needed."""
    wording = figures.wording
    recorded = figures.whole.get(baseline.period) if baseline else None
    if baseline and recorded is not None and recorded != baseline.value:
        yield OTHER_BASELINE.format(
            period=wording.name_period(baseline.period),
            recorded=wording.write(recorded),
            baseline=wording.write(baseline.value),
        )
    latest = figures.whole[figures.latest] if figures.latest else None
    goal = None if target.kind == "cumulative" else target.value
    if latest is not None and goal is not None and _is_far(goal, latest):
        yield FAR_OFF.format(value=wording.write(goal), latest=wording.write(latest))
    if figures.kpi.is_in_sow:
        other = Role.CMO if turn.role is Role.CLIENT_CEO else Role.CLIENT_CEO
        yield AGREED.format(name=figures.kpi.name, role=ROLE_NAMES[other])


def _is_far(value: Decimal, latest: Decimal) -> bool:
    """Whether one is more than five times the size of the other; nothing is far from zero."""
    sizes = sorted((abs(value), abs(latest)))
    return sizes[0] > 0 and sizes[1] > FAR * sizes[0]
