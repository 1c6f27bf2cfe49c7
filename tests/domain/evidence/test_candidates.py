"""The pivots that a pack calls worth discussing, and by which cues."""

import pytest

from domain.evidence import pack_of
from domain.evidence.inputs import MoneyFacts
from tests.domain.evidence.making import (
    make_assumption,
    make_feedback,
    make_inputs,
    rising,
)


@pytest.mark.parametrize(
    ("pivot", "given"),
    [
        ("zoom_in", {"feedback": make_feedback("positive", "positive", "positive", theme="videos")}),
        ("zoom_out", {"feedback": make_feedback(*["neutral"] * 3, theme="Missing reports")}),
        ("customer_segment", {"assumptions": (make_assumption(1, "not_supported", kind="segment"),)}),
        ("customer_need", {"feedback": make_feedback(*["indifferent"] * 2, *["positive"] * 3)}),
        ("customer_need", {"assumptions": (make_assumption(1, "not_supported"),)}),
        ("platform", {"feedback": make_feedback(*["neutral"] * 3, theme="integration")}),
        (
            "business_architecture",
            {
                "assumptions": (
                    make_assumption(1, "not_supported", kind="other", text="The margin holds at 40%"),
                )
            },
        ),
        ("value_capture", {"assumptions": (make_assumption(1, "not_supported", kind="price"),)}),
        ("engine_of_growth", {"kpis": (rising("cost_per_lead", direction="down"), rising("repeat_orders"))}),
        ("channel", {"money": MoneyFacts(romi=(("search", 2.0, 7), ("social", 1.0, 9)))}),
        ("channel", {"assumptions": (make_assumption(1, "not_supported", kind="channel"),)}),
        ("technology", {"feedback": make_feedback(*["negative"] * 3, theme="slow pages")}),
    ],
)
def test_a_pivot_is_worth_discussing_by_its_cue(pivot, given):
    (found,) = pack_of(make_inputs(**given)).candidates
    assert found.pivot == pivot
    assert found.evidence.startswith("Worth discussing: ")
    assert found.missing.startswith("Missing: ")
    assert found.sources


@pytest.mark.parametrize(
    "given",
    [
        {"money": MoneyFacts(romi=(("search", 2.0, 4), ("social", 1.0, 9)))},
        {"money": MoneyFacts(romi=(("search", 1.9, 9), ("social", 1.0, 9)))},
        {"feedback": make_feedback(*["negative"] * 2, theme="slow pages")},
        {"feedback": make_feedback(*["negative"] * 3, theme="slow pages", source="team")},
        {"feedback": make_feedback("indifferent", *["positive"] * 4)},
        {"feedback": make_feedback(*["negative"] * 3, theme="prices")},
    ],
)
def test_too_little_is_no_cue(given):
    assert pack_of(make_inputs(**given)).candidates == ()
