"""On which signals and single values a lean turns."""

from datetime import date

from domain.evidence import pack_of
from tests.domain.evidence.making import going_on, make_assumption, make_feedback, make_kpi, rising


def test_a_lean_may_turn_on_the_last_value_of_a_kpi_that_decides_an_assumption():
    calls = make_kpi("calls", *range(101, 112), 90, is_driver=False)
    held = make_assumption(1, kpi_key="calls", op=">=", value=100.0, periods=1, opened_on=date(2026, 6, 1))
    inputs = going_on(
        assumptions=(held,),
        kpis=(calls, rising("one"), rising("two")),
        feedback=make_feedback(*["negative"] * 6),
    )
    pack = pack_of(inputs)
    assert pack.lean == "pivot"
    assert pack.fragile[0] == (
        "Fragile: it turns on one number, Calls of 90 in October 2026. Without it, it would be mixed."
    )


def test_a_signal_that_has_to_speak_is_supposed_to_point_neither_way():
    lines = pack_of(going_on()).fragile
    assert lines == (
        "Fragile: it turns on the assumptions (S1). If that pointed neither way, it would be mixed; if it"
        " were silent, there would not be enough evidence.",
        "Fragile: it turns on learning (S3). Without it, it would be mixed.",
    )
