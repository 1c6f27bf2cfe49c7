"""Experiments of a file become steps, and come out of them as they went in."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.assumptions import Assumed
from domain.engagement_file.assumptions import by_tests, status_of
from domain.engagement_file.experiments import entry_of, has_uncounted, plan_of, steps_of
from domain.experiments import Experimented, fold
from domain.steps import Step

NOW = datetime(2026, 11, 15, tzinfo=UTC)
words = st.text(min_size=1, max_size=12)
days = st.dates(date(2026, 3, 1), date(2026, 11, 1)).map(date.isoformat)


@st.composite
def entries(draw):
    outcome = draw(
        st.sampled_from(["planned", "running", "validated", "invalidated", "inconclusive", "abandoned"])
    )
    is_over = outcome not in ("planned", "running")
    optional = {
        "hypothesis": words,
        "change": words,
        "measure": words,
        "guard": words,
        "sample_planned": st.integers(1, 999),
        "cost": st.decimals(0, 9999, places=2).map(abs),
        "started": days,
        "due": days,
        "observed": st.fixed_dictionaries({"hits": st.integers(0, 99), "of": st.integers(1, 99)}),
        "result": words,
    }
    needed = {"running": {"started", "due"}}.get(outcome, {"result"} if is_over else set())
    made = {name: draw(how) for name, how in optional.items() if name in needed or draw(st.booleans())}
    if outcome != "planned" and "started" in made and draw(st.booleans()):
        made["threshold_changed_on"] = draw(days)
    return {
        "key": "EX1",
        "cycle": 1,
        "name": draw(words),
        "assumption": None,
        "threshold": draw(words | st.just(">= 20% join")),
        "outcome": outcome,
        "lesson": draw(st.none() | words),
        **({"concluded": draw(days)} if is_over else {}),
        **made,
    }


def kept(entry):
    """What becomes of the entry: its plan and its steps, folded."""
    plan = plan_of(entry, locale="en-GB", currency="GBP")
    steps = [Step(id=1, kind="plan", data=plan, at=NOW)]
    for n, step in enumerate(steps_of(entry), start=2):
        at = datetime.combine(step.on, time(), UTC) if step.on else NOW
        steps.append(Step(id=n, kind=step.kind, data=step.data, reason=step.reason, at=at))
    return fold(
        Experimented(id=1, number=1, key="EX1", name=entry["name"], at=NOW), steps, zone=ZoneInfo("UTC")
    )


@given(entry=entries())
def test_whatever_a_file_tells_of_an_experiment_comes_out_again(entry):
    assert entry_of(kept(entry), key="EX1", cycle=1, assumption=None) == entry


def made(outcome, **more):
    return Experimented(id=1, number=1, key="", name="A test", at=NOW, outcome=outcome, **more)


def test_what_the_format_asks_for_and_nobody_wrote_down_is_said_to_be_missing():
    entry = entry_of(made("validated", concluded_on=date(2026, 10, 9)), key="EX1", cycle=1, assumption="AS1")
    assert (entry["result"], entry["threshold"]) == ("not written down", "not written down")


def test_a_measure_without_hits_has_no_place():
    measured = made("running", n=40, seen=Decimal(6))
    assert "observed" not in entry_of(measured, key="EX1", cycle=1, assumption=None)
    assert has_uncounted(measured)


@pytest.mark.parametrize(
    ("tests", "status"),
    [
        ([], "untested"),
        ([made("planned")], "untested"),
        ([made("abandoned")], "untested"),
        ([made("inconclusive")], "untested"),
        ([made("running")], "too_early"),
        ([made("validated", n=10, sample_planned=20)], "too_early"),
        ([made("validated"), made("running")], "supported"),
        ([made("invalidated")], "not_supported"),
        ([made("validated"), made("invalidated")], "mixed"),
        ([made("validated", changed=("threshold",))], "mixed"),
    ],
)
def test_what_experiments_say_of_an_assumption(tests, status):
    assert by_tests(tests) == status


def test_a_persons_word_goes_before_what_experiments_say():
    written: dict[str, Any] = {
        "id": 1,
        "number": 1,
        "key": "",
        "text": "T",
        "kind": "other",
        "is_critical": True,
    }
    written |= {"threshold": "all", "opened_on": date(2026, 6, 24), "at": NOW}
    assert status_of(Assumed(**written, said="mixed"), [made("validated")]) == "mixed"
    assert status_of(Assumed(**written, said="mixed", is_retired=True), []) == "retired"
