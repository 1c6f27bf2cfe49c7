"""What holds for every pack."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from domain.evidence import pack_of
from domain.evidence.assumptions import TESTED
from domain.evidence.inputs import (
    DecisionFacts,
    DecisionOutcome,
    EarlierPack,
    Inputs,
    MoneyFacts,
    TripwireFacts,
    Verdict,
)
from domain.evidence.pack import Pack
from tests.domain.evidence.making import (
    confirming,
    make_assumption,
    make_experiment,
    make_feedback,
    make_inputs,
    make_kpi,
)
from tests.domain.evidence.sampling import sample_inputs

JSON_OF_INPUTS, JSON_OF_PACKS = TypeAdapter(Inputs), TypeAdapter(Pack)
SHUFFLED = ("assumptions", "experiments", "feedback", "kpis", "tripwires", "decisions", "earlier", "cycles")
VERDICTS: st.SearchStrategy[Verdict] = st.sampled_from(["continue", "change", "mixed", "silent"])
OUTCOMES: st.SearchStrategy[DecisionOutcome] = st.sampled_from(["persevere", "pivot"])

# Lists are long enough, often, that a pack leans somewhere: in about a third of the draws.
STATES = ["supported", "supported", "not_supported", "mixed", "", "retired"]
assumptions = st.lists(st.tuples(st.sampled_from(STATES), st.booleans()), min_size=1, max_size=4).map(
    lambda drawn: tuple(
        make_assumption(n, state, is_critical=critical) for n, (state, critical) in enumerate(drawn, start=1)
    )
)
experiments = st.lists(
    st.fixed_dictionaries(
        {
            "outcome": st.sampled_from(
                ["planned", "running", "validated", "invalidated", "inconclusive", "abandoned"]
            ),
            "assumption": st.sampled_from([None, 1, 2]),
            "cycle": st.sampled_from([2, 3]),
            "sample_planned": st.sampled_from([None, 20]),
            "n": st.sampled_from([None, 10, 25]),
            "hits": st.sampled_from([None, 4]),
            "changed": st.sampled_from([(), ("threshold",)]),
            "stop_on": st.sampled_from([None, date(2026, 12, 1)]),
        }
    ),
    max_size=5,
).map(lambda drawn: tuple(make_experiment(n, **facts) for n, facts in enumerate(drawn, start=1)))
COURSES = (range(12), range(12, 0, -1), [5, 6] * 6, [3, None, 9, 1, 4, 4, 8], [2, 4, 6, 8, 10], [7])
values = st.one_of(
    st.sampled_from(COURSES),
    st.sampled_from(COURSES),
    st.lists(st.one_of(st.none(), st.integers(0, 40)), max_size=14),
)
traits = st.fixed_dictionaries(
    {
        "direction": st.sampled_from(["up", "down"]),
        "aggregation": st.sampled_from(["sum", "last"]),
        "needed": st.sampled_from([None, 3.0, 30.0]),
        "is_driver": st.sampled_from([True, True, True, False]),
        "freshness": st.sampled_from(["fresh", "fresh", "stale", "very_stale"]),
    }
)
kpis = st.lists(st.tuples(values, traits), min_size=2, max_size=4).map(
    lambda drawn: tuple(
        make_kpi(f"kpi_{n}", *reported, first="2025-09", **facts) for n, (reported, facts) in enumerate(drawn)
    )
)
SENTIMENTS = ["positive", "negative", "negative", "indifferent", "neutral", "mixed"]
feedback = st.lists(st.sampled_from(SENTIMENTS), min_size=4, max_size=9).map(
    lambda drawn: make_feedback(*drawn)
)
tripwires = st.sampled_from([None, date(2026, 11, 4)]).map(
    lambda hit: (
        TripwireFacts(
            number=1,
            kpi_key="kpi_0",
            words="KPI 0 above 30",
            armed_on=date(2026, 8, 26),
            hit_on=hit,
            hit_period="2026-10",
        ),
    )
)
earlier = st.lists(st.tuples(VERDICTS, VERDICTS), max_size=3).map(
    lambda drawn: tuple(
        EarlierPack(number=n, on=date(2026, n + 4, 20), signals=(("S2", two), ("S4", four)), lean="mixed")
        for n, (two, four) in enumerate(drawn, start=1)
    )
)
decisions = st.lists(OUTCOMES, max_size=3).map(
    lambda drawn: tuple(
        DecisionFacts(
            number=n, on=date(2026, n + 4, 22), outcome=outcome, decider="Gwen Tarrant", reason="Time"
        )
        for n, outcome in enumerate(drawn, start=1)
    )
)
money = st.sampled_from([2.0, 5.0, 9.0, None]).map(lambda months: MoneyFacts(worst_runway_months=months))


def made(*, are_tested, **facts):
    inputs = make_inputs(**facts)
    tests = confirming(inputs.assumptions) if are_tested else ()
    return replace(inputs, experiments=(*inputs.experiments, *tests))


ANY = st.builds(
    made,
    are_tested=st.sampled_from([True] * 7 + [False]),
    assumptions=assumptions,
    experiments=experiments,
    kpis=kpis,
    feedback=feedback,
    tripwires=tripwires,
    earlier=earlier,
    decisions=decisions,
    money=money,
)


@settings(max_examples=70, deadline=None)
@given(ANY)
def test_there_is_no_lean_without_its_minimum_evidence(inputs):
    pack = pack_of(inputs)
    said = {signal.name: signal.verdict for signal in pack.signals}
    is_enough = (
        any(one.said != "retired" for one in inputs.assumptions)
        and said["S1"] != "silent"
        and sum(said[name] != "silent" for name in ("S2", "S3", "S4")) >= 2
        and any(driver.is_usable for driver in pack.drivers)
    )
    assert (pack.lean != "not_enough") == is_enough
    assert is_enough or pack.gaps
    decided = [one for one in pack.assumptions if one.state in TESTED and not one.by_word]
    assert (said["S1"] != "silent") == bool(decided)
    assert pack.counter
    assert pack.settles


@settings(max_examples=25, deadline=None)
@given(ANY)
def test_the_same_inputs_give_the_same_pack_also_after_they_were_stored(inputs):
    pack = pack_of(inputs)
    stored = JSON_OF_INPUTS.validate_python(JSON_OF_INPUTS.dump_python(inputs, mode="json"))
    assert stored == inputs
    assert pack_of(stored) == pack
    assert JSON_OF_PACKS.validate_python(JSON_OF_PACKS.dump_python(pack, mode="json")) == pack


@settings(max_examples=25, deadline=None)
@given(ANY, st.randoms(use_true_random=False))
def test_the_order_of_records_means_nothing(inputs, random):
    shuffled = {name: _shuffled(getattr(inputs, name), random) for name in SHUFFLED}
    assert pack_of(replace(inputs, **shuffled)) == pack_of(inputs)


def _shuffled(records, random):
    mixed = list(records)
    random.shuffle(mixed)
    return tuple(mixed)


def test_the_order_of_the_records_of_a_whole_engagement_means_nothing():
    alder = sample_inputs("alder")
    turned = {name: getattr(alder, name)[::-1] for name in SHUFFLED}
    assert pack_of(replace(alder, **turned)) == pack_of(alder)


@settings(max_examples=25, deadline=None)
@given(ANY)
def test_no_clear_trend_is_never_called_flat(inputs):
    pack = pack_of(inputs)
    needed = {kpi.key: kpi.needed for kpi in inputs.kpis}
    for driver in pack.drivers:
        for said in (driver.trend, driver.since_pivot):
            if "flat" in said.casefold():
                # Flat is said of what was tested against a target alone, and then in full.
                assert needed[driver.key]
                assert "flat for practical purposes" in said.casefold()
                assert "clear trend" not in said
    assert "flat" not in " ".join((pack.because, pack.fixed, *pack.fragile)).casefold()
