"""What a file says of targets that were superseded or taken away."""

from decimal import Decimal

from storage.engagement_file.targets import entries_of
from storage.tables import KpiTarget


def row(kind, value=None):
    baseline = {"baseline_value": Decimal(80), "baseline_period": "2026-06"}
    by = "2026-12" if value else ""
    return KpiTarget(kind=kind, value=value, by=by, start="", plan={}, reason="", **baseline)


def test_the_last_target_of_the_file_is_the_one_in_force():
    entry = entries_of([row("level_at_date", Decimal(120)), row("level_at_date", Decimal(130))], {})
    assert [target["value"] for target in entry["targets"]] == [120, 130]


def test_a_target_that_was_taken_away_is_not_in_force_again():
    entry = entries_of([row("level_at_date", Decimal(120)), row("baseline")], {})
    assert entry == {"baseline": {"value": Decimal(80), "period": "2026-06"}, "targets": []}


def test_one_that_came_after_stands_behind_the_earlier_ones():
    rows = [row("level_at_date", Decimal(120)), row("baseline"), row("level_at_date", Decimal(140))]
    assert [target["value"] for target in entries_of(rows, {})["targets"]] == [120, 140]
