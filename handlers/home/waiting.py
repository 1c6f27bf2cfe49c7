"""Home: what waits for me in an engagement, which numbers are due, and which dates come next."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from domain.chat import Block, Bullets, Button, Buttons, Heading, Reply, Strong, Typed, note, reply, say
from domain.periods import Period, period_of
from domain.permissions import Action, is_allowed
from handlers import buttons
from handlers.engagements.starting import remind_once
from handlers.home.proposed import Proposed, proposed_to, tell_proposed
from handlers.home.rhythm import Asked, asked_of, dates_ahead, tell_items, tell_round, zone_of
from handlers.kpis.figures import calendar_of
from handlers.kpis.owed import Owed, owed_by
from handlers.kpis.series import habits_of, period_name
from handlers.moments import day
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import feedback, kpis
from storage.tables import Kpi

TITLE = "{name}: what waits for you"
NOTHING_WAITS = "Nothing waits for you here."
DUE = "Numbers due from you"
WAITING = "Waiting for your answer"
NEXT = "Next dates"
DUE_LINE = "{name}, {period}: due {day}"
FIRST_LINE = "{name}: no value yet. The first one could be that of {period}"
LATE_LINE = "{name}, {period}: was due {day}"
UNANSWERED = "{count} of feedback without an answer. `feedback list` shows them."
PIECES = ("1 piece", "{n} pieces")
NEXT_DUE = "{day}: {names} for {period} due"
RENEWAL = "{day}: the term ends, or is renewed"
MORE = "and {n} more"
TODAY = "As of {day}."
TIMES = " Times are those of {zone}."
MOST_LINES = 6
RENEWAL_DAYS = 92

router = Router()


@dataclass(frozen=True, kw_only=True)
class Coming:
    """A date that comes, and what happens then."""

    on: date
    line: str


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """What waits for the person: numbers that they owe, the oldest first, what they are asked, and `more`."""

    owed: tuple[Owed, ...]
    asked: tuple[str, ...]
    proposed: tuple[Proposed, ...]
    more: Asked
    newest: date | None

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits."""
        return not self.owed and not self.asked and not self.proposed and self.more.is_empty


@router.command(
    "home", action=Action.READ_KPIS, usage="home", summary="Show what waits for you: numbers, answers, dates"
)
async def home(turn: EngagementTurn, text: str) -> Reply:
    """Show the person's own open items and dates."""
    return await tell(turn, await what_waits(turn), more=await remind_once(turn))


async def what_waits(turn: EngagementTurn) -> Waiting:
    """What waits for the person in this engagement, and the newest day on which something did."""
    owed = await owed_by(turn)
    asked, proposed = await _unanswered(turn), await proposed_to(turn)
    more = await asked_of(turn)
    owed.sort(key=lambda one: _due_on(turn, one))
    # A question has no day: it waits today.
    days = [
        *[_due_on(turn, one) for one in owed],
        *([turn.today] if asked or proposed else []),
        *more.days(turn),
    ]
    return Waiting(
        owed=tuple(owed), asked=tuple(asked), proposed=proposed, more=more, newest=max(days, default=None)
    )


async def tell(
    turn: EngagementTurn, waiting: Waiting, *, summary: Sequence[Block] = (), more: Sequence[Block] = ()
) -> Reply:
    """Say what waits, and which dates come; a summary of the engagement stands above, `more` below."""
    blocks: list[Block] = [Heading(TITLE.format(name=turn.engagement.name)), *summary]
    blocks += tell_round(turn, waiting.more.round) if waiting.more.round else []
    blocks += _section(DUE, [_due_line(turn, one) for one in waiting.owed])
    blocks += [*tell_items(turn, waiting.more), *tell_proposed(waiting.proposed)]
    blocks += _section(WAITING, waiting.asked)
    if waiting.is_empty:
        blocks.append(say(NOTHING_WAITS))
    timed = await dates_ahead(turn)
    coming = [*await _coming(turn), *(Coming(on=on, line=line) for on, line in timed)]
    blocks += _section(NEXT, [one.line for one in sorted(coming, key=lambda one: one.on)])
    today = TODAY.format(day=day(turn, turn.today))
    has_times = bool(timed or waiting.more.round)
    aside = note(today + (TIMES.format(zone=zone_of(turn)) if has_times else ""))
    return reply(*blocks, Buttons(_choices(has_owed=bool(waiting.owed))), aside, *more)


def _due_on(turn: EngagementTurn, owed: Owed) -> date:
    return calendar_of(turn, owed.series.kpi).due_on(owed.period)


def _section(title: str, lines: Sequence[str]) -> list[Block]:
    if not lines:
        return []
    told = [(line,) if "`" in line else (Typed(line),) for line in lines[:MOST_LINES]]
    left = len(lines) - MOST_LINES
    return [say(Strong(title)), Bullets((*told, (MORE.format(n=left),)) if left > 0 else tuple(told))]


def _due_line(turn: EngagementTurn, owed: Owed) -> str:
    kpi, due = owed.series.kpi, _due_on(turn, owed)
    words = {"name": kpi.name, "period": period_name(turn, owed.period), "day": day(turn, due)}
    if not owed.series.heads:
        return FIRST_LINE.format(**words)
    return (LATE_LINE if due < turn.today else DUE_LINE).format(**words)


async def _unanswered(turn: EngagementTurn) -> list[str]:
    if not is_allowed(turn.role, Action.ANSWER_FEEDBACK):
        return []
    count = await feedback.count_new(turn.session, engagement_id=turn.engagement.id)
    return [UNANSWERED.format(count=PIECES[count != 1].format(n=count))] if count else []


async def _coming(turn: EngagementTurn) -> list[Coming]:
    """The next due dates of the person's own KPIs, and the end of the term when it is near."""
    rows = await kpis.followed(turn.session, engagement_id=turn.engagement.id)
    dates = _due_dates(turn, [kpi for kpi in rows if kpi.owner_id == turn.person.id])
    end = turn.engagement.term_end
    if end is not None and turn.today <= end <= turn.today + timedelta(days=RENEWAL_DAYS):
        dates.append(Coming(on=end, line=RENEWAL.format(day=day(turn, end))))
    return dates


def _due_dates(turn: EngagementTurn, mine: Sequence[Kpi]) -> list[Coming]:
    """When the numbers of the running periods are due, those of one day together."""
    together: dict[tuple[date, Period], list[str]] = {}
    for kpi in mine:
        running = period_of(turn.today, habits_of(turn, kpi).cadence, turn.engagement.fiscal_start_month)
        due = calendar_of(turn, kpi).due_on(running)
        together.setdefault((due, running), []).append(kpi.name)
    return [
        Coming(
            on=due,
            line=NEXT_DUE.format(
                day=day(turn, due), names=", ".join(names), period=period_name(turn, running)
            ),
        )
        for (due, running), names in together.items()
    ]


def _choices(*, has_owed: bool) -> tuple[Button, ...]:
    record = buttons.open_form("kpi owed" if has_owed else "kpi record", label="Record numbers")
    feedback_form = replace(buttons.open_form("feedback", label="Give feedback"), style="plain")
    return record, buttons.run("Scorecard", "status"), feedback_form
