"""Returns and runways, and what is said where there is none."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from domain.money import ChannelMoney, NetBurn, romi_of, romi_words, runway_of, runway_words
from domain.periods import Period

TODAY = date(2026, 11, 15)
MARGIN = Fraction(60, 100)


def spent(**changes):
    usual = {
        "channel": "Search",
        "spend": Decimal(10_000),
        "spent_from": date(2026, 7, 1),
        "spent_until": date(2026, 9, 30),
        "revenue": Decimal(40_000),
        "deals": 12,
    }
    return ChannelMoney(**{**usual, **changes})


def romi(margin=MARGIN, cycle=60, today=TODAY, **changes):
    return romi_of(spent(**changes), margin=margin, sales_cycle_days=cycle, today=today)


def said(found, **more):
    return romi_words(found, locale="en-GB", **more)


def test_a_return_is_margin_less_spend_by_spend_with_all_that_belongs_beside_it():
    found = romi()
    assert (found.kind, found.value, found.is_unstable) == ("romi", Fraction(14, 10), False)
    assert said(found, rule="last touch", unattributed=Fraction(1, 5)) == (
        "Search: ROMI 1.4 at a gross margin of 60%, from 12 deals. Attribution: last touch. 20% of the"
        " revenue belongs to no channel. That is the average return, not what the next unit of money would"
        " bring."
    )


def test_revenue_of_nothing_is_a_loss_of_everything_and_no_record_of_it_is_no_figure():
    assert romi(revenue=Decimal(0), deals=0).value == -1
    found = romi(revenue=None, deals=None)
    assert (found.kind, found.value) == ("no_revenue", None)
    assert said(found) == "Search: I can't compute a return, its revenue is not recorded."


def test_without_a_margin_it_is_revenue_by_spend_and_called_that():
    found = romi(margin=None)
    assert (found.kind, found.value) == ("revenue_per_spend", 4)
    assert "revenue was 4 times the spend" in said(found)
    assert "no ROMI" in said(found)


@pytest.mark.parametrize(
    ("today", "cycle", "kind"),
    [
        (date(2026, 9, 30), 46, "too_early"),
        (date(2026, 9, 30), 45, "romi"),
        (date(2026, 11, 15), 92, "too_early"),
        (date(2026, 11, 16), 92, "romi"),
        (date(2026, 7, 2), None, "romi"),
    ],
)
def test_its_age_counts_from_the_middle_of_the_spend(today, cycle, kind):
    # The middle of 1 July to 30 September is the night to 16 August, 45.5 days before the end.
    assert romi(today=today, cycle=cycle).kind == kind


def test_what_is_too_early_is_not_computed_recorded_or_not():
    for revenue in (Decimal(40_000), None):
        found = romi(cycle=120, revenue=revenue)
        assert (found.kind, found.value) == ("too_early", None)
        assert said(found) == "Search: too early, a sale takes 120 days and the spend is 91 days old."


def test_few_deals_are_unstable_and_unknown_ones_are_said():
    assert "from 4 deals. Few deals, unstable." in said(romi(deals=4))
    assert "Few deals" not in said(romi(deals=5))
    assert "from 1 deal." in said(romi(deals=1))
    assert "a number of deals that nobody recorded" in said(romi(deals=None))
    assert "revenue may still come" in said(romi(cycle=None))


@pytest.mark.parametrize("spend", [0, -200])
def test_nothing_spent_returns_nothing(spend):
    assert romi(spend=Decimal(spend)).kind == "no_spend"


BURNS = {"2026-08": 41_600, "2026-09": 47_300, "2026-10": 44_900}


def runway(burns=BURNS, cash: int | None = 611_500, on=date(2026, 10, 31), more=()):
    told = [NetBurn(period=Period.parse(code), amount=Decimal(amount)) for code, amount in burns.items()]
    known = None if cash is None else Decimal(cash)
    return runway_of(known, [*told, *more], balance_on=on, today=TODAY)


def lasts(found):
    return runway_words(found, locale="en-GB", name_month=str, name_day=date.isoformat)


def test_a_runway_is_cash_by_the_mean_burn_of_three_months_with_the_best_and_the_worst():
    found = runway()
    assert found.mean == Fraction(611_500 * 3, 133_800)
    assert (found.best, found.worst) == (Fraction(611_500, 41_600), Fraction(611_500, 47_300))
    assert lasts(found) == (
        "Runway: 13.7 months at the mean net burn of 2026-08, 2026-09, 2026-10; 14.7 to 12.9 at the best and"
        " the worst."
    )


def test_only_the_last_three_months_count_and_no_one_off():
    one_off = NetBurn(period=Period.parse("2026-10"), amount=Decimal(300_000), is_one_off=True)
    assert runway({"2026-07": 9_000_000, **BURNS}, more=[one_off]) == runway()


def test_a_month_that_is_recorded_in_parts_is_their_sum():
    part = NetBurn(period=Period.parse("2026-10"), amount=Decimal(44_900 - 5_000))
    assert runway({**BURNS, "2026-10": 5_000}, more=[part]) == runway()


def test_not_burning_is_said_and_no_endless_number():
    found = runway({"2026-08": -100, "2026-09": 50, "2026-10": 50})
    assert (found.kind, found.mean, found.worst) == ("not_burning", None, None)
    assert lasts(found).startswith("Not burning: over 2026-08, 2026-09, 2026-10")


def test_a_best_month_without_burn_has_no_end():
    found = runway({"2026-08": -100, "2026-09": 50_000, "2026-10": 50_100}, cash=100_000)
    assert (found.mean, found.best) == (3, None)
    assert "no end at the best" in lasts(found)


@pytest.mark.parametrize(("on", "kind"), [(date(2026, 10, 1), "runway"), (date(2026, 9, 30), "out_of_date")])
def test_a_balance_of_more_than_45_days_is_out_of_date(on, kind):
    assert runway(on=on).kind == kind


def test_what_is_not_there_is_said():
    assert lasts(runway(cash=None)) == "No cash balance is recorded."
    assert "is of 2026-09-20, 56 days ago" in lasts(runway(on=date(2026, 9, 20)))
    assert "and 1 is recorded" in lasts(runway({"2026-10": 1}))
    assert "and none is recorded" in lasts(runway({}))


def test_no_cash_is_no_month():
    assert runway(cash=0).mean == runway(cash=-50).worst == 0
