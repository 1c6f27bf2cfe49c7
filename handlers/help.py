"""What Headway can do, made from what is registered."""

from collections.abc import Callable, Iterable, Mapping

from domain.chat import Bullets, Heading, Paragraph, Reply, Strong, note, reply, say
from domain.errors import UserError
from handlers.routing import Route, Router
from handlers.turn import Turn

TITLE = "What I can do"
INTRO = (
    "A command with nothing behind it opens its form or shows its page. `help kpi` or `help numbers` says"
    " what each of them does."
)
IN_CHANNELS = (
    "In a chat with me alone I also understand plain words such as “leads were 103 in sep”, and ask before I"
    " save."
)
SEVERAL_CLIENTS = "If you serve several clients, begin with `in CLIENT:` in a chat with me alone."
NO_SUCH = "There is no command “{typed}”. Type `help` alone to see all of them."
# By the first word of a command; what stands in none of them comes last.
TOPICS: Mapping[str, tuple[str, ...]] = {
    "Numbers": ("status", "kpi", "update", "fix", "why"),
    "Feedback": ("feedback",),
    "Rhythm": ("checkin", "blockers", "blocker", "action", "home"),
    "Learning": ("assume", "assumptions", "exp", "experiments", "playbook"),
    "Decisions": ("evidence", "meet", "agenda", "vote", "decide", "decisions", "tripwire", "pivots", "pivot"),
    "Schedule": ("schedule", "posts", "away", "back", "quiet", "digest"),
    "Engagement": ("card", "members", "settings", "channels", "history", "setup", "link"),
}
REST = "More"


def make_router(commands: Callable[[], dict[str, Route]]) -> Router:
    """The help command over these commands, which are looked up when somebody asks."""
    router = Router()

    @router.command("help", action=None, usage="help [COMMAND]", summary="Show what I can do", reads=True)
    async def help_(turn: Turn, text: str) -> Reply:
        """Show every command by its topic, or explain a topic, or those that begin with the text."""
        wanted, known = " ".join(text.casefold().split()), commands()
        if not wanted:
            # No list, since Slack has no room for one with so many pieces.
            lines = [_line(topic, routes) for topic, routes in _by_topic(known.values()).items()]
            return reply(Heading(TITLE), say(INTRO), *lines, note(IN_CHANNELS), note(SEVERAL_CLIENTS))
        if found := _meant(wanted, known):
            return reply(Bullets(tuple((f"`{route.usage}`: {route.summary}",) for route in found)))
        raise UserError(NO_SUCH.format(typed=text.strip()[:40]))

    return router


def _meant(wanted: str, known: Mapping[str, Route]) -> list[Route]:
    """Those that begin with the words, and the others of the topic that is called so."""
    begun = [route for name, route in known.items() if f"{name} ".startswith(f"{wanted} ")]
    topics = {topic.casefold(): routes for topic, routes in _by_topic(known.values()).items()}
    return [*begun, *(route for route in topics.get(wanted, []) if route not in begun)]


def _by_topic(routes: Iterable[Route]) -> dict[str, list[Route]]:
    topic_of = {word: topic for topic, words in TOPICS.items() for word in words}
    found: dict[str, list[Route]] = {topic: [] for topic in (*TOPICS, REST)}
    for route in routes:
        found[topic_of.get(route.name.split()[0], REST)].append(route)
    return {topic: routes for topic, routes in found.items() if routes}


def _line(topic: str, routes: Iterable[Route]) -> Paragraph:
    return say(Strong(topic), ": " + ", ".join(f"`{route.name}`" for route in routes))
