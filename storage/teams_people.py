"""People of Teams by the ids that one bot knows them by."""

from collections.abc import Iterable

from sqlalchemy import select

from storage.database import Session
from storage.tables import TeamsPerson


async def accounts_of(session: Session, *, app_id: str, members: Iterable[str]) -> dict[str, str]:
    """Member id -> account, of those whom the bot met."""
    query = select(TeamsPerson.member, TeamsPerson.account).where(
        TeamsPerson.app_id == app_id, TeamsPerson.member.in_(list(members))
    )
    return dict((await session.execute(query)).all())
