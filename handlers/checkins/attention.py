"""What needs attention first: blockers, KPIs off their pace or without a number, and what is overdue."""

from collections.abc import Sequence

from domain.chat import Block, Bullets, Spans, Strong, Typed, say
from domain.pace import is_miss, severity
from handlers.kpis.figures import Figures, figures_of_all, pace_line
from handlers.kpis.lateness import missing_line, unavailable_line
from handlers.kpis.series import all_series
from handlers.turn import Here
from storage import registers
from storage.registers import ACTION, BLOCKER, Item

TITLE = "Needs attention"
NOTHING = "Nothing needs attention, as far as the numbers and the blockers say."
BLOCKED_NEW, BLOCKED_A_DAY, BLOCKED = "Blocked since today: ", "Blocked for a day: ", "Blocked for {n} days: "
OWNED = " ({owner})"
OVERDUE = "{late} of {count} open actions {are} overdue."
ONE_OVERDUE = "1 action is overdue."
MORE_BLOCKERS, MORE_KPIS = "and {n} more: `blockers`", "and {n} more: `status`"
MOST_BLOCKERS, MOST_KPIS = 4, 5


async def attention(here: Here) -> list[Block]:
    """What needs attention, the oldest blockers and the worst misses first."""
    lines = [*await _blockers(here), *await _kpis(here), *await _actions(here)]
    return [say(Strong(TITLE)), Bullets(tuple(lines))] if lines else [say(NOTHING)]


async def _blockers(here: Here) -> list[Spans]:
    found = await registers.open_items(here.session, engagement_id=here.engagement.id, kind=BLOCKER)
    lines = [_blocker(here, item) for item in found[:MOST_BLOCKERS]]
    return _with_more(lines, len(found), MORE_BLOCKERS)


def _blocker(here: Here, item: Item) -> Spans:
    days = item.age_in_days(here.today)
    begin = (BLOCKED_NEW, BLOCKED_A_DAY, BLOCKED)[min(days, 2)].format(n=days)
    owner = (Typed(OWNED.format(owner=item.owner)),) if item.owner else ()
    return (begin, Typed(item.text), *owner)


async def _kpis(here: Here) -> list[Spans]:
    figures = await figures_of_all(here, await all_series(here))
    off = [one for one in figures if one.pace is not None and is_miss(one.pace)]
    off.sort(key=lambda one: severity(one.pace) if one.pace else (0, 0))
    late = [one for one in figures if one.freshness.late and one not in off]
    late.sort(key=lambda one: not one.missing)
    lines: list[Spans] = [_kpi(here, one) for one in [*off, *late][:MOST_KPIS]]
    return _with_more(lines, len(off) + len(late), MORE_KPIS)


def _kpi(here: Here, one: Figures) -> Spans:
    """What is off or missing; of what somebody said is not available, their reason."""
    is_off = one.pace is not None and is_miss(one.pace)
    told = [line for line in (pace_line(one) if is_off else "", missing_line(here, one)) if line]
    excuse = unavailable_line(one)
    if not excuse:
        return (Typed(one.kpi.name), f": {' '.join(told)}")
    return (Typed(one.kpi.name), f": {' '.join((*told, ''))}", Typed(excuse))


async def _actions(here: Here) -> list[Spans]:
    found = await registers.open_items(here.session, engagement_id=here.engagement.id, kind=ACTION)
    late = sum(item.is_overdue(here.today) for item in found)
    if not late:
        return []
    if len(found) == 1:
        return [(ONE_OVERDUE,)]
    return [(OVERDUE.format(late=late, count=len(found), are="is" if late == 1 else "are"),)]


def _with_more(lines: Sequence[Spans], count: int, sentence: str) -> list[Spans]:
    left = count - len(lines)
    return [*lines, *([(sentence.format(n=left),)] if left > 0 else [])]
