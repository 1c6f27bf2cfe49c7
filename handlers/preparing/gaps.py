"""A month before a meeting the leads hear what its pack cannot say yet, and who can fill that."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.chat import Block, Bullets, Button, Buttons, Spans, Strong, Typed, note, say
from domain.evidence import pack_of
from domain.evidence.inputs import Inputs
from domain.evidence.pack import Gap
from domain.meetings.lead import GAPS, gaps_day, inputs_day
from domain.permissions import LEADS
from domain.wording import ended
from handlers.evidence.gathering import gather
from handlers.meetings import ahead
from handlers.meetings.ahead import Ahead, ensure_record, from_today
from handlers.meetings.lasting import is_still_good
from handlers.meetings.words import when
from handlers.moments import short_day
from handlers.occasions import Item, Nothing, Occasion, Part, ToPerson
from handlers.preparing.fillers import filler_of
from handlers.turn import Here, Unasked
from storage import kpis, meeting_records, members
from storage.database import Session
from storage.tables import Person

JOB = "meeting_gaps"
NONE_NEAR = "no meeting is a month away"
NOTHING_MISSING = "the evidence has no gap"
TITLE = "What the pack cannot say yet"
INTRO = "The next meeting is on {when}. There is time to fill these:"
WHO, YOU, BY = " Who can fill it: ", "you", ", by {day}"
HOW_TO_ASK = "[Ask] sends one message to that person, in their working hours."
MORE = "{count} more stand behind [What is missing] of `evidence`."
ASK = "Ask {name}: {about}"
ASK_ROUTE = "meet ask"
MOST_GAPS = 6
LONGEST_ABOUT = 24
RANK = 5


@dataclass(frozen=True, kw_only=True)
class Missing:
    """A gap, and the member who can fill it; None: nobody in particular."""

    gap: Gap
    who: Person | None


async def gaps_of(here: Here) -> tuple[Inputs, list[Missing]]:
    """What a pack of now could not say, with who can fill it."""
    inputs = await gather(here)
    found = pack_of(inputs).gaps
    e = here.engagement.id
    crowd = await members.current(here.session, engagement_id=e)
    followed = await kpis.followed(here.session, engagement_id=e)
    return inputs, [Missing(gap=gap, who=filler_of(gap, crowd, followed)) for gap in found]


def _is_due(here: Here, meeting: Ahead) -> bool:
    is_time = gaps_day(meeting.day) <= here.today < inputs_day(meeting.day)
    return is_time and not _was_told(here, meeting)


def _was_told(here: Here, meeting: Ahead) -> bool:
    """Whether they were told, and the meeting was not moved by more than a week since."""
    told_at = [one.gaps_at for one in meeting.records if one.gaps_at is not None]
    return is_still_good(here, meeting, told_at, lead=GAPS)


async def decide(session: Session, occasion: Occasion) -> Sequence[ToPerson] | Nothing:
    """Tell the leads once for each meeting; nothing where nothing is missing."""
    here = Unasked(session=session, engagement=occasion.engagement, now=occasion.now)
    # Until the meeting before it is over, one a month away is not the next one.
    next_one = [one for one in await from_today(here) if one.kind == "regular" and one.ends > here.now][:1]
    due = [one for one in next_one if _is_due(here, one)]
    if not due:
        return Nothing(reason=NONE_NEAR)
    _inputs, missing = await gaps_of(here)
    own = await ensure_record(here, due[0])
    e = here.engagement.id
    await meeting_records.add_step(
        session,
        engagement_id=e,
        meeting_id=own.id,
        kind="gaps",
        by_id=None,
        source="schedule",
        now=here.now,
    )
    if not missing:
        return Nothing(reason=NOTHING_MISSING)
    crowd = await members.current(session, engagement_id=e)
    args = {"meeting": own.id}
    return [ToPerson(person_id=one.person_id, args=args) for one, _person in crowd if one.role in LEADS]


async def put_into_words(session: Session, item: Item) -> Part | None:
    """Each gap that is still one, with [Ask]."""
    here = Unasked(session=session, engagement=item.engagement, now=item.now)
    meeting = await ahead.find(here, item.args["meeting"])
    if meeting is None or meeting.moment <= here.now or not _was_told(here, meeting):
        return None
    _inputs, missing = await gaps_of(here)
    if not missing:
        return None
    shown = missing[:MOST_GAPS]
    lines = [_line(here, one, reader_id=item.person.id) for one in shown]
    asks = [_ask(one, meeting) for one in shown if one.who is not None and one.who.id != item.person.id]
    more = len(missing) - len(shown)
    blocks: list[Block] = [say(Strong(TITLE)), say(INTRO.format(when=when(here, meeting)))]
    blocks.append(Bullets(tuple(lines)))
    if more > 0:
        blocks.append(note(MORE.format(count=more)))
    if asks:
        blocks += [note(HOW_TO_ASK), Buttons(tuple(asks))]
    return Part(blocks=blocks, rank=RANK)


def _line(here: Here, one: Missing, *, reader_id: int) -> Spans:
    gap = one.gap
    by = BY.format(day=short_day(here, gap.by)) if gap.by else ""
    if one.who is not None and one.who.id == reader_id:
        who: Spans = (WHO, YOU, by, ".")
    elif name := one.who.name if one.who is not None else gap.who:
        who = (WHO, Typed(name), by, ".")
    else:
        who = ()
    return (Typed(ended(gap.what)), *who, f" {gap.how}" if gap.how else "")


def _ask(one: Missing, meeting: Ahead) -> Button:
    """[Ask], for this gap and its person."""
    person = one.who
    if person is None:
        raise ValueError("nobody to ask")
    about = one.gap.about.partition(":")[2] or one.gap.about
    return Button(
        label=ASK.format(name=person.name, about=about[:LONGEST_ABOUT]),
        route=ASK_ROUTE,
        args={"meeting": meeting.record_id, "about": one.gap.about, "person": person.id},
        is_single_choice=False,
    )
