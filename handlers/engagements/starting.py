"""What lets the first pack of evidence speak: a past of the KPIs, and a first assumption."""

from dataclasses import dataclass, replace
from decimal import ROUND_UP, Decimal
from fractions import Fraction

from domain import catalogues
from domain.catalogues import Starter
from domain.chat import Block, Bullets, Button, Buttons, say
from domain.literals import literal
from domain.periods import CADENCES
from domain.periods.period import UNITS
from domain.permissions import LEADS
from handlers import buttons
from handlers.kpis.imports.reaching import poor
from handlers.kpis.series import Series, all_series, shown
from handlers.turn import EngagementTurn, Here, local_day
from storage import assumptions, evidence, terms

PASTE, ASSUME = "Paste past months", "First assumption"
NEXT = (
    "Two things let the first evidence pack speak: 12 to 24 months of each KPI, and a first assumption."
    " Both can wait."
)
LACKS = "So that the first evidence pack can speak:"
LACKS_STILL = "So that the evidence can say more:"
SHORT = "{names}: too few values to tell a trend. `kpi history` takes 12 to 24 months at once."
NO_ASSUMPTION = "No assumption is written down yet: what has to be true for the strategy to work?"
NO_DRIVERS = "Fewer than two KPIs are marked as drivers of the strategy: `kpi driver NAME`."
NAMED = "{names} and {n} more"
THRESHOLD = "at least {value} a {unit} for {count} {unit}s"
SHARE = "at least {value} for {count} {unit}s"
COUNTS = {2: "two", 3: "three"}
RECENT, DIGITS = 3, 3
MOST_NAMED = 4
FEWEST_DRIVERS = 2
WHOLE = 100


@dataclass(frozen=True, kw_only=True)
class Lacking:
    """What the first pack lacks: KPIs with too few values, an assumption, KPIs that drive the strategy."""

    short: tuple[Series, ...]
    has_assumption: bool
    has_drivers: bool

    @property
    def is_nothing(self) -> bool:
        """Whether nothing is lacking."""
        return not self.short and self.has_assumption and self.has_drivers


async def lacking(here: Here) -> Lacking:
    """What the first pack of evidence lacks now."""
    series = await all_series(here)
    written = await assumptions.all_of(here.session, engagement_id=here.engagement.id)
    drivers = [one for one in series if one.kpi.is_driver]
    return Lacking(
        short=tuple(poor(series)),
        has_assumption=bool(written),
        has_drivers=len(drivers) >= min(FEWEST_DRIVERS, len(series)),
    )


async def remind_once(turn: EngagementTurn) -> list[Block]:
    """What the evidence lacks, told to a lead once, not on the day of the setup; then never again."""
    e = turn.engagement
    is_told = terms.is_reminded(e, turn.person.id)
    is_first_day = local_day(e, e.created_at) >= turn.today
    if turn.only_reads or turn.role not in LEADS or is_first_day or is_told:
        return []
    found = await lacking(turn)
    if found.is_nothing:
        return []
    terms.add_reminded(e, turn.person.id)
    lines = Bullets(tuple((line,) for line in _lines(found)))
    has_spoken = await evidence.latest(turn.session, engagement_id=e.id)
    return [say(LACKS_STILL if has_spoken else LACKS), lines, Buttons(await _offered(turn, found))]


def _lines(found: Lacking) -> list[str]:
    names = [one.kpi.name for one in found.short]
    left = len(names) - MOST_NAMED
    named = ", ".join(names[:MOST_NAMED])
    short = SHORT.format(names=NAMED.format(names=named, n=left) if left > 0 else named)
    return [
        *([short] if names else []),
        *([] if found.has_assumption else [NO_ASSUMPTION]),
        *([] if found.has_drivers else [NO_DRIVERS]),
    ]


async def _offered(turn: EngagementTurn, found: Lacking) -> tuple[Button, ...]:
    paste = (paste_button(),) if found.short else ()
    return paste if found.has_assumption else (*paste, await assume_button(turn))


def paste_button() -> Button:
    """[Paste past months]: the form with a field for each KPI."""
    return replace(buttons.open_form("kpi history", label=PASTE), style="plain")


async def assume_button(here: Here) -> Button:
    """[First assumption]: the form, filled with what the use case begins with."""
    case = catalogues.use_cases().get(here.engagement.use_case)
    args = await _begun(here, case.assumption) if case else {}
    return replace(buttons.open_form("assume", args, label=ASSUME), style="plain")


async def _begun(here: Here, starter: Starter) -> dict[str, object]:
    """What the form of an assumption is filled with; without a value to go by, its threshold stays empty."""
    args: dict[str, object] = {"text": starter.text, "kind": starter.kind, "is_critical": True}
    one = next((each for each in await all_series(here) if each.kpi.key == starter.kpi), None)
    if one is None:
        return args
    bar = _bar(starter, one)
    threshold = "" if bar is None else _threshold(here, starter, one, bar)
    return {**args, "kpi": starter.kpi, "threshold": threshold}


def _bar(starter: Starter, one: Series) -> Decimal | None:
    """The value to reach; None where it follows from recent values and there are too few."""
    if starter.at_least is not None:
        return Decimal(starter.at_least)
    recent = list(one.whole_values().values())[-RECENT:]
    if len(recent) < RECENT:
        return None
    mean = Fraction(sum(recent)) / len(recent) * (WHOLE + starter.lift_pct) / WHOLE
    return _rounded(mean, is_whole=one.kpi.unit == "count")


def _rounded(value: Fraction, *, is_whole: bool) -> Decimal:
    """The value, rounded up to three digits that count; what is counted is whole."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    if not exact:
        return exact
    place = exact.adjusted() - DIGITS + 1
    step = Decimal(1).scaleb(max(place, 0) if is_whole else place)
    return (exact / step).to_integral_value(rounding=ROUND_UP) * step


def _threshold(here: Here, starter: Starter, one: Series, bar: Decimal) -> str:
    words = THRESHOLD if one.kpi.aggregation == "sum" else SHARE
    return words.format(
        value=shown(here, one.kpi, bar),
        unit=UNITS[literal(one.kpi.cadence, CADENCES)],
        count=COUNTS[starter.periods],
    )
