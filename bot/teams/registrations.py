"""Our bots: one registration for each client's tenant, the first one from the environment."""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import structlog

from bot.sealing import Sealer, Unopenable
from bot.settings import Settings
from storage import teams_registrations
from storage.database import Database
from storage.failures import DATABASE_FAILURES
from storage.teams_registrations import Kept

KEPT_SECONDS = 60.0
# A bot that was added a moment ago is found sooner, though not with every question.
LOOKED_SECONDS = 5.0
# The bot of the local mode, where none is registered.
LOCAL_APP_ID = "local"
# No tenant of Microsoft's is called so: whatever is kept of them is out of reach of what is not signed.
LOCAL_TENANT = "local"

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class Registration:
    """A bot, and the tenant that it is for."""

    app_id: str
    tenant_id: str
    secret: str = field(repr=False)


@dataclass(kw_only=True)
class Registrations:
    """Every bot that lives. `clock` tells seconds, as time.monotonic does.

    Ids are compared without case, as Microsoft does. Without a `sealer` there is but the first one.
    """

    first: Registration | None
    database: Database
    sealer: Sealer | None
    clock: Callable[[], float] = time.monotonic
    _others: tuple[Registration, ...] | None = field(default=None, init=False)
    _read_at: float = field(default=-math.inf, init=False)

    async def find(self, app_id: str) -> Registration | None:
        """The bot with this app id. Raises what the database raises."""
        if self.first is not None and is_same(self.first.app_id, app_id):
            return self.first
        found = _by_app(await self._rows(KEPT_SECONDS), app_id)
        return found or _by_app(await self._rows(LOOKED_SECONDS), app_id)

    async def every(self) -> Sequence[Registration]:
        """All of them, the first one first. Raises what the database raises."""
        others = await self._rows(KEPT_SECONDS)
        return [*([self.first] if self.first else []), *others]

    def forget(self) -> None:
        """Keep no copy: the rows changed."""
        self._others = None

    async def _rows(self, seconds: float) -> tuple[Registration, ...]:
        """Those of the database, as they were at most so long ago; as they last were where it is away."""
        if self.sealer is None:
            return ()
        if self._others is not None and self.clock() < self._read_at + seconds:
            return self._others
        try:
            async with self.database.read() as session:
                rows = await teams_registrations.living(session)
        except DATABASE_FAILURES as failure:
            if self._others is None:
                raise
            log.warning("teams_registrations_old", error=type(failure).__name__)
            return self._others
        self._others, self._read_at = _opened(rows, self.sealer, self.first), self.clock()
        return self._others


def make_registrations(settings: Settings, database: Database) -> Registrations:
    """Those of these settings and of the database; nothing is read yet."""
    key = settings.secret_key.get_secret_value()
    return Registrations(
        first=first_of(settings),
        database=database,
        sealer=Sealer(key) if key else None,
    )


def first_of(settings: Settings) -> Registration | None:
    """The bot of the environment; in the local mode one that is registered nowhere, if need be."""
    if settings.teams_app_id:
        return Registration(
            app_id=settings.teams_app_id,
            tenant_id=settings.teams_tenant_id,
            secret=settings.teams_app_password.get_secret_value(),
        )
    return (
        Registration(app_id=LOCAL_APP_ID, tenant_id=LOCAL_TENANT, secret="") if settings.teams_local else None
    )


async def reseal_secrets(database: Database, sealer: Sealer) -> int:
    """Seal every secret with the first key, so that the ones behind it can go. Return how many there were.

    Those that no key opens are left; the doctor names them. Raises what the database raises.
    """
    async with database.read() as session:
        living = await teams_registrations.living(session)
    count = 0
    for row in living:
        try:
            secret = sealer.reseal(row.secret)
        except Unopenable:
            continue
        async with database.write() as session:
            count += await teams_registrations.reseal(session, was=row, secret=secret)
    return count


def _opened(rows: Sequence[Kept], sealer: Sealer, first: Registration | None) -> tuple[Registration, ...]:
    """The rows with their secrets; the one from the environment has precedence over its own row."""
    others = [row for row in rows if first is None or not is_same(row.app_id, first.app_id)]
    return tuple(
        Registration(app_id=row.app_id, tenant_id=row.tenant_id, secret=_secret(row, sealer))
        for row in others
    )


def _secret(row: Kept, sealer: Sealer) -> str:
    """The secret; empty where no key opens it, so that what comes in is still known."""
    try:
        return sealer.open(row.secret)
    except Unopenable as failure:
        log.error("teams_secret_unreadable", app_id=row.app_id, cure=failure.sentence)
        return ""


def _by_app(known: Sequence[Registration], app_id: str) -> Registration | None:
    return next((one for one in known if is_same(one.app_id, app_id)), None)


def is_same(one: str, other: str) -> bool:
    """Whether two of Microsoft's ids are the same one."""
    return one.lower() == other.lower()
