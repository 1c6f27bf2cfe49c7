"""A cadence goes through JSON unchanged, and nothing else comes out of it."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.cadence import Relative, Weekly, from_json, to_json
from tests.domain.cadence.making import days, make_cadence, rules, times

STORED = to_json(make_cadence(Weekly(weekdays=frozenset({0, 3}), every_weeks=2)))


@given(
    rule=rules | st.builds(Relative, schedule_id=st.integers(1), days=st.integers(-90, 90)),
    at=times,
    starts=days,
    on_holiday=st.sampled_from(["skip", "next", "keep"]),
    moved=st.dictionaries(days, st.none() | days, max_size=3),
    special=st.dictionaries(days, times, max_size=3),
)
def test_every_cadence_comes_back_from_json_as_it_was(*, rule, at, starts, on_holiday, moved, special):
    values = {"at": at, "starts": starts, "on_holiday": on_holiday, "moved": moved, "times": special}
    cadence = make_cadence(rule, **values)
    assert from_json(json.loads(json.dumps(to_json(cadence)))) == cadence


def test_what_a_relative_one_follows_is_not_stored():
    base = make_cadence(Weekly(weekdays=frozenset({0})))
    cadence = make_cadence(Relative(schedule_id=7, days=-2, base=base))
    assert from_json(to_json(cadence)) == replace(cadence, rule=Relative(schedule_id=7, days=-2))


def test_the_form_of_what_is_stored_stays():
    assert STORED == {
        "version": 1,
        "rule": {"kind": "weekly", "weekdays": [0, 3], "every_weeks": 2},
        "at": "09:30:00",
        "zone": "Europe/Berlin",
        "starts": "2026-10-05",
        "on_holiday": "skip",
        "moved": {},
        "times": {},
    }


@pytest.mark.parametrize("name", list(STORED))
def test_a_cadence_with_a_part_missing_is_refused(name):
    with pytest.raises(ValueError, match="not a cadence"):
        from_json({key: value for key, value in STORED.items() if key != name})


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"version": None},
        {"surprise": 1},
        {"rule": None},
        {"rule": {}},
        {"rule": {"kind": "hourly"}},
        {"rule": {"kind": "weekly", "weekdays": [0]}},
        {"rule": {"kind": "weekly", "weekdays": [0], "every_weeks": 1, "surprise": 1}},
        {"rule": {"kind": "weekly", "weekdays": [9], "every_weeks": 1}},
        {"rule": {"kind": "weekly", "weekdays": 0, "every_weeks": 1}},
        {"rule": {"kind": "weekly", "weekdays": [0], "every_weeks": "1"}},
        {"rule": {"kind": "weekly", "weekdays": [0], "every_weeks": True}},
        {"rule": {"kind": "on_dates", "days": ["soon"]}},
        {"rule": {"kind": "relative", "schedule_id": 1, "days": 1, "base": None}},
        {"at": "late"},
        {"at": 930},
        {"at": "09:30+02:00"},
        {"zone": "Europe/Nowhere"},
        {"zone": None},
        {"starts": "2026-02-30"},
        {"on_holiday": "party"},
        {"on_holiday": []},
        {"moved": []},
        {"moved": {"2026-10-05": 3}},
        {"times": {"2026-10-05": "late"}},
        {"times": {"2026-10-05": "09:30+02:00"}},
    ],
)
def test_what_is_no_cadence_is_refused(change: dict[str, Any]):
    with pytest.raises(ValueError, match=r"\w"):
        from_json(STORED | change)
