"""What whoever runs Headway should know of the installations, and tokens that are sealed anew."""

from collections.abc import AsyncIterator

from bot.findings import Finding, bad, fine
from bot.sealing import Sealer, Unopenable
from bot.slack.installing.rotation import CURE, TOKEN_LOST
from storage import slack_installations, slack_rotation
from storage.database import Database
from storage.slack_installations import Kept

INSTALLED = "Slack installations: {count}, and their tokens can be read."
NONE = "Slack installations: none yet."
CURED = "{place}: {cure}"


async def look_at_installations(database: Database, sealer: Sealer) -> AsyncIterator[Finding]:
    """Whether the token of each can be read and renewed. Raises what the database raises."""
    async with database.read() as session:
        living = await slack_installations.living(session)
        lost = await slack_installations.lost(session, reason=TOKEN_LOST)
    for row in lost:
        yield bad(CURED.format(place=place_of(row), cure=CURE))
    unreadable = 0
    for row in living:
        try:
            sealer.open(row.token)
        except Unopenable as failure:
            unreadable += 1
            yield bad(CURED.format(place=place_of(row), cure=failure.sentence))
    if not living:
        yield fine(NONE)
    elif not unreadable:
        yield fine(INSTALLED.format(count=len(living)))


def place_of(row: Kept) -> str:
    """Where it is installed, as whoever runs Headway knows it."""
    known = row.team_id or row.enterprise_id
    return f"{row.team_name} ({known})" if row.team_name else known


async def reseal_tokens(database: Database, sealer: Sealer) -> int:
    """Seal every token with the first key, so that the ones behind it can go. Return how many there were.

    Those that no key opens are left; the doctor names them. Raises what the database raises.
    """
    count = 0
    async with database.read() as session:
        living = await slack_installations.living(session)
    for row in living:
        try:
            token, refresh_token = sealer.reseal(row.token), sealer.reseal(row.refresh_token)
        except Unopenable:
            continue
        async with database.write() as session:
            count += await slack_rotation.reseal(session, was=row, token=token, refresh_token=refresh_token)
    return count
