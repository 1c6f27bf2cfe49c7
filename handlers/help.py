"""What Headway can do, made from what is registered."""

from collections.abc import Callable

from domain.chat import Bullets, Heading, Reply, note, reply, say
from domain.errors import UserError
from handlers.routing import Route, Router
from handlers.turn import Turn

TITLE = "What I can do"
INTRO = "Type one of these. A command with nothing behind it opens its form or shows its page."
IN_CHANNELS = (
    "In a chat with me alone I also understand plain words such as “leads were 103 in sep”, and ask before I"
    " save."
)
SEVERAL_CLIENTS = "If you serve several clients, begin with `in CLIENT:` in a chat with me alone."
NO_SUCH = "There is no command “{typed}”. Type `help` alone to see all of them."


def make_router(commands: Callable[[], dict[str, Route]]) -> Router:
    """The help command over these commands, which are looked up when somebody asks."""
    router = Router()

    @router.command("help", action=None, usage="help [COMMAND]", summary="Show what I can do", reads=True)
    async def help_(turn: Turn, text: str) -> Reply:
        """Show every command, or those that begin with the text."""
        wanted = text.strip().casefold()
        routes = [r for name, r in commands().items() if f"{name} ".startswith(f"{wanted} ") or not wanted]
        if not routes:
            raise UserError(NO_SUCH.format(typed=text.strip()[:40]))
        lines = tuple((f"`{route.usage}`: {route.summary}",) for route in routes)
        if wanted:
            return reply(Bullets(lines))
        return reply(Heading(TITLE), say(INTRO), Bullets(lines), note(IN_CHANNELS), note(SEVERAL_CLIENTS))

    return router
