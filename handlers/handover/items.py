"""What somebody still has open in the register."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.wording import listed
from storage import registers
from storage.database import Session
from storage.registers import ACTION, BLOCKER
from storage.tables import Person

STILL_OPEN = "{name} still has {items}."
ONE_AND_SEVERAL: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        ACTION: ("1 open action (`action list`)", "{n} open actions (`action list`)"),
        BLOCKER: ("1 open blocker (`blockers`)", "{n} open blockers (`blockers`)"),
    }
)


async def still_open(session: Session, *, engagement_id: int, person: Person) -> list[str]:
    """Say how many actions and blockers are theirs, and where they are listed; nothing where none are."""
    found = await registers.open_items(session, engagement_id=engagement_id, owner_id=person.id)
    counts = {kind: sum(item.kind == kind for item in found) for kind in ONE_AND_SEVERAL}
    told = [ONE_AND_SEVERAL[kind][n != 1].format(n=n) for kind, n in counts.items() if n]
    return [STILL_OPEN.format(name=person.name, items=listed(told))] if told else []
