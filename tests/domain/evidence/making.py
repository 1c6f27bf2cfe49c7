"""Small inputs of a pack, made by hand for tests."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from domain.evidence.inputs import (
    AssumptionFacts,
    CycleFacts,
    ExperimentFacts,
    FeedbackFacts,
    Inputs,
    KpiFacts,
    KpiPoint,
    Named,
)
from domain.periods import Period

TODAY = date(2026, 11, 15)
CYCLES = (
    CycleFacts(number=1, since=date(2026, 2, 16), until=date(2026, 6, 24)),
    CycleFacts(number=2, since=date(2026, 6, 24), until=date(2026, 8, 26)),
    CycleFacts(number=3, since=date(2026, 8, 26)),
)


def make_inputs(**given):
    facts: dict[str, Any] = {
        "engagement": "Alder Physio",
        "locale": "en-GB",
        "currency": "GBP",
        "fiscal_start_month": 1,
        "as_of": datetime(2026, 11, 15, 9, tzinfo=UTC),
        "today": TODAY,
        "started_on": date(2026, 2, 16),
        "cycles": CYCLES,
        "leads": (Named(id=1, name="Maren Ashdown"),),
        "deciders": (Named(id=2, name="Gwen Tarrant"),),
        "meets_on": date(2026, 11, 24),
        "needed_by": date(2026, 11, 19),
    }
    return Inputs(**(facts | given))


def make_assumption(number=1, state="", **given):
    facts: dict[str, Any] = {
        "number": number,
        "text": f"They want number {number}",
        "kind": "value",
        "is_critical": True,
        "threshold": "at least 20%",
        "opened_on": date(2026, 6, 24),
        "said": state,
        "said_by": "Maren Ashdown" if state else "",
    }
    return AssumptionFacts(**(facts | given))


def make_experiment(number=1, outcome="validated", **given):
    facts: dict[str, Any] = {
        "number": number,
        "name": f"Test {number}",
        "assumption": None,
        "cycle": 3,
        "outcome": outcome,
        "threshold": ">= 20% join",
        "lesson": "They prefer it" if outcome in {"validated", "invalidated"} else "",
    }
    return ExperimentFacts(**(facts | given))


def make_feedback(*sentiments, first=1, day=date(2026, 10, 1), source="customer", voices=True, **given):
    return tuple(
        FeedbackFacts(
            number=number,
            day=day,
            source=source,
            sentiment=sentiment,
            voice=f"voice {number}" if voices else "",
            **given,
        )
        for number, sentiment in enumerate(sentiments, start=first)
    )


def make_kpi(key, *values, direction="up", first="2025-11", **given):
    """A KPI of months; a value None is not reported."""
    points, period = [], Period.parse(first)
    for number, value in enumerate(values, start=1):
        if value is not None:
            points.append(make_point(period, value, number))
        period = period.next()
    facts: dict[str, Any] = {
        "kpi_id": sum(map(ord, key)),
        "key": key,
        "name": key.replace("_", " ").capitalize(),
        "unit": "count",
        "cadence": "monthly",
        "aggregation": "sum",
        "direction": direction,
        "is_driver": True,
        "is_seasonal": False,
        "points": tuple(points),
        "freshness": "fresh",
        "reported": len(points),
        "due": len(values),
    }
    return KpiFacts(**(facts | given))


def make_point(period, value, update_id):
    return KpiPoint(
        period=str(period), at=period.ordinal, value=float(value), text=str(value), update_id=update_id
    )


def rising(key="rising", **given):
    return make_kpi(key, *range(100, 112), **given)


def falling(key="falling", **given):
    return make_kpi(key, *range(112, 100, -1), **given)


def still(key="still", **given):
    """No trend, and so much is needed that no luck explains it."""
    return make_kpi(key, *[50, 51] * 6, **({"needed": 20.0} | given))


def going_on(**given):
    """An engagement that leans to persevere; what people say of its assumptions, tests have found."""
    facts = {
        "assumptions": (make_assumption(1, "supported"),),
        "experiments": tuple(make_experiment(n) for n in (1, 2)),
        "kpis": (rising("one"), rising("two"), rising("three")),
        "feedback": make_feedback(*["positive"] * 3, *["neutral"] * 3, has_led_to_change=True),
    }
    inputs = make_inputs(**(facts | given))
    return replace(inputs, experiments=(*inputs.experiments, *confirming(inputs.assumptions)))


def confirming(assumptions):
    """Tests of the first cycle that found what people say of these assumptions."""
    outcomes = {"supported": "validated", "not_supported": "invalidated", "mixed": "validated"}
    return tuple(
        make_experiment(
            100 + one.number,
            outcomes[one.said],
            assumption=one.number,
            cycle=1,
            changed=("threshold",) if one.said == "mixed" else (),
        )
        for one in assumptions
        if one.said in outcomes
    )


def signals_said(pack):
    """The verdicts of a pack by the names of its signals."""
    return {signal.name: signal.verdict for signal in pack.signals}
