"""Reading feedback: the newest first, each with what became of it."""

from domain.chat import Args, Block, Button, Buttons, Heading, Link, Reply, Span, Typed, note, reply, say
from domain.errors import UserError
from domain.permissions import Action, Role, is_allowed
from handlers.moments import day
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import feedback
from storage.feedback import Voiced

TITLE = "Feedback"
EMPTY = (
    'No feedback yet. Give some with `feedback - "the form took 20 minutes" customer`,'
    " or type `feedback` for a form."
)
NO_OTHERS = "There is no earlier feedback."
WITHDRAWN = "withdrawn by the person who gave it"
ANONYMOUS = "anonymous"
SAID_BY = "said by {who}"
NOTED_BY = "noted by {who}"
IN_CONVERSATION = "in the conversation"
STATUSES = {
    "new": "new",
    "acknowledged": "acknowledged",
    "acted": "done",
    "declined": "declined",
    "closed": "closed",
    "withdrawn": "withdrawn",
}
CUT = "… (all of it: feedback show {number})"
NO_SUCH = "There is no feedback with that number. Type `feedback list` to see them."
MOST_DIGITS = 9
PAGE = 8
LONGEST = 400

router = Router()


@router.command(
    "feedback list",
    action=Action.READ_FEEDBACK,
    usage="feedback list",
    summary="Show what people said, and what became of it",
    reads=True,
)
async def show(turn: EngagementTurn, text: str) -> Reply:
    """Show the newest feedback."""
    return await _page(turn, before=None)


@router.command(
    "feedback show",
    action=Action.READ_FEEDBACK,
    usage="feedback show NUMBER",
    summary="Show one piece of feedback in full",
    reads=True,
)
async def show_one(turn: EngagementTurn, text: str) -> Reply:
    """Show all that was said."""
    number = text.strip().lstrip("#")
    found = []
    if number.isascii() and number.isdigit() and len(number) <= MOST_DIGITS:
        found = list(
            await feedback.latest(turn.session, engagement_id=turn.engagement.id, limit=1, number=int(number))
        )
    if not found:
        raise UserError(NO_SUCH)
    return reply(*lines_of(turn, found[0], longest=None))


@router.click("feedback earlier", action=Action.READ_FEEDBACK)
async def earlier(turn: EngagementTurn, args: Args) -> Reply:
    """Show the feedback before that which was shown."""
    return await _page(turn, before=args["before"])


async def _page(turn: EngagementTurn, *, before: int | None) -> Reply:
    found = await feedback.latest(
        turn.session, engagement_id=turn.engagement.id, limit=PAGE + 1, before=before
    )
    if not found:
        return reply(EMPTY if before is None else NO_OTHERS)
    blocks: list[Block] = [Heading(TITLE)]
    for voiced in found[:PAGE]:
        blocks += lines_of(turn, voiced)
    if len(found) > PAGE:
        args = {"before": found[PAGE - 1].feedback.number}
        more = Button(label="Earlier", route="feedback earlier", args=args, is_single_choice=False)
        blocks.append(Buttons((more,)))
    return reply(*blocks)


def lines_of(turn: EngagementTurn, voiced: Voiced, *, longest: int | None = LONGEST) -> list[Block]:
    """One piece of feedback, with what may be done about it."""
    f = voiced.feedback
    if voiced.status == "withdrawn":
        return [note(f"{f.number}. {WITHDRAWN}")]
    is_cut = longest is not None and len(f.text) > longest
    text = f.text[:longest] + CUT.format(number=f.number) if is_cut else f.text
    where = () if longest is not None else _where(turn, voiced)
    blocks: list[Block] = [say(f"{f.number}. “", Typed(text), "”"), note(Typed(_facts(turn, voiced)), *where)]
    if voiced.status in ("new", "acknowledged") and is_allowed(turn.role, Action.ANSWER_FEEDBACK):
        blocks.append(Buttons(_choices(voiced)))
    return blocks


def _facts(turn: EngagementTurn, voiced: Voiced) -> str:
    f = voiced.feedback
    facts = [f.sentiment, f"from {f.source}", _voice(turn, voiced), f.theme, day(turn, f.day)]
    facts.append(_author(turn, voiced))
    told = STATUSES[voiced.status]
    if voiced.step is not None and voiced.step.words:
        told += f": {voiced.step.words}"
    return " · ".join([fact for fact in facts if fact] + [told])


def _author(turn: EngagementTurn, voiced: Voiced) -> str:
    if voiced.feedback.is_anonymous:
        return ANONYMOUS
    if voiced.author is None or _reads_words_alone(turn):
        return ""
    return NOTED_BY.format(who=voiced.author)


def _voice(turn: EngagementTurn, voiced: Voiced) -> str:
    voice = voiced.feedback.voice
    return "" if not voice or _reads_words_alone(turn) else SAID_BY.format(who=voice)


def _where(turn: EngagementTurn, voiced: Voiced) -> tuple[Span, ...]:
    """The way to the message, for those who may know who wrote it."""
    link = voiced.feedback.link
    return () if not link or _reads_words_alone(turn) else (" · ", Link(IN_CONVERSATION, link))


def _reads_words_alone(turn: EngagementTurn) -> bool:
    # Team members read the words, not who said them (roles and what they see).
    return turn.role is Role.TEAM


def _choices(voiced: Voiced) -> tuple[Button, ...]:
    args = {"number": voiced.feedback.number}
    form = {"form": "feedback answer", "args": args}
    choices = [
        Button(
            label="Acted",
            route="open form",
            args={**form, "args": {**args, "status": "acted"}},
            opens_form=True,
            is_single_choice=False,
        ),
        Button(
            label="Declined",
            route="open form",
            args={**form, "args": {**args, "status": "declined"}},
            opens_form=True,
            is_single_choice=False,
        ),
    ]
    if voiced.status == "new":
        choices.insert(
            0, Button(label="Acknowledge", route="feedback acknowledge", args=args, is_single_choice=False)
        )
    return tuple(choices)
