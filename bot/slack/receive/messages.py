"""What people write to Headway: in direct messages, or after a mention; and files they drop there."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.slack.agent import working
from bot.slack.downloads import NO_ANSWER, read_files
from bot.slack.edge import Edge
from bot.slack.receive.asking import Incoming, incoming
from bot.slack.receive.kinds import Body
from bot.slack.receive.posting import Posting
from bot.slack.translate import installed_organisation, installed_team, message_request, thread_reply
from domain.chat import Request, Say, Upload, refusal
from domain.errors import UserError
from storage import checkins

# Of all the files of a message: whoever works on a request has a little longer.
FILES_SECONDS = 40
FILES = "these files"


async def on_message(edge: Edge, body: Body) -> None:
    """Answer what is said to us; everything else is left alone."""
    made = await edge.api.installations.find(installed_team(body), installed_organisation(body))
    request = message_request(body, bot_user=made.bot_user_id)
    if request is None:
        await _overhear(edge, body, bot_user=made.bot_user_id)
        return
    async with working(edge, body):
        await _answer_all(await incoming(edge, body), request, token=made.token)


async def _overhear(edge: Edge, body: Body, *, bot_user: str) -> None:
    """Hear a reply below a check-in's post by somebody whom that asks; nothing is kept of any other.

    Without the history scopes, Slack tells us of no such reply.
    """
    request = thread_reply(body, bot_user=bot_user)
    if request is None:
        return
    async with edge.services.database.read() as session:
        is_asked = await checkins.is_reply_of_asked(
            session, address=request.address, account=request.sender.account
        )
    if is_asked:
        await _answer(await incoming(edge, body), request)


async def _answer_all(it: Incoming, request: Request, *, token: str) -> None:
    """Answer the words, then each file."""
    files = it.body["event"].get("files") or []
    if not files or (isinstance(request.act, Say) and request.act.text.strip()):
        await _answer(it, request)
    if not files:
        return
    for at, read in enumerate(await _read(it, token, files)):
        await _answer(it, replace(request, key=f"{request.key}/{at}"), read=read)


async def _read(it: Incoming, token: str, files: list[Mapping[str, Any]]) -> Sequence[Upload | UserError]:
    try:
        async with asyncio.timeout(FILES_SECONDS):
            return await read_files(it.edge, token, files)
    except TimeoutError:
        return [UserError(NO_ANSWER.format(name=FILES))]


async def _answer(it: Incoming, request: Request, *, read: Upload | UserError | None = None) -> None:
    posting = Posting(edge=it.edge, request=request)
    if isinstance(read, UserError):
        await posting.make_sure(refusal(read.sentence))
        return
    asked = request if read is None else replace(request, act=read)
    await posting.make_sure(await it.ask(asked, keep=posting.keep))
