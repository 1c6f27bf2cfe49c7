"""The sentences about a pace, and that each is true."""

import pytest

from domain.pace import need_words, pace_of, pace_words
from domain.periods import Period
from domain.targets import wording_of
from tests.domain.targets.making import make_baseline, make_habits, make_target, make_traits, make_values

START = make_baseline("80", "2026-02")
GOAL = make_target(value="120", by="2026-12")
YEAR = make_target("cumulative", "1200", start="2026-01")
CAP = {"direction": "down"}


def said(target, values, *, baseline=None, due="2026-10", unit="count", **traits):
    """Both lines about a KPI."""
    wording, kpi = wording_of(make_habits(unit)), make_traits(**traits)
    found = pace_of(target, baseline, values, kpi, last_due=Period.parse(due))
    return pace_words(found, target, wording, direction=kpi.direction), need_words(found, wording)


@pytest.mark.parametrize(
    ("target", "values", "line"),
    [
        (
            GOAL,
            ("2026-07", 105),
            "Ahead: 63% of the way from 80 to 120 with 50% of the time gone (target 120 by December 2026).",
        ),
        (
            GOAL,
            ("2026-07", 96),
            "Behind: 40% of the way from 80 to 120 with 50% of the time gone (target 120 by December 2026).",
        ),
        (
            GOAL,
            ("2026-07", "80.01"),
            "Far behind: 1% of the way from 80 to 120 with 50% of the time gone "
            "(target 120 by December 2026).",
        ),
        (
            GOAL,
            ("2026-11", "119.99"),
            "Ahead: 99% of the way from 80 to 120 with 90% of the time gone (target 120 by December 2026).",
        ),
        (
            GOAL,
            ("2026-07", 75),
            "Moving away: 75 in July 2026, from 80 in February 2026 (target 120 by December 2026).",
        ),
        (
            GOAL,
            ("2026-03", 81),
            "Too early to pace: 81 in March 2026 with 10% of the time gone (target 120 by December 2026).",
        ),
        (GOAL, ("2026-07", 121), "Reached already: 121 in July 2026 (target 120 by December 2026)."),
        (GOAL, ("2026-12", 121), "Met: 121 in December 2026 (target 120 by December 2026)."),
        (GOAL, ("2026-12", 111), "Missed by 9: 111 in December 2026 (target 120 by December 2026)."),
        (
            GOAL,
            ("2026-02", 80),
            "No value yet since the baseline, 80 in February 2026 (target 120 by December 2026).",
        ),
        (
            make_target(value="80", by="2026-12"),
            ("2026-07", 85),
            "Holding: 85 in July 2026, and the target is to hold 80 until December 2026.",
        ),
        (
            make_target(value="80", by="2026-12"),
            ("2026-07", 75),
            "Moving away: 75 in July 2026, and the target is to hold 80 until December 2026.",
        ),
        (
            make_target(value="120", by="2026-12", plan=[("2026-07", "90")]),
            ("2026-07", 88),
            "Behind: 88 in July 2026, where the plan has 90 (target 120 by December 2026).",
        ),
    ],
)
def test_the_line_about_a_level(target, values, line):
    assert said(target, make_values(*values), baseline=START)[0] == line


def test_the_line_about_a_level_without_its_numbers():
    assert said(GOAL, {})[0] == "No value yet (target 120 by December 2026)."
    expected = (
        "No pace without a baseline: 90 in July 2026 (target 120 by December 2026)."
        " Set the target again with where it began behind it: `from 80 in jun`."
    )
    assert said(GOAL, make_values("2026-07", 90))[0] == expected
    for months in ((), (90,)):
        line, need = said(GOAL, make_values("2026-07", *months), due="2026-12")
        assert line.startswith("The target's last month is over, and December 2026 is not reported")
        assert need == ""


@pytest.mark.parametrize(
    ("values", "traits", "line"),
    [
        (
            (100, 100, 100, 100, 50, 40),
            {},
            "Behind: 490 after 6 of 12 months; an even pace would be at 600 "
            "(target 1,200 in total from January 2026 to December 2026).",
        ),
        ((10,), {}, "Too early to pace: 10 after 1 of 12 months ("),
        ((1200,), {}, "Reached already: 1,200 after 1 of 12 months ("),
        ((100,) * 12, {}, "Met: 1,200 after 12 of 12 months ("),
        ((99,) * 12, {}, "Missed by 12: 1,188 after 12 of 12 months ("),
        (
            (99,) * 6,
            CAP,
            "On pace: 594 after 6 of 12 months; an even pace would be at 600 (target at most 1,200",
        ),
        ((120,) * 6, CAP, "Using the limit up early: 720 after 6 of 12 months;"),
        ((150,) * 6, CAP, "Using the limit up far too early: 900 after 6 of 12 months;"),
        ((10,) * 6, CAP, "Well within the limit: 60 after 6 of 12 months;"),
        ((250,) * 6, CAP, "Over the limit by 300: 1,500 after 6 of 12 months ("),
        ((99,) * 12, CAP, "Met: 1,188 after 12 of 12 months ("),
    ],
)
def test_the_line_about_a_total(values, traits, line):
    assert said(YEAR, make_values("2026-01", *values), due="2026-01", **traits)[0].startswith(line)


def test_what_is_missing_is_named():
    line, _need = said(YEAR, make_values("2026-01", 100, None, 100), due="2026-03")
    assert line.endswith(" Not reported: February 2026.")
    line, _need = said(YEAR, make_values("2026-01", 100), due="2026-06")
    assert line.endswith(" Not reported: April 2026, May 2026, June 2026 and 2 earlier.")
    line, _need = said(YEAR, make_values("2026-01", 100), due="2026-12")
    assert line.startswith("Its time is over: 100 in 1 of 12 months, and the rest is not reported")


def test_a_season_is_never_left_to_an_even_pace_alone():
    ten = make_values("2026-01", *[100] * 10)
    assert said(YEAR, ten, is_seasonal=True)[0].endswith(
        " It follows the seasons and no year before is known, so an even pace can mislead."
    )
    known = make_values("2025-10", 70, 80, 90) | ten
    assert said(YEAR, known, is_seasonal=True)[0].endswith(
        " The same 1 month a year before brought 70, now 100."
        " A year before, the 2 months still ahead brought 170."
    )


def test_the_line_about_every_period():
    target = make_target("per_period", "20", start="2026-01")
    named = "(target at least 20 in every month from January 2026 to December 2026)."
    values = make_values("2026-01", 20, 25, 19)
    assert said(target, values, due="2026-03")[0] == (
        f"Met in 2 of 3 months; the last one, March 2026, missed it with 19 {named}"
    )
    assert said(target, make_values("2026-01", *[19] * 11, 20), due="2026-12")[0] == (
        f"Missed: met in 1 of 12 months; the last one, December 2026, met it with 20 {named}"
    )
    inside = make_target("hold_range", low="4", high="5")
    assert said(inside, make_values("2026-01", 4, 6), due="2026-02", direction="range")[0] == (
        "Inside in 1 of 2 months; the last one, February 2026, was outside with 6"
        " (target between 4 and 5 to December 2026)."
    )


@pytest.mark.parametrize(
    ("goal", "values", "traits", "needs", "did"),
    [
        ("120", (80, 90, 100), {}, "to rise by 4 a month", "it rose by 10 a month on average"),
        ("50", (80, 90, 100), CAP, "to fall by 10 a month", "it rose by 10 a month on average"),
        ("50", (80, 60, 70), CAP, "to fall by 4 a month", "it fell by 5 a month on average"),
        ("120", (90, 80, 90), {}, "to rise by 6 a month", "it ended where it began"),
    ],
)
def test_the_line_about_what_a_level_needs(goal, values, traits, needs, did):
    target = make_target(value=goal, by="2026-12")
    line = said(target, make_values("2026-05", *values), baseline=START, **traits)[1]
    assert line == f"It needs {needs} from here; over the last 3 values {did}."


def test_what_cannot_be_said_is_left_out():
    assert (
        said(GOAL, make_values("2026-07", 100), baseline=START)[1]
        == "It needs to rise by 4 a month from here."
    )
    assert said(GOAL, make_values("2026-07", 120), baseline=START)[1] == ""
    assert said(GOAL, {}, baseline=START)[1] == ""


def test_the_last_period_is_called_that():
    line = said(GOAL, make_values("2026-11", 110), baseline=START)[1]
    assert line == "It needs to rise by 10 in the month that is left."
    target = make_target(value="7", by="2026-12")
    points = said(target, make_values("2026-11", "8.5"), baseline=START, unit="percent", direction="down")[1]
    assert points == "It needs to fall by 1.5 points in the month that is left."


def test_the_line_about_what_a_total_needs():
    values = make_values("2026-01", *[50] * 6)
    expected = "It needs 150 a month from here; the last 6 values were 50 a month on average."
    assert said(YEAR, values)[1] == expected
    cap = said(YEAR, values, **CAP)[1]
    assert cap == "It has room for 150 a month from here; the last 6 values were 50 a month on average."
    assert said(YEAR, make_values("2026-11", 50))[1] == "It needs 1,150 in the month that is left."
    assert said(YEAR, make_values("2026-01", 1200))[1] == ""
    assert said(make_target("per_period", "20"), make_values("2026-01", 1))[1] == ""
