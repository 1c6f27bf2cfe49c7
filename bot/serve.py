"""The life of a server process: listen, work until told to stop, finish what is in flight."""

import asyncio
import errno
import signal
from collections.abc import Callable, Coroutine
from typing import Any

import structlog
from aiohttp import web

from bot.app import App
from bot.console.safety import PATH
from bot.settings import Settings, SettingsError

# Together they stay under the ten seconds that a stop may take; aiohttp waits for requests twice as
# long: for their end, and then for the end of those that it cancelled.
REQUEST_SECONDS = 2.5
JOB_SECONDS = 2.0
POST_SECONDS = 2.0

IN_USE = "Port {port} is in use. Set PORT to another one."
NOT_ALLOWED = "Port {port} may not be used by this user. Set PORT to one above 1023."
NO_SUCH_HOST = "HOST is {host}, which is no address of this computer. Set it to 127.0.0.1 or 0.0.0.0."
CONSOLE_READY = "Headway is ready: open {address}{path} (Ctrl+C stops it)."
READY = "Headway listens at {address} (Ctrl+C stops it). To talk to it in a browser, start it with CONSOLE=1."

log = structlog.get_logger()


async def serve(app: App, *, announce: Callable[[str], None]) -> None:
    """Serve until SIGTERM or SIGINT. `announce` is told one line when the server is ready."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for ending in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(ending, stopping.set)
    # Nobody sends us a compressed body, and aiohttp fails over one that only says so.
    runner = web.AppRunner(app.web, access_log=None, shutdown_timeout=REQUEST_SECONDS, auto_decompress=False)
    await runner.setup()
    try:
        address = await _listen(runner, app.settings)
        # Before anything is posted: with a token that is refused, all of it would be given up.
        if await _done_before(stopping, _start(app)):
            app.timetable.start()
            has_console = app.settings.console
            announce((CONSOLE_READY if has_console else READY).format(address=address, path=PATH))
            await stopping.wait()
        log.info("stopping")
    finally:
        await _stop(app, runner)


async def _listen(runner: web.AppRunner, settings: Settings) -> str:
    """Begin to listen and return the address. Raises SettingsError where that is not possible."""
    host, port = settings.host.strip("[]"), settings.port
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as failure:
        if failure.errno == errno.EADDRINUSE:
            raise SettingsError(IN_USE.format(port=port)) from failure
        if failure.errno == errno.EACCES:
            raise SettingsError(NOT_ALLOWED.format(port=port)) from failure
        raise SettingsError(NO_SUCH_HOST.format(host=host)) from failure
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}:{runner.addresses[0][1]}"


async def _start(app: App) -> None:
    for part in app.parts:
        await part.start()


async def _done_before(stopping: asyncio.Event, work: Coroutine[Any, Any, None]) -> bool:
    """Whether the work was done before we were told to stop; it is left then. Raises what it raises."""
    doing, told = asyncio.create_task(work), asyncio.create_task(stopping.wait())
    await asyncio.wait((doing, told), return_when=asyncio.FIRST_COMPLETED)
    told.cancel()
    if doing.done():
        doing.result()
        return True
    doing.cancel()
    await asyncio.wait((doing,))
    return False


async def _stop(app: App, runner: web.AppRunner) -> None:
    """Take no more work, then let requests, jobs and posts finish, each for a while."""
    for site in list(runner.sites):
        await site.stop()
    try:
        async with asyncio.timeout(JOB_SECONDS):
            await app.timetable.stop()
    except TimeoutError:
        log.warning("job_left_running")
    await asyncio.gather(runner.cleanup(), *(part.rest() for part in app.parts))
    drained = [part.edge.background.drain(seconds=POST_SECONDS) for part in app.parts]
    await asyncio.gather(app.delivery.stop(seconds=POST_SECONDS), *drained)
    for part in app.parts:
        await part.stop(seconds=0)
