"""Targets in words: the one in force and those before it, who set them, when and why."""

from collections.abc import Mapping

from domain.pace import pace_of, pace_words
from domain.targets import baseline_words, plan_words, target_words
from handlers.kpis.figures import Figures, calendar_of, figures_of_all
from handlers.kpis.series import series_of
from handlers.moments import day
from handlers.turn import EngagementTurn
from storage import targets
from storage.tables import Kpi, KpiTarget

NO_TARGET = "No target."
TARGET_STAYS = "Its target stays {target}. Set another one if it no longer fits: `kpi target {key}`."
BASELINE_ALONE = "No target; baseline {baseline}."
TARGET = "Target: {target}{baseline}{plan}{behind}."
ORIGINAL = "To the first target: {pace}"
EARLIER = "Before: {target}{behind}."
FROM = ", from {baseline}"
ALONG = ", along {plan}"
SET_BY = "set by {who}"
SET_ON = "on {day}"
BECAUSE = "because: {reason}"


def target_in_words(figures: Figures, row: KpiTarget) -> str:
    """The target of a row; empty for a baseline alone."""
    found = targets.target_in(row)
    return target_words(found, figures.wording, direction=figures.traits.direction) if found else ""


def target_history(turn: EngagementTurn, figures: Figures, names: Mapping[int, str]) -> list[str]:
    """A line for the target in force, and one for each that it superseded, the newest first.

    `names` are those of people by id.
    """
    if not figures.targets:
        return [NO_TARGET]
    last = figures.targets[-1]
    earlier = [row for row in reversed(figures.targets[:-1]) if targets.target_in(row)]
    return [
        _in_force(turn, figures, last, names),
        *(_earlier(turn, figures, r, names) for r in earlier),
    ]


def original_pace_line(turn: EngagementTurn, figures: Figures) -> str:
    """The pace to the first target, where another one replaced it on the way: both are shown."""
    first = next((row for row in figures.targets if targets.target_in(row)), None)
    target = targets.target_in(first) if first else None
    if first is None or target is None or first is figures.targets[-1]:
        return ""
    pace = pace_of(
        target,
        targets.baseline_in(first),
        figures.whole,
        figures.traits,
        last_due=calendar_of(turn, figures.kpi).last_due,
    )
    words = pace_words(pace, target, figures.wording, direction=figures.traits.direction)
    return ORIGINAL.format(pace=words[:1].lower() + words[1:])


def _in_force(turn: EngagementTurn, figures: Figures, row: KpiTarget, names: Mapping[int, str]) -> str:
    baseline = targets.baseline_in(row)
    began = baseline_words(baseline, figures.wording) if baseline else ""
    found = targets.target_in(row)
    if found is None:
        return BASELINE_ALONE.format(baseline=began)
    plan = plan_words(found, figures.wording)
    return TARGET.format(
        target=target_in_words(figures, row),
        baseline=FROM.format(baseline=began) if began else "",
        plan=ALONG.format(plan=plan) if plan else "",
        behind=_behind(turn, row, names),
    )


def _earlier(turn: EngagementTurn, figures: Figures, row: KpiTarget, names: Mapping[int, str]) -> str:
    return EARLIER.format(target=target_in_words(figures, row), behind=_behind(turn, row, names))


def _behind(turn: EngagementTurn, row: KpiTarget, names: Mapping[int, str]) -> str:
    who = names.get(row.set_by or 0, "")
    parts = [
        SET_BY.format(who=who) if who else "",
        SET_ON.format(day=day(turn, row.set_on)) if row.set_on else "",
        BECAUSE.format(reason=row.reason) if row.reason else "",
    ]
    said = " ".join(part for part in parts if part)
    return f" ({said})" if said else ""


async def target_left(turn: EngagementTurn, kpi: Kpi) -> list[str]:
    """Say that a target was set for the other direction."""
    (figures,) = await figures_of_all(turn, list((await series_of(turn, [kpi])).values()))
    if figures.target is None:
        return []
    words = target_words(figures.target, figures.wording, direction=figures.traits.direction)
    return [TARGET_STAYS.format(target=words, key=kpi.key)]
