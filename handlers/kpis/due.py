"""Numbers that are due: their owners are asked once, in their message of the morning."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from domain.at_work import day_of
from domain.chat import Block, Bullets, Button, Buttons, Spans, Strong, Typed, say
from domain.holidays import Holidays
from domain.kpis import Item as Number
from domain.kpis import owed_periods
from domain.kpis.asking import Candidate, days_to_ask, whom_to_ask
from domain.periods import Period
from domain.permissions import LEADS, Action, Role, is_allowed
from domain.working_time import WorkingTime
from handlers import buttons
from handlers.kpis import unavailable
from handlers.kpis.figures import tracked_since
from handlers.kpis.reported import to_args
from handlers.kpis.series import Series, all_series, last_period, period_name, shown
from handlers.occasions import Item, Nothing, Occasion, Part, ToPerson
from handlers.turn import Here, Unasked, local_day
from storage import members, morning, schedules, wishes
from storage.database import Session
from storage.morning import Asked
from storage.tables import Kpi

JOB = "kpi_due"
NOTHING_DUE = "no number is due that nobody was asked for"
TITLES = ("A number that is due", "Numbers that are due")
OPEN = ", {period}: nothing yet."
LAST = " Last: {value} in {period}."
AS_BACKUP = " You are its backup owner."
AS_LEAD = " Nobody who belongs here looks after it any more, so I ask you."
SAME, SAME_FOR = "Same", "{name}: same"
ENTER, ENTER_ALL = "Enter", "Enter them all"
NOT_AVAILABLE_FOR = "{name}: no number"

# Whoever touched the KPI a moment ago has it in mind.
LEFT_ALONE = timedelta(days=2)
# Longer ago, another period was the last one.
REMEMBERED = timedelta(days=200)
MOST_WITH_BUTTONS = 3
RANK = 3


@dataclass(frozen=True, kw_only=True)
class Due:
    """A number that is due and not there."""

    series: Series
    period: Period

    @property
    def kpi(self) -> Kpi:
        """The KPI it is for."""
        return self.series.kpi

    def last_day(self, here: Here) -> date:
        """The last day of its period."""
        return self.period.end(here.engagement.fiscal_start_month)

    @property
    def code(self) -> list[object]:
        """The number as the args of an item name it."""
        return [self.kpi.id, str(self.period)]


@dataclass(frozen=True, kw_only=True)
class _Crew:
    """When the members work who record numbers, who leads or is away, and who was asked for what."""

    works: Mapping[int, WorkingTime]
    leads: Sequence[int]
    away: frozenset[int]
    before: Sequence[Asked]

    def candidate(self, person_id: int, due: Due) -> Candidate:
        """Somebody as one who could be asked for the number."""
        tries = [one for one in self.before if one.person_id == person_id and due.code in one.args["numbers"]]
        return Candidate(
            person_id=person_id,
            is_here=person_id in self.works and person_id not in self.away,
            was_tried=bool(tries),
            was_asked=any(one.is_told for one in tries),
        )

    def has_owner(self, kpi: Kpi) -> bool:
        """Whether its owner or its backup owner is still here and may record it."""
        return bool(self.works.keys() & {kpi.owner_id, kpi.backup_owner_id})

    def is_asked(self, person_id: int, kpi: Kpi) -> bool:
        """Whether the person is one of those who are asked: the leads, where nobody else is left."""
        is_own = person_id in (kpi.owner_id, kpi.backup_owner_id)
        return is_own or (person_id in self.leads and not self.has_owner(kpi))


async def decide(session: Session, occasion: Occasion) -> Sequence[ToPerson] | Nothing:
    """Ask for every number that is due whoever is to be asked for it today."""
    here = Unasked(session=session, engagement=occasion.engagement, now=occasion.now)
    holidays = await schedules.holidays_of(session, engagement_id=here.engagement.id)
    crew = await _crew(here)
    wanted: dict[int, list[list[object]]] = {}
    for due in await _due(here):
        for person_id in _asked_today(here, due, crew, holidays):
            wanted.setdefault(person_id, []).append(due.code)
    if not wanted:
        return Nothing(reason=NOTHING_DUE)
    return [
        ToPerson(
            person_id=person_id,
            args={"numbers": numbers},
            latest_at=crew.works[person_id].end_of_next_working_day(here.now),
        )
        for person_id, numbers in wanted.items()
    ]


async def _due(here: Here) -> list[Due]:
    """The numbers of the last period that are not there, and which nobody has just been busy with."""
    noted = await unavailable.reasons(here)
    found = [Due(series=series, period=last_period(here, series.kpi)) for series in await all_series(here)]
    return [due for due in found if _is_open(here, due, noted) and not _is_in_mind(here, due)]


def _is_open(here: Here, due: Due, noted: Mapping[str, str]) -> bool:
    """Whether it is owed: not noted as unavailable, and of a time in which the KPI was followed."""
    since, whole = tracked_since(here, due.kpi), due.series.whole_values()
    if unavailable.origin_of(due.kpi, due.period) in noted:
        return False
    if since is None and not whole and due.last_day(here) < local_day(here.engagement, due.kpi.created_at):
        return False
    return due.period in owed_periods(due.period, reported=whole, tracked_since=since)


def _is_in_mind(here: Here, due: Due) -> bool:
    """Whether something was recorded of the KPI a moment ago, for whatever period."""
    return any(here.now - head.recorded_at < LEFT_ALONE for head in due.series.heads.values())


async def _crew(here: Unasked) -> _Crew:
    e = here.engagement
    before = await morning.asked(here.session, engagement_id=e.id, job=JOB, since=here.today - REMEMBERED)
    crowd = await members.current(here.session, engagement_id=e.id)
    works = {
        person.id: members.working_time(membership, person, e)
        for membership, person in crowd
        if is_allowed(Role(membership.role), Action.WRITE_KPI)
    }
    absences = await wishes.absences(here.session, engagement_id=e.id, person_ids=list(works))
    away = {
        person_id
        for person_id, times in works.items()
        if any(absence.holds_on(day_of(times, here.now)) for absence in absences[person_id])
    }
    leads = [person.id for membership, person in crowd if Role(membership.role) in LEADS]
    return _Crew(works=works, leads=leads, away=frozenset(away), before=before)


def _asked_today(here: Unasked, due: Due, crew: _Crew, holidays: Holidays) -> list[int]:
    kpi = due.kpi
    days = days_to_ask(
        due.last_day(here),
        due.period.cadence,
        grace_business_days=kpi.grace_business_days,
        holidays=holidays,
    )
    if not crew.has_owner(kpi):
        return [lead for lead in crew.leads if whom_to_ask(here.today, days, crew.candidate(lead, due), None)]
    backup = None if kpi.backup_owner_id is None else crew.candidate(kpi.backup_owner_id, due)
    return whom_to_ask(here.today, days, crew.candidate(kpi.owner_id, due), backup)


async def section(session: Session, item: Item) -> Part | None:
    """What the person is asked for and still owes; None where all of it is there by now."""
    here = Unasked(session=session, engagement=item.engagement, now=item.now)
    noted = await unavailable.reasons(here)
    asked = [(kpi_id, Period.parse(code)) for kpi_id, code in item.args["numbers"]]
    known = {series.kpi.id: series for series in await all_series(here)}
    dues = [Due(series=known[kpi_id], period=period) for kpi_id, period in asked if kpi_id in known]
    crew = await _crew(here)
    theirs = [due for due in dues if crew.is_asked(item.person.id, due.kpi)]
    open_ones = [due for due in theirs if _is_missing(due, noted)]
    if not open_ones:
        return None
    return Part(blocks=_blocks(here, open_ones, item.person.id), rank=RANK)


def _is_missing(due: Due, noted: Mapping[str, str]) -> bool:
    is_read_so = due.kpi.cadence == due.period.cadence
    is_there = due.period in due.series.whole_values()
    return is_read_so and not is_there and unavailable.origin_of(due.kpi, due.period) not in noted


def _blocks(here: Here, dues: Sequence[Due], person_id: int) -> list[Block]:
    title = say(Strong(TITLES[len(dues) > 1]))
    lines = [_line(here, due, person_id) for due in dues]
    numbers = [due.code for due in dues]
    enter = buttons.open_form("kpi owed", {"numbers": numbers}, label=ENTER if len(dues) == 1 else ENTER_ALL)
    if len(dues) > MOST_WITH_BUTTONS:
        return [title, Bullets(tuple(lines)), Buttons((enter,))]
    choices = [_choices(here, due, is_alone=len(dues) == 1) for due in dues]
    if len(dues) == 1:
        same, not_available = choices[0][:-1], choices[0][-1]
        return [title, say(*lines[0]), Buttons((*same, enter, not_available))]
    blocks: list[Block] = [title]
    for line, beneath in zip(lines, choices, strict=True):
        blocks += [say(*line), Buttons(tuple(beneath))]
    return [*blocks, Buttons((enter,))]


def _line(here: Here, due: Due, person_id: int) -> Spans:
    last = _last(due)
    behind = OPEN.format(period=period_name(here, due.period))
    if last is not None:
        behind += LAST.format(value=shown(here, due.kpi, last[1]), period=period_name(here, last[0]))
    if person_id != due.kpi.owner_id:
        behind += AS_BACKUP if person_id == due.kpi.backup_owner_id else AS_LEAD
    return (Typed(due.kpi.name), behind)


def _last(due: Due) -> tuple[Period, Decimal] | None:
    """The last value before the period, and of when it is."""
    before = {period: value for period, value in due.series.whole_values().items() if period < due.period}
    return max(before.items(), default=None)


def _choices(here: Here, due: Due, *, is_alone: bool) -> list[Button]:
    """[Same] where there is a last value, and [Not available, why]."""
    label = unavailable.LABEL if is_alone else NOT_AVAILABLE_FOR.format(name=due.kpi.name)
    cannot = unavailable.button(due.kpi, due.period, label=label)
    last = _last(due)
    if last is None:
        return [cannot]
    number = Number(kpi_id=due.kpi.id, period=due.period, value=last[1], is_provisional=False)
    same = Button(
        label=SAME if is_alone else SAME_FOR.format(name=due.kpi.name),
        route="kpi save",
        args={"items": [to_args(number)], "checked": False},
        is_single_choice=False,
    )
    return [same, cannot]
