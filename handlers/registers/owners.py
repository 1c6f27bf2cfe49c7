"""Whose something is: the person who is mentioned somewhere in the words, else whoever writes them."""

import re

from domain.errors import UserError
from handlers import people
from handlers.people import NO_MEMBER, Known
from handlers.turn import EngagementTurn
from storage import members

_SIGN = re.compile(r"(?:(?<=\s)|^)(?=<@|@\w)")
_SPACES = re.compile(r"\s+")


async def split_owner(turn: EngagementTurn, text: str) -> tuple[str, Known]:
    """The words without the mention, and the owner. Raises UserError for somebody who is no member."""
    found = _SIGN.search(text)
    if found is None:
        return _clean(text), await people.find(turn, turn.request.sender.account)
    known, rest = await people.split_person(turn, text[found.end() :])
    seat = await members.find(turn.session, engagement_id=turn.engagement.id, person_id=known.person.id)
    if seat is None:
        raise UserError(NO_MEMBER.format(name=known.person.name))
    words = await people.with_names(turn, f"{text[: found.start()]} {rest}")
    return _clean(words), known


def _clean(text: str) -> str:
    return (
        _SPACES.sub(" ", text).strip().strip('"\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}')
    )
