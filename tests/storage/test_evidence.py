"""Frozen packs: kept exactly, under numbers of their own; and the rows of a moment."""

import asyncio
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta

from domain.evidence.inputs import (
    AssumptionFacts,
    CycleFacts,
    DecisionFacts,
    EarlierPack,
    ExperimentFacts,
    FeedbackFacts,
    Inputs,
    KpiFacts,
    KpiPoint,
    MoneyFacts,
    Named,
    PromiseFacts,
    Thresholds,
    TripwireFacts,
)
from domain.evidence.pack import (
    AssumptionFound,
    Candidate,
    Check,
    DriverFound,
    FirstWarning,
    Gap,
    Labelled,
    Pack,
    Signal,
)
from storage import evidence
from storage.database import Database, Session
from storage.tables import EvidenceSnapshot
from tests.storage.made import NOW, make_engagement

DAY = date(2026, 11, 16)
INPUTS = Inputs(
    engagement="Northwind",
    locale="en-GB",
    currency="GBP",
    fiscal_start_month=1,
    as_of=NOW,
    today=DAY,
    started_on=date(2026, 2, 1),
    cycles=(CycleFacts(number=1, since=date(2026, 2, 1)),),
    kpis=(
        KpiFacts(
            kpi_id=1,
            key="cpl",
            name="Cost per lead",
            unit="currency",
            cadence="monthly",
            aggregation="mean",
            direction="down",
            is_driver=True,
            is_seasonal=False,
            points=(KpiPoint(period="2026-10", at=24322, value=0.1 + 0.2, text="0.30", update_id=7),),
            needed=-11.3,
            band="moving_away",
            freshness="fresh",
            missing=("2026-04",),
            series_began=DAY,
            low=0.0,
        ),
    ),
    assumptions=(
        AssumptionFacts(
            number=1, text="They pay", kind="price", is_critical=True, threshold="3", opened_on=DAY, value=3.0
        ),
    ),
    experiments=(
        ExperimentFacts(
            number=1, name="A", assumption=1, cycle=1, outcome="running", threshold="3", changed=("measure",)
        ),
    ),
    feedback=(FeedbackFacts(number=1, day=DAY, source="customer", sentiment="negative"),),
    tripwires=(TripwireFacts(number=1, kpi_key="cpl", words="x", armed_on=DAY, hit_on=DAY),),
    decisions=(DecisionFacts(number=1, on=DAY, outcome="pivot", decider="Ann", reason="x"),),
    promises=(PromiseFacts(number=1, text="x", owner="Ann", due=DAY, status="open"),),
    earlier=(EarlierPack(number=1, on=DAY, signals=(("S1", "change"), ("T", "silent")), lean="mixed"),),
    money=MoneyFacts(runway_months=9.5, romi=(("search", 0.25, 4),)),
    thresholds=Thresholds(market_items=6),
    leads=(Named(id=3, name="Ann"),),
    deciders=(Named(id=4, name="Gwen"),),
    meets_on=DAY,
    needed_by=DAY,
)
PACK = Pack(
    method=1,
    lean="pivot",
    because="x",
    fixed="y",
    signals=(
        Signal(name="S1", title="Assumptions", verdict="change", rule="r", facts="f", sources=("kpi:cpl",)),
        Signal(name="T", title="Tripwire", verdict="silent", rule="r", facts="f", strength=1 / 3),
    ),
    drivers=(
        DriverFound(
            key="cpl",
            name="Cost per lead",
            movement="away",
            is_usable=True,
            trend="t",
            latest="l",
            coverage="c",
            p=0.0123456789,
        ),
    ),
    assumptions=(AssumptionFound(number=1, state="not_supported", why="w"),),
    fragile=("a", "b"),
    checks=(Check(name="patience", answer=None, words="w"),),
    candidates=(Candidate(pivot="zoom_in", evidence="e", sources=("feedback:1",)),),
    gaps=(Gap(about="kpi:cpl", what="w", who="Ann", how="h", by=DAY, who_ids=(3,)),),
    warning=FirstWarning(on=DAY, signal="S4", days=83, meetings_since=1),
    opening=(Labelled(label="Kept", words="1 of 2 promises."),),
)


def test_what_was_frozen_while_names_and_openings_were_plain_lines_can_be_read():
    stored = evidence.inputs_to_json(INPUTS) | {"deciders": "Gwen", "asked": "Ann"}
    assert evidence.inputs_from_json(stored) == replace(INPUTS, deciders=())
    told = evidence.pack_to_json(PACK) | {"opening": ["Kept: 1 of 2 promises."]}
    opening = (Labelled(words="Kept: 1 of 2 promises."),)
    assert evidence.pack_from_json(told) == replace(PACK, opening=opening)


async def frozen(session: Session, engagement_id: int, **changes: object) -> evidence.Frozen:
    values: dict[str, object] = {"cause": "meeting", "meeting_id": None, "by_id": None, "now": NOW}
    values |= {"inputs": INPUTS, "pack": PACK} | changes
    return await evidence.freeze(session, engagement_id=engagement_id, **values)  # type: ignore[arg-type]  # as given


async def test_packs_are_frozen_exactly_under_numbers_of_their_own_and_told_apart_by_their_cause(migrated):
    async with migrated.write() as session:
        e, other = [(await make_engagement(session, key)).id for key in ("northwind", "birch")]
    await comes_back_exactly(migrated, e)
    await gets_a_number_of_its_own(migrated, e, other)
    async with migrated.write() as session:
        await packs_before_are_told_by_their_signals(session, (await make_engagement(session, "cedar")).id)


async def comes_back_exactly(migrated: Database, e: int) -> None:
    """What was frozen is what is found, and no other engagement finds it."""
    async with migrated.write() as session:
        made = await frozen(session, e)
    async with migrated.read() as session:
        found = await evidence.find(session, engagement_id=e, number=1)
        assert found == made
        assert (found.inputs, found.pack) == (INPUTS, PACK)
        assert await evidence.by_id(session, engagement_id=e, snapshot_id=made.id) == made
        assert await evidence.latest(session, engagement_id=e) == made
        assert await evidence.by_id(session, engagement_id=e + 1, snapshot_id=made.id) is None
    # Whatever fact is added later has to be in the example above, or nobody knows that it comes back.
    silent = {"engine"}
    assert {f.name for f in fields(Inputs) if not getattr(INPUTS, f.name)} == silent


def test_what_was_kept_before_a_fact_was_renamed_or_left_out_reads():
    stored = evidence.inputs_to_json(INPUTS)
    del stored["earlier"][0]["is_on_request"]
    stored["earlier"][0]["is_asked"] = True
    stored["kpis"][0]["recent"] = 1.5
    earlier = tuple(replace(one, is_on_request=True) for one in INPUTS.earlier)
    assert evidence.inputs_from_json(stored) == replace(INPUTS, earlier=earlier)


async def gets_a_number_of_its_own(migrated: Database, e: int, other: int) -> None:
    """Packs that are frozen at once are numbered through, for each engagement."""

    async def one(engagement_id: int) -> int:
        async with migrated.write() as session:
            return (await frozen(session, engagement_id)).number

    assert sorted(await asyncio.gather(*(one(e) for _pack in range(4)))) == [2, 3, 4, 5]
    assert await one(other) == 1
    async with migrated.read() as session:
        assert [each.number for each in await evidence.listed(session, engagement_id=e)] == [5, 4, 3, 2, 1]


async def packs_before_are_told_by_their_signals(session: Session, e: int) -> None:
    """Packs of meetings, of files, and those that were made on request, which are marked."""
    for days, cause in ((40, "meeting"), (30, "asked"), (1, "special"), (0, "decision")):
        at = NOW - timedelta(days=days)
        await frozen(session, e, cause=cause, inputs=replace(INPUTS, as_of=at), now=at)
    session.add(told_by_file(e))
    await session.flush()
    all_of_them = await evidence.earlier(session, engagement_id=e)
    assert [(each.number, each.lean, each.is_on_request) for each in all_of_them] == [
        (5, "mixed", False),
        (1, "pivot", False),
        (2, "pivot", True),
        (3, "pivot", False),
        (4, "pivot", True),
    ]
    assert dict(all_of_them[1].signals) | {"S1": "change", "T": "silent"} == dict(all_of_them[1].signals)
    assert dict(all_of_them[0].signals) == {
        "S1": "mixed",
        "S2": "silent",
        "S3": "silent",
        "S4": "change",
        "S5": "silent",
        "S6": "silent",
        "T": "change",
    }
    before = await evidence.earlier(session, engagement_id=e, before=all_of_them[3].on)
    assert [each.number for each in before] == [5, 1, 2]
    found = await evidence.find(session, engagement_id=e, number=5)
    assert found is not None
    assert found.is_from_file
    assert (found.pack.lean, found.pack.signal("S4").verdict, found.inputs.kpis) == (
        "mixed",
        "change",
        (),
    )


def told_by_file(engagement_id: int) -> EvidenceSnapshot:
    """A pack of which a file tells."""
    signals = {"S1": "mixed", "S4": "change", "S6": "fine"}
    return EvidenceSnapshot(
        engagement_id=engagement_id,
        number=5,
        cause="file",
        as_of=datetime(2026, 8, 24, 12, tzinfo=UTC),
        method=0,
        inputs={},
        found={"signals": signals, "tripwire_hit": True, "lean": "mixed"},
        lean="mixed",
        at=NOW,
    )
