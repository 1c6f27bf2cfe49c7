"""The console's web routes, and `add_console`, which adds them to an application."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from aiohttp import web

from bot.charts.service import Charts, NotDrawnError
from bot.console import rooms
from bot.console.bodies import in_words, read_json, read_parts
from bot.console.events import Changes, stream
from bot.console.receive import converse
from bot.console.render import Suggestion, form_html, notice_html, page_html
from bot.console.safety import CHARTS, PATH, add_headers, guard, new_token
from bot.console.translate import Unknown, read_act, read_upload, read_values
from bot.console.view import Wish, chart_of, look
from domain.chat import Answer, Form, Request, Values
from handlers.dispatch import Dispatch, dispatch
from handlers.services import Services
from storage import console
from storage.console import DIRECT, ConsolePerson
from storage.database import Session

# Of the number of a message: SQLite takes no longer ones.
MOST_DIGITS = 18

Opener = Callable[..., Awaitable[Form | str]]


@dataclass(frozen=True, kw_only=True)
class Console:
    """What the routes work with.

    `changes` is shared with the ConsoleMessenger of this process; `suggestions` are completed as typed.
    """

    services: Services
    clock: Callable[[], datetime]
    changes: Changes
    suggestions: Sequence[Suggestion] = ()
    ask: Dispatch = dispatch
    charts: Charts = field(default_factory=Charts)
    token: str = field(default_factory=new_token)


CONSOLE = web.AppKey("console", Console)


def add_console(app: web.Application, made: Console) -> None:
    """Serve the console at /console: routes, guard, headers, and an end to streams at shutdown."""
    app[CONSOLE] = made
    app.middlewares.append(guard(made.token))
    app.on_response_prepare.append(add_headers)
    app.on_shutdown.append(_end_streams)
    app.router.add_static(f"{PATH}/static", Path(__file__).parent / "static")
    app.add_routes(
        [
            web.get(PATH, show_page),
            web.get(f"{PATH}/view", show_view),
            web.get(f"{PATH}/events", send_events),
            web.get(CHARTS + r"{message:\d{1,18}}/{at:\d{1,3}}", show_chart),
            web.post(f"{PATH}/act", in_words(take_act)),
            web.post(f"{PATH}/upload", in_words(take_upload)),
            web.post(f"{PATH}/people", in_words(take_person)),
            web.post(f"{PATH}/channels", in_words(take_channel)),
        ]
    )


async def show_page(request: web.Request) -> web.Response:
    """The page; who looks at what stands in its address, and the script fetches the rest."""
    it = request.app[CONSOLE]
    html = page_html(token=it.token, suggestions=it.suggestions, forms=rooms.FORMS)
    return web.Response(text=html, content_type="text/html")


async def show_view(request: web.Request) -> web.Response:
    """What one person sees of one conversation now."""
    it = request.app[CONSOLE]
    async with it.services.database.read() as session:
        seen = await look(session, _wish(request), now=it.clock())
    return web.json_response(seen)


async def send_events(request: web.Request) -> web.StreamResponse:
    """A stream that says when to look again, until the page or the server goes."""
    it, reader = request.app[CONSOLE], request.query.get("as", "")
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    await response.prepare(request)

    async def read_stamp() -> str:
        async with it.services.database.read() as session:
            return await console.stamp(session, reader=reader)

    async for event in stream(it.changes, read_stamp):
        if request.transport is None or request.transport.is_closing():
            break
        await response.write(event)
    return response


async def show_chart(request: web.Request) -> web.Response:
    """The picture of a chart, for whoever sees the message that it stands in."""
    it = request.app[CONSOLE]
    message, at = int(request.match_info["message"]), int(request.match_info["at"])
    async with it.services.database.read() as session:
        chart = await chart_of(session, _wish(request), message=message, at=at)
    if chart is None:
        raise web.HTTPNotFound
    try:
        return web.Response(body=await it.charts.png(chart), content_type="image/png")
    except NotDrawnError as failure:
        # The browser then shows the words.
        raise web.HTTPServiceUnavailable from failure


async def take_act(request: web.Request) -> web.Response:
    """Words, a click, or a form."""
    it, body = request.app[CONSOLE], await read_json(request)
    async with it.services.database.read() as session:
        people = await console.people(session)
        made, said = read_act(body, people)
        await _check_place(session, made)
    answer = await converse(it.services, made, now=it.clock(), said=said, ask=it.ask)
    return _answered(it, answer, people)


async def take_upload(request: web.Request) -> web.Response:
    """A dropped file."""
    it = request.app[CONSOLE]
    fields, upload = await read_parts(request)
    async with it.services.database.read() as session:
        people = await console.people(session)
        made = read_upload(fields, upload, people)
        await _check_place(session, made)
    answer = await converse(it.services, made, now=it.clock(), ask=it.ask)
    return _answered(it, answer, people)


async def take_person(request: web.Request) -> web.Response:
    """A new person to speak as."""
    return await _open(request, rooms.add_person, "as")


async def take_channel(request: web.Request) -> web.Response:
    """A new channel."""
    return await _open(request, rooms.add_channel, "in")


async def _open(request: web.Request, add: Opener, name: str) -> web.Response:
    it, body = request.app[CONSOLE], await read_json(request)
    values: Values = read_values(body.get("values"))
    async with it.services.database.write() as session:
        made = await add(session, values, now=it.clock())
    if isinstance(made, Form):
        return web.json_response({"form": form_html(made, ())})
    it.changes.announce()
    return web.json_response({name: made})


def _answered(it: Console, answer: Answer, people: list[ConsolePerson]) -> web.Response:
    it.changes.announce()
    if isinstance(answer, Form):
        return web.json_response({"form": form_html(answer, people)})
    return web.json_response({"notice": notice_html(answer)} if answer.is_off_record else {})


def _wish(request: web.Request) -> Wish:
    first = request.query.get("first", "")
    return Wish(
        account=request.query.get("as", ""),
        conversation=request.query.get("in", ""),
        zone=request.query.get("zone", ""),
        first=int(first) if first.isdecimal() and len(first) <= MOST_DIGITS else None,
        wants_earlier="earlier" in request.query,
        token=request.app[CONSOLE].token,
    )


async def _check_place(session: Session, made: Request) -> None:
    name = made.address.conversation
    if name == DIRECT + made.sender.account:
        return
    if made.address.is_direct or not await console.has_channel(session, name=name):
        raise Unknown


async def _end_streams(app: web.Application) -> None:
    app[CONSOLE].changes.end()
