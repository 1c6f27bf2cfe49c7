"""The catalogues fit together, and with the rest of the product."""

import pytest
from babel.numbers import list_currencies

from domain import catalogues
from domain.assumptions import KINDS
from domain.engagements import read_locale, read_zone
from domain.kpis import KpiName, find_kpi
from domain.kpis.doubts import UNIT_WORDS

LIBRARY = catalogues.library()
NAMES = [
    KpiName(id=at, key=entry.key, name=entry.name, aliases=entry.aliases)
    for at, entry in enumerate(LIBRARY.values())
]


@pytest.mark.parametrize("entry", LIBRARY.values(), ids=lambda entry: entry.key)
def test_every_kpi_of_the_library_can_be_followed_by_each_of_its_names(entry):
    for word in (entry.key, entry.name, *entry.aliases):
        assert find_kpi(word, NAMES).key == entry.key
    assert entry.unit in UNIT_WORDS
    assert entry.direction in ("up", "down", "range")
    assert entry.aggregation in ("sum", "mean", "last", "weighted")
    assert entry.definition
    assert entry.formula


def test_the_library_holds_what_the_articles_and_the_trade_ask_for():
    wanted = ("leads", "cac", "ltv", "roas", "romi", "win rate", "churn", "nps", "traffic", "revenue", "cpl")
    assert all(find_kpi(word, NAMES) for word in wanted)
    assert any(entry.is_revenue for entry in LIBRARY.values())


def test_use_cases_start_from_kpis_of_the_library():
    assert catalogues.use_cases()
    for case in catalogues.use_cases().values():
        assert set(case.kpis) <= set(LIBRARY), case.key


def test_use_cases_begin_with_an_assumption_whose_threshold_can_be_written():
    for case in catalogues.use_cases().values():
        starter, kpi = case.assumption, LIBRARY[case.assumption.kpi]
        assert starter.kind in KINDS, case.key
        assert starter.kpi in case.kpis, case.key
        assert (kpi.unit, kpi.direction) in (("percent", "up"), ("count", "up")), case.key
        # A fixed share, or so much more than of late.
        assert (starter.at_least is None) == bool(starter.lift_pct), case.key
        assert starter.periods in (2, 3)


def test_every_place_that_the_setup_form_offers_exists():
    assert set(catalogues.currencies()) <= set(list_currencies())
    assert [read_zone(zone) for zone in catalogues.zones()] == list(catalogues.zones())
    assert [read_locale(tag) for tag in catalogues.locales()] == list(catalogues.locales())
