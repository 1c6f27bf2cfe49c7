"""Before serving: whether Microsoft takes our secret, and the keys with which it signs."""

import structlog

from bot.teams.edge import Edge
from bot.teams.gate import LoginAway, LoginRefused
from bot.teams.logins import of_environment
from domain.errors import UserError

log = structlog.get_logger()


async def check_start(edge: Edge) -> None:
    """Fetch what the first request needs. Raises UserError where Microsoft's login refuses the first bot.

    A login that is out of reach says nothing about the secret, and may be back in a minute. What is wrong
    with the other bots is no reason to keep this one's client waiting: the doctor names it.
    """
    first = edge.registrations.first
    if first is None or edge.gate.trust.is_local:
        return
    await edge.gate.keys.warm()
    try:
        await edge.gate.tokens.of(first)
    except LoginRefused as refusal:
        raise UserError(of_environment(refusal.code)) from refusal
    except LoginAway as failure:
        log.warning("teams_login_away", error=str(failure))
