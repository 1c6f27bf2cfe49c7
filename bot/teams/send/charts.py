"""The charts of a reply as pictures, which stand in the card itself."""

import asyncio
from collections.abc import Mapping

import structlog

from bot.charts.service import NotDrawnError
from bot.teams.edge import Edge
from bot.teams.render import PICTURE_SIDE, is_shown, pixels_of
from domain.chat import Chart, Reply

CHART_SECONDS = 6.0

log = structlog.get_logger()


async def charts_of(edge: Edge, reply: Reply, *, seconds: float = CHART_SECONDS) -> Mapping[int, bytes]:
    """The place of each chart among the blocks -> its picture, a PNG.

    A chart that could not be drawn within so many seconds, or whose picture Teams would refuse, is left out:
    it is said in words.
    """
    drawn: dict[int, bytes] = {}
    charts = {at: block for at, block in enumerate(reply.blocks) if isinstance(block, Chart)}
    try:
        async with asyncio.timeout(seconds):
            for at, chart in charts.items():
                drawn[at] = await edge.charts.png(chart, most_pixels=PICTURE_SIDE)
    except (TimeoutError, NotDrawnError) as failure:
        log.warning("charts_in_words", charts=len(charts) - len(drawn), error=type(failure).__name__)
    return {at: picture for at, picture in drawn.items() if _can_show(picture)}


def _can_show(picture: bytes) -> bool:
    """Whether Teams takes it. That it does not is a mistake of ours, which nobody else would notice."""
    can_show = is_shown(picture)
    if not can_show:
        width, height = pixels_of(picture)
        log.warning("picture_not_shown", width=width, height=height, bytes=len(picture))
    return can_show
