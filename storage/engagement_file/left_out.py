"""What is recorded of an engagement and has no place in its file."""

from collections import Counter
from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo

from sqlalchemy import select

from domain.wording import counted
from storage.database import Session
from storage.engagement_file import strategy_left_out
from storage.engagement_file.exporting import is_withdrawn, kpi_entry
from storage.engagement_file.record import Record, load
from storage.registers import BLOCKER
from storage.tables import Kpi, KpiUpdate

UNKNOWN = "Not in the file: {counted} ({names})."
RETIRED = "Not in the file: {counted} ({names})."
EARLIER = "Not in the file: {counted} under an earlier definition ({names})."
SO_FAR = "Not in the file: {counted}, older than the latest of the KPI ({names})."
WITHDRAWN = "Not in the file: {counted} ({names})."
LINKS = "Not in the file: {counted} of feedback to its message ({names})."
RETIRED_KPIS = ("retired KPI", "retired KPIs")
VALUES = ("value", "values")
NUMBERS = ("number so far", "numbers so far")
LINKED = ("link", "links")
BLOCKERS = ("blocker", "blockers")
FEEDBACK = ("withdrawn piece of feedback", "withdrawn pieces of feedback")


async def left_out(session: Session, *, engagement_id: int) -> list[str]:
    """Say in a sentence each what an export of the engagement leaves out; none where it is whole."""
    record = await load(session, engagement_id=engagement_id)
    earlier = await _earlier_values(session, record)
    return [*_sentences(record, earlier), *await strategy_left_out.sentences(session, record)]


def _sentences(record: Record, earlier: Mapping[str, int]) -> Iterator[str]:
    retired = [kpi.name for kpi in record.kpis if kpi.retired_at is not None]
    withdrawn = [str(one.number) for one in record.feedback if is_withdrawn(one, record)]
    linked = [str(one.number) for one in record.feedback if one.link and not is_withdrawn(one, record)]
    so_far = _numbers_so_far(record)
    blockers = [str(item.number) for item in record.register if item.kind == BLOCKER]
    if blockers:
        yield UNKNOWN.format(counted=counted(len(blockers), *BLOCKERS), names=", ".join(blockers))
    if retired:
        yield RETIRED.format(counted=counted(len(retired), *RETIRED_KPIS), names=", ".join(retired))
    if earlier:
        yield EARLIER.format(counted=counted(sum(earlier.values()), *VALUES), names=_each(earlier))
    if so_far:
        yield SO_FAR.format(counted=counted(sum(so_far.values()), *NUMBERS), names=_each(so_far))
    if withdrawn:
        yield WITHDRAWN.format(counted=counted(len(withdrawn), *FEEDBACK), names=", ".join(withdrawn))
    if linked:
        yield LINKS.format(counted=counted(len(linked), *LINKED), names=", ".join(linked))


async def _earlier_values(session: Session, record: Record) -> Mapping[str, int]:
    """KPI name -> how many periods have a value that another definition than today's counted."""
    followed = {kpi.id: kpi for kpi in record.kpis if kpi.retired_at is None}
    query = (
        select(KpiUpdate.kpi_id, KpiUpdate.definition_version, KpiUpdate.period, KpiUpdate.value)
        .where(KpiUpdate.engagement_id == record.engagement.id)
        .order_by(KpiUpdate.id)
    )
    # The last link of a chain counts.
    heads = {tuple(chain): value for *chain, value in await session.execute(query)}
    return Counter(
        followed[kpi_id].name
        for (kpi_id, version, _period), value in heads.items()
        if kpi_id in followed and version != followed[kpi_id].definition_version and value is not None
    )


def _numbers_so_far(record: Record) -> Mapping[str, int]:
    """KPI name -> how many of its numbers so far are not the one that the file carries."""
    counts = {kpi.name: _older_so_far(kpi, record) for kpi in record.kpis if kpi.retired_at is None}
    return {name: count for name, count in counts.items() if count}


def _older_so_far(kpi: Kpi, record: Record) -> int:
    heads = [chain[-1] for chain in record.updates[kpi.id].values()]
    carried = "running" in kpi_entry(kpi, record, ZoneInfo(record.engagement.zone))
    return sum(head.is_provisional for head in heads) - carried


def _each(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items())
