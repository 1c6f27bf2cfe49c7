"""All rows of one engagement that a file carries, and the ids that its people have in a file."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import select

from storage.database import Session
from storage.engagement_file.learning import Learning, load_learning
from storage.engagements import channels_of
from storage.tables import (
    Account,
    Engagement,
    EngagementChannel,
    EngagementWorkspace,
    Feedback,
    FeedbackStep,
    Kpi,
    KpiTarget,
    KpiUpdate,
    Membership,
    Person,
    RegisterItem,
    RegisterStep,
)
from storage.targets import standing

LONGEST_ID = 64
UNFIT = re.compile(r"[^A-Za-z0-9_.-]")
NUMBERED = "P{number}"

R = TypeVar("R", Membership, Kpi, KpiTarget, KpiUpdate, Feedback, FeedbackStep, RegisterItem, RegisterStep)
Updates = Mapping[str, Sequence[KpiUpdate]]


@dataclass(frozen=True, kw_only=True)
class Names:
    """What people are called in a file: by our id, and by any account of theirs in the workspace."""

    by_person: Mapping[int, str]
    by_account: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Record:
    """What is recorded of an engagement. `updates` is KPI id -> period -> its chain, oldest first."""

    engagement: Engagement
    channel: str
    members: Sequence[Membership]
    kpis: Sequence[Kpi]
    updates: Mapping[int, Updates]
    targets: Mapping[int, Sequence[KpiTarget]]
    feedback: Sequence[Feedback]
    steps: Mapping[int, Sequence[FeedbackStep]]
    register: Sequence[RegisterItem]
    register_steps: Mapping[int, Sequence[RegisterStep]]
    learning: Learning
    people: Mapping[int, Person]
    names: Names

    @property
    def followed(self) -> dict[int, Kpi]:
        """The KPIs that a file carries, by id: it knows no retired one."""
        return {kpi.id: kpi for kpi in self.kpis if kpi.retired_at is None}

    @property
    def kpi_keys(self) -> dict[int, str]:
        """What those are called, by id."""
        return {kpi_id: kpi.key for kpi_id, kpi in self.followed.items()}


async def load(session: Session, *, engagement_id: int, workspace_id: int | None = None) -> Record:
    """Read an engagement; people go by their accounts in the workspace, else in that of its home."""
    engagement = await session.get_one(Engagement, engagement_id)
    home = next((channel for channel, _ in await channels_of(session, engagement_id=engagement_id)), None)
    members, kpis = await _rows(session, Membership, engagement_id), await _rows(session, Kpi, engagement_id)
    updates = await _rows(session, KpiUpdate, engagement_id)
    feedback = await _rows(session, Feedback, engagement_id)
    targets = await standing(session, engagement_id=engagement_id, kpi_ids=[kpi.id for kpi in kpis])
    register = await _rows(session, RegisterItem, engagement_id)
    register_steps = _by_item(await _rows(session, RegisterStep, engagement_id))
    learning = await load_learning(session, engagement)
    others = _owners(register, register_steps) | learning.people()
    people = await _people(session, _everybody(members, kpis, updates, targets, feedback) | others)
    place = workspace_id or await _workspace_of(session, home, engagement_id)
    return Record(
        engagement=engagement,
        channel=home.conversation if home else engagement.key,
        members=members,
        kpis=sorted(kpis, key=lambda kpi: (kpi.position, kpi.id)),
        updates=_chains(kpis, updates),
        targets=targets,
        feedback=feedback,
        steps=_by_feedback(await _rows(session, FeedbackStep, engagement_id)),
        register=register,
        register_steps=register_steps,
        learning=learning,
        people=people,
        names=await _names(session, people, place),
    )


async def _rows(session: Session, table: type[R], engagement_id: int) -> Sequence[R]:
    query = select(table).where(table.engagement_id == engagement_id).order_by(table.id)
    return (await session.scalars(query)).all()


def _everybody(
    members: Iterable[Membership],
    kpis: Iterable[Kpi],
    updates: Iterable[KpiUpdate],
    targets: Mapping[int, Sequence[KpiTarget]],
    feedback: Iterable[Feedback],
) -> set[int]:
    ids = {
        *(member.person_id for member in members),
        *(person_id for kpi in kpis for person_id in (kpi.owner_id, kpi.backup_owner_id)),
        *(update.reported_by for update in updates),
        *(target.set_by for rows in targets.values() for target in rows),
        *(one.by_id for one in feedback),
    }
    return {person_id for person_id in ids if person_id is not None}


def _owners(items: Iterable[RegisterItem], steps: Mapping[int, Iterable[RegisterStep]]) -> set[int]:
    given = {step.owner_id for changes in steps.values() for step in changes}
    return {owner for owner in {*given, *(item.owner_id for item in items)} if owner is not None}


async def _people(session: Session, ids: set[int]) -> dict[int, Person]:
    people = await session.scalars(select(Person).where(Person.id.in_(ids)).order_by(Person.id))
    return {person.id: person for person in people}


async def _workspace_of(session: Session, home: EngagementChannel | None, engagement_id: int) -> int | None:
    if home is not None:
        return home.workspace_id
    query = select(EngagementWorkspace.workspace_id).where(EngagementWorkspace.engagement_id == engagement_id)
    return (await session.scalars(query.order_by(EngagementWorkspace.id))).first()


def _chains(kpis: Iterable[Kpi], updates: Iterable[KpiUpdate]) -> dict[int, dict[str, list[KpiUpdate]]]:
    """Sort the updates that the definition in force counts into chains."""
    versions = {kpi.id: kpi.definition_version for kpi in kpis}
    chains: dict[int, dict[str, list[KpiUpdate]]] = {kpi_id: {} for kpi_id in versions}
    for update in updates:
        if update.definition_version == versions[update.kpi_id]:
            chains[update.kpi_id].setdefault(update.period, []).append(update)
    return chains


def _by_feedback(steps: Iterable[FeedbackStep]) -> dict[int, list[FeedbackStep]]:
    grouped: dict[int, list[FeedbackStep]] = defaultdict(list)
    for step in steps:
        grouped[step.feedback_id].append(step)
    return dict(grouped)


def _by_item(steps: Iterable[RegisterStep]) -> dict[int, list[RegisterStep]]:
    grouped: dict[int, list[RegisterStep]] = defaultdict(list)
    for step in steps:
        grouped[step.item_id].append(step)
    return dict(grouped)


async def _names(session: Session, people: Mapping[int, Any], workspace_id: int | None) -> Names:
    query = (
        select(Account.external_id, Account.person_id)
        .where(Account.workspace_id == workspace_id, Account.person_id.in_(people))
        .order_by(Account.id)
    )
    accounts = [(account, person_id) for account, person_id in await session.execute(query)]
    names: dict[int, str] = {}
    for account, person_id in accounts:
        if person_id not in names:
            names[person_id] = _free(_fitting(account), names.values(), person_id)
    for person_id in people:
        if person_id not in names:
            number = NUMBERED.format(number=person_id)
            names[person_id] = _free(number, names.values(), person_id)
    return Names(by_person=names, by_account={account: names[person_id] for account, person_id in accounts})


def _fitting(account: str) -> str:
    """Make an account's id one that a file may hold: Teams has colons in its own."""
    fitting = UNFIT.sub("_", account)[:LONGEST_ID]
    return fitting if fitting[:1].isalnum() else f"P{fitting}"[:LONGEST_ID]


def _free(name: str, taken: Iterable[str], number: int) -> str:
    return f"{name[: LONGEST_ID // 2]}_{number}" if name in taken else name
