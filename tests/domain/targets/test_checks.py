"""What is wrong with a target, and what is only worth pointing out."""

import pytest

from domain.errors import Unreadable
from domain.periods import Period
from domain.targets import Target, check_bound, check_target, read_target, remarks_about, wording_of
from tests.domain.targets.making import make_baseline, make_habits, make_target, make_traits

OCTOBER = Period.parse("2026-10")
WORDING = wording_of(make_habits())


def check(target, baseline=None, **traits):
    check_target(target, baseline, make_traits(**traits), last_ended=OCTOBER, wording=WORDING)


@pytest.mark.parametrize(
    ("target", "baseline"),
    [
        (make_target(), None),
        (make_target(), make_baseline()),
        (make_target(value="80"), make_baseline()),
        (make_target(value="60"), make_baseline()),
        (make_target(by="2026-11"), make_baseline(period="2026-10")),
        (make_target(by="2027-03", plan=[("2026-07", "82"), ("2027-03", "120")]), make_baseline()),
        (make_target("per_period", "20", start="2026-11"), None),
        (make_target("cumulative", "126000", start="2026-01"), None),
        (make_target("hold_range", low="4.6", high="5"), None),
    ],
)
def test_a_good_target_passes(target, baseline):
    check(target, baseline)


@pytest.mark.parametrize(
    ("target", "baseline", "sentence"),
    [
        (make_target(by="2026-10"), None, "October 2026 has ended already. Name a month that lies ahead."),
        (
            make_target(),
            make_baseline(period="2026-11"),
            "A baseline is where Leads stood before, and November",
        ),
        (make_target("per_period", "20", start="2027-01"), None, "The target would begin with January 2027"),
        (make_target("cumulative", "20"), None, "A total needs the first month that counts, as in"),
        (make_target("cumulative", "0", start="2026-01"), None, "A total to reach has to be above zero"),
        (make_target("hold_range", low="5", high="5"), None, "The range runs from 5 to 5."),
        (make_target("hold_range", low="5", high="4"), None, "The range runs from 5 to 4."),
        (make_target("hold_range", low="-1", high="4"), None, "-1 is below 0, the lowest that Leads can be."),
        (make_target(value="-1"), None, "-1 is below 0, the lowest that Leads can be."),
        (make_target(), make_baseline(value="-1"), "-1 is below 0, the lowest that Leads can be."),
        (
            make_target(plan=[("2026-12", "110")]),
            None,
            "The plan ends with 110 in December 2026, and the target is",
        ),
        (
            make_target(plan=[("2027-01", "110")]),
            None,
            "The plan has a value for January 2027, and the target ends",
        ),
        (
            make_target(plan=[("2026-06", "90")]),
            make_baseline(),
            "The plan has a value for June 2026. It can begin",
        ),
        (make_target("per_period", "9", plan=[("2026-11", "9")]), None, "A plan goes with a level to reach"),
    ],
)
def test_a_target_that_cannot_be_kept_is_refused(target, baseline, sentence):
    with pytest.raises(Unreadable) as raised:
        check(target, baseline)
    assert raised.value.sentence.startswith(sentence)


@pytest.mark.parametrize(
    ("by", "since"), [("2026-11", "2026-11"), ("2026-09", "2026-10"), ("2026-06", "2026-06")]
)
def test_a_target_comes_after_its_baseline(by, since):
    with pytest.raises(Unreadable, match="has to come later"):
        check(make_target(by=by), make_baseline(period=since))


def test_only_what_can_be_added_up_has_a_total():
    target = make_target("cumulative", "120", start="2026-01")
    for aggregation in ("mean", "last", "weighted"):
        with pytest.raises(Unreadable, match="The values of Leads can't be added up"):
            check(target, aggregation=aggregation)


def test_a_kpi_that_stays_in_a_range_needs_both_ends():
    with pytest.raises(Unreadable, match="Leads has to stay in a range, so name both ends"):
        check(make_target("per_period", "4"), direction="range")


def test_the_bounds_are_those_of_one_period_and_not_of_a_total():
    with pytest.raises(Unreadable, match="101 is above 100, the highest that Leads can be"):
        check(make_target(value="101"), unit="percent")
    check(make_target("cumulative", "101", start="2026-01"), unit="percent")


def remarks(target, baseline=None, *, direction="up"):
    traits = make_traits(direction)
    return remarks_about(target, baseline, traits, wording=WORDING)


def test_a_good_target_needs_no_remark():
    assert remarks(make_target(), make_baseline()) == []
    assert remarks(make_target(value="60"), make_baseline(), direction="down") == []
    assert remarks(make_target("hold_range", low="4", high="5"), make_baseline(), direction="range") == []
    assert remarks(make_target(value="60"), make_baseline(), direction="range") == []


def test_a_target_that_equals_its_baseline_means_to_hold_it():
    expected = "The target equals the baseline, so it means: hold 80 until December 2026."
    assert remarks(make_target(value="80.0"), make_baseline()) == [expected]


@pytest.mark.parametrize(
    ("direction", "value", "sentence"),
    [
        (
            "up",
            "60",
            "For Leads higher is better, and 60 is lower than the baseline of 80. The target counts as",
        ),
        (
            "down",
            "95",
            "For Leads lower is better, and 95 is higher than the baseline of 80. The target counts as",
        ),
    ],
)
def test_a_target_on_the_bad_side_of_its_baseline_is_pointed_out(direction, value, sentence):
    (remark,) = remarks(make_target(value=value), make_baseline(), direction=direction)
    assert remark.startswith(sentence)
    better = "higher" if direction == "up" else "lower"
    assert remark.endswith(f"reached while Leads is at {value} or {better}.")


@pytest.mark.parametrize(("direction", "bound"), [("up", "below"), ("down", "above")])
def test_a_bound_against_the_direction_is_refused(direction, bound):
    better, limit = ("higher", "an upper") if direction == "up" else ("lower", "a lower")
    with pytest.raises(Unreadable, match=f"For Leads {better} is better, and you wrote {limit} limit"):
        check_bound(make_target("per_period", "3"), make_traits(direction), bound=bound, wording=WORDING)


def test_a_draft_takes_its_end_from_the_caller_only_where_none_was_typed():
    draft = read_target("below 3", habits=make_habits())
    assert draft.until(Period.parse("2027-08")) == make_target("per_period", "3", "2027-08", start="2026-11")
    typed = read_target("below 3 until mar", habits=make_habits())
    assert str(typed.until(Period.parse("2027-08")).by) == "2027-03"


@pytest.mark.parametrize("kind", ["level_at_date", "per_period", "cumulative", "hold_range"])
def test_a_target_without_its_values_is_none(kind):
    with pytest.raises(ValueError, match="lacks its values"):
        Target(kind=kind, by=OCTOBER)
