"""What is late of a KPI, in words: which number is missing, and which is not available, and why."""

from dataclasses import replace

from domain.freshness import State
from handlers.kpis.figures import Figures, calendar_of, freshness_line
from handlers.turn import Here

NOT_AVAILABLE = "{period} is not available: {why}"
LONGEST_WHY = 80


def missing_line(turn: Here, figures: Figures) -> str:
    """Which late number is missing, in one line; empty where there is a reason for each."""
    missing = figures.missing
    if not missing:
        return ""
    since = calendar_of(turn, figures.kpi).due_on(missing[0])
    state: State = "stale" if len(missing) == 1 else "very_stale"
    left = replace(figures.freshness, state=state, late=missing, late_since=since)
    return freshness_line(turn, replace(figures, freshness=left))


def unavailable_line(figures: Figures) -> str:
    """Why the last of its late numbers is not available, as it was typed, cut; empty without one."""
    if not figures.noted:
        return ""
    period = max(figures.noted)
    why = " ".join(figures.noted[period].split())
    cut = why if len(why) <= LONGEST_WHY else f"{why[: LONGEST_WHY - 1]}…"
    return NOT_AVAILABLE.format(period=figures.wording.name_period(period), why=cut)
