"""Experiments as they stand after their steps."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from domain.experiments import Experimented, fold
from domain.experiments.judging import missing_before_start
from domain.steps import Step

LONDON = ZoneInfo("Europe/London")
LATE = datetime(2026, 7, 15, 23, 30, tzinfo=UTC)
WRITTEN = Experimented(id=1, number=3, key="", name="Shorter form", at=LATE)
PLAN = {
    "hypothesis": "If it is shorter, more will send it",
    "measure": "share of visitors who send it",
    "threshold": "at least 42%",
    "op": ">=",
    "value": "42",
    "is_share": True,
    "sample_planned": 300,
    "stop_on": "2026-08-14",
}


def steps(*kinds_and_data):
    return [
        Step(id=number, kind=kind, data=data, name="Dana", at=LATE)
        for number, (kind, data) in enumerate(kinds_and_data, start=1)
    ]


def folded(*kinds_and_data):
    return fold(WRITTEN, steps(*kinds_and_data), zone=LONDON)


def test_it_is_planned_run_observed_concluded_and_learned_from():
    planned = folded(("plan", PLAN))
    assert (planned.value, planned.stop_on, planned.outcome) == (Decimal(42), date(2026, 8, 14), "planned")
    assert missing_before_start(planned) == ()
    begun = ("start", {"on": "2026-07-16"})
    seen = ("result", {"n": 164, "hits": 58, "seen": None, "result": ""})
    running = folded(("plan", PLAN), begun, seen)
    assert (running.outcome, running.started_on, running.n) == ("running", date(2026, 7, 16), 164)
    assert running.is_below_sample
    ended = ("conclude", {"outcome": "invalidated", "on": "2026-08-14"})
    over = folded(("plan", PLAN), begun, seen, ended, ("lesson", {"lesson": "Length was not it"}))
    assert (over.outcome, over.concluded_on, over.lesson) == (
        "invalidated",
        date(2026, 8, 14),
        "Length was not it",
    )
    assert over.is_over


def test_without_a_day_in_it_a_step_counts_on_the_local_day():
    # 23:30 in UTC is half past midnight in London in summer.
    assert folded(("plan", PLAN), ("start", {})).started_on == date(2026, 7, 16)


def test_what_is_edited_after_the_start_stays_marked_and_what_is_not_fixed_does_not():
    before = folded(("plan", PLAN), ("plan", {"threshold": "at least 40%"}), ("start", {}))
    assert before.changed == ()
    edits = (
        "plan",
        {"threshold": "at least 35%", "op": ">=", "value": "35", "is_share": True, "cost": "£50"},
    )
    after = folded(("plan", PLAN), ("start", {}), edits, ("plan", {"threshold": "at least 30%"}))
    assert after.changed == ("threshold",)
    assert [(mark.was, mark.by) for mark in after.marks] == [
        ("at least 42%", "Dana"),
        ("at least 35%", "Dana"),
    ]
    assert after.threshold == "at least 30%"


def test_what_is_edited_between_a_result_that_was_taken_back_and_a_new_start_is_marked():
    seen: tuple[tuple[str, dict[str, object]], ...] = (
        ("start", {}),
        ("result", {"n": 100, "hits": 20}),
        ("undo", {"step": 3}),
        ("undo", {"step": 2}),
    )
    again = folded(("plan", PLAN), *seen, ("plan", {"threshold": "at least 10%"}), ("start", {}))
    assert again.changed == ("threshold",)
    assert [mark.was for mark in again.marks] == ["at least 42%"]
    assert (again.n, again.was_observed) == (None, True)


def test_what_was_written_later_than_the_first_day_is_marked_too():
    late = folded(("plan", PLAN), ("start", {"on": "2026-07-01", "late": {"threshold": "2026-07-16"}}))
    assert late.changed == ("threshold",)
    assert late.marks[0].on == date(2026, 7, 16)


def test_an_undone_conclusion_leaves_it_running():
    ended = ("conclude", {"outcome": "inconclusive"})
    back = folded(("plan", PLAN), ("start", {}), ended, ("undo", {"step": 3}))
    assert (back.outcome, back.concluded_on, back.step_id) == ("running", None, 2)


def test_what_is_missing_before_the_start_is_named():
    assert missing_before_start(WRITTEN) == (
        "hypothesis",
        "measure",
        "threshold",
        "sample_planned",
        "stop_on",
    )
    bare = folded(("plan", {**PLAN, "sample_planned": None, "has_no_sample": True}))
    assert missing_before_start(bare) == ()
