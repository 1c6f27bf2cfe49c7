"""Files that people drop into the personal chat: read from where Teams keeps them, without our token."""

import asyncio
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import structlog
from aiohttp import ClientError, ClientTimeout
from yarl import URL

from bot.downloads import SECONDS, Unread, is_page, name_of, read_all, read_each
from bot.teams.arrival import Arrival, text_at
from bot.teams.edge import Edge
from bot.teams.outside import way_out
from domain.chat import Upload

DOWNLOAD = "application/vnd.microsoft.teams.file.download.info"
# The words of a message as a page, and the mark of a file in it.
PAGE, ATTACHED = "text/html", "<attachment "
# Where a tenant's files are, in every cloud of Microsoft's.
FILE_DOMAINS = (
    "sharepoint.com",
    "sharepoint.us",
    "sharepoint-mil.us",
    "sharepoint.cn",
    "sharepoint.de",
    "svc.ms",
)

OUT_OF_REACH = "I can read files in our own chat alone. Please drop it there: choose Headway under Chat."
IS_ELSEWHERE = "{name} is kept where I can't read it. Please drop the file itself here."
NOT_LET_IN = "Teams did not let me read {name}. Please drop it here again."
NO_ANSWER = "Teams did not hand me {name} in time. Please drop it here again in a minute."

log = structlog.get_logger()


def files_in(arrival: Arrival) -> Sequence[Mapping[str, Any]]:
    """The files of a message. Teams hands them to bots in personal chats alone."""
    attachments = arrival.body.get("attachments")
    found = attachments if isinstance(attachments, list) else []
    return [one for one in found if text_at(one, "contentType") == DOWNLOAD]


def has_file_out_of_reach(arrival: Arrival) -> bool:
    """Whether a file was dropped in a channel or group chat, of which Teams tells bots no more than that."""
    attachments = arrival.body.get("attachments")
    found = attachments if isinstance(attachments, list) and not arrival.is_personal else []
    return any(ATTACHED in text_at(one, "content") for one in found if text_at(one, "contentType") == PAGE)


async def read_files(edge: Edge, files: Sequence[Mapping[str, Any]]) -> list[Upload | Unread]:
    """The files of one message, in order, or the sentence why one was not read; the first five of them."""

    async def read_one(file: Mapping[str, Any]) -> Upload:
        return await read_file(edge, file)

    return await read_each(files, read_one)


async def read_file(edge: Edge, file: Mapping[str, Any]) -> Upload:
    """The file of a message, of at most 8 MB, within 15 seconds. Raises Unread with the sentence why not."""
    name = name_of(text_at(file, "name"))
    try:
        async with asyncio.timeout(SECONDS):
            return Upload(name=name, data=await _download(edge, file, name))
    except (ClientError, TimeoutError, OSError) as failure:
        log.info("file_not_read", error=type(failure).__name__)
        raise Unread(NO_ANSWER.format(name=name)) from failure


async def _download(edge: Edge, file: Mapping[str, Any], name: str) -> bytes:
    url = _address(edge, file, name)
    # The address itself lets whoever has it in: no token goes there, and no other place is followed to.
    async with edge.outside.session.get(
        url, allow_redirects=False, timeout=ClientTimeout(total=SECONDS), **way_out(url)
    ) as answer:
        if answer.status != HTTPStatus.OK or answer.content_type == "text/html":
            log.info("file_refused", status=answer.status)
            raise Unread(NOT_LET_IN.format(name=name))
        data = await read_all(answer, name)
    if is_page(data):
        raise Unread(NOT_LET_IN.format(name=name))
    return data


def _address(edge: Edge, file: Mapping[str, Any], name: str) -> URL:
    """Where the file is. Raises Unread for a place that is none of Microsoft's: we would call anybody."""
    try:
        url = URL(text_at(file, "content", "downloadUrl"))
        is_theirs = url.absolute and not url.user and _is_trusted(edge, url)
    except ValueError:
        is_theirs = False
    if not is_theirs:
        log.warning("file_elsewhere")
        raise Unread(IS_ELSEWHERE.format(name=name))
    return url


def _is_trusted(edge: Edge, url: URL) -> bool:
    host = (url.host or "").casefold()
    is_below = any(host.endswith(f".{domain}") for domain in FILE_DOMAINS)
    # Whom we answer, as the local Teams of tests and playgrounds, we may ask for files too.
    return (url.scheme == "https" and url.is_default_port() and is_below) or edge.gate.trust.is_trusted(
        str(url.origin())
    )
