"""Pictures and files on their way to Slack: charts unshared, for blocks; files beside a message."""

import asyncio
from collections.abc import Mapping, Sequence

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.charts.service import NotDrawnError
from bot.slack.edge import Edge
from bot.slack.refusals import FAILURES, word_of
from bot.slack.render import SlackFile
from domain.chat import Chart, Reply, chart_alt

CHART_SECONDS = 8.0
SHARE_SECONDS = 8.0
CHART_NAME = "chart.png"
# Slack works on a picture for a moment before it can stand in a block.
FIRST_LOOK_SECONDS = 0.2
LONGEST_LOOK_SECONDS = 2.0
OK = 200

log = structlog.get_logger()


class NotUploaded(Exception):
    """Slack did not take the bytes."""


async def chart_files(
    edge: Edge, client: AsyncWebClient, reply: Reply, *, seconds: float = CHART_SECONDS
) -> Mapping[int, str]:
    """The place of each chart among the blocks -> its file at Slack, unshared and ready for a block.

    A chart that could not be drawn or uploaded within so many seconds is left out: it is said in words.
    """
    files: dict[int, str] = {}
    charts = {at: block for at, block in enumerate(reply.blocks) if isinstance(block, Chart)}
    try:
        async with asyncio.timeout(seconds):
            for at, chart in charts.items():
                files[at] = await _chart(edge, client, chart)
    except TimeoutError:
        log.warning("charts_in_words", charts=len(charts) - len(files), seconds=seconds)
    return {at: file_id for at, file_id in files.items() if file_id}


async def share_files(
    edge: Edge,
    client: AsyncWebClient,
    files: Sequence[SlackFile],
    *,
    channel: str,
    thread: str = "",
) -> bool:
    """Show the files in the channel, or in its thread. Return False where that did not work in time."""
    if not files:
        return True
    try:
        async with asyncio.timeout(SHARE_SECONDS):
            ids = [await _upload(edge, client, file.name, file.content.encode()) for file in files]
            await client.files_completeUploadExternal(
                files=[{"id": file_id, "title": file.name} for file_id, file in zip(ids, files, strict=True)],
                channel_id=channel,
                thread_ts=thread or None,
            )
    except (*FAILURES, NotUploaded) as failure:
        log.warning("files_not_shared", files=len(files), error=word_of(failure))
        return False
    return True


async def _chart(edge: Edge, client: AsyncWebClient, chart: Chart) -> str:
    """The file of the chart; empty where it could not be made."""
    try:
        picture = await edge.charts.png(chart)
        file_id = await _upload(edge, client, CHART_NAME, picture, alt=chart_alt(chart))
        await client.files_completeUploadExternal(files=[{"id": file_id, "title": chart.title}])
        await _wait_until_ready(client, file_id)
    except (*FAILURES, NotDrawnError, NotUploaded) as failure:
        log.warning("chart_in_words", error=word_of(failure))
        return ""
    return file_id


async def _upload(edge: Edge, client: AsyncWebClient, name: str, content: bytes, *, alt: str = "") -> str:
    """Bring the bytes to Slack. Return the file, which is still to be completed."""
    promised = await client.files_getUploadURLExternal(
        filename=name, length=len(content), alt_txt=alt or None
    )
    async with edge.api.session.post(str(promised["upload_url"]), data=content) as answer:
        if answer.status != OK:
            raise NotUploaded(f"HTTP {answer.status}")
    return str(promised["file_id"])


async def _wait_until_ready(client: AsyncWebClient, file_id: str) -> None:
    """Wait until Slack knows what kind of picture it is; whoever calls says how long at most."""
    seconds = FIRST_LOOK_SECONDS
    while not (await client.files_info(file=file_id))["file"].get("mimetype"):
        await asyncio.sleep(seconds)
        seconds = min(seconds * 2, LONGEST_LOOK_SECONDS)
