"""The inputs of a pack that the sample engagements give."""

import json
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources

from domain.evidence.inputs import (
    AssumptionFacts,
    CycleFacts,
    DecisionFacts,
    EarlierPack,
    ExperimentFacts,
    FeedbackFacts,
    KpiFacts,
    Named,
    PromiseFacts,
    TripwireFacts,
)
from domain.freshness import Calendar, freshness_of
from domain.holidays import Holidays
from domain.meetings.lead import needed_day
from domain.pace import needed_change, pace_of, pace_words
from domain.periods import Period
from domain.targets import Baseline, Target, Traits, target_words, wording_of
from tests.domain.evidence.making import TODAY, make_inputs, make_point
from tests.domain.targets.making import make_habits


@cache
def sample_inputs(key):
    """The inputs that the sample file holds for one engagement, as of its own day."""
    document = json.loads(resources.files("domain.catalogues").joinpath("sample.json").read_text("utf-8"))
    facts = next(one for one in document["engagements"] if one["key"] == key)
    people = {person: known["name"] for person, known in document["people"].items()}
    return _Sample(facts, people).inputs()


class _Sample:
    def __init__(self, facts, people):
        self.facts, self.people = facts, people
        self.numbers = {one["key"]: n for n, one in enumerate(facts["assumptions"], start=1)}

    def inputs(self):
        facts = self.facts
        decisions, meets_on = facts.get("meetings", []), _day(facts["next_meeting"][:10])
        return make_inputs(
            engagement=facts["name"],
            locale=facts["locale"],
            currency=facts["currency"],
            started_on=_day(facts["start"]),
            cycles=tuple(
                CycleFacts(number=one["n"], since=_day(one["from"]), until=_day(one["to"]))
                for one in facts["cycles"]
            ),
            kpis=tuple(self._kpi(n, kpi) for n, kpi in enumerate(facts["kpis"], start=1)),
            assumptions=tuple(self._assumption(one) for one in facts["assumptions"]),
            experiments=tuple(
                self._experiment(n, one) for n, one in enumerate(facts["experiments"], start=1)
            ),
            feedback=tuple(self._feedback(one) for one in facts["feedback"]),
            tripwires=self._tripwires(decisions[-1:]),
            decisions=tuple(self._decision(n, one) for n, one in enumerate(decisions, start=1)),
            promises=self._promises(decisions[-1:]),
            earlier=tuple(
                EarlierPack(
                    number=n,
                    on=_day(one["on"]),
                    signals=tuple(
                        (name, "silent" if said == "fine" else said) for name, said in one["signals"].items()
                    ),
                    lean=one["lean"],
                )
                for n, one in enumerate(facts.get("evidence_log", []), start=1)
            ),
            deciders=tuple(
                Named(id=n, name=self.people[one["person"]])
                for n, one in enumerate(facts["members"], start=1)
                if one["role"] == "client_ceo"
            ),
            meets_on=meets_on,
            needed_by=needed_day(meets_on, holidays=Holidays()),
        )

    def _kpi(self, number, kpi):
        values = {Period.parse(code): value for code, value in kpi["values"].items() if value is not None}
        exact = {period: Decimal(str(value)) for period, value in values.items()}
        tracked = kpi.get("tracked_since")
        fresh = freshness_of(
            exact,
            Calendar(
                today=TODAY,
                cadence=kpi["cadence"],
                grace_business_days=kpi.get("grace_business_days"),
            ),
            tracked_since=Period.parse(tracked) if tracked else None,
        )
        given = self._target(kpi, exact)
        return KpiFacts(
            kpi_id=number,
            key=kpi["key"],
            name=kpi["name"],
            unit=kpi["unit"],
            cadence=kpi["cadence"],
            aggregation=kpi["aggregation"],
            direction=kpi["direction"],
            is_driver=kpi["driver"],
            is_seasonal=kpi.get("seasonal", False),
            owner=self.people[kpi["owner"]],
            points=tuple(make_point(period, value, n) for n, (period, value) in enumerate(exact.items())),
            freshness=fresh.state,
            reported=fresh.reported,
            due=fresh.due,
            missing=tuple(map(str, fresh.missing)),
            late=tuple(map(str, fresh.late)),
            low=0.0,
            **given,
        )

    def _target(self, kpi, exact):
        if not kpi["targets"] or kpi["targets"][-1]["kind"] != "level_at_date":
            return {}
        last, base = kpi["targets"][-1], kpi["baseline"]
        target = Target(kind="level_at_date", value=Decimal(str(last["value"])), by=Period.parse(last["by"]))
        baseline = Baseline(value=Decimal(str(base["value"])), period=Period.parse(base["period"]))
        traits = Traits(
            name=kpi["name"],
            direction=kpi["direction"],
            aggregation=kpi["aggregation"],
            is_seasonal=kpi.get("seasonal", False),
            bounds=(None, None),
        )
        due = max(exact)
        pace = pace_of(target, baseline, exact, traits, last_due=due)
        wording = wording_of(make_habits(kpi["unit"], kpi["cadence"], currency=self.facts["currency"]))
        needed = needed_change(pace)
        return {
            "needed": None if needed is None else float(needed),
            "target": target_words(target, wording, direction=kpi["direction"]),
            "pace": pace_words(pace, target, wording, direction=kpi["direction"]),
            "band": pace.band,
        }

    def _assumption(self, one):
        return AssumptionFacts(
            number=self.numbers[one["key"]],
            text=one["text"],
            kind=one["type"],
            is_critical=one["critical"],
            threshold=one["threshold"],
            opened_on=_day(one["opened"]),
            kpi_key=one["kpi"] or "",
        )

    def _experiment(self, number, one):
        seen = one.get("observed") or {}
        return ExperimentFacts(
            number=number,
            name=one["name"],
            assumption=self.numbers.get(one["assumption"]),
            cycle=one["cycle"],
            outcome=one["outcome"],
            threshold=one["threshold"],
            measure=one["measure"],
            started_on=_day(one["started"]),
            stop_on=_day(one["due"]),
            concluded_on=_day(one.get("concluded")),
            sample_planned=one.get("sample_planned"),
            n=seen.get("of"),
            hits=seen.get("hits"),
            result=one["result"] or "",
            lesson=one["lesson"] or "",
        )

    def _feedback(self, one):
        return FeedbackFacts(
            number=one["id"],
            day=_day(one["on"]),
            source=one["source"],
            sentiment=one["sentiment"],
            theme=one["theme"],
            has_led_to_change=bool(one.get("did")),
        )

    def _decision(self, number, one):
        return DecisionFacts(
            number=number,
            on=_day(one["on"]),
            outcome=one["outcome"],
            decider=self.people[one["decider"]],
            reason=one["reason"],
        )

    def _tripwires(self, decisions):
        return tuple(
            TripwireFacts(
                number=n,
                kpi_key=one["kpi"],
                words="Enquiry-to-booking rate below 35% in October 2026",
                agreed=one["text"],
                consequence=one.get("consequence", ""),
                armed_on=_day(decision["on"]),
                hit_on=date(2026, 11, 4),
                hit_words="33.4% in October 2026",
                hit_period=one["period"],
            )
            for decision in decisions
            for n, one in enumerate(decision.get("tripwires", []), start=1)
        )

    def _promises(self, decisions):
        held = decisions[-1]["on"] if decisions else ""
        actions = [one for one in self.facts["actions"] if held and one.get("meeting") == held]
        return tuple(
            PromiseFacts(
                number=n,
                text=one["title"],
                owner=self.people[one["owner"]],
                due=_day(one["due"]),
                status=one["status"],
            )
            for n, one in enumerate(actions, start=1)
        )


def _day(written):
    return date.fromisoformat(written) if written else None
