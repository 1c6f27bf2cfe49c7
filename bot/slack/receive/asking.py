"""Asking Headway: from a translated request to its answer, with what Slack knows about the person."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.channels import know_channel
from bot.slack.edge import Edge
from bot.slack.people import accounts_in, introduce, sender_of
from bot.slack.receive.kinds import AWAY, Body, may_work_later, sentence_for
from bot.slack.translate import home_of, installed_organisation, installed_team
from bot.wording import Way, as_typed
from domain.chat import Answer, Request, Say, SubmitForm, refusal
from handlers.dispatch import Keep

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """Something that Slack sent, and a client that speaks in the workspace that it came from."""

    edge: Edge
    body: Body
    client: AsyncWebClient

    async def ask(self, request: Request, *, keep: Keep | None = None) -> Answer:
        """Answer the request, in words for where it is shown; `keep` gets it as it was decided.

        Raises DatabaseAway, or what may work later; nothing was done then.
        """
        edge, team = self.edge, request.address.workspace
        sender = await sender_of(
            edge, self.client, team=team, account=request.sender.account, home=home_of(self.body)
        )
        await introduce(edge, self.client, team=team, accounts=_mentioned(request))
        await know_channel(edge, self.client, request)
        known = replace(request, sender=sender)
        answer = await edge.ask(edge.services, known, now=edge.clock(), keep=keep)
        return as_typed(answer, self._way(request), edge.commands)

    async def ask_in_window(self, request: Request) -> Answer:
        """Answer a request whose window is open: that has to be filled, whatever happens."""
        try:
            return await self.ask(request)
        except AWAY as error:
            if not may_work_later(error):
                raise
            log.warning("not_done_in_window")
            return refusal(sentence_for(error))

    def _way(self, request: Request) -> Way:
        """How commands are typed by whoever reads the answer."""
        if "event" in self.body:
            return "bare" if request.address.is_direct else "mention"
        return "mention" if home_of(self.body) else "slash"


async def incoming(edge: Edge, body: Body) -> Incoming:
    """What came in, once it is known from where. Raises NotInstalled, or what may work later."""
    client = await edge.api.client(installed_team(body), installed_organisation(body))
    return Incoming(edge=edge, body=body, client=client)


def _mentioned(request: Request) -> Iterable[str]:
    """The accounts that are mentioned; in a form each value may be one, and `introduce` knows them apart."""
    match request.act:
        case Say(text=text):
            return accounts_in(text)
        case SubmitForm(values=values):
            return {value for entered in values.values() for value in entered if _is_account(value)}
        case _:
            return ()


def _is_account(value: str) -> bool:
    """Whether the value looks like one of Slack's ids of people: a letter, then capitals and digits."""
    return value[:1] in ("U", "W") and len(value) > 1 and value.replace("_", "").isalnum() and value.isupper()
