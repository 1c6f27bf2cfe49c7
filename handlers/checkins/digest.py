"""The digest of a round: one post in the channel once it is closed; privately, who is missing, and copies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from domain.chat import Block, Buttons, Heading, Reply, note, reply
from domain.permissions import LEADS, Action, Role, is_allowed
from handlers import buttons
from handlers.checkins.attention import attention
from handlers.checkins.missing import missing
from handlers.checkins.participation import participation
from handlers.checkins.told import Told, told_blocks
from handlers.occasions import Decide, Item, Nothing, Occasion, Outcome, Part, Section, ToChannel, ToPerson
from handlers.turn import Unasked
from storage import checkins, digests, engagements, members, offers, wishes
from storage.checkins import Round
from storage.database import Session
from storage.digests import AT, JOB
from storage.morning import ASKED_FOR
from storage.offers import Place
from storage.outbox import Post

DIGEST = "checkin digest"
TITLE = "Digest of check-in {number}"
ALL_ANSWERS, ALL_COMMAND = "All answers", "checkin show {number}"
COPY = "You asked for this copy. `digest off` ends it."
COPY_OF_OBSERVERS = "As an observer you get this copy each time. `digest off` ends it."
NOBODY_ASKED = "nobody was asked"
COPY_RANK = 8
# What a lead or a reader of copies hears is of use for longer than the post.
USEFUL = timedelta(days=2)


async def decide(session: Session, occasion: Occasion) -> Sequence[Outcome] | Nothing:
    """Post the digest; tell the leads privately who is missing, and send the copies."""
    engagement, checkin_id = occasion.engagement, occasion.args["checkin"]
    round_ = await checkins.find(session, engagement_id=engagement.id, checkin_id=checkin_id)
    if round_ is None:
        return Nothing(reason=NOBODY_ASKED)
    here = Unasked(session=session, engagement=engagement, now=occasion.now)
    taking_part = await participation(here, round_, until=occasion.now)
    if not taking_part.count.asked:
        return Nothing(reason=NOBODY_ASKED)
    since = await digests.last_told(session, engagement_id=engagement.id) or round_.asked_at
    window = {"checkin": round_.id, "since": since.isoformat(), AT: occasion.now.isoformat()}
    to_people = await _to_people(here, window, has_missing=not taking_part.is_complete)
    latest_at = occasion.now + USEFUL
    return [
        ToChannel(builds={"what": DIGEST, **window}),
        *(ToPerson(person_id=who, args=args, latest_at=latest_at) for who, args in to_people.items()),
    ]


async def _to_people(
    here: Unasked, window: Mapping[str, Any], *, has_missing: bool
) -> dict[int, Mapping[str, Any]]:
    """Person -> what they are told: the leads who is missing, the readers of copies what the post says.

    Observers read copies without asking for them; nobody knows who of them is in the channel. Whoever wants
    none said so to us, and hears nothing.
    """
    crowd = await members.current(here.session, engagement_id=here.engagement.id)
    readers = set(await wishes.subscribers(here.session, engagement_id=here.engagement.id))
    told = {
        person.id: {
            **window,
            "missing": has_missing and Role(seat.role) in LEADS,
            "copy": person.id in readers or seat.role == Role.OBSERVER,
            ASKED_FOR: person.id in readers,
        }
        for seat, person in crowd
    }
    return {who: args for who, args in told.items() if args["missing"] or args["copy"]}


async def section(session: Session, item: Item) -> Part | None:
    """Who is missing, for a lead; the digest, for whoever wants copies."""
    here = Unasked(session=session, engagement=item.engagement, now=item.now)
    window = await _window(here, item.args)
    if window is None:
        return None
    parts = []
    if item.args["missing"]:
        parts.append(await missing(here, window.round, reader_id=item.person.id))
    if item.args["copy"]:
        role = Role(item.membership.role)
        copy = await _blocks(here, window, has_button=is_allowed(role, Action.READ_CHECKINS))
        why = COPY_OF_OBSERVERS if role is Role.OBSERVER else COPY
        parts.append(Part(blocks=[*copy, note(why)], rank=COPY_RANK))
    there = [part for part in parts if part is not None]
    if not there:
        return None
    blocks = [block for part in there for block in part.blocks]
    return Part(blocks=blocks, rank=min(part.rank for part in there))


async def build_digest(session: Session, post: Post) -> Reply | None:
    """What the digest says; its numbers and blockers are those of the moment in which it goes out."""
    engagement = await engagements.find(session, engagement_id=post.engagement_id or 0)
    if engagement is None or post.builds is None:
        return None
    here = Unasked(session=session, engagement=engagement, now=post.claimed_at)
    window = await _window(here, post.builds)
    if window is None:
        return None
    said = reply(*await _blocks(here, window), everyone=True)
    place = Place(
        engagement_id=engagement.id, person_id=None, conversation=post.address.place, now=post.claimed_at
    )
    return await offers.save_buttons(session, said, place)


@dataclass(frozen=True, kw_only=True)
class _Window:
    """What a digest tells: a round, and what came after the digest before, until it was decided."""

    round: Round
    since: datetime
    until: datetime


async def _window(here: Unasked, args: Mapping[str, Any]) -> _Window | None:
    round_ = await checkins.find(here.session, engagement_id=here.engagement.id, checkin_id=args["checkin"])
    if round_ is None:
        return None
    since, until = (datetime.fromisoformat(args[name]) for name in ("since", AT))
    return _Window(round=round_, since=since, until=until)


async def _blocks(here: Unasked, window: _Window, *, has_button: bool = True) -> list[Block]:
    """What needs attention first; then what arrived, and what people did and intend."""
    told = await _told(here, window)
    needs = await attention(here)
    has_answers = bool(told.taking_part.answered)
    show_all = buttons.run(ALL_ANSWERS, ALL_COMMAND.format(number=window.round.number))
    return [
        Heading(TITLE.format(number=window.round.number)),
        *needs,
        *await told_blocks(here, told, lines_above=len(needs)),
        *([Buttons((replace(show_all, is_for_everyone=True),))] if has_button and has_answers else []),
    ]


async def _told(here: Unasked, window: _Window) -> Told:
    taking_part = await participation(here, window.round, until=window.until)
    before = await digests.round_before(
        here.session, engagement_id=here.engagement.id, number=window.round.number
    )
    late = await participation(here, before, until=window.until) if before else None
    since_then = [
        one
        for one in (late.answered if late else ())
        if one.answer and one.answer.is_late and one.answer.at > window.since
    ]
    return Told(
        round=window.round,
        before=before,
        taking_part=taking_part,
        late=since_then,
        since=window.since,
        until=window.until,
    )


DECIDERS: Mapping[str, Decide] = {JOB: decide}
SECTIONS: Mapping[str, Section] = {JOB: section}
BUILDERS = {DIGEST: build_digest}
