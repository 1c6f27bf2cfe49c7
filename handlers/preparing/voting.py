"""`vote`: what somebody would do, sealed until the meeting begins."""

from dataclasses import replace

from domain.chat import (
    Args,
    Block,
    Button,
    Buttons,
    FormRef,
    Reply,
    note,
    reply,
)
from domain.errors import UserError
from domain.meetings.typed import Choice, VoteDraft, read_vote
from domain.permissions import Action
from domain.typed_fields import unquoted
from handlers import buttons
from handlers.meetings import ahead
from handlers.meetings.ahead import Ahead, ensure_record
from handlers.meetings.attending import FEWEST_VOTERS, attendees
from handlers.meetings.words import when
from handlers.moments import moment
from handlers.preparing.chosen import meeting_of
from handlers.preparing.words import for_everyone
from handlers.routing import Router
from handlers.turn import EngagementTurn, Here
from storage import history, meeting_records
from storage.meeting_records import Voted

TITLE, REVEAL = "Vote privately", "Reveal the votes"
VOTED = "Your vote for the meeting on {when} is in: {choice}."
CHANGED = "Your vote for the meeting on {when} is {choice} now. Before: {before}."
SEALED = (
    "Nobody sees it until the meeting begins; then everybody in the channel sees it with your name. Until"
    " then you can change it: `vote`, or take it back: `vote off`."
)
OPEN_AGAIN = "The votes so far were revealed on {moment}. The meeting was put off, so they can change again."
IN_CHANNEL = "Others may have read what you typed here. In a message to me alone, nobody does."
REVEALED = "The votes were revealed on {moment}, so yours cannot change any more."
TOO_FEW = (
    "{people} expected at the meeting on {when}. With fewer than three there are no private votes: they keep"
    " a group from following whoever speaks first. Say it in the meeting."
)
ONE, SEVERAL, NOBODY = "One person is", "{count} people are", "Nobody is"
UNDONE, COUNTS_AGAIN = "Undone: that vote does not count.", " Your vote is {choice} again."
OFF = "You have no vote for the meeting on {when} any more. Until it begins you can vote again: `vote`."
NO_VOTE = "You did not vote for the meeting on {when} so far: `vote`."
TOOK_BACK, OFF_WORD = "took a private vote back", "off"
UNDO_LATE = "That vote was taken back, or revealed, by now."
GAVE_BACK, OFF_UNDONE = "let a private vote count again", "Undone."
OFF_UNDO_LATE = "The votes were revealed, or you voted again, by now: `vote` shows yours."
NAMES: dict[Choice, str] = {
    "persevere": "persevere",
    "pivot": "pivot",
    "stop": "stop",
    "unsure": "not sure",
}
LONGEST = 200
FORM = "vote"

router = Router()


@router.command(
    "vote",
    action=Action.VOTE,
    usage='vote [persevere | pivot | stop | not sure] ["WHY"] | off',
    summary="Say in private what you would do, sealed until the meeting begins; take it back: vote off",
    opens_form=True,
)
async def vote(turn: EngagementTurn, text: str) -> Reply:
    """Keep the vote that was typed, or open the form."""
    meeting = await meeting_of(turn, None)
    await check(turn, meeting)
    if not text.strip():
        return Reply(form=FormRef(name=FORM))
    if unquoted(text.strip(" .!")).strip(" .!").casefold() == OFF_WORD:
        return await _take_back(turn, meeting)
    kept = await keep(turn, meeting, read_vote(text))
    if turn.request.address.is_direct:
        return kept
    return replace(kept, blocks=(*kept.blocks, note(IN_CHANNEL)), is_off_record=True)


async def _take_back(turn: EngagementTurn, meeting: Ahead) -> Reply:
    vote_ids = await meeting_records.withdraw_votes(
        turn.session,
        engagement_id=turn.engagement.id,
        meeting_ids=meeting.record_ids,
        person_id=turn.person.id,
        now=turn.now,
    )
    if not vote_ids:
        return reply(NO_VOTE.format(when=when(turn, meeting)))
    await _tell(turn, TOOK_BACK)
    undo = buttons.undo("vote off undo", {"votes": vote_ids, "meeting": meeting.record_id})
    return reply(OFF.format(when=when(turn, meeting)), Buttons((undo,)))


@router.click("vote off undo", action=Action.VOTE)
async def undo_off(turn: EngagementTurn, args: Args) -> Reply:
    """Let the votes that `vote off` took back count again, unless the person voted since."""
    meeting = await ahead.find(turn, args["meeting"])
    is_open = meeting is not None and meeting.started_at is None
    if meeting is None or not is_open or await own_vote(turn, meeting) is not None:
        raise UserError(OFF_UNDO_LATE)
    is_done = await meeting_records.restore_votes(
        turn.session,
        engagement_id=turn.engagement.id,
        vote_ids=args["votes"],
        person_id=turn.person.id,
    )
    own = await own_vote(turn, meeting)
    if not is_done or own is None:
        raise UserError(OFF_UNDO_LATE)
    await _tell(turn, GAVE_BACK)
    return reply(OFF_UNDONE + COUNTS_AGAIN.format(choice=NAMES[own.choice]))


def vote_button(record_id: int | None) -> Button:
    """[Vote privately]."""
    return buttons.open_form(FORM, {} if record_id is None else {"meeting": record_id}, label=TITLE)


async def check(turn: EngagementTurn, meeting: Ahead) -> None:
    """Raise UserError where the votes were revealed, or too few people are expected for any.

    Whoever voted while enough were expected can change that.
    """
    if meeting.started_at is not None:
        raise UserError(REVEALED.format(moment=moment(turn, meeting.started_at)))
    count = len(await attendees(turn, meeting.day))
    if count < FEWEST_VOTERS and await own_vote(turn, meeting) is None:
        people = {0: NOBODY, 1: ONE}.get(count, SEVERAL.format(count=count))
        raise UserError(TOO_FEW.format(people=people, when=when(turn, meeting)))


async def votes_for(here: Here, meeting: Ahead) -> list[Voted]:
    """The votes for the meeting that count."""
    return await meeting_records.votes_of(
        here.session, engagement_id=here.engagement.id, meeting_ids=meeting.record_ids
    )


async def reveal_buttons(here: Here, meeting: Ahead) -> list[Button]:
    """[Reveal the votes], for a meeting that is over, that nobody began, and for which there are some."""
    is_sealed = meeting.started_at is None and await votes_for(here, meeting)
    return [for_everyone(buttons.run(REVEAL, "meet start"))] if is_sealed else []


async def own_vote(turn: EngagementTurn, meeting: Ahead) -> Voted | None:
    found = (one for one in await votes_for(turn, meeting) if one.person_id == turn.person.id)
    return next(found, None)


async def keep(turn: EngagementTurn, meeting: Ahead, draft: VoteDraft) -> Reply:
    before = await own_vote(turn, meeting)
    own = await ensure_record(turn, meeting)
    vote_id = await meeting_records.vote(
        turn.session,
        engagement_id=turn.engagement.id,
        meeting_id=own.id,
        person_id=turn.person.id,
        choice=draft.choice,
        why=draft.why[:LONGEST],
        source=turn.source,
        now=turn.now,
    )
    await _tell(turn, f"voted in private for the meeting of {when(turn, meeting)}")
    words = {"when": when(turn, meeting), "choice": NAMES[draft.choice]}
    said = VOTED.format(**words)
    if before is not None and before.choice != draft.choice:
        said = CHANGED.format(**words, before=NAMES[before.choice])
    undo = buttons.undo("vote undo", {"vote": vote_id, "meeting": own.id})
    return reply(said, *_open_again(turn, meeting), note(SEALED), Buttons((undo,)))


def _open_again(here: Here, meeting: Ahead) -> list[Block]:
    """That the votes were seen before; nothing where they were not."""
    at = meeting.revealed_at
    return [] if at is None else [note(OPEN_AGAIN.format(moment=moment(here, at)))]


async def _tell(turn: EngagementTurn, what: str) -> None:
    """A line of history without a name: who voted says who did not."""
    await history.add(
        turn.session,
        engagement_id=turn.engagement.id,
        at=turn.now,
        person_id=None,
        subject="meeting",
        what=what,
        source=turn.source,
    )


@router.click("vote undo", action=Action.VOTE)
async def undo(turn: EngagementTurn, args: Args) -> Reply:
    """Take the person's vote back, while it is sealed; the one before counts again."""
    meeting = await ahead.find(turn, args["meeting"])
    is_done = (
        meeting is not None
        and meeting.started_at is None
        and await meeting_records.set_vote_withdrawn(
            turn.session,
            engagement_id=turn.engagement.id,
            vote_id=args["vote"],
            person_id=turn.person.id,
            now=turn.now,
        )
    )
    if meeting is None or not is_done:
        raise UserError(UNDO_LATE)
    await _tell(turn, TOOK_BACK)
    own = await own_vote(turn, meeting)
    return reply(UNDONE + (COUNTS_AGAIN.format(choice=NAMES[own.choice]) if own else ""))
