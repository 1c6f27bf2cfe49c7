"""Keeping an answer: the next link of its chain, blockers, numbers, what is said back, and undoing it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.chat import Args, Block, Button, Buttons, Reply, note, reply
from domain.checkins import blockers_said
from domain.errors import UserError
from handlers import buttons, story
from handlers.checkins import numbers
from handlers.checkins.answer_buttons import answer_button
from handlers.checkins.blockers import lines_of, settle, solved_buttons
from handlers.checkins.open_round import head_of, round_of
from handlers.checkins.participation import count
from handlers.checkins.refreshing import refresh_post
from handlers.kpis import proposals
from handlers.kpis.confirm import NOTHING_SAVED
from handlers.kpis.reported import Reported
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import checkins
from storage.checkins import Answer, AnswerKind, Round

SAVED = "Thank you, that is saved. {counted}"
SAVED_LATE = "Thank you, that is saved, marked as late. {counted}"
CHANGED = "Your answer is changed. {counted}"
CHANGED_LATE = "Your answer is changed, marked as late. {counted}"
SKIPPED = "All right, you are out of this one. {counted}"
NOTHING = "Noted: nothing to add. {counted}"
NOTHING_LATE = "Noted, marked as late: nothing to add. {counted}"
NUMBER_WAITS = "Your answer is saved. The number is not, until you choose."
UNDONE = "Undone: your answer is taken back."
UNDONE_TO = "Undone: your earlier answer counts again."
NUMBERS_BACK = "The numbers that you proposed with it are taken back, too."
CHANGED_SINCE = "You changed that answer again since then, so I left it as it is."
WHAT = {
    "answer": "answered check-in {number}",
    "skip": "skipped check-in {number}",
    "nothing": "had nothing to add to check-in {number}",
    "withdrawal": "took back the answer to check-in {number}",
}
UNDO_ROUTE = "checkin answer undo"
UNDO, UNDO_NUMBERS = "Undo", "Undo numbers"

router = Router()


@dataclass(frozen=True, kw_only=True)
class Said:
    """An answer that is not kept yet."""

    kind: AnswerKind = "answer"
    texts: tuple[str, ...] = ()
    words: str = ""
    did_intended: str = ""
    # What an undo brings back is as late as it was; all else is where it comes after the close.
    is_late: bool | None = None


async def keep(turn: EngagementTurn, round_: Round, said: Said, reported: Sequence[Reported] = ()) -> Reply:
    """Append the answer, record the numbers, and say what came of it."""
    before = await head_of(turn, round_)
    answer = await _append(turn, round_, said)
    told = await numbers.record(turn, reported)
    named = blockers_said(round_.questions, said.texts, said.words) if said.kind == "answer" else []
    blockers = await settle(turn, round_, named)
    key = turn.request.key if reported else ""
    blocks: list[Block | str] = [await _sentence(turn, round_, answer, is_first=before is None)]
    blocks += lines_of(turn, blockers, named) if said.kind == "answer" else []
    made = [*(solved_buttons(blockers) if said.kind == "answer" else []), *_next_buttons(round_, answer, key)]
    return reply(*blocks, Buttons(tuple(made)), *(_as_second(told) if told else ()))


async def _append(turn: EngagementTurn, round_: Round, said: Said) -> Answer:
    answer = await checkins.answer(
        turn.session,
        round_,
        engagement_id=turn.engagement.id,
        person_id=turn.person.id,
        kind=said.kind,
        texts=said.texts,
        words=said.words,
        did_intended=said.did_intended,
        is_late=said.is_late,
        source=turn.source,
        now=turn.now,
    )
    what = WHAT[said.kind].format(number=round_.number)
    await story.tell(turn, subject=f"checkin:{round_.number}", what=what, after={"answer": answer.id})
    await refresh_post(turn.session, round_, now=turn.now)
    return answer


async def _sentence(turn: EngagementTurn, round_: Round, answer: Answer, *, is_first: bool) -> str:
    counted = (await count(turn, round_)).in_words
    if answer.kind == "answer":
        in_time, late = (SAVED, SAVED_LATE) if is_first else (CHANGED, CHANGED_LATE)
    else:
        in_time, late = (SKIPPED, SKIPPED) if answer.kind == "skip" else (NOTHING, NOTHING_LATE)
    sentence = late if answer.is_late else in_time
    return sentence.format(counted=f"{counted}.")


def _next_buttons(round_: Round, answer: Answer, request: str) -> list[Button]:
    edit = replace(answer_button(round_, label="Edit"), style="plain")
    args = {"answer": answer.id, "request": request}
    undo = replace(buttons.undo(UNDO_ROUTE, args), is_single_choice=False)
    return [edit, undo]


def _as_second(told: Reply) -> tuple[Block, ...]:
    """What was said about the numbers, below the answer: two buttons are not called the same."""
    return tuple(_below(block) for block in told.blocks)


def _below(block: Block) -> Block:
    if isinstance(block, Buttons):
        return _renamed(block)
    return note(NUMBER_WAITS) if block == note(NOTHING_SAVED) else block


def _renamed(made: Buttons) -> Buttons:
    return Buttons(
        tuple(replace(one, label=UNDO_NUMBERS) if one.label == UNDO else one for one in made.items)
    )


@router.click(UNDO_ROUTE, action=None)
async def undo(turn: EngagementTurn, args: Args) -> Reply:
    """Let count what counted before, by a link that says so."""
    here = {"engagement_id": turn.engagement.id}
    given = await checkins.find_answer(turn.session, **here, answer_id=args["answer"])
    if given is None or not await checkins.is_head(turn.session, **here, answer_id=given.id):
        raise UserError(CHANGED_SINCE)
    round_ = await round_of(turn, checkin_id=given.checkin_id)
    before = None
    if given.supersedes_id is not None:
        before = await checkins.find_answer(turn.session, **here, answer_id=given.supersedes_id)
    said = _said_before(before)
    await _append(turn, round_, said)
    named = blockers_said(round_.questions, said.texts, said.words) if said.kind == "answer" else []
    await settle(turn, round_, named)
    taken_back = [NUMBERS_BACK] if await _withdraw_numbers(turn, args) else []
    return reply(UNDONE if said.kind == "withdrawal" else UNDONE_TO, *taken_back)


async def _withdraw_numbers(turn: EngagementTurn, args: Args) -> bool:
    """Take back what was proposed with the answer and nobody has decided yet; recorded ones stay."""
    request = args.get("request")
    return bool(request) and await proposals.withdraw(turn, request=str(request))


def _said_before(before: Answer | None) -> Said:
    if before is None:
        return Said(kind="withdrawal")
    return Said(
        kind=before.kind,
        texts=before.texts,
        words=before.words,
        did_intended=before.did_intended,
        is_late=before.is_late,
    )
