"""What a number that was just recorded means: against its target, its trend, and what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from domain.chat import Args, Block, Bullets, Button, Buttons, Heading, Reply, note, reply
from domain.errors import UserError
from domain.pace import Band
from domain.periods import Period
from domain.permissions import Action, is_allowed
from domain.targets.wording import rounded
from domain.trends import Trend
from domain.wording import capital
from handlers.kpis import rows
from handlers.kpis.figures import (
    Figures,
    coverage_line,
    figures_of_all,
    freshness_line,
    need_line,
    pace_line,
    spread_line,
    trend_line,
)
from handlers.kpis.series import Series, series_of, typed
from handlers.kpis.target_words import original_pace_line, target_history
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import kpis, members
from storage.tables import KpiUpdate

DETAILS = "Details"
LATEST = "The latest value is {value} for {period}; pace and trend count it."
NO_TARGET = "No target yet. Set one as in `kpi target {key} {value} by {by}`."
RISE, FALL = Decimal("1.2"), Decimal("0.8")
LINES_BELOW = 4
FEW_VALUES = 3
SMALLEST_P = 0.0001
PACE_NAMES: dict[Band, str] = {
    "moving_away": "moving away",
    "missed": "missed",
    "far_behind": "far behind",
    "behind": "behind",
    "not_kept": "not kept",
    "unreported": "over, not reported",
    "no_values": "nothing to pace yet",
    "no_baseline": "no baseline",
    "no_pace": "no pace",
    "too_early": "too early to pace",
    "on_pace": "on pace",
    "hold": "holding",
    "kept": "kept",
    "ahead": "ahead",
    "reached": "reached",
    "met": "met",
}
TREND_NAMES = {
    "too_few": "too few values for a trend",
    "four_values": "four values, too few for a trend",
    "early": "early sign of a {direction}",
    "likely": "likely {direction}",
    "clear": "clear {direction}",
    "none": "no clear trend",
    "flat": "flat for practical purposes",
    "season": "can't tell trend from season",
}
NOT_TOLD = "no trend told"
HOW = (
    "A trend of a flow or a rate is tested by Mann-Kendall with its exact distribution, from 8 values on"
    " corrected for neighbours that resemble each other; its slope is that of Theil and Sen. A stock is"
    " tested by Wilcoxon's signed ranks of its changes. p is the chance to see so much without any trend."
)
TESTED = "Test: p {p} over {n} values{exact}."
EXACT = " (exact p {p} before the correction)"

router = Router()


def pace_name(figures: Figures) -> str:
    """The pace in a word or two; empty without a target."""
    return PACE_NAMES[figures.pace.band] if figures.pace else ""


def trend_name(figures: Figures) -> str:
    """The trend in a word or two; none is told where the values stopped coming."""
    if figures.has_stopped:
        return NOT_TOLD
    return TREND_NAMES[figures.trend.verdict].format(direction=figures.trend.direction)


def with_links(series: Series, links: Sequence[KpiUpdate]) -> Series:
    """The series after these links were added to it."""
    heads = {**series.heads, **{Period.parse(link.period): link for link in links}}
    return replace(series, heads=dict(sorted(heads.items())))


async def figures_after(
    turn: EngagementTurn, series: Sequence[Series], links: Sequence[KpiUpdate]
) -> dict[int, Figures]:
    """KPI id -> its figures, now that these links were added."""
    known = {one.kpi.id: one for one in series}
    mine = {kpi_id: [link for link in links if link.kpi_id == kpi_id] for kpi_id in known}
    after = [with_links(one, mine[kpi_id]) for kpi_id, one in known.items()]
    return {one.kpi.id: one for one in await figures_of_all(turn, after)}


def lines_of(turn: EngagementTurn, figures: Figures, link: KpiUpdate) -> list[str]:
    """What a new number means, in as many lines as fit below the first one; the rest is behind [Details]."""
    if link.is_provisional or figures.latest is None:
        return []
    is_latest = str(figures.latest) == link.period
    lines = [
        "" if is_latest else _about_latest(figures, figures.latest),
        pace_line(figures),
        need_line(figures) if is_latest else "",
        trend_line(figures),
        coverage_line(figures) if figures.freshness.missing else "",
        spread_line(figures) if is_latest and figures.is_unusual else "",
        "" if figures.target else _ask_for_target(turn, figures, figures.latest),
    ]
    return [line for line in lines if line][:LINES_BELOW]


def _about_latest(figures: Figures, latest: Period) -> str:
    """Say which value pace and trend count where it is not the new one."""
    value = figures.wording.write(figures.whole[latest])
    return LATEST.format(value=value, period=figures.wording.name_period(latest))


def _ask_for_target(turn: EngagementTurn, figures: Figures, latest: Period) -> str:
    """How to set a target, for who may do it and while there are few values: nobody is asked for ever."""
    if len(figures.whole) > FEW_VALUES or not is_allowed(turn.role, Action.SET_TARGET):
        return ""
    step = FALL if figures.traits.direction == "down" else RISE
    wished = typed(turn, rounded(figures.whole[latest] * step))
    ahead = latest.next().next().next().next()
    return NO_TARGET.format(key=figures.kpi.key, value=wished, by=ahead)


def in_short(figures: Figures) -> str:
    """Pace and trend in a few words, as a sentence."""
    words = "; ".join(filter(None, (pace_name(figures), trend_name(figures))))
    return f"{capital(words)}."


def more_buttons(kpi_ids: Sequence[int]) -> tuple[Button, ...]:
    """[Details] and [Where from?] for figures of these KPIs."""
    details = Button(label=DETAILS, route="kpi details", args={"kpis": list(kpi_ids)}, is_single_choice=False)
    return details, rows.button(kpi_ids)


@router.click("kpi details", action=Action.READ_KPIS, reads=True)
async def show_details(turn: EngagementTurn, args: Args) -> Reply:
    """Show everything that the values of these KPIs mean, with the tests behind it."""
    known = await kpis.by_ids(turn.session, engagement_id=turn.engagement.id, kpi_ids=args["kpis"])
    found = await series_of(turn, list(known.values()))
    if not found:
        raise UserError
    crowd = await members.current(turn.session, engagement_id=turn.engagement.id)
    names = {person.id: person.name for _membership, person in crowd}
    blocks: list[Block] = []
    for figures in await figures_of_all(turn, list(found.values())):
        blocks += [
            Heading(figures.kpi.name),
            Bullets(tuple((line,) for line in _details(turn, figures, names))),
        ]
    return reply(*blocks, note(HOW), Buttons((rows.button(list(found)),)))


def _details(turn: EngagementTurn, figures: Figures, names: Mapping[int, str]) -> list[str]:
    lines = [*summary_of(turn, figures, names), _test(figures.trend), spread_line(figures)]
    return [line for line in lines if line]


def summary_of(turn: EngagementTurn, figures: Figures, names: Mapping[int, str]) -> list[str]:
    """Targets, pace, need, trend and data, a line each; `names` are those of people by id."""
    late = figures.freshness.missing and figures.freshness.missing == figures.freshness.late
    told = replace(figures, freshness=replace(figures.freshness, missing=())) if late else figures
    data = " ".join(dict.fromkeys((freshness_line(turn, figures), coverage_line(told))))
    lines = [
        *target_history(turn, figures, names),
        original_pace_line(turn, figures),
        pace_line(figures),
        need_line(figures),
        trend_line(figures),
        data,
    ]
    return [line for line in lines if line]


def _test(trend: Trend) -> str:
    if trend.p is None:
        return ""
    is_corrected = trend.exact_p is not None and trend.exact_p != trend.p
    exact = EXACT.format(p=_p(trend.exact_p or 0.0)) if is_corrected else ""
    return TESTED.format(p=_p(trend.p), n=trend.n, exact=exact)


def _p(p: float) -> str:
    return f"= {p:.4f}" if p >= SMALLEST_P else f"< {SMALLEST_P}"
