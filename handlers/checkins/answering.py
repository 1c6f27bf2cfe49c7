"""Keeping an answer: the next link of its chain, blockers, numbers, what is said back, and undoing it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.chat import Args, Block, Button, Buttons, Reply, reply
from domain.checkins import blockers_said
from domain.errors import UserError
from handlers import buttons, story
from handlers.checkins import numbers
from handlers.checkins.answer_buttons import answer_button
from handlers.checkins.blockers import lines_of, settle, solved_buttons
from handlers.checkins.open_round import head_of, round_of
from handlers.checkins.refreshing import refresh_post
from handlers.kpis.reported import Reported
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import checkins
from storage.checkins import Answer, AnswerKind, Round

SAVED = "Thank you, that is saved. {counted}"
SAVED_LATE = "Thank you, that is saved, marked as late. {counted}"
CHANGED = "Your answer is changed. {counted}"
SKIPPED = "All right, you are out of this one. {counted}"
NOTHING = "Noted: nothing to add. {counted}"
COUNTED = "{done} of {asked} {have} answered."
UNDONE = "Undone: your answer is taken back."
UNDONE_TO = "Undone: your earlier answer counts again."
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


async def keep(turn: EngagementTurn, round_: Round, said: Said, reported: Sequence[Reported] = ()) -> Reply:
    """Append the answer, record the numbers, and say what came of it."""
    before = await head_of(turn, round_)
    answer = await _append(turn, round_, said)
    told = await numbers.record(turn, reported)
    named = blockers_said(round_.questions, said.texts, said.words) if said.kind == "answer" else []
    blockers = await settle(turn, round_, named)
    blocks: list[Block | str] = [await _sentence(turn, round_, answer, is_first=before is None)]
    blocks += lines_of(turn, blockers) if said.kind == "answer" else []
    made = [*(solved_buttons(blockers) if said.kind == "answer" else []), *_next_buttons(round_, answer)]
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
        source=turn.source,
        now=turn.now,
    )
    what = WHAT[said.kind].format(number=round_.number)
    await story.tell(turn, subject=f"checkin:{round_.number}", what=what, after={"answer": answer.id})
    await refresh_post(turn.session, round_, now=turn.now)
    return answer


async def _sentence(turn: EngagementTurn, round_: Round, answer: Answer, *, is_first: bool) -> str:
    done, asked = await checkins.count_answered(
        turn.session, engagement_id=turn.engagement.id, checkin_id=round_.id
    )
    if answer.kind == "answer":
        sentence = CHANGED if not is_first else SAVED_LATE if answer.is_late else SAVED
    else:
        sentence = SKIPPED if answer.kind == "skip" else NOTHING
    counted = COUNTED.format(done=done, asked=asked, have="has" if asked == 1 else "have")
    return sentence.format(counted=counted)


def _next_buttons(round_: Round, answer: Answer) -> list[Button]:
    edit = replace(answer_button(round_, label="Edit"), style="plain")
    undo = replace(buttons.undo(UNDO_ROUTE, {"answer": answer.id}), is_single_choice=False)
    return [edit, undo]


def _as_second(told: Reply) -> tuple[Block, ...]:
    """What was said about the numbers, below the answer: two buttons are not called the same."""
    return tuple(_renamed(block) if isinstance(block, Buttons) else block for block in told.blocks)


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
    return reply(UNDONE if said.kind == "withdrawal" else UNDONE_TO)


def _said_before(before: Answer | None) -> Said:
    if before is None:
        return Said(kind="withdrawal")
    return Said(kind=before.kind, texts=before.texts, words=before.words, did_intended=before.did_intended)
