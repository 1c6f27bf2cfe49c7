"""What of learning and deciding has no place in a file, or another one than here."""

from collections.abc import Iterator, Sequence

from sqlalchemy import func, select

from domain.decisions import Decided, parts_to_json
from domain.engagement_file.experiments import has_uncounted, has_words_for_cost
from domain.lessons import Learned
from domain.wording import counted
from storage import lessons as playbook
from storage import terms
from storage.database import Session
from storage.engagement_file.decisions import wires_of
from storage.engagement_file.forecasts import is_carried
from storage.engagement_file.record import Record
from storage.tables import AgendaItem, Vote

NOT_THERE = "Not in the file: {counted} ({names})."
NOUNS: dict[str, tuple[str, str]] = {
    "drafts": ("decision that is not in force", "decisions that are not in force"),
    "undecided": ("meeting that began without a decision", "meetings that began without a decision"),
    "pivots": ("pivot whose new assumption was taken back", "pivots whose new assumption was taken back"),
    "wires": (
        "tripwire that nobody agreed on in a decision",
        "tripwires that nobody agreed on in a decision",
    ),
    "details": (
        "decision's further details, which the format does not know",
        "decisions' further details, which the format does not know",
    ),
    "unbound": (
        "decision's tripwire without an end, or of a retired KPI",
        "decisions' tripwires without an end, or of retired KPIs",
    ),
    "asked": ("evidence pack that somebody asked for", "evidence packs that somebody asked for"),
    "kept": ("evidence pack kept with a decision", "evidence packs kept with decisions"),
    "lessons": ("lesson of the playbook", "lessons of the playbook"),
    "uncounted": (
        "experiment's number of observations, since nobody counted hits",
        "experiments' numbers of observations, since nobody counted hits",
    ),
    "costs": ("experiment's cost in words", "experiments' costs in words"),
    "forecasts": ("forecast by an earlier definition", "forecasts by earlier definitions"),
    "told_before": (
        "meeting that an earlier version took from a file; import that file again",
        "meetings that an earlier version took from a file; import that file again",
    ),
}
FURTHER = frozenset({"giving", "condition", "considered", "handover", "reapproval"})
COUNTED = "Not in the file: {counted}."
SAID: dict[type[Vote] | type[AgendaItem], tuple[str, str]] = {
    Vote: ("private vote", "private votes"),
    AgendaItem: ("agenda item", "agenda items"),
}
SPECIAL = "In the file as regular: {counted} ({names})."
REVIEWS = ("special review", "special reviews")
REVERSAL = "In the file without saying so: {counted} ({names})."
REVERSALS = ("decision that ends another one", "decisions that end another one")


async def sentences(session: Session, record: Record) -> list[str]:
    """Say in a sentence each what a file cannot tell, or tells otherwise."""
    mine = record.engagement.id
    lessons = await playbook.all_of(session, engagement_id=mine)
    said = []
    for table, noun in SAID.items():
        query = select(func.count()).where(table.engagement_id == mine, table.withdrawn_at.is_(None))
        if count := await session.scalar(query):
            said.append(COUNTED.format(counted=counted(count, *noun)))
    return [*_sentences(record, lessons), *said]


def _sentences(record: Record, lessons: Sequence[Learned]) -> Iterator[str]:
    for name, found in _missing(record, lessons).items():
        if found:
            yield NOT_THERE.format(counted=counted(len(found), *NOUNS[name]), names=", ".join(found))
    told = record.learning.decided
    special = [_numbered(one) for one in told if _is_of_special(one, record)]
    if special:
        yield SPECIAL.format(counted=counted(len(special), *REVIEWS), names=", ".join(special))
    ending = [str(one.number) for one in told if one.reverses_id is not None]
    if ending:
        yield REVERSAL.format(counted=counted(len(ending), *REVERSALS), names=", ".join(ending))


def _missing(record: Record, lessons: Sequence[Learned]) -> dict[str, list[str]]:
    """What no file tells, by kind: the numbers under which it is known here."""
    learning, keys = record.learning, record.kpi_keys
    in_force = [one for one in learning.decisions if one.in_force_at is not None]
    held = {one.meeting_id for one in in_force}
    days = set(learning.days.values())
    known = {forecast.kpi_id for forecast in learning.forecasts if not is_carried(forecast, record.followed)}
    return {
        "drafts": [str(one.number) for one in learning.decisions if one.in_force_at is None],
        "undecided": [
            str(one.number)
            for one in learning.meetings.values()
            if one.started_at is not None and one.id not in held
        ],
        "pivots": [str(one.number) for one in in_force if one.id not in learning.days],
        "wires": [str(row.number) for row in learning.tripwires if not row.origin and not row.disarmed_at],
        "details": [str(one.number) for one in learning.decided if FURTHER & set(parts_to_json(one.parts))],
        "unbound": [str(one.number) for one in learning.decided if _loses_wires(one, keys)],
        "asked": [str(row.number) for row in learning.snapshots if row.cause == "asked"],
        "kept": [str(row.number) for row in learning.snapshots if row.cause == "decision"],
        "lessons": [str(one.number) for one in lessons],
        "uncounted": [str(one.number) for one in learning.experiments if has_uncounted(one)],
        "costs": [str(one.number) for one in learning.experiments if has_words_for_cost(one)],
        "forecasts": [kpi.name for kpi in record.kpis if kpi.id in known],
        "told_before": [
            day.isoformat() for day in terms.meeting_days(learning.engagement) if day not in days
        ],
    }


def _loses_wires(one: Decided, keys: dict[int, str]) -> bool:
    return len(wires_of(one, keys)) < len(one.parts.tripwires)


def _is_of_special(one: Decided, record: Record) -> bool:
    meeting = record.learning.meetings.get(one.meeting_id or 0)
    return meeting is not None and meeting.kind == "special"


def _numbered(one: Decided) -> str:
    return f"decision {one.number}"
