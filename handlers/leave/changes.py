"""One change of what somebody wants of us, and taking it back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from domain.chat import Button
from domain.errors import UserError
from domain.leave import Span
from domain.moments import short_day
from handlers import buttons, people, story
from handlers.people import NO_MEMBER, Known
from handlers.turn import EngagementTurn
from storage import members, wishes
from storage.wishes import Kind, Wish

CHANGED_SINCE = "That was changed again since then, so I left it as it is."
ONE_DAY, DAYS, TO_THE_END, FROM_ON = (
    "on {first}",
    "from {first} to {last}",
    "until {last}, that day included",
    "from {first} on",
)


@dataclass(frozen=True, kw_only=True)
class Somebody:
    """A member, and the day that it is for them."""

    known: Known
    today: date

    @property
    def id(self) -> int:
        """Our id of the person."""
        return self.known.person.id

    @property
    def name(self) -> str:
        """What the person is called."""
        return self.known.person.name


async def member(turn: EngagementTurn, known: Known) -> Somebody:
    """The person as a member of the engagement. Raises UserError for somebody who is none."""
    found = await members.find(turn.session, engagement_id=turn.engagement.id, person_id=known.person.id)
    if found is None:
        raise UserError(NO_MEMBER.format(name=known.person.name))
    zone = ZoneInfo(members.working_time(found, known.person, turn.engagement).zone)
    return Somebody(known=known, today=turn.now.astimezone(zone).date())


async def asker(turn: EngagementTurn) -> Somebody:
    """Whoever asks."""
    return await member(turn, await people.find(turn, turn.request.sender.account))


async def wished(turn: EngagementTurn, who: Somebody) -> list[Wish]:
    """What they want in this engagement from their today on."""
    here = {"engagement_id": turn.engagement.id, "person_id": who.id}
    return await wishes.list_of(turn.session, **here, day=who.today)


async def add(turn: EngagementTurn, who: Somebody, kind: Kind, span: Span, *, job: str = "") -> int:
    """Write down what they want on these days. Return its id."""
    wish = await wishes.add(
        turn.session,
        engagement_id=None if kind == wishes.AWAY and who.id == turn.person.id else turn.engagement.id,
        person_id=who.id,
        kind=kind,
        job=job,
        first_day=span.first,
        last_day=span.last,
        by_id=turn.person.id,
        source=turn.source,
        now=turn.now,
    )
    return wish.id


async def end(turn: EngagementTurn, who: Somebody, ending: Iterable[Wish]) -> list[int]:
    """End what they wanted. Return the ids of what was ended."""
    ids = [wish.id for wish in ending if wish.id]
    await wishes.end(turn.session, person_id=who.id, wish_ids=ids, now=turn.now)
    return ids


async def tell(turn: EngagementTurn, who: Somebody, what: str) -> None:
    """Write a line of history about what they want."""
    await story.tell(turn, subject=f"member:{who.known.account.external_id}", what=what)


def undo_button(
    route: str,
    who: Somebody,
    *,
    added: Sequence[int] = (),
    ended: Sequence[int] = (),
    more: Mapping[str, Any] | None = None,
) -> Button:
    """[Undo] of a change that added and ended these."""
    args = {"account": who.known.account.external_id, "added": list(added), "ended": list(ended)}
    return buttons.undo(route, args | dict(more or {}))


async def take_back(turn: EngagementTurn, who: Somebody, args: Mapping[str, Any]) -> None:
    """End what was added, and bring back what was ended. Raises UserError where it was changed again."""
    standing = await wishes.end(turn.session, person_id=who.id, wish_ids=args["added"], now=turn.now)
    if standing != len(args["added"]):
        raise UserError(CHANGED_SINCE)
    await wishes.bring_back(turn.session, person_id=who.id, wish_ids=args["ended"], now=turn.now)


def days_in_words(turn: EngagementTurn, span: Span, today: date) -> str:
    """The days as people say them: until Sun 3 Jan 2027, that day included."""
    first = day_in_words(turn, span.first, today)
    if span.last is None:
        return FROM_ON.format(first=first)
    if span.last == span.first:
        return ONE_DAY.format(first=first)
    sentence = TO_THE_END if span.first <= today else DAYS
    return sentence.format(first=first, last=day_in_words(turn, span.last, today))


def day_in_words(turn: EngagementTurn, on: date, today: date) -> str:
    """The day as it is written here, with its year where that is another one than today's."""
    return short_day(on, today=today, locale=turn.engagement.locale)
