"""headway teams: the bots beside the one of TEAMS_APP_ID, one for each client's tenant."""

import sys

import typer

from bot.app import App
from bot.cli.opening import opened
from bot.platforms import ANY_TENANT, PRINTED
from bot.sealing import Sealer
from bot.settings import Settings
from bot.teams.gate import LoginAway, LoginRefused, log_in
from bot.teams.gate.clouds import LOGIN_URL
from bot.teams.logins import of_row
from bot.teams.outside import Outside
from bot.teams.registrations import Registration, first_of, is_same
from domain.errors import UserError
from storage import outbox, teams_registrations
from storage.teams_conversations import TEAMS

ASKED = "Client secret (its Value)"
NO_SECRET = "No secret came. Type it when asked, or write it to standard input."  # noqa: S105 - a sentence
ODD = "{what} holds something that Microsoft's never do, such as a space. Copy it once more."
NO_TENANT = (
    "{tenant} names no single tenant. Take the Directory (tenant) ID from the Overview of the app"
    " registration."
)
IS_FIRST = "{app_id} is the bot of TEAMS_APP_ID. Change it in the environment."
UNKNOWN = "There is no bot {app_id}. `headway teams list` names them all."
ADDED = "Added the bot {app_id} for the tenant {tenant}: Microsoft's login takes its secret."
RENEWED = "The bot {app_id} for the tenant {tenant} has this secret now: Microsoft's login takes it."
UNTRIED = (
    "Kept the bot {app_id} for the tenant {tenant}. Microsoft's login does not answer: try `headway doctor`."
)
NOT_YET = "Teams itself is not set up yet: TEAMS_APP_ID, TEAMS_APP_PASSWORD and TEAMS_TENANT_ID come first."
REMOVED = "Removed the bot {app_id}. Its secret is gone, its posts stop, and the history stays."
LISTED = "{app_id}  tenant {tenant}  {since}"
FIRST_SINCE = "from TEAMS_APP_ID"
ROW_SINCE = "added {at:%Y-%m-%d}"
NONE = "There are no bots. The first one is TEAMS_APP_ID."


async def add(app_id: str, tenant_id: str) -> int:
    """Keep a bot with its secret, which is read from standard input; one that is there gets a new one.

    Raises UserError where Microsoft's login does not take it.
    """
    _check(app_id, tenant_id)
    app_id, tenant_id = app_id.lower(), tenant_id.lower()
    registration = Registration(app_id=app_id, tenant_id=tenant_id, secret=read_secret())
    async with opened() as app:
        settings = app.settings
        if _is_first(settings, app_id):
            raise UserError(IS_FIRST.format(app_id=app_id))
        sealed = Sealer(settings.secret_key.get_secret_value()).seal(registration.secret)
        is_tried = await _try(settings, registration)
        async with app.database.write() as session:
            is_new = await teams_registrations.save(
                session, app_id=app_id, tenant_id=tenant_id, secret=sealed, now=app.clock()
            )
    said = (ADDED if is_new else RENEWED) if is_tried else UNTRIED
    typer.echo(said.format(app_id=app_id, tenant=tenant_id))
    if not settings.has_teams:
        typer.echo(NOT_YET, err=True)
    return 0


async def show() -> int:
    """Print every bot, without its secret."""
    async with opened() as app:
        first = first_of(app.settings)
        async with app.database.read() as session:
            rows = await teams_registrations.living(session)
    if first is not None and first.secret:
        typer.echo(LISTED.format(app_id=first.app_id, tenant=first.tenant_id, since=FIRST_SINCE))
    for row in rows:
        since = ROW_SINCE.format(at=row.added_at)
        typer.echo(LISTED.format(app_id=row.app_id, tenant=row.tenant_id, since=since))
    if not rows and (first is None or not first.secret):
        typer.echo(NONE)
    return 0


async def remove(app_id: str) -> int:
    """End a bot. Raises UserError where there is no such one."""
    app_id = app_id.lower()
    async with opened() as app:
        if _is_first(app.settings, app_id):
            raise UserError(IS_FIRST.format(app_id=app_id))
        await _end(app, app_id)
    typer.echo(REMOVED.format(app_id=app_id))
    return 0


def read_secret() -> str:
    """The secret, typed unseen or piped. Raises UserError where there is none, or an odd one."""
    is_typed = sys.stdin.isatty()
    secret = typer.prompt(ASKED, hide_input=True, err=True) if is_typed else sys.stdin.readline()
    if not secret.strip():
        raise UserError(NO_SECRET)
    if not PRINTED.fullmatch(secret.strip()):
        raise UserError(ODD.format(what="The secret"))
    return str(secret.strip())


async def _try(settings: Settings, registration: Registration) -> bool:
    """Whether Microsoft's login takes it; not where it does not answer. Raises UserError where it refuses."""
    outside = Outside()
    try:
        await log_in(outside, registration, login_url=settings.teams_login_url or LOGIN_URL, now=0.0)
    except LoginRefused as refusal:
        raise UserError(of_row(registration.app_id, refusal.code)) from refusal
    except LoginAway:
        return False
    finally:
        await outside.close()
    return True


async def _end(app: App, app_id: str) -> None:
    now, first = app.clock(), first_of(app.settings)
    async with app.database.write() as session:
        tenant_id = await teams_registrations.remove(session, app_id=app_id, now=now)
        if tenant_id is None:
            raise UserError(UNKNOWN.format(app_id=app_id))
        others = [one.tenant_id for one in await teams_registrations.living(session)]
        others += [first.tenant_id] if first is not None else []
        if not any(is_same(tenant_id, other) for other in others):
            await outbox.cancel_all(
                session, platform=TEAMS, workspace=tenant_id, reason=teams_registrations.REMOVED, now=now
            )


def _check(app_id: str, tenant_id: str) -> None:
    for what, given in (("The app id", app_id), ("The tenant id", tenant_id)):
        if not PRINTED.fullmatch(given):
            raise UserError(ODD.format(what=what))
    if "." in tenant_id or tenant_id.lower() in ANY_TENANT:
        raise UserError(NO_TENANT.format(tenant=tenant_id))


def _is_first(settings: Settings, app_id: str) -> bool:
    return bool(settings.teams_app_id) and is_same(settings.teams_app_id, app_id)
