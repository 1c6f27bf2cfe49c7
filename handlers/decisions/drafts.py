"""A decision at a moment: where it stands, and what it still needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from dateutil.relativedelta import relativedelta

from domain.decisions import Decided, Missing, State, last_day_of, missing_parts, state_of
from domain.errors import UserError
from domain.meetings import Window
from handlers.decisions.rights import Rights, rights_of
from handlers.meetings import ahead
from handlers.meetings.ahead import Ahead, Timeline
from handlers.meetings.standing import Standing, standing_of
from handlers.moments import short_day
from handlers.turn import EngagementTurn, Here, local_day
from storage import decisions, kpis

NO_SUCH = "There is no decision {number}. `decisions` shows them with their numbers."
NO_DRAFT: Mapping[State, str] = {
    "in_force": "Decision {number} is in force. It stays as it is: `decisions reverse {number}` ends it by"
    " another one.",
    "reversed": "Decision {number} was reversed by decision {by}, so nothing can be added to it.",
    "lapsed": "The draft of decision {number} lapsed on {day}. `decisions show {number}` offers to take it up"
    " again.",
    "withdrawn": "The draft of decision {number} was taken back.",
}
NOT_IN_FORCE = "Decision {number} is not in force, so there is nothing to reverse."
ALREADY = "Decision {number} was reversed by decision {by} already."
SOMEBODY = "Somebody"
QUARTER, DAY = relativedelta(months=3), relativedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A decision as it stands now: its state, the last day for finishing it, and what is missing.

    `window` is the one in which its review belongs; `retired_kpis` are those of its parts, `left` the people
    of its parts who do not belong here any more: their names by id.
    """

    decided: Decided
    state: State
    last_day: date
    missing: tuple[Missing, ...]
    window: Window
    rights: Rights
    retired_kpis: frozenset[int] = frozenset()
    left: Mapping[int, str] = field(default_factory=dict)

    @property
    def number(self) -> int:
        """Its number."""
        return self.decided.number

    @property
    def is_complete(self) -> bool:
        """Whether it waits for the confirmation alone."""
        return self.state == "draft" and not self.missing


def review_window(here: Here, standing: Standing, meeting: Ahead | None) -> Window:
    """The days between which a decision is reviewed: where the one after its meeting belongs, from tomorrow.

    Once that window is over any day is fine, up to a quarter from now.
    """
    tomorrow = here.today + DAY
    is_next = meeting is not None and meeting.kind == "regular" and meeting.day > standing.since
    window = standing.window_of(meeting.day) if meeting and is_next else standing.window
    if window.last < tomorrow:
        return Window(first=tomorrow, last=here.today + QUARTER)
    return Window(first=max(window.first, tomorrow), last=window.last)


@dataclass(frozen=True, kw_only=True)
class _Around:
    """What else tells where a draft stands: the members, KPIs that were retired and decisions in force by
    id, the names of people who left by id, meetings by the ids of their records.
    """

    standing: Standing
    rights: Rights
    retired_kpis: frozenset[int]
    left: Mapping[int, str]
    in_force: frozenset[int]
    meetings: Mapping[int, Ahead]


async def look(here: Here, decided: Decided) -> Draft:
    """Where the decision stands now."""
    (draft,) = await look_at(here, [decided])
    return draft


async def look_at(
    here: Here, found: Sequence[Decided], *, rights: Rights | None = None, timeline: Timeline | None = None
) -> list[Draft]:
    """Where each of them stands now; who may decide and the meetings are read where they are not given."""
    if not found:
        return []
    around = await _around(here, found, rights or await rights_of(here), timeline)
    return [_draft(here, one, around) for one in found]


async def _around(here: Here, found: Sequence[Decided], rights: Rights, timeline: Timeline | None) -> _Around:
    e = here.engagement.id
    open_ones = [one for one in found if one.in_force_at is None]
    ids = {kpi_id for one in open_ones for kpi_id in one.parts.kpi_ids}
    known = await kpis.by_ids(here.session, engagement_id=e, kpi_ids=ids) if ids else {}
    ends = any(one.reverses_id for one in open_ones)
    in_force = await decisions.in_force(here.session, engagement_id=e) if ends else []
    standing = timeline.standing if timeline else await standing_of(here)
    meetings: Sequence[Ahead] = timeline.meetings if timeline else ()
    if timeline is None and any(one.meeting_id for one in open_ones):
        meetings = await ahead.everything(here, standing)
    return _Around(
        standing=standing,
        rights=rights,
        retired_kpis=frozenset(kpi.id for kpi in known.values() if kpi.retired_at is not None),
        left=await _left(here, open_ones, rights),
        in_force=frozenset(one.id for one in in_force),
        meetings={own: each for each in meetings for own in each.record_ids if each.has_own(own)},
    )


async def _left(here: Here, found: Sequence[Decided], rights: Rights) -> dict[int, str]:
    """The people of whom the parts tell and who do not belong here any more: their names by id."""
    told = {person_id for one in found for person_id in one.parts.person_ids}
    gone = [person_id for person_id in sorted(told) if rights.person(person_id) is None]
    names = await decisions.names_of(here.session, engagement_id=here.engagement.id, person_ids=gone)
    return {person_id: names.get(person_id, SOMEBODY) for person_id in gone}


def _draft(here: Here, one: Decided, around: _Around) -> Draft:
    standing, noted_on = around.standing, local_day(here.engagement, one.at)
    state = state_of(
        noted_on=noted_on,
        today=here.today,
        holidays=standing.holidays,
        in_force_at=one.in_force_at,
        is_reversed=one.reversed_at is not None,
        is_withdrawn=one.is_withdrawn,
    )
    is_draft = state == "draft"
    meeting = around.meetings.get(one.meeting_id or 0)
    window = review_window(here, standing, meeting) if is_draft else standing.window
    return Draft(
        decided=one,
        state=state,
        last_day=last_day_of(noted_on, holidays=standing.holidays),
        missing=_missing(here, one, window, around) if is_draft else (),
        window=window,
        rights=around.rights,
        retired_kpis=around.retired_kpis,
        left=around.left,
    )


def _missing(here: Here, one: Decided, window: Window, around: _Around) -> tuple[Missing, ...]:
    return missing_parts(
        one.outcome,
        one.parts,
        reason=one.reason,
        has_evidence=one.snapshot_id is not None,
        may_decide=around.rights.may(one.decider_id),
        is_decided_by_ceo=around.rights.is_ceo(one.decider_id),
        window=window,
        today=here.today,
        retired_kpis=around.retired_kpis,
        left=around.left,
        is_end_lost=one.reverses_id is not None and one.reverses_id not in around.in_force,
    )


async def find(here: Here, number: int) -> Draft:
    """The decision with this number. Raises UserError where there is none."""
    found = await decisions.find(here.session, engagement_id=here.engagement.id, number=number)
    if found is None:
        raise UserError(NO_SUCH.format(number=number))
    return await look(here, found)


async def find_draft(turn: EngagementTurn, number: int) -> Draft:
    """The draft with this number. Raises UserError for a decision that can no longer be changed."""
    draft = await find(turn, number)
    if draft.state != "draft":
        day, by = short_day(turn, draft.last_day), draft.decided.reversed_by_number
        raise UserError(NO_DRAFT[draft.state].format(number=number, day=day, by=by))
    return draft


async def to_reverse(here: Here, number: int) -> Decided:
    """The decision in force with this number. Raises UserError for one that cannot be reversed."""
    found = (await find(here, number)).decided
    if found.reversed_by_number is not None:
        raise UserError(ALREADY.format(number=number, by=found.reversed_by_number))
    if not found.is_in_force:
        raise UserError(NOT_IN_FORCE.format(number=number))
    return found
