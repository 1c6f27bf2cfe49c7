"""Taking a request: what it asks is done before Slack gets its 200, or goes on as a late request."""

import asyncio
import json
import secrets
from collections.abc import Mapping

import structlog
from slack_bolt.response import BoltResponse

from bot.slack.edge import Edge
from bot.slack.installations import NotInstalled, find_soon
from bot.slack.receive.kinds import AWAY, SORRY, Ack, Body, Kind, may_work_later, sentence_for
from bot.slack.translate import installed_organisation, installed_team
from storage import late
from storage.failures import DATABASE_FAILURES
from storage.late import LEASE_SECONDS, MAX_ATTEMPTS, Late
from storage.slack_installations import SLACK

# Slack waits three seconds for an answer; the way there and back takes some of them.
LIMIT_SECONDS = 2.3
# To write down that a request is late.
NOTE_SECONDS = 0.4
# To say that nothing was done, which may need Slack, who may be what is away.
SORRY_SECONDS = 0.8
# Nobody works on a request longer than its lease.
WORK_SECONDS = LEASE_SECONDS - 10

BROKEN = "Something went wrong on our side. Please try again; if it happens again, tell us: {reference}."
NOT_INSTALLED = (
    "Headway is not installed in this workspace any more. Ask whoever runs it to install it again."
)

log = structlog.get_logger()


async def take(edge: Edge, kind: Kind, body: Body, *, began: float) -> BoltResponse:
    """Answer the request, which came at `began` of the loop's time, within Slack's time.

    Raises what is an error of ours.
    """
    task = edge.background.start(_worked(edge, kind, body), is_awaited=True)
    try:
        async with asyncio.timeout_at(began + LIMIT_SECONDS):
            return answer(await asyncio.shield(task))
    except TimeoutError:
        if task.done():
            return await not_done(edge, kind, body, SORRY)
    except NotInstalled:
        log.error("installation_not_found", kind=kind.name)
        return await not_done(edge, kind, body, NOT_INSTALLED, is_for_good=True)
    except AWAY as error:
        if not may_work_later(error):
            raise
        log.warning("not_done", kind=kind.name, error=type(error).__name__)
        return await not_done(edge, kind, body, sentence_for(error))
    return await _put_off(edge, kind, body, task)


async def _worked(edge: Edge, kind: Kind, body: Body) -> Ack:
    async with asyncio.timeout(WORK_SECONDS):
        return await kind.work(edge, body)


def answer(ack: Ack) -> BoltResponse:
    """The acknowledgement as an HTTP answer."""
    if ack is None:
        return BoltResponse(status=200, body="")
    return BoltResponse(
        status=200, body=json.dumps(ack), headers={"content-type": ["application/json;charset=utf-8"]}
    )


async def not_done(
    edge: Edge, kind: Kind, body: Body, sentence: str, *, is_for_good: bool = False
) -> BoltResponse:
    """Say that nothing was done; an event is asked for again, unless that would not help."""
    if kind.sorry is None:
        return BoltResponse(status=200 if is_for_good else 503, body="")
    saying = edge.background.start(kind.sorry(edge, body, sentence))
    try:
        async with asyncio.timeout(SORRY_SECONDS):
            return answer(await asyncio.shield(saying))
    except TimeoutError:
        # What takes longer is no part of the acknowledgement, and goes on.
        return answer(None)


async def broken(edge: Edge, kind: Kind, body: Body, error: Exception) -> BoltResponse:
    """Answer after an error of ours, whose traceback stands in the log."""
    reference = secrets.token_hex(4)
    log.error("request_broken", kind=kind.name, reference=reference, exc_info=error)
    sentence = BROKEN.format(reference=reference)
    return await not_done(edge, kind, body, sentence, is_for_good=True)


async def _put_off(edge: Edge, kind: Kind, body: Body, task: asyncio.Task[Ack]) -> BoltResponse:
    """Acknowledge, and go on. An event that cannot be written down is asked for again: it acts once."""
    is_kept = await _keep(edge, kind, body)
    edge.background.start(_finish(edge, kind, body, task))
    return answer(kind.meanwhile(body)) if is_kept or kind.sorry else BoltResponse(status=503, body="")


async def _keep(edge: Edge, kind: Kind, body: Body) -> bool:
    try:
        async with asyncio.timeout(NOTE_SECONDS), edge.services.database.write() as session:
            await late.add(
                session,
                key=late_key(kind, body),
                platform=SLACK,
                kind=kind.name,
                body=body,
                now=edge.clock(),
            )
    except (TimeoutError, *DATABASE_FAILURES):
        log.warning("late_request_not_kept", kind=kind.name)
        return False
    return True


def late_key(kind: Kind, body: Body) -> str:
    """The name under which a late request is kept."""
    return f"{SLACK}/{kind.name}/{kind.key(body)}"


async def _finish(edge: Edge, kind: Kind, body: Body, task: asyncio.Task[Ack]) -> None:
    """Bring the late answer to the person; what does not work yet is left to its lease."""
    try:
        await kind.deliver(edge, body, await task)
    except NotInstalled:
        log.error("installation_not_found", kind=kind.name)
    except AWAY as error:
        if not may_work_later(error):
            raise
        log.warning("late_request_left", kind=kind.name, error=type(error).__name__)
        return
    await _erase(edge, late_key(kind, body))


async def _erase(edge: Edge, key: str) -> None:
    async with edge.services.database.write() as session:
        await late.done(session, key=key)


async def take_over(edge: Edge, kinds: Mapping[str, Kind]) -> None:
    """Go on with late requests whose process was lost; what they did already is not done again."""
    async with edge.services.database.write() as session:
        lost = await late.take_over(session, platform=SLACK)
    for request in lost:
        kind = kinds.get(request.kind)
        if kind is None or request.attempts > MAX_ATTEMPTS:
            log.error("late_request_given_up", kind=request.kind, attempts=request.attempts)
            edge.background.start(_give_up(edge, kind, request))
            continue
        task = edge.background.start(_worked_again(edge, kind, request.body), is_awaited=True)
        edge.background.start(_finish(edge, kind, request.body, task))


async def _worked_again(edge: Edge, kind: Kind, body: Body) -> Ack:
    await find_soon(edge.api.installations, installed_team(body), installed_organisation(body))
    return await _worked(edge, kind, body)


async def _give_up(edge: Edge, kind: Kind | None, request: Late) -> None:
    await _erase(edge, request.key)
    if kind is not None and kind.sorry is not None:
        await kind.deliver(edge, request.body, await kind.sorry(edge, request.body, SORRY))
