"""Writing down what a platform says of people; whoever left is told of to their leads, once."""

from collections.abc import Iterable
from datetime import datetime

from handlers.handover import tell_of_leaving
from storage import profiles
from storage.database import Session
from storage.profiles import Kept, Profile
from storage.tables import Workspace


async def keep(
    session: Session, found: Iterable[Profile], *, workspace: Workspace, now: datetime
) -> list[Kept]:
    """Write down the accounts as their platform describes them, in the order of their ids."""
    # In one order everywhere, so that two who keep the same people do not wait for each other.
    ordered = sorted(found, key=lambda one: one.account)
    kept = [await profiles.keep(session, one, workspace=workspace, now=now) for one in ordered]
    for one in kept:
        if one.has_just_left:
            await tell_of_leaving(
                session, account=one.account, person=one.person, workspace=workspace, now=now
            )
    return kept
