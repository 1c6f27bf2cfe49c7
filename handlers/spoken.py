"""Words that are no command: a greeting, a command with a slip in it, an answer that begins like one."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace

from domain.chat import Paragraph, Reply, Typed, note, reply, say
from domain.errors import Outsider, UserError
from domain.permissions import Action, is_allowed
from domain.wording import listed
from handlers import ROUTES, people, permissions
from handlers.checkins.plain import may_be_answer, read_words, understand
from handlers.checkins.waiting import waits_in
from handlers.leave import is_about_leave
from handlers.resolve import WhichEngagement, enter
from handlers.routing import Route
from handlers.turn import EngagementTurn, Turn

UNKNOWN = ("I don't know “", "”.")
NEAREST = " Did you mean {names}?"
HELP_IS_NEAR = "Type `help` to see what I can do."
HELLO = "Hello! "
WELCOME = "You're welcome. "
NEXT = "`home` shows what waits for you, and `help` what I can do."
NEXT_OF_OBSERVERS = "`card` shows the terms and the people, and `help` what I can do."
BEGIN = "To begin with a client of your own, type `setup` in their channel."
GREETINGS = ("hi", "hello", "hey", "hallo", "hola", "good morning", "good afternoon", "good evening")
THANKS = ("thanks", "thank you", "thx", "cheers", "great", "perfect", "ok", "okay", "bye")
MOST_WORDS_OF_A_GREETING = 3
ECHO_LENGTH = 40
MOST_WORDS_OF_A_COMMAND = 3
AS_COMMAND = "If you meant the command `{name}`: {why}"
ALONE = "Please type it alone."
# Nobody begins a sentence with these.
NO_WORDS = frozenset({"kpi"})
WITH_NUMBERS = NO_WORDS | {"fix"}
MOST_WORDS_OF_NUMBERS = 4
# What may stand beside a greeting that says nothing else; who is addressed may have any name.
POLITE = frozenset(" ".join((*GREETINGS, *THANKS)).split()) | {
    "there",
    "all",
    "everyone",
    "team",
    "again",
    "so",
    "very",
    "much",
    "a",
    "lot",
    "will",
    "do",
    "got",
    "it",
    "that",
    "this",
    "sounds",
    "fine",
    "cool",
    "nice",
    "noted",
    "sure",
    "for",
    "asking",
}
MOST_NEAR = 3
ADDRESSES = frozenset({"hi", "hello", "hey", "hallo", "hola", "thanks", "thank", "thx", "cheers", "bye"})

Reads = Callable[[EngagementTurn, str], Awaitable[Reply | None]]

_NO_LETTERS = re.compile(r":[\w+-]+:|[^\w\s']+|_")


def unknown(words: str) -> Reply:
    """Say that the words are no command, and which ones look like them."""
    typed = words.strip(' \n\t"“”')
    if not typed:
        return reply(HELP_IS_NEAR)
    ending = ROUTES.commands_ending(typed)
    # A last word that many commands share, as list, tells nothing about the one that is meant.
    found = dict.fromkeys([*(ending if len(ending) <= MOST_NEAR else []), *ROUTES.nearest_commands(typed)])
    near = [f"`{name}`" for name in list(found)[:MOST_NEAR]]
    nearest = NEAREST.format(names=listed(near, last="or")) if near else ""
    shown = typed[:ECHO_LENGTH] + ("…" if len(typed) > ECHO_LENGTH else "")
    before, behind = UNKNOWN
    said = Paragraph((before, Typed(shown), f"{behind}{nearest} {HELP_IS_NEAR}"))
    return Reply(blocks=(said,), is_refusal=True)


def may_be_sentence(turn: Turn, route: Route, rest: str) -> bool:
    """Whether words that begin with this command may be meant otherwise: quiet week, nothing to report."""
    has_number = any(char.isdigit() for char in rest)
    is_word = " " not in route.name and route.name not in (WITH_NUMBERS if has_number else NO_WORDS)
    return is_word and turn.request.address.is_direct


async def obey(turn: Turn, route: Route, rest: str, words: str) -> tuple[Turn, Reply] | None:
    """Run the command with what stands behind it; None where that is nothing to do with it.

    What it refuses may be an answer to the last check-in: that is offered, and the refusal stands below.
    Raises UserError for any other refusal.
    """
    if not rest or not may_be_sentence(turn, route, rest):
        return turn, await _run(turn, route, rest)
    refused: UserError | None = None
    if not route.takes_nothing:
        try:
            async with turn.session.begin_nested():
                return turn, await _run(turn, route, rest)
        except UserError as error:
            refused = error
    # What it could not read may be a slip: after an answer it is a command again.
    offered = await offer(turn, words, understand if refused else read_words)
    if offered is None and refused is not None:
        raise refused
    if offered is None:
        return None
    inside, shown = offered
    aside = note(AS_COMMAND.format(name=route.name, why=ALONE if refused is None else refused.sentence))
    return inside, replace(shown, blocks=(*shown.blocks, aside))


async def offer(
    turn: Turn, words: str, reads: Reads = understand, *, client: str = ""
) -> tuple[EngagementTurn, Reply] | None:
    """Offer to save words that look like something else as an answer; None if they are none."""
    if is_greeting(words) and _is_greeting_alone(words):
        return None
    inside = turn
    if not isinstance(inside, EngagementTurn):
        try:
            inside = await enter(turn, named=client, engagement_id=await meant(turn, words, client))
        except (UserError, WhichEngagement):
            return None
    shown = await reads(inside, await people.with_names(inside, words))
    return None if shown is None else (inside, shown)


async def meant(turn: Turn, words: str, client: str) -> int | None:
    """The id of the engagement to whose check-in the words may be the answer, of several; else None.

    A number alone may be one of the client spoken of last.
    """
    is_direct = turn.request.address.is_direct
    if client or not is_direct or not may_be_answer(words) or is_about_leave(words, today=turn.now.date()):
        return None
    if any(char.isdigit() for char in words) and len(words.split()) <= MOST_WORDS_OF_NUMBERS:
        return None
    return await waits_in(turn)


async def read(turn: EngagementTurn, words: str) -> Reply | None:
    """What the first reader makes of plain words. Raises UserError for what the person may not do."""
    named_words = await people.with_names(turn, words)
    for reader in ROUTES.readers:
        answer: Reply | None = await reader.run(turn, named_words)
        if answer is not None:
            if reader.action is not None:
                await permissions.require(turn, reader.action)
            return answer
    return None


async def _run(turn: Turn, route: Route, rest: str) -> Reply:
    if isinstance(turn, EngagementTurn) and route.action is not None:
        await permissions.require(turn, route.action)
    typed: Reply = await route.run(turn, rest if route.takes_people else await people.with_names(turn, rest))
    return typed


def looks_misspelt(words: str) -> bool:
    """Whether words that nobody addressed to us look like a command with a slip in it."""
    return len(words.split()) <= MOST_WORDS_OF_A_COMMAND and bool(ROUTES.nearest_commands(words))


def is_greeting(words: str) -> bool:
    """Whether somebody says hello, or thanks."""
    return bool(_kind(words))


async def greet(turn: Turn, words: str, client: str) -> Reply:
    """Greet a member back, and say what to do next. Raises UserError for whoever is none."""
    try:
        inside = await enter(turn, named=client)
    except WhichEngagement:
        return _greeting(None, words)
    except Outsider as error:
        is_full_member = turn.request.sender.is_guest is False
        if client or not turn.request.address.is_direct or not is_full_member:
            raise
        raise Outsider(f"{error.sentence} {BEGIN}") from error
    return _greeting(inside, words)


async def overhear(turn: Turn, words: str) -> tuple[EngagementTurn, Reply] | None:
    """What a member is offered about words in a thread that were not said to us, for them alone.

    None: they are left alone, as everybody else is.
    """
    try:
        inside = await enter(turn)
    except UserError:
        return None
    if is_greeting(words):
        return None
    named_words = await people.with_names(inside, words)
    for listener in ROUTES.listeners:
        if (answer := await listener(inside, named_words)) is not None:
            return inside, answer
    return None


def _greeting(turn: EngagementTurn | None, words: str) -> Reply:
    """What a member reads; `turn` None: of several engagements."""
    is_observer = turn is not None and not is_allowed(turn.role, Action.READ_KPIS)
    return reply(say(_kind(words), NEXT_OF_OBSERVERS if is_observer else NEXT))


def _is_greeting_alone(words: str) -> bool:
    """Whether a greeting says nothing else: thanks a lot, hi Ann, but not great webinar."""
    said = _plain(words).split()
    more = [word for word in said if word not in POLITE]
    return not more or (len(more) == 1 and said[0] in ADDRESSES and said[-1] == more[0])


def _plain(words: str) -> str:
    return " ".join(_NO_LETTERS.sub(" ", words).casefold().split())


def _kind(words: str) -> str:
    """What such words are answered, if they are a greeting at all."""
    plain = _plain(words)
    if len(plain.split()) > MOST_WORDS_OF_A_GREETING or any(char.isdigit() for char in plain):
        return ""
    for known, answer in ((GREETINGS, HELLO), (THANKS, WELCOME)):
        if any(f"{plain} ".startswith(f"{word} ") for word in known):
            return answer
    return ""
