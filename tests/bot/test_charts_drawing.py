"""Charts as pictures: always a picture of the right size, whatever is in them, and never a formula."""

import io
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from PIL import Image

from benchmarks.chart_cases import CASES, mark, series, with_plan
from bot.charts.drawing import png_of
from bot.charts.scales import period_ticks, value_span, value_ticks
from bot.charts.size import SCALE, size_of
from bot.charts.spans import written
from bot.charts.words import MISSING, legible
from domain.chat import Chart, ChartBand, ChartLine, ChartPoint, Panel, make_chart

NO_FORMULA = "$\\frac{$ ^_{ 50$ \\x $x_1$"
BLUE, GREY = bytes.fromhex("0072b2"), bytes.fromhex("6f7b7d")


def panel(*values: float | None, **overrides: Any) -> Panel:
    return Panel(**{"name": "Leads", "unit": "count", "points": series(values), **overrides})


def chart(*panels: Panel, title: str = "Last months") -> Chart:
    return make_chart(title=title, panels=panels)


def image_of(made: Chart) -> Image.Image:
    """The picture, read as any reader of PNGs would."""
    png = png_of(made)
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    image = Image.open(io.BytesIO(png))
    image.load()
    assert image.size == tuple(SCALE * pixels for pixels in size_of(made))
    return image.convert("RGB")


@pytest.mark.parametrize("name", CASES)
def test_the_pictures_of_the_docs_can_be_drawn_again_and_stay_the_same(name):
    image_of(CASES[name])
    assert png_of(CASES[name]) == png_of(CASES[name])


@pytest.mark.parametrize(
    "values",
    [
        (),
        (None, None),
        (5,),
        (100,) * 6,
        (0, 0, 0),
        (-5, -6, None, -9),
        (1e15, 1e15 + 1, -3e15),
        (1e300, -1e300, 3),
        (1e-7, -2e-7),
        (12345.678, 12345.679),
        tuple(float(at % 13) if at % 7 else None for at in range(120)),
    ],
)
def test_any_values_make_a_picture_without_a_warning(values):
    image_of(chart(panel(*values)))
    lines = (ChartLine(name="Target", marks=(mark(130, 20),)),)
    band = ChartBand(name="Range", shown="up to 3", high=3)
    image_of(chart(panel(*values, lines=lines, band=band), panel(*values)))


@pytest.mark.parametrize(
    "text",
    [
        NO_FORMULA,
        "東京 नमस्ते \U000e0067 \ud800",
        "مرحبا שלום \u202e!",
        "👩‍💻👍🏽🇬🇧1️⃣❤️",
        "\x00\x07\n\t ",
        "",
        "W" * 5000,
        "é" + "\u0301" * 500,
    ],
)
def test_any_words_make_a_picture_without_a_warning(text):
    point = ChartPoint(label=text, value=3, shown=text)
    target = replace(mark(4, 5), label=text, shown=text)
    lines = (ChartLine(name=text, marks=(target,)), ChartLine(name=text, kind="level", marks=(target,)))
    named = panel(
        name=text, unit=text, points=(point,) * 3, lines=lines, band=ChartBand(name=text, shown=text, low=1)
    )
    image_of(chart(named, named, title=text))


def test_what_no_font_has_is_a_box_and_emoji_are_drawn():
    assert legible("Leads 🚀 東 £ é ß Ж") == f"Leads 🚀 {MISSING} £ é ß Ж"
    assert legible("a\u202eb\nc\x07") == "ab c"
    rocket, box = (png_of(chart(panel(1, 2), title=title)) for title in ("🚀", MISSING))
    assert rocket != box


@pytest.mark.parametrize("change", [{"is_provisional": True}, {"is_corrected": True}, {"segment": 1}])
def test_what_is_special_about_a_point_can_be_seen(change):
    plain = series((3, 5, 4))
    marked = (*plain[:2], replace(plain[2], **change))
    assert image_of(chart(panel(points=plain))) != image_of(chart(panel(points=marked)))


def line_columns(made: Chart) -> set[int]:
    """Columns of the picture, from its left, in which a line of values is drawn, of whichever definition."""
    image = image_of(made).crop((100, 160, 1400, 560))
    data = image.tobytes()
    drawn = [at // 3 for at in range(0, len(data), 3) if data[at : at + 3] in (BLUE, GREY)]
    return {at % image.width for at in drawn}


def test_a_line_is_broken_where_nothing_was_reported_or_the_definition_changed():
    joined = line_columns(chart(panel(10, 11, 10)))
    middle = set(range((min(joined) + max(joined)) // 2 - 50, (min(joined) + max(joined)) // 2 + 50))
    assert middle < joined
    with_gap = line_columns(chart(panel(10, None, 10)))
    one, two = series((10, 11))
    redefined = line_columns(chart(panel(points=(one, replace(two, segment=1)))))
    for broken in (with_gap, redefined):
        assert not broken & middle
        assert min(broken) < min(middle)
        assert max(broken) > max(middle)


def test_the_axis_of_periods_goes_on_to_a_target_that_lies_ahead():
    near = replace(with_plan().panels[0], lines=(ChartLine(name="Target", marks=(mark(11, 103),)),))
    far = replace(near, lines=(ChartLine(name="Target", marks=(mark(22, 103),)),))
    assert max(line_columns(chart(far))) < max(line_columns(chart(near))) * 0.6


def test_the_axis_of_values_shows_everything_and_zero_where_it_is_near():
    lines = (ChartLine(name="Target", marks=(mark(3, 500),)),)
    low, high = value_span(panel(400, 420, lines=lines, band=ChartBand(name="x", shown="x", low=390)))
    assert 0 < low < 390
    assert 500 < high < 600
    assert value_span(panel(3, 100))[0] == 0
    assert value_span(panel(-3, -100))[1] == 0
    assert value_span(panel(-5, 5))[0] < -5
    assert value_ticks(panel(None), (0, 1)) == []
    for values in ((1, 9), (1e12, 5e12), (-3, 0.5), (7, 7)):
        span = value_span(panel(*values))
        assert 2 <= len(value_ticks(panel(*values), span)) <= 8


@pytest.mark.parametrize(
    ("ticks", "mark_", "expected"),
    [
        ([0, 500, 1500], ".", ["0", "500", "1500"]),
        ([10_000, 12_500], ",", ["10,0k", "12,5k"]),
        ([0, 2e6, 4e6], ".", ["0", "2m", "4m"]),
        ([0, 0.25, 0.5], ",", ["0", "0,25", "0,50"]),
        ([-20, -10, 0], ".", ["-20", "-10", "0"]),
        ([12345.678, 12345.679], ".", ["12345.678", "12345.679"]),
        ([1e15, 2e15], ".", ["1e+15", "2e+15"]),
        ([], ".", []),
    ],
)
def test_numbers_on_the_axis_are_short_and_tell_neighbours_apart(ticks, mark_, expected):
    assert written(ticks, mark_) == expected


@pytest.mark.parametrize("count", [1, 2, 5, 12, 53, 120])
def test_names_of_periods_never_run_into_each_other_and_the_last_value_has_one(count):
    labels = dict.fromkeys(range(count), "Oct 2026") | {count + 7: "Dec 2027"}
    unit = 600 / (count + 8)
    named = period_ticks(labels, count, lambda _label: 60.0, unit)
    assert count - 1 in named
    assert all((two - one) * unit > 60 for one, two in pairwise(named))
    assert len(named) <= 10
