"""Which function answers what: commands, buttons, forms, uploads and plain words."""

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar, get_type_hints

from rapidfuzz import fuzz, process

from domain.chat import FieldErrors, Form, Reply
from domain.permissions import Action
from handlers.turn import EngagementTurn

H = TypeVar("H", bound=Callable[..., Awaitable[Any]])
R = TypeVar("R")
Handler = Callable[..., Awaitable[Any]]
Builder = Callable[..., Awaitable[Form]]
Submitter = Callable[..., Awaitable[Reply | FieldErrors]]

NEAR_ENOUGH = 70


@dataclass(frozen=True, kw_only=True)
class Route:
    """A function that answers, and what it needs. `action` None: everybody may, membership or not.

    Alone, a command that `opens_form` is answered by one. One that `is_discreet` opens a form that may be
    anonymous: nobody keeps that it was typed. One that `takes_people` gets mentions, others get names.
    """

    name: str
    run: Handler
    action: Action | None
    needs_engagement: bool
    is_read: bool = False
    is_discreet: bool = False
    opens_form: bool = False
    takes_people: bool = False
    endings: tuple[str, ...] = ()
    usage: str = ""
    summary: str = ""

    @property
    def takes_nothing(self) -> bool:
        """Whether nothing stands behind the command."""
        return self.usage == self.name


@dataclass(frozen=True, kw_only=True)
class FormRoute:
    """A form: how it is built, and what happens when it is sent.

    One that `is_discreet` may be sent without a name: nobody keeps that somebody was offered it.
    """

    name: str
    build: Builder
    submit: Submitter
    action: Action | None
    needs_engagement: bool
    is_discreet: bool = False


class Router:
    """Collects the routes of one feature, or of all of them. Refuses a second one of the same name."""

    def __init__(self) -> None:
        self.commands: dict[str, Route] = {}
        self.clicks: dict[str, Route] = {}
        self.forms: dict[str, FormRoute] = {}
        self.uploads: list[Route] = []
        self.readers: list[Route] = []
        self.listeners: list[Handler] = []

    def command(  # noqa: PLR0913 - each says one thing about a command
        self,
        name: str,
        *,
        action: Action | None,
        usage: str,
        summary: str,
        reads: bool = False,
        discreet: bool = False,
        opens_form: bool = False,
        takes_people: bool = False,
    ) -> Callable[[H], H]:
        """Register `run(turn, rest)` for messages that begin with these words."""

        def register(run: H) -> H:
            kind = {"is_read": reads, "is_discreet": discreet, "opens_form": opens_form}
            more = {**kind, "takes_people": takes_people}
            route = _route(name, run, action, usage=usage, summary=summary, **more)
            _add(self.commands, name, route)
            return run

        return register

    def click(self, name: str, *, action: Action | None, reads: bool = False) -> Callable[[H], H]:
        """Register `run(turn, args)` for a button with this route. One that only reads is never used up."""

        def register(run: H) -> H:
            _add(self.clicks, name, _route(name, run, action, is_read=reads))
            return run

        return register

    def form(
        self,
        name: str,
        *,
        action: Action | None,
        build: Builder,
        submit: Submitter,
        discreet: bool = False,
    ) -> None:
        """Register `build(turn, args) -> Form` and `submit(turn, args, values)` under the name."""
        route = FormRoute(
            name=name,
            build=build,
            submit=submit,
            action=action,
            needs_engagement=_needs_engagement(build),
            is_discreet=discreet,
        )
        _add(self.forms, name, route)

    def upload(self, *, action: Action | None, endings: tuple[str, ...] = ()) -> Callable[[H], H]:
        """Register `run(turn, upload) -> Reply | None` for files with such names, in small letters.

        None leaves the file to the next one.
        """

        def register(run: H) -> H:
            self.uploads.append(_route(run.__name__, run, action, endings=endings))
            return run

        return register

    def words(self, *, action: Action | None) -> Callable[[H], H]:
        """Register `run(turn, text) -> Reply | None` for plain words that are no command."""

        def register(run: H) -> H:
            self.readers.append(_route(run.__name__, run, action))
            return run

        return register

    def overheard(self, run: H) -> H:
        """Register `run(turn, text) -> Reply | None` for what a member says in a thread, and not to us.

        The answer is for them alone; None leaves them alone.
        """
        self.listeners.append(run)
        return run

    def include(self, other: "Router") -> None:
        """Take over every route of another router."""
        for name, command in other.commands.items():
            _add(self.commands, name, command)
        for name, click in other.clicks.items():
            _add(self.clicks, name, click)
        for name, form in other.forms.items():
            _add(self.forms, name, form)
        self.uploads += other.uploads
        self.readers += other.readers
        self.listeners += other.listeners

    def find_command(self, text: str) -> tuple[Route, str] | None:
        """The command with the longest name that the text begins with, and the rest of the text."""
        first, second, rest = _first_words(text)
        if route := self.commands.get(f"{first} {second}"):
            return route, rest
        if route := self.commands.get(first):
            return route, text.lstrip()[len(first) :].strip()
        return None

    def opens_form(self, text: str) -> bool:
        """Whether the text is a command that is answered by a form."""
        found = self.find_command(text)
        return found is not None and found[0].opens_form and not found[1]

    def commands_ending(self, word: str) -> list[str]:
        """Names of commands whose second word it is."""
        return [name for name in self.commands if name.endswith(f" {word.strip().casefold()}")]

    def nearest_commands(self, text: str, *, limit: int = 3) -> list[str]:
        """Names of commands that look like the beginning of the text, the nearest first."""
        first, second, _rest = _first_words(text)
        found: dict[str, float] = {}
        for words in (f"{first} {second}".strip(), first):
            for name, score, _index in process.extract(words, list(self.commands), scorer=fuzz.ratio):
                found[name] = max(score, found.get(name, 0.0))
        near = sorted((name for name in found if found[name] >= NEAR_ENOUGH), key=lambda n: -found[n])
        return near[:limit]


def _first_words(text: str) -> tuple[str, str, str]:
    words = [*text.split(maxsplit=2), "", "", ""]
    return words[0].casefold(), words[1].casefold(), words[2].strip()


def _needs_engagement(run: Callable[..., Any]) -> bool:
    first = next(iter(inspect.signature(run).parameters))
    return issubclass(get_type_hints(run)[first], EngagementTurn)


def _route(name: str, run: Handler, action: Action | None, **more: Any) -> Route:
    return Route(name=name, run=run, action=action, needs_engagement=_needs_engagement(run), **more)


def _add(routes: dict[str, R], name: str, route: R) -> None:
    if name in routes:
        raise ValueError(f"two routes are called {name!r}")
    routes[name] = route
