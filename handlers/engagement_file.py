"""Bring an engagement file into a conversation, and have it imported."""

import asyncio
from dataclasses import replace
from typing import Any

from domain.chat import Bullets, Reply, Upload, reply
from domain.engagement_file import Document, Imported, describe
from domain.errors import UserError
from domain.permissions import LEADS, Action, Role, is_allowed
from handlers.routing import Router
from handlers.turn import Turn
from storage import engagements
from storage.engagement_file import Taken, find_by_key, import_file, parse_file

READ = "I read {name}:"

ENDING = ".json"
# What the cards show to the CMO, the CEO and finance only must not be found out by comparing files.
TERMS = frozenset({"retainer_per_month"})

router = Router()


class NotTheirs(UserError):
    """I can take this file only from somebody who leads every engagement in it: the fractional CMO or
    marketing director, or for a new one a full member here whom the file names as one of the two.
    Nothing was imported."""


@router.upload(action=None)
async def take_file(turn: Turn, upload: Upload) -> Reply | None:
    """Import an engagement file. Raises UserError where it cannot be read or the person has no right to."""
    if not upload.name.casefold().endswith(ENDING):
        return None
    document = await asyncio.to_thread(parse_file, upload.data)
    roles = [await _role(turn, document, entry) for entry in document.engagements]
    try:
        imported = await import_file(
            turn.session,
            document,
            workspace_id=turn.workspace.id,
            now=turn.now,
            imported_by=turn.person.id,
        )
    except Taken as error:
        raise NotTheirs from error
    shown = _visible(imported, roles)
    return reply(READ.format(name=upload.name), Bullets(tuple((line,) for line in describe(shown))))


async def _role(turn: Turn, document: Document, entry: dict[str, Any]) -> Role:
    """What the person is, or will be, in an engagement of the file. Raises NotTheirs unless its lead."""
    known = await find_by_key(turn.session, key=entry["key"])
    if known is None:
        role = _named_lead(turn, document, entry)
        if turn.request.sender.is_guest is not False or role is None:
            raise NotTheirs
        return role
    seat = await engagements.seat_of(
        turn.session, engagement_id=known.id, person_id=turn.person.id, workspace_id=turn.workspace.id
    )
    if seat is None or Role(seat.membership.role) not in LEADS:
        raise NotTheirs
    return Role(seat.membership.role)


def _named_lead(turn: Turn, document: Document, entry: dict[str, Any]) -> Role | None:
    """The role in which the file says that the person leads the engagement; None where it does not."""
    as_of = document.as_of.isoformat()
    roles = (
        Role(member["role"])
        for member in entry["members"]
        if member["person"] == turn.request.sender.account and member.get("to", as_of) >= as_of
    )
    return next((role for role in roles if role in LEADS), None)


def _visible(imported: Imported, roles: list[Role]) -> Imported:
    """Leave out differences in terms that the person may not see."""
    shown = [
        one
        if is_allowed(role, Action.READ_TERMS)
        else replace(one, differences=tuple(d for d in one.differences if d.path[-1] not in TERMS))
        for one, role in zip(imported.engagements, roles, strict=True)
    ]
    return replace(imported, engagements=tuple(shown))
