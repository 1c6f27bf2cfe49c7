"""The cycles of an engagement: from one regular meeting that was held to the next one."""

from datetime import timedelta

from domain.evidence.cycles import cycles_of
from domain.evidence.inputs import CycleFacts
from domain.meetings import chronicle, known_by
from handlers.meetings.standing import Standing
from handlers.turn import Here

DAY = timedelta(days=1)


def cycles(here: Here, standing: Standing) -> tuple[CycleFacts, ...]:
    """The cycles from the start to this moment, as they were known then; the last one is open.

    A regular meeting that was held closes one and opens the next. A special review does not.
    """
    e = here.engagement
    terms, holidays = known_by(standing.terms, here.now), standing.holidays
    found = chronicle(terms, after=e.start - DAY, until=here.today + DAY, holidays=holidays) if terms else []
    # A meeting of the series may stand in a file, too, and counts once.
    held = {one.day for one in found if not one.is_left_out and one.moment <= here.now}
    return cycles_of(e.start, held.union(standing.told))
