"""Words that are no command: a greeting, or a command with a slip in it."""

import re

from domain.chat import Paragraph, Reply, Typed, reply, say
from domain.errors import Outsider
from domain.permissions import Action, is_allowed
from handlers import ROUTES
from handlers.resolve import WhichEngagement, enter
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

_NO_LETTERS = re.compile(r":[\w+-]+:|[^\w\s']+|_")


def unknown(words: str) -> Reply:
    """Say that the words are no command, and which ones look like them."""
    typed = words.strip(' \n\t"“”')
    if not typed:
        return reply(HELP_IS_NEAR)
    near = [f"`{name}`" for name in ROUTES.nearest_commands(typed)]
    nearest = NEAREST.format(names=" or ".join(near)) if near else ""
    shown = typed[:ECHO_LENGTH] + ("…" if len(typed) > ECHO_LENGTH else "")
    before, behind = UNKNOWN
    said = Paragraph((before, Typed(shown), f"{behind}{nearest} {HELP_IS_NEAR}"))
    return Reply(blocks=(said,), is_refusal=True)


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


def _greeting(turn: EngagementTurn | None, words: str) -> Reply:
    """What a member reads; `turn` None: of several engagements."""
    is_observer = turn is not None and not is_allowed(turn.role, Action.READ_KPIS)
    return reply(say(_kind(words), NEXT_OF_OBSERVERS if is_observer else NEXT))


def _kind(words: str) -> str:
    """What such words are answered, if they are a greeting at all."""
    plain = " ".join(_NO_LETTERS.sub(" ", words).casefold().split())
    if len(plain.split()) > MOST_WORDS_OF_A_GREETING or any(char.isdigit() for char in plain):
        return ""
    for known, answer in ((GREETINGS, HELLO), (THANKS, WELCOME)):
        if any(f"{plain} ".startswith(f"{word} ") for word in known):
            return answer
    return ""
