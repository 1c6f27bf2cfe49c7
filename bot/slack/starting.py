"""Before serving: whether Slack takes our token, in the words of the doctor."""

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.calls import Refusal, ask
from bot.slack.doctor import DEAD, OF_AN_ORGANISATION
from bot.slack.refusals import REFUSED_TOKENS
from domain.errors import UserError

log = structlog.get_logger()


async def check_token(client: AsyncWebClient, token: str) -> None:
    """Raise UserError for a token that Slack refuses: with it, every post would be given up.

    A Slack that is out of reach or busy says nothing about the token, and may be back in a minute.
    """
    said = await ask(client.auth_test(token=token))
    if isinstance(said, Refusal):
        if said.error in REFUSED_TOKENS:
            raise UserError(DEAD.format(error=said.error))
        log.warning("slack_out_of_reach", error=said.error)
    elif said.get("is_enterprise_install"):
        raise UserError(OF_AN_ORGANISATION)
