"""What handlers may lean on; wired once, in bot/app.py."""

from collections.abc import Callable
from dataclasses import dataclass

from storage.database import Database


@dataclass(frozen=True, kw_only=True)
class Services:
    """The database, and a bell that wakes delivery after a commit."""

    database: Database
    wake: Callable[[], None] = lambda: None
