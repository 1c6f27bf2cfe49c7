"""From the database to an engagement file."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from domain.engagement_file.chains import record_of
from domain.engagement_file.document import FORMAT, TERMS, VERSION
from domain.engagement_file.order import in_order
from storage.database import Session
from storage.engagement_file import actions, decisions, evidence, forecasts, hypotheses, links, targets
from storage.engagement_file.json_numbers import exact
from storage.engagement_file.record import Names, Record, load
from storage.tables import Engagement, Feedback, FeedbackStep, Kpi, Membership, Person

# What the format asks for where nothing was recorded.
NO_THEME = "general"
NO_WORDS = "not written down"
ENDINGS = frozenset({"acted", "declined", "closed"})
WITHDRAWN = "withdrawn"


async def find_by_key(session: Session, *, key: str) -> Engagement | None:
    """Find the engagement with this key; keys are unique in the installation."""
    return (await session.scalars(select(Engagement).where(Engagement.key == key))).first()


async def export_engagement(session: Session, *, engagement_id: int, as_of: date) -> dict[str, Any]:
    """Write an engagement as a file of the day `as_of`, with exact numbers; `to_text` makes JSON of it."""
    return document_of(await load(session, engagement_id=engagement_id), as_of=as_of)


def document_of(record: Record, *, as_of: date) -> dict[str, Any]:
    """The record as the document of an engagement file."""
    people = {record.names.by_person[key]: person_entry(person) for key, person in record.people.items()}
    document = {
        "format": FORMAT,
        "version": VERSION,
        "as_of": as_of.isoformat(),
        "people": people,
        "engagements": [engagement_entry(record)],
    }
    return in_order(document)


def person_entry(person: Person) -> dict[str, Any]:
    """A person as the file has them."""
    words = {"title": person.title, "timezone": person.zone}
    lists = {"working_days": person.working_days, "away": person.away}
    return {"name": person.name, **_said(words), **_known(lists)}


def engagement_entry(record: Record) -> dict[str, Any]:
    """The engagement as the file has it."""
    zone = ZoneInfo(record.engagement.zone)
    entry = {
        **_identity(record.engagement, record.channel),
        **_terms(record.engagement, record.names),
        "members": [member_entry(member, record.names, zone) for member in record.members],
        "kpis": [kpi_entry(kpi, record, zone) for kpi in record.followed.values()],
    }
    feedback = [feedback_entry(one, record) for one in record.feedback if not is_withdrawn(one, record)]
    told = {**learned(record), "feedback": feedback, "actions": actions.entries_of(record)}
    return entry | {name: part for name, part in told.items() if part}


def learned(record: Record) -> dict[str, Any]:
    """What was learned and decided, section by section, as the file has it."""
    learning, keys = record.learning, record.kpi_keys
    return {
        "assumptions": hypotheses.assumption_entries(learning, keys),
        "cycles": learning.cycles,
        "experiments": hypotheses.experiment_entries(learning),
        "meetings": decisions.entries_of(learning, keys, record.names),
        "evidence_log": evidence.entries_of(learning),
        forecasts.SECTION: forecasts.log_of(learning, record.followed),
    }


def _identity(engagement: Engagement, channel: str) -> dict[str, Any]:
    fiscal = engagement.fiscal_start_month
    return {
        "key": engagement.key,
        "name": engagement.name,
        "aliases": engagement.aliases,
        "currency": engagement.currency,
        "timezone": engagement.zone,
        "locale": engagement.locale,
        **({"fiscal_start_month": fiscal} if fiscal != 1 else {}),
        "channel": "#" + "-".join(channel.removeprefix("#").split()),
        **_said({"use_case": engagement.use_case}),
        "operating_model": engagement.operating_model,
        "status": engagement.status,
        "start": engagement.start.isoformat(),
        "term_end": engagement.term_end.isoformat() if engagement.term_end else None,
    }


def _terms(engagement: Engagement, names: Names) -> dict[str, Any]:
    terms = {name: exact(engagement.terms[name]) for name in TERMS if name in engagement.terms}
    if approval := terms.get("objectives_approved"):
        terms["objectives_approved"] = _renamed(approval, ("by",), names)
    # The format wants hours, and an engagement that was set up in a conversation has none yet.
    steps = terms.get("capacity") or [{"from": engagement.start.isoformat(), "hours_per_month": 0}]
    return {**terms, "capacity": [_renamed(step, ("agreed_by",), names) for step in steps]}


def member_entry(member: Membership, names: Names, zone: ZoneInfo) -> dict[str, Any]:
    """A membership as the file has it."""
    last = member.last_day
    if last is None and member.ended_at is not None:
        last = member.ended_at.astimezone(zone).date()
    days = {"from": member.first_day, "to": last}
    return {
        "person": names.by_person[member.person_id],
        "role": member.role,
        **_said({"area": member.area}),
        **{name: day.isoformat() for name, day in days.items() if day},
    }


def kpi_entry(kpi: Kpi, record: Record, zone: ZoneInfo) -> dict[str, Any]:
    """A KPI as the file has it."""
    names = record.names.by_person
    chains = {
        period: tuple(links.links_of(kpi, rows, names)) for period, rows in record.updates[kpi.id].items()
    }
    numbers = {
        "grace_business_days": kpi.grace_business_days,
        "valid_min": kpi.valid_min,
        "valid_max": kpi.valid_max,
    }
    return {
        "key": kpi.key,
        "name": kpi.name,
        "aliases": list(kpi.aliases),
        "definition": kpi.definition or kpi.name,
        **_said({"formula": kpi.formula}),
        "unit": kpi.unit,
        "aggregation": kpi.aggregation,
        "direction": kpi.direction,
        "cadence": kpi.cadence,
        **_known(numbers),
        "owner": names[kpi.owner_id],
        **({"backup_owner": names[kpi.backup_owner_id]} if kpi.backup_owner_id else {}),
        "driver": kpi.is_driver,
        "in_sow": kpi.is_in_sow,
        **({"seasonal": True} if kpi.is_seasonal else {}),
        **_said({"stage": kpi.stage, "source": kpi.source, "tracked_since": kpi.tracked_since}),
        **targets.entries_of(record.targets[kpi.id], names),
        **record_of(chains, moment=lambda at: _moment(at, zone)),
    }


def is_withdrawn(one: Feedback, record: Record) -> bool:
    """Whether whoever gave it took it back."""
    return _status_of(one, record) == WITHDRAWN


def _status_of(one: Feedback, record: Record) -> str:
    """What became of it last."""
    steps = record.steps.get(one.id, ())
    return steps[-1].status if steps else "new"


def feedback_entry(one: Feedback, record: Record) -> dict[str, Any]:
    """A piece of feedback as the file has it."""
    steps = record.steps.get(one.id, ())
    status = _status_of(one, record)
    # What a person put back to an earlier status is undone; a file may tell words of earlier steps.
    is_told = status in ENDINGS or (bool(steps) and steps[-1].by_id is None)
    done, refused = (_words(steps, name, status) if is_told else "" for name in ("acted", "declined"))
    return {
        "id": one.number,
        "on": one.day.isoformat(),
        "source": one.source,
        **_said({"voice": one.voice}),
        "sentiment": one.sentiment,
        "theme": one.theme or NO_THEME,
        "text": one.text,
        "status": status,
        **_said({"did": done, "why": refused}),
        **({"by": record.names.by_person[one.by_id]} if one.by_id else {}),
        **({"anonymous": True} if one.is_anonymous else {}),
    }


def _words(steps: Sequence[FeedbackStep], status: str, current: str) -> str:
    """What was said at the last step of that status; the format asks for it while it is in force."""
    told = next((step.words for step in reversed(steps) if step.status == status), "")
    return told or (NO_WORDS if status == current else "")


def _renamed(entry: Mapping[str, Any], fields: Collection[str], names: Names) -> dict[str, Any]:
    """The same with the people in these fields by the ids that they have in this file."""
    return {name: _name(inner, names) if name in fields else inner for name, inner in entry.items()}


def _name(account: Any, names: Names) -> Any:
    if isinstance(account, list):
        return [_name(one, names) for one in account]
    return names.by_account.get(account, account)


def _moment(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    offset = local.utcoffset() or timedelta()
    # Local mean time of long ago has seconds, which the format does not know.
    return (at.astimezone(UTC) if offset.total_seconds() % 60 else local).isoformat()


def _said(words: Mapping[str, str]) -> dict[str, str]:
    return {name: word for name, word in words.items() if word}


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
