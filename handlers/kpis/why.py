"""Who said what about one number: every link of its chain."""

from domain.chat import Bullets, Heading, Reply, Typed, note, reply, say
from domain.errors import UserError
from domain.periods import Period, split_words_and_period
from domain.permissions import Action
from handlers.kpis import unavailable
from handlers.kpis.named import find_named
from handlers.kpis.series import NOT_REPORTED, UNDO_REASON, habits_of, last_period, period_name, shown
from handlers.moments import moment
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import kpis
from storage.tables import Kpi, KpiUpdate

WHY_WHAT = "Which number? Write it as in `kpi why leads sep`."
NOTHING_REPORTED = "Nothing is reported for {name} in {period}."
NOT_AVAILABLE = "It is not available: "
KINDS = {"report": "reported", "correction": "corrected to", "retraction": "took it back"}
WENT_BACK = "went back to"
WENT_BACK_TO_NOTHING = "went back to not reported"

router = Router()


@router.command(
    "kpi why",
    action=Action.READ_KPIS,
    usage="kpi why KEY [PERIOD]",
    summary="Open a number: who reported it, when, from where, and what was corrected",
    reads=True,
)
async def why(turn: EngagementTurn, text: str) -> Reply:
    """Show the chain behind one number."""
    kpi, period, assumed = await _number(turn, text)
    links = await kpis.chain(
        turn.session, engagement_id=turn.engagement.id, kpi_id=kpi.id, period=str(period)
    )
    words = {"name": kpi.name, "period": period_name(turn, period)}
    because = (await unavailable.reasons(turn)).get(unavailable.origin_of(kpi, period), "")
    said = (
        [say(NOT_AVAILABLE, Typed(because))] if because and (not links or links[-1][0].value is None) else []
    )
    if not links:
        return reply(NOTHING_REPORTED.format(**words), *said)
    value = shown(turn, kpi, links[-1][0].value)
    lines = tuple((Typed(_told(turn, kpi, update, who)),) for update, who in links)
    asides = [note(assumed)] if assumed else []
    return reply(Heading("{name}, {period}: ".format(**words) + value), Bullets(lines), *said, *asides)


@router.command(
    "why", action=Action.READ_KPIS, usage="why KEY [PERIOD]", summary="The same as kpi why", reads=True
)
async def why_short(turn: EngagementTurn, text: str) -> Reply:
    """Show the chain behind one number."""
    return await why(turn, text)


async def _number(turn: EngagementTurn, text: str) -> tuple[Kpi, Period, str]:
    """The KPI, the period, and how the period was read where it could mean another."""
    if not text.strip():
        raise UserError(WHY_WHAT)
    kpi, behind = await find_named(turn, text)
    if not behind:
        return kpi, last_period(turn, kpi), ""
    habits = habits_of(turn, kpi)
    rest, read = split_words_and_period(
        behind.rstrip(" ?"),
        today=habits.today,
        cadence=habits.cadence,
        locale=habits.locale,
        fiscal_start_month=habits.fiscal_start_month,
    )
    if read is None or rest.strip().casefold() not in ("", "for", "in", "of"):
        raise UserError(WHY_WHAT)
    return kpi, read.period, read.assumed


def _told(turn: EngagementTurn, kpi: Kpi, update: KpiUpdate, who: str) -> str:
    when = moment(turn, update.reported_at) if update.reported_at else "at an unknown time"
    what = WENT_BACK if update.reason == UNDO_REASON else KINDS[update.kind]
    if update.value is not None:
        what = f"{what} {shown(turn, kpi, update.value)}"
    elif update.supersedes_id is None:
        what = NOT_REPORTED
    elif update.reason == UNDO_REASON:
        what = WENT_BACK_TO_NOTHING
    behind = [f"from {update.source}"]
    behind += ["so far"] if update.is_provisional else []
    behind += [f"definition {update.definition_version}"] if update.definition_version > 1 else []
    words = " ".join(part for part in (f"“{update.note}”" if update.note else "", _because(update)) if part)
    return f"{when}: {who} {what} ({', '.join(behind)}) {words}".strip()


def _because(update: KpiUpdate) -> str:
    return f"because: {update.reason}" if update.reason else ""
