"""Closing the loop: acknowledge feedback, say what was done about it, or why nothing will be."""

from domain.chat import (
    Args,
    Buttons,
    Field,
    FieldErrors,
    Form,
    FormRef,
    Reply,
    Typed,
    Values,
    one,
    reply,
    say,
)
from domain.errors import UserError
from domain.permissions import Action
from handlers import buttons, story
from handlers.numbered import read_number
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import feedback
from storage.feedback import Voiced

ANSWERED = {
    "acknowledged": "Feedback {number} is acknowledged.",
    "acted": "Feedback {number}: noted what was done ({words}).",
    "declined": "Feedback {number} is declined ({words}).",
}
DONE_ALREADY = "Feedback {number} is {status} already. Nothing was changed."
WITHDRAWN = "Feedback {number} was withdrawn. Nothing was changed."
NO_SUCH = "There is no feedback with the number {number}. Type `feedback list` to see them."
WHICH = "Which one? Write its number, as in `feedback {verb} 3{more}`."
QUESTIONS = {"acted": "What was done?", "declined": "Why will nothing be done?"}
SAY_IT = "Please say it in a few words: the people who gave feedback read it."
UNDONE = "Undone: feedback {number} is {status} again."
CHANGED_SINCE = "Feedback {number} was answered again since then, so I left it."

router = Router()


@router.command(
    "feedback acknowledge",
    action=Action.ANSWER_FEEDBACK,
    usage="feedback acknowledge NUMBER",
    summary="Say that feedback was read",
)
async def acknowledge(turn: EngagementTurn, text: str) -> Reply:
    """Mark one piece as read."""
    number, _rest = _number(text, "acknowledge")
    return await _answer(turn, number, "acknowledged", "")


@router.click("feedback acknowledge", action=Action.ANSWER_FEEDBACK)
async def acknowledge_clicked(turn: EngagementTurn, args: Args) -> Reply:
    """Mark one piece as read."""
    return await _answer(turn, args["number"], "acknowledged", "")


@router.command(
    "feedback acted",
    action=Action.ANSWER_FEEDBACK,
    usage="feedback acted NUMBER WHAT",
    summary="Say what was done about feedback",
)
async def acted(turn: EngagementTurn, text: str) -> Reply:
    """Note what was done."""
    return await _answer_or_ask(turn, text, "acted")


@router.command(
    "feedback declined",
    action=Action.ANSWER_FEEDBACK,
    usage="feedback declined NUMBER WHY",
    summary="Say why nothing will be done about feedback",
)
async def declined(turn: EngagementTurn, text: str) -> Reply:
    """Note why nothing will be done."""
    return await _answer_or_ask(turn, text, "declined")


async def _answer_or_ask(turn: EngagementTurn, text: str, status: str) -> Reply:
    number, words = _number(text, status)
    if not words:
        return Reply(form=FormRef(name="feedback answer", args={"number": number, "status": status}))
    return await _answer(turn, number, status, words)


def _number(text: str, verb: str) -> tuple[int, str]:
    more = "" if verb == "acknowledge" else " …"
    number, rest = read_number(text, which=WHICH.format(verb=verb, more=more))
    return number, rest.strip('"“”')


async def _find(turn: EngagementTurn, number: int) -> Voiced:
    found = await feedback.latest(turn.session, engagement_id=turn.engagement.id, limit=1, number=number)
    if not found:
        raise UserError(NO_SUCH.format(number=number))
    return found[0]


async def _answer(turn: EngagementTurn, number: int, status: str, words: str) -> Reply:
    voiced = await _find(turn, number)
    if voiced.status == "withdrawn":
        raise UserError(WITHDRAWN.format(number=number))
    if voiced.status == status and (voiced.step is None or voiced.step.words == words):
        return reply(DONE_ALREADY.format(number=number, status=status))
    before = (voiced.status, voiced.step.words if voiced.step else "")
    step_id = await _step(turn, voiced, status, words)
    args = {"number": number, "step": step_id, "status": before[0], "words": before[1]}
    return reply(
        say(Typed(ANSWERED[status].format(number=number, words=words))),
        Buttons((buttons.undo("feedback answer undo", args),)),
    )


async def _step(turn: EngagementTurn, voiced: Voiced, status: str, words: str) -> int:
    row = await feedback.step(
        turn.session,
        engagement_id=turn.engagement.id,
        feedback_id=voiced.feedback.id,
        status=status,
        words=words,
        by_id=turn.person.id,
        now=turn.now,
    )
    number = voiced.feedback.number
    await story.tell(
        turn,
        subject=f"feedback:{number}",
        what=f"marked feedback {number} as {status}",
        before={"status": voiced.status},
        after={"status": status},
        reason=words,
    )
    return row.id


@router.click("feedback answer undo", action=Action.ANSWER_FEEDBACK)
async def undo(turn: EngagementTurn, args: Args) -> Reply:
    """Bring back the status from before, by adding a step that says so."""
    voiced = await _find(turn, args["number"])
    if voiced.step is None or voiced.step.id != args["step"]:
        raise UserError(CHANGED_SINCE.format(number=args["number"]))
    await _step(turn, voiced, args["status"], args["words"])
    return reply(UNDONE.format(number=args["number"], status=args["status"]))


async def build_form(turn: EngagementTurn, args: Args) -> Form:
    """The question behind [Acted] or [Declined]."""
    voiced = await _find(turn, args["number"])
    return Form(
        title=f"Feedback {args['number']}",
        intro=f"“{voiced.feedback.text[:300]}”",
        fields=(Field(name="words", label=QUESTIONS[args["status"]], kind="long_text"),),
    )


async def submit_form(turn: EngagementTurn, args: Args, values: Values) -> Reply | FieldErrors:
    """Note what was entered."""
    if not one(values, "words"):
        return FieldErrors({"words": SAY_IT})
    return await _answer(turn, args["number"], args["status"], one(values, "words"))


router.form("feedback answer", action=Action.ANSWER_FEEDBACK, build=build_form, submit=submit_form)
