"""What somebody reports, as far as it can be handed over."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.chat import Button
from handlers import buttons
from storage import kpis
from storage.database import Session
from storage.tables import Kpi

BACKUP = "{kpi} (backup)"
QUESTION = "{name} reports {kpis}. Who takes over?"
STILL = "{name} still reports {kpis}. Who takes over?"


@dataclass(frozen=True, kw_only=True)
class Number:
    """A KPI that somebody reports, or is the backup for."""

    kpi: Kpi
    is_backup: bool

    @property
    def field(self) -> str:
        """The name of its field."""
        return f"{'backup' if self.is_backup else 'owner'}_{self.kpi.id}"

    @property
    def words(self) -> str:
        """What people call it."""
        return BACKUP.format(kpi=self.kpi.name) if self.is_backup else self.kpi.name


async def numbers_of(session: Session, *, engagement_id: int, person_id: int) -> list[Number]:
    """The followed KPIs that the person reports, then those that they are the backup for."""
    rows = await kpis.followed(session, engagement_id=engagement_id)
    owned = [Number(kpi=kpi, is_backup=False) for kpi in rows if kpi.owner_id == person_id]
    backed = [kpi for kpi in rows if kpi.backup_owner_id == person_id != kpi.owner_id]
    return owned + [Number(kpi=kpi, is_backup=True) for kpi in backed]


def question(name: str, numbers: Sequence[Number]) -> str:
    """Ask who takes these over."""
    return QUESTION.format(name=name, kpis=", ".join(number.words for number in numbers))


def still(name: str, numbers: Sequence[Number]) -> str:
    """Ask who takes over what is left."""
    return STILL.format(name=name, kpis=", ".join(number.words for number in numbers))


def button(person_id: int) -> Button:
    """[Hand over], which opens the form."""
    return buttons.open_form("handover", {"person": person_id}, label="Hand over")
