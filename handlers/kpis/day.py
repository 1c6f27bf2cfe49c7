"""The day's post: what was recorded on one day, in one message of the channel that follows every change."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from domain.chat import (
    Address,
    Block,
    Bullets,
    Button,
    Buttons,
    Heading,
    Reply,
    Spans,
    Strong,
    Typed,
    note,
    reply,
)
from domain.literals import literal
from domain.moments import short_day
from domain.numbers import FORMAT_UNITS, format_amount
from domain.periods import Period, label
from handlers import buttons
from handlers.kpis.series import UNDO_REASON
from handlers.turn import EngagementTurn, Turn
from storage import changes, days, engagements, offers, outbox, outbox_edits
from storage.database import Session
from storage.days import Day, Home, Imported, Recorded
from storage.outbox import Post
from storage.tables import Engagement

DAY = "day"
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
    """See to it that the day's post will say what stands, where this request changed a value.

    It is put into words when it goes out, not by everybody who records.
    """
    if not isinstance(turn, EngagementTurn):
        return
    changed = changes.take(turn.session, engagement_id=turn.engagement.id)
    if not changed or not turn.engagement.posts_daily:
        return
    for day in sorted(_days_of(turn, changed)):
        await _refresh(turn, day)


async def catch_up(turn: EngagementTurn) -> None:
    """Let the posts of today that stand say what is true by now: they may be edited again."""
    for home in await days.homes(turn.session, engagement_id=turn.engagement.id, day=turn.today):
        if home.builds is not None and not home.is_waiting:
            await _edit(turn, home, home.builds)


def _days_of(turn: EngagementTurn, moments: set[datetime]) -> set[date]:
    """Today, and yesterday where an undo may have reached across midnight."""
    zone = ZoneInfo(turn.engagement.zone)
    reach = timedelta(minutes=buttons.UNDO_MINUTES)
    near = {moment for moment in moments if timedelta() <= turn.now - moment <= reach}
    return {turn.today, *(moment.astimezone(zone).date() for moment in near)}


async def _refresh(turn: EngagementTurn, day: date) -> None:
    """Have the day told by what waits, or by an edit, or by a first post if it is still today."""
    for home in await days.homes(turn.session, engagement_id=turn.engagement.id, day=day):
        if home.is_waiting:
            continue
        if home.builds is not None:
            await _edit(turn, home, home.builds)
        elif day == turn.today:
            await _post(turn, home)


async def _edit(turn: EngagementTurn, home: Home, builds: Mapping[str, Any]) -> None:
    await outbox_edits.add_edit(
        turn.session,
        key=home.key,
        engagement_id=turn.engagement.id,
        address=home.address,
        builds=builds,
        now=turn.now,
    )


async def _post(turn: EngagementTurn, home: Home) -> None:
    await outbox.add(
        turn.session,
        key=home.key,
        engagement_id=turn.engagement.id,
        address=home.address,
        reply=None,
        builds={
            "what": DAY,
            "day": turn.today.isoformat(),
            "scorecard": await _offer_scorecard(turn, home.address),
        },
        now=turn.now,
    )


async def _offer_scorecard(turn: EngagementTurn, address: Address) -> str:
    """The token of a button that stays the same through every edit: one on a screen keeps working."""
    place = replace(turn.place, person_id=None, conversation=address.place)
    offered = await offers.save_buttons(turn.session, reply(Buttons((_scorecard(),))), place)
    return next(offered.buttons).id


def _scorecard(token: str = "") -> Button:
    return replace(buttons.run(SCORECARD, SCORECARD_COMMAND), is_for_everyone=True, id=token)


async def build_day(session: Session, post: Post) -> Reply | None:
    """What the day's post says now; None where nothing of the day stands and nothing was said of it."""
    engagement = await engagements.find(session, engagement_id=post.engagement_id or 0)
    if engagement is None or not engagement.posts_daily or post.builds is None:
        return None
    day = date.fromisoformat(post.builds["day"])
    told = await _told(session, engagement, day)
    if not told and not await outbox_edits.may_stand(session, post):
        return None
    said = _reply(engagement, day, told)
    return replace(said, blocks=(*said.blocks, Buttons((_scorecard(post.builds["scorecard"]),))))


async def _told(session: Session, engagement: Engagement, day: date) -> Day:
    zone = ZoneInfo(engagement.zone)
    return await days.told_of(
        session,
        engagement_id=engagement.id,
        since=datetime.combine(day, time.min, zone),
        until=datetime.combine(day + timedelta(days=1), time.min, zone),
        undo_reason=UNDO_REASON,
        # One more than the most is shown rather than counted.
        most=MOST_LINES + 1,
    )


def _reply(engagement: Engagement, day: date, told: Day) -> Reply:
    title = Heading(TITLE.format(day=short_day(day, locale=engagement.locale)))
    if not told:
        return reply(title, ALL_TAKEN_BACK, everyone=True)
    shown = told.numbers if told.count <= MOST_LINES + 1 else told.numbers[-MOST_LINES:]
    lines = [*map(_import_line, told.imports), *(_line(engagement, one) for one in shown)]
    left = told.count - len(shown)
    sentence = MORE if told.count < days.MOST_COUNTED else MANY_MORE
    more: list[Block] = [note(sentence.format(n=left))] if left else []
    return reply(title, Bullets(tuple(lines)), *more, everyone=True)


def _line(engagement: Engagement, one: Recorded) -> Spans:
    period = PERIOD.format(period=_period_name(engagement, one))
    behind = SO_FAR if one.is_provisional else ""
    if one.corrects is not None:
        behind += CORRECTED.format(before=_written(engagement, one, one.corrects))
    if not one.is_in_force:
        behind += EARLIER
    return (
        Typed(one.name),
        period,
        Strong(_written(engagement, one, one.value)),
        behind + BY,
        Typed(one.who),
    )


def _period_name(e: Engagement, one: Recorded) -> str:
    return label(Period.parse(one.period), e.locale, e.fiscal_start_month)


def _written(e: Engagement, one: Recorded, value: Decimal) -> str:
    unit = literal(one.unit, FORMAT_UNITS)
    return format_amount(value, unit=unit, locale=e.locale, currency=e.currency)


def _import_line(one: Imported) -> Spans:
    values = "1 value" if one.values == 1 else f"{one.values:,} values"
    kpis = "1 KPI" if one.kpis == 1 else f"{one.kpis:,} KPIs"
    return (IMPORTED.format(values=values, kpis=kpis) + BY, Typed(one.who))
