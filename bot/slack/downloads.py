"""Files that people drop into the direct messages: read from Slack alone, and never more than we can take."""

import asyncio
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import structlog
from aiohttp import ClientTimeout
from yarl import URL

from bot.downloads import MOST_BYTES, SECONDS, TOO_LARGE, Unread, is_page, name_of, read_all, read_each
from bot.slack.edge import Edge
from bot.slack.refusals import FAILURES, error_of, word_of
from bot.storable import clean
from domain.chat import Upload

SLACK_DOMAIN = "slack.com"
# What a file is that Slack only points to, or keeps no more.
ELSEWHERE, GONE = frozenset({"external"}), frozenset({"tombstone", "hidden_by_limit"})
# The file object says no more than an id; files.info says the rest.
ASK_FIRST = "check_file_info"

IS_ELSEWHERE = "{name} is kept outside Slack, where I can't read it. Please drop the file itself here."
IS_GONE = "{name} is no longer in Slack. Please drop it here again."
NOT_LET_IN = "Slack did not let me read {name}. Please drop it here again."
NO_ANSWER = "Slack did not hand me {name} in time. Please drop it here again in a minute."

log = structlog.get_logger()


async def read_files(edge: Edge, token: str, files: Sequence[Mapping[str, Any]]) -> list[Upload | Unread]:
    """The files of one message, in order, or the sentence why one was not read; the first five of them."""

    async def read_one(file: Mapping[str, Any]) -> Upload:
        return await read_file(edge, token, file)

    return await read_each(files, read_one)


async def read_file(edge: Edge, token: str, file: Mapping[str, Any]) -> Upload:
    """The file of a message, of at most 8 MB, within 15 seconds. Raises Unread with the sentence why not."""
    try:
        async with asyncio.timeout(SECONDS):
            told = await _told(edge, token, file)
            data = await _download(edge, token, _checked(told))
    except FAILURES as failure:
        log.info("file_not_read", file=file.get("id"), error=word_of(failure))
        sentence = NOT_LET_IN if error_of(failure) else NO_ANSWER
        raise Unread(sentence.format(name=_name(file))) from failure
    return Upload(name=_name(told), data=data)


def _name(file: Mapping[str, Any]) -> str:
    return name_of(clean(str(file.get("name") or file.get("title") or "")))


async def _told(edge: Edge, token: str, file: Mapping[str, Any]) -> Mapping[str, Any]:
    """The file with all that Slack says of it: of one that comes through Slack Connect, one has to ask."""
    if file.get("file_access") != ASK_FIRST:
        return file
    answer = await edge.api.with_token(token).files_info(file=str(file["id"]))
    told = answer.get("file")
    return told if isinstance(told, dict) else file


def _checked(file: Mapping[str, Any]) -> Mapping[str, Any]:
    """The file, if it is one that we may read. Raises Unread."""
    mode, name = file.get("mode"), _name(file)
    if mode in GONE or file.get("file_access") in {"file_not_found", "access_denied"}:
        raise Unread(IS_GONE.format(name=name))
    if file.get("is_external") or mode in ELSEWHERE:
        raise Unread(IS_ELSEWHERE.format(name=name))
    if int(file.get("size") or 0) > MOST_BYTES:
        raise Unread(TOO_LARGE.format(name=name))
    return file


async def _download(edge: Edge, token: str, file: Mapping[str, Any]) -> bytes:
    url = _address(edge, file)
    # A redirect leads to a sign-in page, or to where the token must not go.
    async with edge.api.session.get(
        url,
        headers={"Authorization": f"Bearer {token}"},
        allow_redirects=False,
        timeout=ClientTimeout(total=SECONDS),
    ) as answer:
        if answer.status != HTTPStatus.OK or answer.content_type == "text/html":
            log.info("file_refused", file=file.get("id"), status=answer.status)
            raise Unread(NOT_LET_IN.format(name=_name(file)))
        data = await read_all(answer, _name(file))
    if is_page(data):
        raise Unread(NOT_LET_IN.format(name=_name(file)))
    return data


def _address(edge: Edge, file: Mapping[str, Any]) -> URL:
    """Where the file is. Raises Unread where that is not the platform's own host: it would get our token."""
    try:
        url = URL(str(file.get("url_private_download") or file.get("url_private") or ""))
        is_ours = _is_slack(url, URL(edge.api.base_url))
    except ValueError:
        is_ours = False
    if not is_ours:
        log.warning("file_elsewhere", file=file.get("id"))
        raise Unread(IS_ELSEWHERE.format(name=_name(file)))
    return url


def _is_slack(url: URL, api: URL) -> bool:
    if not url.absolute or url.user or url.password:
        return False
    if url.origin() == api.origin():
        return True
    host = (url.host or "").casefold()
    domains = {SLACK_DOMAIN, (api.host or SLACK_DOMAIN).casefold()}
    is_below = any(host.endswith(f".{domain}") for domain in domains)
    return url.scheme == "https" and url.is_default_port() and is_below
