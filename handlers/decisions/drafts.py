"""A decision at a moment: where it stands, what it still needs, and who may decide."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from domain.decisions import Missing, State, last_day_of, missing_parts, state_of
from domain.errors import UserError
from domain.meetings import Window
from domain.permissions import ROLE_NAMES, Role, deciders
from handlers.meetings import ahead
from handlers.meetings.standing import Standing, standing_of
from handlers.moments import short_day
from handlers.turn import EngagementTurn, Here, local_day
from storage import decisions, kpis, members, schedules
from storage.decisions import Decided
from storage.tables import Person

NO_SUCH = "There is no decision {number}. `decisions` shows them with their numbers."
NO_DRAFT: Mapping[State, str] = {
    "in_force": "Decision {number} is in force. It stays as it is: `decisions reverse {number}` ends it by"
    " another one.",
    "reversed": "Decision {number} was reversed by decision {by}, so nothing can be added to it.",
    "lapsed": "The draft of decision {number} lapsed on {day}. `decisions show {number}` offers to take it up"
    " again.",
    "withdrawn": "The draft of decision {number} was taken back.",
}
MAY_NOT = "{name} may not decide here. {who}"
WHO_MAY = "That is for {names}."
NOBODY_MAY = "There is nobody here who may: add the client's CEO with `members add @name ceo`."
ONLY_CEO = "A change of the vision is decided by the client's CEO. {who}"
NO_CEO = "There is no client CEO here yet: `members add @name ceo`."
AS = "{name} ({role})"
OR = " or "
NOT_IN_FORCE = "Decision {number} is not in force, so there is nothing to reverse."
ALREADY = "Decision {number} was reversed by decision {by} already."
QUARTER, DAY = relativedelta(months=3), relativedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Rights:
    """The members with their roles, as far as deciding goes; in the order in which they came."""

    seats: tuple[tuple[Role, Person], ...]

    @property
    def able(self) -> list[Person]:
        """Whoever may decide: the client's CEO, or the leads where there is none."""
        roles = deciders(role for role, _person in self.seats)
        return [person for role, person in self.seats if role in roles]

    def may(self, person_id: int) -> bool:
        """Whether this person may decide."""
        return person_id in {person.id for person in self.able}

    def is_ceo(self, person_id: int) -> bool:
        """Whether this person is the client's CEO."""
        return (Role.CLIENT_CEO, person_id) in {(role, person.id) for role, person in self.seats}

    def check(self, person: Person, outcome: str) -> None:
        """Raise UserError, saying who may, where the person may not decide this."""
        if outcome == "vision_change" and not self.is_ceo(person.id):
            ceos = [one for one in self.able if self.is_ceo(one.id)]
            raise UserError(ONLY_CEO.format(who=self._who(ceos) if ceos else NO_CEO))
        if not self.may(person.id):
            who = self._who(self.able) if self.able else NOBODY_MAY
            raise UserError(MAY_NOT.format(name=person.name, who=who))

    def _who(self, able: list[Person]) -> str:
        roles = {person.id: ROLE_NAMES[role] for role, person in self.seats}
        names = OR.join(AS.format(name=person.name, role=roles[person.id]) for person in able)
        return WHO_MAY.format(names=names)


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A decision as it stands now: its state, the last day for finishing it, and what is missing.

    `window` is the one in which its review belongs; `retired_kpis` are those of its parts.
    """

    decided: Decided
    state: State
    last_day: date
    missing: tuple[Missing, ...]
    window: Window
    rights: Rights
    retired_kpis: frozenset[int] = frozenset()

    @property
    def number(self) -> int:
        """Its number."""
        return self.decided.number

    @property
    def is_complete(self) -> bool:
        """Whether it waits for the confirmation alone."""
        return self.state == "draft" and not self.missing


async def rights_of(here: Here) -> Rights:
    """Who may decide now."""
    crowd = await members.current(here.session, engagement_id=here.engagement.id)
    return Rights(seats=tuple((Role(seat.role), person) for seat, person in crowd))


async def review_window(here: Here, standing: Standing, one: Decided) -> Window:
    """The days between which a decision is reviewed: where the meeting after it belongs, tomorrow at first.

    Once that window is over any day is fine, up to a quarter from now.
    """
    tomorrow = here.today + DAY
    meeting = await ahead.find(here, one.meeting_id, standing) if one.meeting_id else None
    is_next = meeting is not None and meeting.kind == "regular" and meeting.day > standing.since
    window = standing.window_of(meeting.day) if meeting and is_next else standing.window
    if window.last < tomorrow:
        return Window(first=tomorrow, last=here.today + QUARTER)
    return Window(first=max(window.first, tomorrow), last=window.last)


async def look(here: Here, decided: Decided) -> Draft:
    """Where the decision stands now."""
    (draft,) = await look_at(here, [decided])
    return draft


async def look_at(here: Here, found: list[Decided]) -> list[Draft]:
    """Where each of them stands now."""
    if not found:
        return []
    holidays = await schedules.holidays_of(here.session, engagement_id=here.engagement.id)
    rights, standing = await rights_of(here), await standing_of(here)
    around = await _around(here, found)
    made = []
    for one in found:
        noted_on = local_day(here.engagement, one.at)
        state = state_of(
            noted_on=noted_on,
            today=here.today,
            holidays=holidays,
            in_force_at=one.in_force_at,
            is_reversed=one.reversed_at is not None,
            is_withdrawn=one.is_withdrawn,
        )
        is_draft = state == "draft"
        window = await review_window(here, standing, one) if is_draft else standing.window
        draft = Draft(
            decided=one,
            state=state,
            last_day=last_day_of(noted_on, holidays=holidays),
            missing=missing_of(here, one, rights, window, around) if is_draft else (),
            window=window,
            rights=rights,
            retired_kpis=around.retired_kpis,
        )
        made.append(draft)
    return made


@dataclass(frozen=True, kw_only=True)
class _Around:
    """What else tells whether a draft holds: KPIs that were retired, and decisions in force, by id."""

    retired_kpis: frozenset[int]
    in_force: frozenset[int]


async def _around(here: Here, found: list[Decided]) -> _Around:
    e = here.engagement.id
    open_ones = [one for one in found if one.in_force_at is None]
    ids = {kpi_id for one in open_ones for kpi_id in _kpis_in(one)}
    known = await kpis.by_ids(here.session, engagement_id=e, kpi_ids=ids) if ids else {}
    ends = any(one.reverses_id for one in open_ones)
    standing = await decisions.in_force(here.session, engagement_id=e) if ends else []
    return _Around(
        retired_kpis=frozenset(kpi.id for kpi in known.values() if kpi.retired_at is not None),
        in_force=frozenset(one.id for one in standing),
    )


def _kpis_in(one: Decided) -> list[int]:
    """The KPIs of its tripwires and of its new assumption."""
    ids = [part["kpi_id"] for part in one.parts.get("tripwires", ())]
    new = one.parts.get("assumption") or {}
    return [*ids, new["kpi_id"]] if new.get("kpi_id") else ids


def missing_of(
    here: Here, one: Decided, rights: Rights, window: Window, around: _Around
) -> tuple[Missing, ...]:
    """What the decision still needs."""
    return missing_parts(
        one.outcome,
        one.parts,
        reason=one.reason,
        has_evidence=one.snapshot_id is not None,
        may_decide=rights.may(one.decider_id),
        is_decided_by_ceo=rights.is_ceo(one.decider_id),
        window=window,
        today=here.today,
        retired_kpis=around.retired_kpis,
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
