"""What the doctor finds about Teams: whether Microsoft takes our secrets and tells us its keys."""

from collections.abc import AsyncIterator, Callable
from functools import partial

from bot.findings import Finding, bad, fine
from bot.sealing import Sealer, Unopenable
from bot.settings import Settings
from bot.teams.gate import Keys, LoginAway, LoginRefused, log_in
from bot.teams.gate.clouds import LOGIN_URL, METADATA_URL
from bot.teams.logins import of_environment, of_row
from bot.teams.outside import Outside
from bot.teams.registrations import Registration, first_of
from bot.teams.surfaces import MESSAGES_PATH
from storage import teams_registrations
from storage.database import Database
from storage.teams_registrations import Kept

WORKS = "Teams login: takes the secret of the bot {app_id}."
AWAY = (
    "Microsoft's login does not answer at {address} ({what}). Check the network, and TEAMS_LOGIN_URL if set."
)
KEYS_FINE = "Teams keys: known."
KEYS_AWAY = (
    "The keys of Teams cannot be read at {address}: nothing could come in. Check the network, and"
    " TEAMS_OPENID_METADATA_URL if set."
)
OVER_HTTP = "Teams messages: at {address}. It is the messaging endpoint of every bot."
HERE = "{path} of this server's public address"
LOCAL = "Teams is in the local mode: unsigned messages of this computer are taken, for a tenant of their own."
UNREADABLE = (
    "The secret of the bot {app_id} was sealed with another SECRET_KEY. Put the earlier key behind the new"
    " one, with a comma between them, or give the bot its secret again with `headway teams add`."
)
BOTS = "Teams bots beside TEAMS_APP_ID: {count}, and Microsoft's login takes their secrets."


async def look_at_teams(settings: Settings) -> AsyncIterator[Finding]:
    """Whether the bot of the environment can speak and be spoken to; nothing where Teams is not set up."""
    if not settings.has_teams:
        return
    if settings.teams_local:
        yield fine(LOCAL)
        return
    outside = Outside()
    try:
        yield await look_at_keys(outside, settings.teams_openid_metadata_url or METADATA_URL)
        if (first := first_of(settings)) is not None:
            wrong = await look_at_login(outside, settings, first, of_environment)
            yield wrong or fine(WORKS.format(app_id=first.app_id))
    finally:
        await outside.close()
    address = settings.public_url + MESSAGES_PATH if settings.public_url else HERE.format(path=MESSAGES_PATH)
    yield fine(OVER_HTTP.format(address=address))


async def look_at_keys(outside: Outside, url: str) -> Finding:
    """Whether what Teams signs can be checked."""
    is_known = await Keys(outside=outside, url=url).warm()
    return fine(KEYS_FINE) if is_known else bad(KEYS_AWAY.format(address=url))


async def look_at_login(
    outside: Outside, settings: Settings, bot: Registration, in_words: Callable[[str], str]
) -> Finding | None:
    """What is wrong with the bot's login, if anything is."""
    url = settings.teams_login_url or LOGIN_URL
    try:
        await log_in(outside, bot, login_url=url, now=0.0)
    except LoginRefused as refusal:
        return bad(in_words(refusal.code))
    except LoginAway as failure:
        return bad(AWAY.format(address=url, what=failure))
    return None


async def look_at_bots(settings: Settings) -> AsyncIterator[Finding]:
    """Whether every other bot can speak; nothing where there is none.

    Needs a database at its newest revision. Raises what the database raises.
    """
    if not settings.has_teams or settings.teams_local:
        return
    database = Database(settings.database_url)
    try:
        async with database.read() as session:
            rows = await teams_registrations.living(session)
    finally:
        await database.close()
    sealer = Sealer(settings.secret_key.get_secret_value())
    wrong = [finding for row in rows if (finding := await _wrong_with(settings, row, sealer))]
    for finding in wrong:
        yield finding
    if rows and not wrong:
        yield fine(BOTS.format(count=len(rows)))


async def _wrong_with(settings: Settings, row: Kept, sealer: Sealer) -> Finding | None:
    try:
        secret = sealer.open(row.secret)
    except Unopenable:
        return bad(UNREADABLE.format(app_id=row.app_id))
    bot = Registration(app_id=row.app_id, tenant_id=row.tenant_id, secret=secret)
    outside = Outside()
    try:
        return await look_at_login(outside, settings, bot, partial(of_row, row.app_id))
    finally:
        await outside.close()
