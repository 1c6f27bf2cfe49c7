"""How many values of a KPI go into a pack."""

from domain.evidence.window import longest_window


def test_a_seasonal_kpi_keeps_three_whole_years_and_any_other_36_values():
    assert longest_window("weekly", is_seasonal=True) == 156
    assert longest_window("monthly", is_seasonal=True) == 36
    assert longest_window("quarterly", is_seasonal=True) == 36
    assert longest_window("weekly", is_seasonal=False) == 36


def test_a_span_that_an_assumption_asks_for_is_kept_whole():
    assert longest_window("weekly", is_seasonal=False, asked=40) == 40
    assert longest_window("weekly", is_seasonal=False, asked=8) == 36
