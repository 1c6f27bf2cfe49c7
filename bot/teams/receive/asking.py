"""Asking Headway: from a translated request to its answer, with what Teams knows about the person."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.teams import channels, people
from bot.teams.arrival import Arrival
from bot.teams.edge import Edge
from bot.wording import Way, as_typed
from domain.chat import Answer, Request, SubmitForm
from handlers.dispatch import Keep

# The ids of people in Entra, as a picker of people gives them.
ACCOUNT = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """Something that somebody did in Teams."""

    edge: Edge
    arrival: Arrival

    async def ask(self, request: Request, *, keep: Keep | None = None) -> Answer:
        """Answer the request, in words for where it is shown; `keep` gets it as it was decided.

        Raises DatabaseAway, or what may work later; nothing was done then.
        """
        edge, arrival = self.edge, self.arrival
        await people.remember(edge, arrival)
        sender = await people.sender_of(edge, arrival)
        await people.introduce(edge, arrival, _picked(request))
        await channels.know_channel(edge, arrival, request)
        answer = await edge.ask(edge.services, replace(request, sender=sender), now=edge.clock(), keep=keep)
        return as_typed(answer, way_in(request), {})


def way_in(request: Request) -> Way:
    """How commands are typed where the answer is read."""
    return "bare" if request.address.is_direct else "mention"


def _picked(request: Request) -> Iterable[str]:
    """The accounts that are picked in a form; whoever is mentioned was looked up to read the words."""
    if not isinstance(request.act, SubmitForm):
        return ()
    values = request.act.values.values()
    return {one for entered in values for one in entered if ACCOUNT.fullmatch(one)}
