"""What a KPI counted before: its earlier definitions, with values that are not joined to those of today."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from domain.chat import Block, Table, Typed, note, say
from domain.numbers import format_amount
from domain.periods import Period
from handlers.kpis.series import NOT_REPORTED, period_name
from handlers.moments import day
from handlers.turn import EngagementTurn
from storage import kpis
from storage.tables import Kpi, KpiDefinition, KpiUpdate

TITLE = "Counted otherwise until {day} (version {version}): "
FORMER = "Earlier values (version {version}), counted otherwise:"
NOT_JOINED = "These values stand by themselves: they are in no trend, pace or total of today's definition."
SHOWN_VALUES = 12


async def earlier_blocks(turn: EngagementTurn, kpi: Kpi) -> list[Block]:
    """Each earlier definition with its last values; nothing for a KPI that always counted the same."""
    if kpi.definition_version == 1:
        return []
    definitions, links = await kpis.earlier(turn.session, engagement_id=turn.engagement.id, kpi_id=kpi.id)
    by_version = {one.version: one for one in definitions}
    blocks: list[Block] = []
    for version in sorted({*by_version, *(link.definition_version for link in links)}, reverse=True):
        mine = [link for link in links if link.definition_version == version]
        blocks += _version(turn, kpi, version, by_version.get(version), mine)
    return [*blocks, note(NOT_JOINED)] if blocks else []


def _version(
    turn: EngagementTurn, kpi: Kpi, version: int, was: KpiDefinition | None, links: Sequence[KpiUpdate]
) -> list[Block]:
    unit = was.unit if was else kpi.unit
    rows = tuple(
        ((period_name(turn, Period.parse(link.period)),), (_shown(turn, link, unit),), (Typed(link.note),))
        for link in list(reversed(links))[:SHOWN_VALUES]
    )
    table = [Table(columns=("Period", "Value", ""), rows=rows, numeric=(1,))] if rows else []
    if was is None:
        return [say(FORMER.format(version=version)), *table]
    until = day(turn, was.replaced_at.astimezone(ZoneInfo(turn.engagement.zone)).date())
    formula = f" ({was.formula})" if was.formula else ""
    return [say(TITLE.format(day=until, version=version), Typed(was.definition), formula), *table]


def _shown(turn: EngagementTurn, link: KpiUpdate, unit: str) -> str:
    """The value in the unit that it had then."""
    if link.value is None:
        return NOT_REPORTED
    e = turn.engagement
    return format_amount(link.value, unit=unit, locale=e.locale, currency=e.currency)  # type: ignore[arg-type]  # one of the units
