"""Which values a transaction changed, so that what is told of their days can be told anew at its end."""

from collections.abc import Iterable
from datetime import datetime

from storage.database import Session
from storage.tables import KpiUpdate

CHANGED_VALUES = "changed_values"


def mark(
    session: Session, superseded: Iterable[KpiUpdate | None], *, engagement_id: int, now: datetime
) -> None:
    """Remember that values came at `now`, one for each of these links (None: a first one)."""
    moments = {link.recorded_at if link else now for link in superseded}
    if moments:
        marked: dict[int, set[datetime]] = session.info.setdefault(CHANGED_VALUES, {})
        marked.setdefault(engagement_id, set()).update(moments, (now,))


def take(session: Session, *, engagement_id: int) -> set[datetime]:
    """The moments at which the changed values and those before them were recorded; each is given once."""
    moments: set[datetime] = session.info.get(CHANGED_VALUES, {}).pop(engagement_id, set())
    return moments


def has_any(session: Session, *, engagement_id: int) -> bool:
    """Whether the transaction changed values of the engagement, and nobody took that yet."""
    return bool(session.info.get(CHANGED_VALUES, {}).get(engagement_id))
