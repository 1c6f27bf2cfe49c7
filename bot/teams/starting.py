"""Before serving: whether Microsoft takes our secret, and the keys with which it signs."""

import asyncio

import structlog

from bot.teams.edge import Edge
from bot.teams.gate import LoginAway, LoginRefused
from bot.teams.logins import of_environment
from bot.teams.registrations import Registration
from domain.errors import UserError

# What takes longer goes on behind the start: whoever needs it first waits for the rest of it.
START_SECONDS = 2.0

log = structlog.get_logger()


async def check_start(edge: Edge) -> None:
    """Fetch what the first request needs. Raises UserError where Microsoft's login refuses the only bot.

    A login that is out of reach says nothing about the secret, and may be back in a minute. What is wrong
    with one of several bots is no reason to keep the clients of the others waiting. Raises what the
    database raises.
    """
    first = edge.registrations.first
    if first is None or edge.gate.trust.is_local:
        return
    keys, refusal = asyncio.create_task(edge.gate.keys.warm()), ""
    try:
        async with asyncio.timeout(START_SECONDS):
            refusal = await _refusal(edge, first)
            # Awaited after a refusal too: cut off by our end, they would be logged as out of reach.
            await keys
    except TimeoutError:
        log.warning("teams_slow_to_start", seconds=START_SECONDS)
    if refusal:
        raise UserError(refusal)


async def _refusal(edge: Edge, first: Registration) -> str:
    """Why there is nothing to serve, in a line; empty where nobody said so."""
    try:
        await edge.gate.tokens.of(first)
    except LoginRefused as refusal:
        said = of_environment(refusal.code)
        if len(await edge.registrations.every()) == 1:
            return said
        log.error("teams_bot_refused", app_id=first.app_id, cure=said)
    except LoginAway as failure:
        log.warning("teams_login_away", error=str(failure))
    return ""
