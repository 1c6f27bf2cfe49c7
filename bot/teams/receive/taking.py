"""Taking an activity: what it asks is done before Teams gets its answer, or goes on as a late request."""

import asyncio
import secrets
from collections.abc import Mapping

import structlog

from bot.teams.arrival import Arrival, text_at
from bot.teams.edge import Edge
from bot.teams.receive.kinds import AWAY, MEANWHILE, SORRY, Done, Kind, Shown, may_work_later, sentence_for
from bot.teams.receive.posting import post
from bot.teams.receive.saying import say_there
from storage import late
from storage.failures import DATABASE_FAILURES
from storage.late import LEASE_SECONDS, MAX_ATTEMPTS, Late
from storage.teams_conversations import TEAMS

# To write down that a request is late.
NOTE_SECONDS = 0.4
# Nobody works on a request longer than its lease.
WORK_SECONDS = LEASE_SECONDS - 10
# News that could not be written down are tried again after so long.
AGAIN_SECONDS = (1.0, 5.0, 20.0, 60.0, 120.0)

BROKEN = "Something went wrong on our side. Please try again; if it happens again, tell us: {reference}."

log = structlog.get_logger()


async def take(edge: Edge, kind: Kind, arrival: Arrival) -> Shown | None:
    """Do what is asked, within Teams' time. Return what the answer of an invoke shows.

    Raises what is an error of ours.
    """
    task = edge.background.start(_worked(edge, kind, arrival), is_awaited=True)
    try:
        async with asyncio.timeout(kind.seconds):
            return (await asyncio.shield(task)).shown
    except TimeoutError:
        if task.done():
            return _not_done(edge, kind, arrival, SORRY)
    except AWAY as error:
        if not may_work_later(error):
            raise
        log.warning("not_done", kind=kind.name, error=type(error).__name__)
        return _not_done(edge, kind, arrival, sentence_for(error))
    return await _put_off(edge, kind, arrival, task)


async def _worked(edge: Edge, kind: Kind, arrival: Arrival) -> Done:
    async with asyncio.timeout(WORK_SECONDS):
        return await kind.work(edge, arrival)


def _not_done(edge: Edge, kind: Kind, arrival: Arrival, sentence: str) -> Shown | None:
    """Say that nothing was done; news are tried again by ourselves."""
    if kind.is_news:
        edge.background.start(_again(edge, kind, arrival))
        return None
    return _tell(edge, kind, arrival, sentence)


def _tell(edge: Edge, kind: Kind, arrival: Arrival, sentence: str) -> Shown | None:
    if kind.tell is not None:
        return kind.tell(arrival, sentence)
    edge.background.start(say_there(edge, arrival, sentence))
    return None


def broken(edge: Edge, kind: Kind, arrival: Arrival, error: Exception) -> Shown | None:
    """Answer after an error of ours, whose traceback stands in the log."""
    sentence = _broken_sentence(kind, error)
    return None if kind.is_news else _tell(edge, kind, arrival, sentence)


def _broken_sentence(kind: Kind, error: BaseException) -> str:
    """Log the traceback under a reference, and say that to people."""
    reference = secrets.token_hex(4)
    log.error("request_broken", kind=kind.name, reference=reference, exc_info=error)
    return BROKEN.format(reference=reference)


async def _again(edge: Edge, kind: Kind, arrival: Arrival) -> None:
    """Write down the news once that is possible; what Teams tells anew later makes up for the rest."""
    for seconds in AGAIN_SECONDS:
        await asyncio.sleep(seconds)
        try:
            await _worked(edge, kind, arrival)
        except AWAY as error:
            if not may_work_later(error):
                raise
            continue
        return
    log.error("news_given_up", kind=kind.name, type=arrival.type)


async def _put_off(edge: Edge, kind: Kind, arrival: Arrival, task: asyncio.Task[Done]) -> Shown | None:
    """Answer, and go on. What cannot be written down goes on in this process all the same."""
    await _keep(edge, kind, arrival)
    edge.background.start(_finish(edge, kind, arrival, task))
    return None if kind.tell is None else kind.tell(arrival, MEANWHILE)


async def _keep(edge: Edge, kind: Kind, arrival: Arrival) -> None:
    body = {"app_id": arrival.app_id, "tenant_id": arrival.tenant_id, "body": arrival.body}
    try:
        async with asyncio.timeout(NOTE_SECONDS), edge.services.database.write() as session:
            await late.add(
                session,
                key=late_key(kind, arrival),
                platform=TEAMS,
                kind=kind.name,
                body=body,
                now=edge.clock(),
            )
    except (TimeoutError, *DATABASE_FAILURES):
        log.warning("late_request_not_kept", kind=kind.name)


def late_key(kind: Kind, arrival: Arrival) -> str:
    """The name under which a late request is kept."""
    return f"{TEAMS}/{kind.name}/{arrival.app_id}/{arrival.conversation}/{arrival.id}"


async def _finish(edge: Edge, kind: Kind, arrival: Arrival, task: asyncio.Task[Done]) -> None:
    """Bring the late answer to the person; what does not work yet is left to its lease."""
    await asyncio.wait([task])
    error = task.exception()
    if isinstance(error, AWAY) and may_work_later(error):
        log.warning("late_request_left", kind=kind.name, error=type(error).__name__)
        return
    if error is not None:
        await _say_broken(edge, kind, arrival, error)
    else:
        await _post(edge, task.result())
    async with edge.services.database.write() as session:
        await late.done(session, key=late_key(kind, arrival))


async def _post(edge: Edge, done: Done) -> None:
    if done.request is not None and done.answer is not None:
        await post(edge, done.request, done.answer)


async def _say_broken(edge: Edge, kind: Kind, arrival: Arrival, error: BaseException) -> None:
    sentence = _broken_sentence(kind, error)
    if not kind.is_news:
        await say_there(edge, arrival, sentence)


async def take_over(edge: Edge, kinds: Mapping[str, Kind]) -> None:
    """Go on with late requests whose process was lost; what they did already is not done again."""
    async with edge.services.database.write() as session:
        lost = await late.take_over(session, platform=TEAMS)
    for request in lost:
        arrival = _arrival_of(request)
        kind = kinds.get(request.kind)
        if kind is None or request.attempts > MAX_ATTEMPTS:
            log.error("late_request_given_up", kind=request.kind, attempts=request.attempts)
            edge.background.start(_give_up(edge, kind, arrival, request))
            continue
        task = edge.background.start(_worked(edge, kind, arrival), is_awaited=True)
        edge.background.start(_finish(edge, kind, arrival, task))


def _arrival_of(request: Late) -> Arrival:
    kept = request.body
    return Arrival(app_id=text_at(kept, "app_id"), tenant_id=text_at(kept, "tenant_id"), body=kept["body"])


async def _give_up(edge: Edge, kind: Kind | None, arrival: Arrival, request: Late) -> None:
    async with edge.services.database.write() as session:
        await late.done(session, key=request.key)
    if kind is not None and not kind.is_news:
        await say_there(edge, arrival, SORRY)
