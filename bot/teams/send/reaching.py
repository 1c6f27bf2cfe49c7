"""What somebody is told, where others read along, whose personal chat cannot be written to."""

from bot.teams.edge import Edge
from bot.teams.refusals import FORBIDDEN, NOT_FOUND, status_of
from bot.teams.send.calling import Calling
from bot.teams.send.places import Places
from domain.chat import Address
from domain.errors import Trouble, Undeliverable
from storage.failures import DATABASE_FAILURES

IN_OUR_CHAT = "I answered you in your own chat with me, where only you see it."
FOR_YOU = "I heard you. My answer is for you alone, "
NO_CHAT = FOR_YOU + "and you have no chat with me: find Headway under Apps in Teams, and choose Add."
BLOCKED = FOR_YOU + "and you blocked me in your own chat with me: unblock me there, and write to me."
DISABLED = (
    FOR_YOU + "and the Headway app is switched off in your Teams admin center."
    " Once it is allowed again, write to me in your own chat with me."
)
WAITS = " The answer comes then: there is nothing to send again."

SHUT: frozenset[Trouble] = frozenset(
    {"no_app", "blocked", "disabled", "person_gone", "no_channel", "not_a_member"}
)


async def why_shut(edge: Edge, address: Address) -> Trouble | None:
    """Why the person of the direct address cannot be written to; None where nothing is known against it."""
    try:
        return await Places(edge=edge, calling=Calling(edge=edge)).why_shut(address)
    except Undeliverable as refusal:
        return refusal.trouble
    except DATABASE_FAILURES:
        return None


def is_shut(refusal: Undeliverable) -> bool:
    """Whether nothing can be written to the person, whatever it is."""
    return refusal.trouble in SHUT or status_of(refusal.__cause__) in (FORBIDDEN, NOT_FOUND)


def out_of_reach(trouble: Trouble, *, waits: bool = True) -> str:
    """What the person can do about it. `waits`: the answer is kept until then."""
    sentence = {"blocked": BLOCKED, "disabled": DISABLED}.get(trouble, NO_CHAT)
    return sentence + WAITS if waits else sentence
