"""Numbers that went stale: the leads hear of it once, with whom it is about and for how long."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from domain.chat import Bullets, Spans, Strong, Typed, say
from domain.freshness import Freshness, freshness_words
from domain.permissions import LEADS, Role
from handlers.kpis import unavailable
from handlers.kpis.figures import freshness_in
from handlers.kpis.series import Series, all_series, period_name
from handlers.moments import day
from handlers.occasions import Item, Nothing, Occasion, Part, ToPerson
from handlers.turn import Here, Unasked
from storage import members, morning
from storage.database import Session

JOB = "stale"
NOTHING_NEW = "nothing became stale since the last time"
TITLE = "Numbers that went stale"
WHO = " {owner} looks after it."
NOBODY = " Nobody who belongs here looks after it."
DAYS = (" That was a day ago.", " That was {n} days ago.")
NOT_AVAILABLE = " Not available: "
# Whoever led then has seen it.
REMEMBERED = timedelta(days=400)
RANK = 6


async def decide(session: Session, occasion: Occasion) -> Sequence[ToPerson] | Nothing:
    """Tell every lead, where something became stale of which no lead was told yet."""
    here = Unasked(session=session, engagement=occasion.engagement, now=occasion.now)
    e = here.engagement.id
    stale = [[series.kpi.id, str(freshness.late[0])] for series, freshness in await _stale(here)]
    before = await morning.asked(session, engagement_id=e, job=JOB, since=here.today - REMEMBERED)
    told = [one for item in before if item.is_told for one in item.args["stale"]]
    if all(one in told for one in stale):
        return Nothing(reason=NOTHING_NEW)
    crowd = await members.current(session, engagement_id=e)
    leads = [person.id for membership, person in crowd if Role(membership.role) in LEADS]
    return [ToPerson(person_id=lead, args={"stale": stale}) for lead in leads]


async def _stale(here: Here) -> list[tuple[Series, Freshness]]:
    """The KPIs behind whose latest value a due period lies, in their order."""
    judged = [(series, freshness_in(here, series)) for series in await all_series(here)]
    return [(series, freshness) for series, freshness in judged if freshness.late]


async def section(session: Session, item: Item) -> Part | None:
    """What is stale by now; None where nothing is any more."""
    here = Unasked(session=session, engagement=item.engagement, now=item.now)
    stale = await _stale(here)
    if not stale:
        return None
    crowd = await members.current(session, engagement_id=here.engagement.id)
    names = {person.id: person.name for _membership, person in crowd}
    noted = await unavailable.reasons(here)
    lines = tuple(_line(here, series, freshness, names, noted) for series, freshness in stale)
    return Part(blocks=[say(Strong(TITLE)), Bullets(lines)], rank=RANK)


def _line(
    here: Here, series: Series, freshness: Freshness, names: Mapping[int, str], noted: Mapping[str, str]
) -> Spans:
    missing = freshness_words(
        freshness,
        name_period=lambda period: period_name(here, period),
        name_day=lambda on: day(here, on),
    )
    owner = names.get(series.kpi.owner_id)
    behind = f": {missing}{_age(here, freshness)}" + (WHO.format(owner=owner) if owner else NOBODY)
    reason = noted.get(unavailable.origin_of(series.kpi, freshness.late[0]), "")
    told: Spans = (Typed(series.kpi.name), behind)
    return (*told, NOT_AVAILABLE, Typed(reason)) if reason else told


def _age(here: Here, freshness: Freshness) -> str:
    late = (here.today - freshness.late_since).days if freshness.late_since else 0
    return DAYS[late != 1].format(n=late)
