"""The service that has charts drawn: once each, one after the other, by a process that may fail."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from benchmarks.chart_cases import series, with_plan
from bot.charts.drawing import png_of
from bot.charts.service import Charts, NotDrawnError
from bot.charts.wire import Order, order_from_bytes, order_to_bytes
from domain.chat import Chart, Panel, make_chart

ROOT = Path(__file__).parent.parent.parent
# Draws nothing: its picture names the process, how many it has drawn, and is a thousand bytes long.
FAKE = """
import os, sys, time
drawn = 0
while length := sys.stdin.buffer.read(4):
    wanted = sys.stdin.buffer.read(int.from_bytes(length))
    if b"crash" in wanted:
        os._exit(1)
    if b"hang" in wanted:
        time.sleep(60)
    drawn += 1
    picture = b"%d %d" % (os.getpid(), drawn)
    sys.stdout.buffer.write((1000).to_bytes(4) + picture.ljust(1000))
    sys.stdout.buffer.flush()
"""


def chart(title: str) -> Chart:
    return make_chart(title=title, panels=(Panel(name="Leads", unit="count", points=series((1, 2))),))


def _shape(picture: bytes) -> float:
    width, height = Image.open(BytesIO(picture)).size
    return width / height


@asynccontextmanager
async def faked(**overrides: Any) -> AsyncIterator[Charts]:
    made = Charts(**{"command": (sys.executable, "-c", FAKE), **overrides})
    yield made
    await made.close()


async def drawn_by(charts: Charts, title: str) -> tuple[int, int]:
    """Number of the process that drew it, and how many that had drawn then."""
    process, drawn = (await charts.png(chart(title))).split()
    return int(process), int(drawn)


async def test_the_worker_draws_what_drawing_here_would():
    charts = Charts()
    try:
        whole = await charts.png(with_plan())
        assert whole == png_of(with_plan())
        smaller = Image.open(BytesIO(await charts.png(with_plan(), most_pixels=600)))
        assert max(smaller.size) == 600
        assert smaller.size[0] / smaller.size[1] == pytest.approx(_shape(whole), rel=0.01)
    finally:
        await charts.close()


async def test_the_same_chart_is_drawn_once():
    async with faked() as charts:
        first = await drawn_by(charts, "a")
        assert first[1] == 1
        assert await drawn_by(charts, "a") == first
        assert await drawn_by(charts, "b") == (first[0], 2)


async def test_those_who_ask_at_once_wait_for_one_drawing():
    async with faked() as charts:
        asked = [drawn_by(charts, title) for title in "abababab"]
        assert {drawn for _process, drawn in await asyncio.gather(*asked)} == {1, 2}


async def test_one_who_leaves_takes_no_picture_from_the_others():
    async with faked() as charts:
        leaving = asyncio.create_task(charts.png(chart("a")))
        staying = asyncio.create_task(drawn_by(charts, "a"))
        await asyncio.sleep(0)
        leaving.cancel()
        assert (await staying)[1] == 1


async def test_the_pictures_asked_for_longest_ago_are_forgotten_first():
    async with faked(most_cached_bytes=2500) as charts:
        assert [(await drawn_by(charts, title))[1] for title in "abacab"] == [1, 2, 1, 3, 1, 4]


async def test_a_process_that_crashed_is_followed_by_another():
    async with faked() as charts:
        first, _drawn = await drawn_by(charts, "a")
        with pytest.raises(NotDrawnError):
            await charts.png(chart("crash"))
        second, drawn = await drawn_by(charts, "b")
        assert second != first
        assert drawn == 1


async def test_those_who_wait_behind_a_crash_get_their_pictures():
    async with faked() as charts:
        titles = ("crash", "b", "crash twice", "c")
        asked = await asyncio.gather(*(charts.png(chart(t)) for t in titles), return_exceptions=True)
    assert [isinstance(one, bytes) for one in asked] == [False, True, False, True]


async def test_a_drawing_that_takes_too_long_is_left_out_and_the_next_is_drawn():
    async with faked(wait_seconds=1.0) as charts:
        with pytest.raises(NotDrawnError):
            await charts.png(chart("hang"))
        assert (await drawn_by(charts, "b"))[1] == 1


async def test_a_process_that_cannot_start_leaves_the_picture_out():
    async with faked(command=("no-such-program",)) as charts:
        with pytest.raises(NotDrawnError):
            await charts.png(chart("a"))


async def test_closing_ends_what_is_being_drawn_and_starts_nothing_again():
    charts = Charts(command=(sys.executable, "-c", FAKE))
    waiting = asyncio.create_task(charts.png(chart("hang")))
    await asyncio.sleep(0.3)
    async with asyncio.timeout(5):
        await charts.close()
    with pytest.raises(NotDrawnError):
        await waiting
    with pytest.raises(NotDrawnError):
        await charts.png(chart("b"))


async def test_closing_at_once_leaves_no_process_behind():
    charts = Charts(command=(sys.executable, "-c", FAKE))
    waiting = asyncio.create_task(charts.png(chart("hang")))
    await asyncio.sleep(0)
    async with asyncio.timeout(5):
        await charts.close()
    with pytest.raises(NotDrawnError):
        await waiting


def test_a_chart_on_the_wire_is_the_same_chart_and_always_the_same_bytes():
    order = Order(chart=with_plan(), most_pixels=1024)
    assert order_from_bytes(order_to_bytes(order)) == order
    assert order_to_bytes(order) == order_to_bytes(order)


def test_nothing_that_serves_people_imports_what_draws():
    code = (
        "import sys, bot.app, bot.cli.entry; sys.exit('matplotlib' in sys.modules or 'numpy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_the_worker_ends_with_its_input_and_says_nothing():
    code = "from bot.charts.worker import main; main()"
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"MPLCONFIGDIR": "/dev/null/nowhere"},
        input=b"",
        capture_output=True,
        check=True,
    )
    assert (ran.stdout, ran.stderr) == (b"", b"")
