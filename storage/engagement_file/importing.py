"""From a checked engagement file to the database: what is new is added, nothing is overwritten."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import exists, select

from domain.engagement_file import BadFile, Difference, Document, Imported, ImportedEngagement, Path, refusal
from domain.engagement_file.document import BEGINNINGS, CARRIED, IDENTITY, TERMS
from domain.engagement_file.outcome import counted
from storage import engagements, history
from storage.console import CONSOLE
from storage.database import Session
from storage.engagement_file import actions, feedback, kpis, members, people, strategy, targets, tripwires
from storage.engagement_file.exporting import engagement_entry, find_by_key
from storage.engagement_file.json_numbers import storable
from storage.engagement_file.links import SOURCE
from storage.engagement_file.record import Record, load
from storage.insert import insert_once
from storage.tables import ConsoleChannel, Engagement, EngagementWorkspace, Kpi, KpiTarget, Workspace

TAKEN_KEY = "{key}: this key belongs to an engagement of another workspace. Nothing was imported."
TAKEN_CHANNEL = "{channel}: another engagement lives in this channel. Nothing was imported."
OWN_ALIAS = "an alias that none of your other engagements has"
IMPORTED = "imported {added} from a file"
SUBJECT = "engagement"
LEADERS = ("cmo", "marketing_director")

DEFAULTS: dict[str, Any] = {"fiscal_start_month": 1}


class Taken(BadFile):
    """The file wants a key or a channel that belongs to another engagement. Nothing was imported."""


@dataclass(frozen=True, kw_only=True)
class _Import:
    """One file being imported: where to, when, by whom, and who its people are here."""

    session: Session
    document: Document
    workspace_id: int
    now: datetime
    imported_by: int | None
    people: Mapping[str, int]


async def import_file(
    session: Session, document: Document, *, workspace_id: int, now: datetime, imported_by: int | None = None
) -> Imported:
    """Import a file into a workspace; `imported_by` is our id of the person who brings it, if one does.

    Only adds: people, engagements, members, KPIs, periods, feedback. What is there and differs is left
    alone and named. Raises BadFile, after which the transaction must not be committed.
    """
    settled = await people.settle(session, document, workspace_id=workspace_id, now=now)
    work = _Import(
        session=session,
        document=document,
        workspace_id=workspace_id,
        now=now,
        imported_by=imported_by,
        people=settled.ids,
    )
    done = [await _engagement(work, index) for index in range(len(document.engagements))]
    return Imported(people_added=settled.added, engagements=tuple(done), differences=settled.differences)


async def _engagement(work: _Import, index: int) -> ImportedEngagement:
    entry, path = work.document.engagements[index], ("engagements", index)
    known = await find_by_key(work.session, key=entry["key"])
    row = known or await _set_up(work, entry, path)
    if known is not None:
        await _require_here(work, known)
    record = await load(work.session, engagement_id=row.id, workspace_id=work.workspace_id)
    differences = _differences(entry, record)
    added, more = await _fill(work, entry, record, path)
    if begun := _begin_from(row, entry):
        added["beginnings"] = begun
    result = ImportedEngagement(
        engagement_id=row.id,
        key=row.key,
        name=row.name,
        is_new=known is None,
        added=added,
        differences=(*differences, *more),
        not_carried=tuple(name for name in entry if name not in CARRIED and name not in BEGINNINGS),
        begun_from=tuple(name for name in BEGINNINGS if entry.get(name)),
    )
    if result.has_changed:
        await _tell(work, result)
    return result


def _begin_from(row: Engagement, entry: Mapping[str, Any]) -> int:
    """Keep what schedules begin from where none of it is known. Return how many sections are new."""
    found = {name: entry[name] for name in BEGINNINGS if entry.get(name) and not row.terms.get(name)}
    if found:
        row.terms = {**row.terms, **storable(found)}
    return len(found)


async def _require_here(work: _Import, engagement: Engagement) -> None:
    is_here = exists().where(
        EngagementWorkspace.engagement_id == engagement.id,
        EngagementWorkspace.workspace_id == work.workspace_id,
    )
    if not await work.session.scalar(select(is_here)):
        raise Taken(TAKEN_KEY.format(key=engagement.key))


async def _set_up(work: _Import, entry: Mapping[str, Any], path: Path) -> Engagement:
    row = _row(entry, work.imported_by or work.people[_leader(entry)], work.now)
    await _check_aliases(work, entry, path, row)
    is_free = await engagements.add(
        work.session, row, workspace_id=work.workspace_id, conversation=entry["channel"], now=work.now
    )
    if not is_free:
        raise Taken(TAKEN_CHANNEL.format(channel=entry["channel"]))
    workspace = await work.session.get_one(Workspace, work.workspace_id)
    if workspace.platform == CONSOLE:
        channel = {"name": entry["channel"], "created_at": work.now}
        await insert_once(work.session, ConsoleChannel, channel)
    return row


def _leader(entry: Mapping[str, Any]) -> str:
    """Whoever leads it: its CMO, or where it has none its marketing director."""
    leaders: list[str] = [m["person"] for role in LEADERS for m in entry["members"] if m["role"] == role]
    return leaders[0]


async def _check_aliases(work: _Import, entry: Mapping[str, Any], path: Path, row: Engagement) -> None:
    taken = await engagements.names_set_up_by(work.session, person_id=row.set_up_by or 0)
    for index, alias in enumerate(entry["aliases"]):
        if alias.casefold() in taken:
            raise refusal((*path, "aliases", index), OWN_ALIAS, alias)


def _row(entry: Mapping[str, Any], set_up_by: int, now: datetime) -> Engagement:
    term_end = entry.get("term_end")
    return Engagement(
        key=entry["key"],
        name=entry["name"],
        aliases=entry["aliases"],
        currency=entry["currency"],
        zone=entry["timezone"],
        locale=entry.get("locale", "en"),
        fiscal_start_month=int(entry.get("fiscal_start_month", 1)),
        use_case=entry.get("use_case", ""),
        operating_model=entry["operating_model"],
        status=entry["status"],
        start=date.fromisoformat(entry["start"]),
        term_end=date.fromisoformat(term_end) if term_end else None,
        terms=storable({name: entry[name] for name in (*TERMS, *BEGINNINGS) if name in entry}),
        set_up_by=set_up_by,
        created_at=now,
    )


def _differences(entry: Mapping[str, Any], record: Record) -> list[Difference]:
    ours = engagement_entry(record)
    return [
        Difference(path=(record.engagement.key, name))
        for name in (*IDENTITY, *TERMS)
        if name in entry and entry[name] != ours.get(name, DEFAULTS.get(name))
    ]


async def _fill(
    work: _Import, entry: Mapping[str, Any], record: Record, path: Path
) -> tuple[dict[str, int], list[Difference]]:
    """Add whatever the engagement does not have yet; count it, and find what differs."""
    who, differences = members.new_members(
        entry["members"], record, work.people, as_of=work.document.as_of, now=work.now
    )
    tasks, yet_more = actions.new_actions(entry.get("actions", ()), record, work.people, now=work.now)
    said, more = feedback.new_feedback(entry.get("feedback", ()), record, work.people)
    followed = kpis.new_kpis(entry["kpis"], record, work.people, path=path, now=work.now)
    work.session.add_all([*who, *followed, *(row for _entry, row in (*said, *tasks))])
    await work.session.flush()
    work.session.add_all(step for one, row in said for step in feedback.steps_of(one, row, now=work.now))
    zone = ZoneInfo(record.engagement.zone)
    work.session.add_all(
        actions.step_of(one, row, zone=zone, now=work.now) for one, row in tasks if actions.is_over(one)
    )
    work.session.add_all(_targets(entry, followed, work))
    additions, even_more = kpis.additions(entry["kpis"], followed, record)
    await kpis.append(work.session, additions, work.people, now=work.now)
    known = (*record.kpis, *followed)
    await tripwires.arm_new(_watch(work, record, known), entry, record.learning.tripwires)
    learned, at_last = await strategy.add_new(_strategy(work, record, known), entry)
    values = sum(addition.chain[-1].value is not None for addition in additions)
    added = {
        "members": len(who),
        "kpis": len(followed),
        "values": values,
        "gaps": len(additions) - values,
        "feedback": len(said),
        "actions": len(tasks),
    }
    return added | learned, [*differences, *even_more, *more, *yet_more, *at_last]


def _watch(work: _Import, record: Record, known: Sequence[Kpi]) -> tripwires.Watch:
    return tripwires.Watch(
        session=work.session,
        engagement=record.engagement,
        kpis={kpi.key: kpi for kpi in known},
        as_of=work.document.as_of,
        now=work.now,
    )


def _strategy(work: _Import, record: Record, known: Sequence[Kpi]) -> strategy.Work:
    return strategy.Work(
        session=work.session,
        record=record,
        kpis=known,
        people=work.people,
        as_of=work.document.as_of,
        now=work.now,
    )


def _targets(entry: Mapping[str, Any], followed: Sequence[Kpi], work: _Import) -> list[KpiTarget]:
    """What the new KPIs are to reach."""
    entries = {one["key"]: one for one in entry["kpis"]}
    made = (targets.rows_of(entries[kpi.key], kpi, work.people, now=work.now) for kpi in followed)
    return [row for rows in made for row in rows]


async def _tell(work: _Import, result: ImportedEngagement) -> None:
    await history.add(
        work.session,
        engagement_id=result.engagement_id,
        at=work.now,
        person_id=work.imported_by,
        subject=SUBJECT,
        what=IMPORTED.format(added=counted(result.added)),
        after=dict(result.added),
        source=SOURCE,
    )
