"""What happened around us: installed, removed, people and channels that come and go."""

import structlog

from bot.misshapen import MISSHAPEN, place_of
from bot.teams.arrival import Arrival
from bot.teams.edge import Edge
from bot.teams.installing import LISTENERS
from bot.teams.receive.kinds import Done, Kind

SECONDS = 5.0

log = structlog.get_logger()


async def work(edge: Edge, arrival: Arrival) -> Done:
    """Let whoever listens to it know. News that are not as Teams' are left alone."""
    listen = LISTENERS.get(arrival.type)
    if listen is None:
        return Done()
    try:
        await listen(edge, arrival)
    except MISSHAPEN as error:
        log.error("news_misshapen", type=arrival.type, error=type(error).__name__, at=place_of(error))
    return Done()


NEWS = Kind(name="news", work=work, seconds=SECONDS, is_news=True)
