"""The one route that Teams calls: the token first, then the body, then what is asked."""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from aiohttp import web
from botbuilder.core import InvokeResponse, TurnContext
from botbuilder.schema import Activity
from msrest.exceptions import ClientException

from bot.teams.arrival import Arrival
from bot.teams.edge import Edge
from bot.teams.gate import Caller, Refused, is_from_here
from bot.teams.receive.clicks import CLICK
from bot.teams.receive.dialogs import DIALOG, OPTIONS
from bot.teams.receive.extension import EXTENSION
from bot.teams.receive.kinds import Done, Kind, Shown
from bot.teams.receive.messages import MESSAGE
from bot.teams.receive.news import NEWS
from bot.teams.receive.taking import broken, take
from bot.teams.registrations import LOCAL_TENANT
from storage.failures import DATABASE_FAILURES

INVOKE = "invoke"
# Where a turn keeps what to do with an error of ours.
ON_ERROR = "headway.on_error"
INVOKES: Mapping[str, Kind] = {
    "adaptiveCard/action": CLICK,
    "application/search": OPTIONS,
    "task/fetch": DIALOG,
    "task/submit": DIALOG,
    "composeExtension/fetchTask": EXTENSION,
    "composeExtension/submitAction": EXTENSION,
}
KINDS: Mapping[str, Kind] = {kind.name: kind for kind in (MESSAGE, CLICK, DIALOG, OPTIONS, EXTENSION, NEWS)}
# An activity is far smaller; what is larger never came from Teams.
MOST_BYTES = 1024 * 1024
# What the SDK raises for a body that it cannot take apart.
UNREADABLE = (
    ClientException,
    web.RequestPayloadError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)

log = structlog.get_logger()


def messages_route(edge: Edge) -> Callable[[web.Request], Awaitable[web.Response]]:
    """The handler of POST /api/messages."""

    async def receive(request: web.Request) -> web.Response:
        try:
            authorization = request.headers.get("Authorization")
            caller = await edge.gate.admit(authorization, is_from_here=is_from_here(request))
            body = await _body(request)
            edge.gate.check(caller, body)
            activity = Activity().deserialize(body)
        except Refused as refused:
            log.warning("activity_refused", reason=refused.reason)
            return web.Response(status=refused.status)
        except UNREADABLE as error:
            log.warning("activity_unreadable", error=type(error).__name__)
            return web.Response(status=400)
        except DATABASE_FAILURES as failure:
            # Nobody can say whose bot it is for: no word of ours could reach them either.
            log.error("bot_not_looked_up", error=type(failure).__name__)
            return web.Response(status=503)
        return await _turn(edge, caller, _arrival_of(caller, body), activity)

    return receive


def _arrival_of(caller: Caller, body: dict[str, Any]) -> Arrival:
    """What came, in the tenant of its token. What is not signed speaks for a tenant of its own."""
    tenant_id = LOCAL_TENANT if caller.is_local else caller.tenant_id
    return Arrival(app_id=caller.app_id, tenant_id=tenant_id, body=body)


async def _body(request: web.Request) -> dict[str, Any]:
    """The JSON object in the request. Raises ValueError where there is none."""
    if (request.content_length or 0) > MOST_BYTES:
        raise ValueError("too large")
    body = json.loads(await request.read())
    if not isinstance(body, dict):
        raise TypeError("no object")
    return body


async def _turn(edge: Edge, caller: Caller, arrival: Arrival, activity: Activity) -> web.Response:
    """Let the SDK make a turn of it. What goes wrong in it is answered there."""
    kind = kind_of(arrival)

    async def logic(turn: TurnContext) -> None:
        turn.turn_state[ON_ERROR] = on_error
        await _answer(turn, await take(edge, kind, arrival))

    async def on_error(turn: TurnContext, error: Exception) -> None:
        await _answer(turn, broken(edge, kind, arrival, error))

    adapter = edge.connector.adapter
    result = adapter.bot_framework_authentication.result_for(caller)
    answer = await adapter.process_activity(result, activity, logic)
    if arrival.type != INVOKE:
        return web.Response(status=202)
    return web.json_response(answer.body if isinstance(answer, InvokeResponse) else {})


async def _answer(turn: TurnContext, shown: Shown | None) -> None:
    """Leave the answer of an invoke with its turn."""
    if turn.activity.type == INVOKE:
        response = InvokeResponse(status=200, body=shown or {})
        await turn.send_activity(Activity(type="invokeResponse", value=response))


async def on_turn_error(turn: TurnContext, error: Exception) -> None:
    """Answer after an error of ours; one of a turn that we began ourselves is its caller's."""
    on_error = turn.turn_state.get(ON_ERROR)
    if on_error is None:
        raise error
    await on_error(turn, error)


def kind_of(arrival: Arrival) -> Kind:
    """What kind of activity it is; an invoke that we don't know is answered with nothing."""
    if arrival.type == INVOKE:
        return INVOKES.get(arrival.name, SILENT)
    return MESSAGE if arrival.type == "message" else NEWS


async def _silent(_edge: Edge, _arrival: Arrival) -> Done:
    return Done()


SILENT = Kind(name="silent", work=_silent, seconds=1.0)
