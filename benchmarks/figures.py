"""What pace and trend cost: in the reply to a number, and in a scorecard of 24 KPIs."""

import asyncio
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from random import Random
from statistics import median

from domain.chat import Address, Request, Say, Sender
from domain.periods import Period
from handlers.kpis.meaning import figures_after, lines_of
from handlers.kpis.series import all_series
from handlers.status import status
from handlers.turn import EngagementTurn
from storage import engagements, kpis, members, people, schema
from storage.database import Database, Session
from storage.kpis import Link
from storage.tables import Engagement, Kpi, KpiTarget
from storage.targets import add

NOW = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)
HERE = Address(platform="bench", workspace="W1", conversation="#bench")
DANA = Sender(account="U_DANA", name="Dana Reed", is_guest=False)
KPIS, POINTS, ROUNDS, SEED = 24, 36, 40, 7
MOST_REPLY_MS, MOST_SCORECARD_MS = 5.0, 100.0


async def measure() -> int:
    """Measure both and print them. Return 1 where one takes longer than it may, else 0."""
    with tempfile.TemporaryDirectory() as folder:
        async with _engagement(Path(folder)) as turn:
            reply = await _reply(turn)
            first, again = await _scorecard(turn)
    print(f"pace and trend over {POINTS} points in the reply to a number: {_said(reply)} (at most 5)")
    print(f"scorecard of {KPIS} KPIs: first {first:.0f} ms, then {_said(again)} (at most 100)")
    is_slow = median(reply) > MOST_REPLY_MS or max(first, median(again)) > MOST_SCORECARD_MS
    return 1 if is_slow else 0


def _said(milliseconds: list[float]) -> str:
    return f"median {median(milliseconds):.1f} ms, slowest {max(milliseconds):.1f} ms"


async def _reply(turn: EngagementTurn) -> list[float]:
    """Milliseconds of what a reply adds, each time with another value, so that no cache helps."""
    random = Random(SEED)
    taken = []
    for _round in range(ROUNDS):
        series = random.choice(await all_series(turn))
        head = series.heads[max(series.heads)]
        await turn.session.refresh(head)
        turn.session.expunge(head)
        head.value = Decimal(random.randint(50, 150))
        began = time.perf_counter()
        figures = (await figures_after(turn, [series], [head]))[series.kpi.id]
        lines_of(turn, figures, head)
        taken.append((time.perf_counter() - began) * 1000)
    return taken


async def _scorecard(turn: EngagementTurn) -> tuple[float, list[float]]:
    """Milliseconds of the first scorecard, and of those after it."""
    taken = []
    for _round in range(ROUNDS):
        turn.session.expunge_all()
        began = time.perf_counter()
        await status(turn, "")
        taken.append((time.perf_counter() - began) * 1000)
    return taken[0], taken[1:]


@asynccontextmanager
async def _engagement(folder: Path) -> AsyncIterator[EngagementTurn]:
    """An engagement with 24 KPIs that have three years of values and a target each."""
    database = Database(f"sqlite+aiosqlite:///{folder}/headway.db")
    await schema.migrate(database)
    async with database.write() as session:
        turn = await _set_up(session)
        await _fill(turn, Random(SEED))
    async with database.read() as session:
        yield replace(turn, session=session)
    await database.close()


async def _set_up(session: Session) -> EngagementTurn:
    visitor = await people.welcome_visitor(session, address=HERE, sender=DANA, now=NOW)
    engagement = Engagement(
        key="bench",
        name="Bench",
        aliases=[],
        currency="GBP",
        zone="Europe/London",
        locale="en-GB",
        start=date(2023, 1, 1),
        set_up_by=visitor.person.id,
        created_at=NOW,
    )
    await engagements.add(
        session, engagement, workspace_id=visitor.workspace.id, conversation=HERE.conversation, now=NOW
    )
    person_id = visitor.person.id
    lead = await members.begin(session, engagement_id=engagement.id, person_id=person_id, role="cmo", now=NOW)
    return EngagementTurn(
        session=session,
        request=Request(key="bench", sender=DANA, address=HERE, act=Say(text="status")),
        now=NOW,
        person=visitor.person,
        workspace=visitor.workspace,
        engagement=engagement,
        membership=lead,
    )


async def _fill(turn: EngagementTurn, random: Random) -> None:
    for number in range(KPIS):
        kpi = await kpis.add(turn.session, _kpi(number, turn.person.id), engagement_id=turn.engagement.id)
        await add(turn.session, _target(kpi), engagement_id=turn.engagement.id)
        links, period = [], Period.parse("2026-10")
        for _point in range(POINTS):
            links.append(_link(kpi, period, Decimal(random.randint(50, 150)), turn.person.id))
            period = period.previous()
        await kpis.append(turn.session, links, engagement_id=turn.engagement.id, now=NOW)


def _kpi(number: int, owner_id: int) -> Kpi:
    return Kpi(
        key=f"kpi_{number}",
        name=f"KPI {number}",
        aliases=[],
        definition="A number",
        unit="count",
        aggregation=("sum", "mean", "last")[number % 3],
        direction="up",
        cadence="monthly",
        owner_id=owner_id,
        created_at=NOW,
    )


def _target(kpi: Kpi) -> KpiTarget:
    return KpiTarget(
        kpi_id=kpi.id,
        definition_version=1,
        kind="level_at_date",
        value=Decimal(160),
        by="2027-06",
        baseline_value=Decimal(80),
        baseline_period="2024-01",
        source="bench",
        recorded_at=NOW,
    )


def _link(kpi: Kpi, period: Period, value: Decimal, person_id: int) -> Link:
    return Link(
        kpi_id=kpi.id,
        definition_version=1,
        period=str(period),
        kind="report",
        value=value,
        source="bench",
        reported_by=person_id,
    )


if __name__ == "__main__":
    sys.exit(asyncio.run(measure()))
