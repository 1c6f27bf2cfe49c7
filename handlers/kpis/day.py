"""The day's post: what was recorded on one day, in one message of the channel that follows every change."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import cast
from zoneinfo import ZoneInfo

from domain.chat import Block, Bullets, Buttons, Heading, Reply, Spans, Strong, Typed, note, reply
from domain.numbers import FormatUnit, format_amount
from domain.numbers.locales import is_day_first
from domain.periods import Period
from handlers import buttons
from handlers.kpis.series import UNDO_REASON, period_name
from handlers.turn import EngagementTurn, Turn
from storage import changes, days, offers, outbox_edits
from storage.days import Day, Home, Imported, Recorded

TITLE = "Recorded on {day}"
ALL_TAKEN_BACK = "Everything recorded on that day was taken back."
PERIOD = ", {period}: "
SO_FAR = " so far"
CORRECTED = " (corrected, was {before})"
EARLIER = " (by an earlier definition)"
BY = ", by "
IMPORTED = "Imported {values} of {kpis}"
MORE = "and {n:,} more, recorded before these"
MANY_MORE = "and at least {n:,} more, recorded before these"
SCORECARD, SCORECARD_COMMAND = "Scorecard", "status"
MOST_LINES = 15


async def refresh_day(turn: Turn) -> None:
    """Let the day's post say what stands by now, where this request changed any value of the engagement."""
    if not isinstance(turn, EngagementTurn):
        return
    changed = changes.take(turn.session, engagement_id=turn.engagement.id)
    if not changed or not turn.engagement.posts_daily:
        return
    for day in sorted(_days_of(turn, changed)):
        await _refresh(turn, day)


def _days_of(turn: EngagementTurn, moments: set[datetime]) -> set[date]:
    """Today, and yesterday where an undo may have reached across midnight."""
    zone = ZoneInfo(turn.engagement.zone)
    reach = timedelta(minutes=buttons.UNDO_MINUTES)
    near = {moment for moment in moments if timedelta() <= turn.now - moment <= reach}
    return {turn.today, *(moment.astimezone(zone).date() for moment in near)}


async def _refresh(turn: EngagementTurn, day: date) -> None:
    """Post or edit. A day without a post gets none for what was taken back, or once it is over."""
    homes = await days.homes(turn.session, engagement_id=turn.engagement.id, day=day)
    if not homes:
        return
    told = await _told(turn, day)
    for home in homes:
        if home.buttons is None and (not told or day != turn.today):
            continue
        await outbox_edits.post_or_edit(
            turn.session,
            key=home.key,
            engagement_id=turn.engagement.id,
            address=home.address,
            reply=await _with_buttons(turn, _reply(turn, day, told), home),
            now=turn.now,
        )


async def _told(turn: EngagementTurn, day: date) -> Day:
    zone = ZoneInfo(turn.engagement.zone)
    return await days.told_of(
        turn.session,
        engagement_id=turn.engagement.id,
        since=datetime.combine(day, time.min, zone),
        until=datetime.combine(day + timedelta(days=1), time.min, zone),
        undo_reason=UNDO_REASON,
        # One more than the most is shown rather than counted.
        most=MOST_LINES + 1,
    )


async def _with_buttons(turn: EngagementTurn, told: Reply, home: Home) -> Reply:
    """The buttons stay the same ones through every edit, so that one that is on a screen keeps working."""
    if home.buttons is not None and home.buttons.items:
        return replace(told, blocks=(*told.blocks, home.buttons))
    scorecard = replace(buttons.run(SCORECARD, SCORECARD_COMMAND), is_for_everyone=True)
    place = replace(turn.place, person_id=None, conversation=home.address.place)
    whole = replace(told, blocks=(*told.blocks, Buttons((scorecard,))))
    return await offers.save_buttons(turn.session, whole, place)


def _reply(turn: EngagementTurn, day: date, told: Day) -> Reply:
    title = Heading(TITLE.format(day=_day_name(turn, day)))
    if not told:
        return reply(title, ALL_TAKEN_BACK, everyone=True)
    shown = told.numbers if told.count <= MOST_LINES + 1 else told.numbers[-MOST_LINES:]
    lines = [*map(_import_line, told.imports), *(_line(turn, one) for one in shown)]
    left = told.count - len(shown)
    sentence = MORE if told.count < days.MOST_COUNTED else MANY_MORE
    more: list[Block] = [note(sentence.format(n=left))] if left else []
    return reply(title, Bullets(tuple(lines)), *more, everyone=True)


def _day_name(turn: EngagementTurn, day: date) -> str:
    """The day in a few letters, as in Mon 16 Nov, or Mon, Nov 16 where that is usual."""
    if is_day_first(turn.engagement.locale):
        return f"{day:%a} {day.day} {day:%b}"
    return f"{day:%a}, {day:%b} {day.day}"


def _line(turn: EngagementTurn, one: Recorded) -> Spans:
    period = PERIOD.format(period=period_name(turn, Period.parse(one.period)))
    behind = SO_FAR if one.is_provisional else ""
    if one.corrects is not None:
        behind += CORRECTED.format(before=_written(turn, one, one.corrects))
    if not one.is_in_force:
        behind += EARLIER
    return (Typed(one.name), period, Strong(_written(turn, one, one.value)), behind + BY, Typed(one.who))


def _written(turn: EngagementTurn, one: Recorded, value: Decimal) -> str:
    unit, e = cast(FormatUnit, one.unit), turn.engagement
    return format_amount(value, unit=unit, locale=e.locale, currency=e.currency)


def _import_line(one: Imported) -> Spans:
    values = "1 value" if one.values == 1 else f"{one.values:,} values"
    kpis = "1 KPI" if one.kpis == 1 else f"{one.kpis:,} KPIs"
    return (IMPORTED.format(values=values, kpis=kpis) + BY, Typed(one.who))
