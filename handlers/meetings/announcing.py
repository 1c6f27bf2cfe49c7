"""Telling the channel that a meeting changed, once people were asked to prepare for it."""

from datetime import date

from domain.chat import Typed, note, reply
from domain.meetings.lead import inputs_day
from handlers.posts import tell_channel
from handlers.turn import EngagementTurn

WHO = "{name} changed it."
WHY = ("{name} changed it: “", "”.")


async def announce(turn: EngagementTurn, said: str, *, was: date, reason: str = "", key: str) -> None:
    """Post what was said of the meeting that was to be on the day `was`, where that is a week away or less.

    Who is expected then has its votes, pack or reminder in front of them, with the day that it had.
    """
    if turn.today < inputs_day(was):
        return
    who = turn.person.name
    by = [WHO.format(name=who)] if not reason else [WHY[0].format(name=who), Typed(reason), WHY[1]]
    await tell_channel(turn, reply(said, note(*by)), key=f"meeting/changed/{key}")
