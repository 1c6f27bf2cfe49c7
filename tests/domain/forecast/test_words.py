"""What a forecast is called: rounded, against a target, and never a chance in percent."""

from decimal import Decimal

import pytest

from domain.forecast import (
    STANDINGS,
    Forecast,
    as_shown,
    forecast_words,
    record_words,
    standing_of,
    zone_of,
)
from domain.periods import Period
from domain.targets import Baseline, Target, Wording

DEC = Period.parse("2026-12")
PLAIN = Wording(write="{:f}".format, write_change="{:f}".format, name_period=str)


def made(centre=435.18, low=407.7, high=462.6, *, is_wide=False, decimals=0):
    return Forecast(
        centre=centre, low=low, high=high, n=12, ahead=1, drift=1.18, is_wide=is_wide, decimals=decimals
    )


def level(goal):
    return Target(kind="level_at_date", value=Decimal(goal), by=DEC)


@pytest.mark.parametrize(
    ("forecast", "shown"),
    [
        (made(), (435, 408, 463)),
        (made(32.964, 30.31, 35.62, decimals=1), (33.0, 30.3, 35.6)),
        (made(312.36, 307.7, 317.0), (312, 308, 317)),
        (made(523712.0, 511234.0, 536190.0), (524000, 511000, 536000)),
        (made(8.5, 8.5, 8.5, decimals=1), (8.5, 8.5, 8.5)),
    ],
)
def test_it_is_rounded_by_the_width_of_its_range_and_never_finer_than_the_values(forecast, shown):
    found = as_shown(forecast)
    assert (found.centre, found.low, found.high) == shown


def test_a_wide_range_says_so():
    assert forecast_words(made(), PLAIN) == "about 435.0 (80% range 408.0 to 463.0)"
    assert forecast_words(made(is_wide=True), PLAIN) == "about 435.0 (wide 80% range 408.0 to 463.0)"
    assert "wide" not in forecast_words(made(is_wide=True), PLAIN, says_wide=False)


@pytest.mark.parametrize(
    ("goal", "direction", "standing"),
    [
        (560, "up", "unlikely"),
        (450, "up", "either_way"),
        (400, "up", "on_course"),
        (560, "down", "on_course"),
        (450, "down", "either_way"),
        (400, "down", "unlikely"),
    ],
)
def test_the_range_is_compared_with_the_target(goal, direction, standing):
    assert standing_of(made(), zone_of(level(goal), None, direction)) == standing


def test_a_range_to_hold_has_two_sides():
    def standing(low, high):
        target = Target(kind="hold_range", low=Decimal(low), high=Decimal(high), by=DEC)
        return standing_of(made(), zone_of(target, None, "range"))

    assert [standing(*ends) for ends in ((400, 470), (420, 440), (470, 500), (300, 400))] == [
        "on_course",
        "either_way",
        "unlikely",
        "unlikely",
    ]


def test_a_level_without_a_direction_goes_the_way_from_its_baseline():
    began = Baseline(value=Decimal(600), period=Period.parse("2026-01"))
    assert zone_of(level(400), began, "range") == (None, 400.0)
    assert zone_of(level(400), None, "range") == (400.0, 400.0)


def test_no_word_is_a_chance_in_percent():
    assert sorted(STANDINGS.values()) == [
        "could go either way",
        "on course",
        "unlikely on the current course",
    ]


@pytest.mark.parametrize(
    ("held", "scored", "words"),
    [
        (4, 5, "4 of my last 5 ranges held the value."),
        (2, 4, "Too few to judge me: 2 of 4 ranges held the value so far."),
        (0, 0, "Too few to judge me: no range of mine has met its value yet."),
    ],
)
def test_the_record_is_told_from_five_on(held, scored, words):
    assert record_words(held=held, scored=scored) == words
