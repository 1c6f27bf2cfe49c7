"""Where most are lost on the way."""

from decimal import Decimal
from fractions import Fraction

from domain.funnel import Stage, weakest_step
from domain.periods import Period


def stage(name, **values):
    periods = {Period.parse(f"2026-{month.removeprefix('m')}"): Decimal(v) for month, v in values.items()}
    return Stage(name=name, values=periods)


def test_the_step_that_fewest_go_through_is_the_weakest():
    funnel = [stage("visit", m10=1000), stage("lead", m10=100), stage("order", m10=40)]
    step = weakest_step(funnel)
    assert step is not None
    assert (step.before.name, step.after.name, step.rate) == ("visit", "lead", Fraction(1, 10))
    assert step.earlier_rate is None


def test_it_stands_beside_the_three_periods_before():
    funnel = [
        stage("lead", m06=10, m07=100, m08=100, m09=100, m10=100),
        stage("order", m06=10, m07=30, m08=20, m09=10, m10=5),
    ]
    step = weakest_step(funnel)
    assert step is not None
    assert (step.period, step.rate) == (Period.parse("2026-10"), Fraction(1, 20))
    assert (step.earlier_rate, step.earlier_count) == (Fraction(1, 5), 3)


def test_a_stage_whose_latest_value_has_no_partner_tells_nothing():
    assert weakest_step([stage("lead", m09=100, m10=100), stage("order", m09=10)]) is None


def test_more_out_than_in_is_no_funnel():
    assert weakest_step([stage("lead", m10=10), stage("order", m10=11)]) is None


def test_nobody_at_the_first_stage_gives_no_rate():
    assert weakest_step([stage("lead", m10=0), stage("order", m10=0)]) is None
    assert weakest_step([stage("lead", m10=3)]) is None
    assert weakest_step([]) is None
