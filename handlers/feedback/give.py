"""Giving feedback: in one line, or by a form, which alone can be anonymous."""

from dataclasses import dataclass
from datetime import UTC, datetime, time

from domain.chat import (
    Args,
    Button,
    Buttons,
    Field,
    FieldErrors,
    Form,
    FormRef,
    Option,
    Reply,
    Values,
    note,
    one,
    reply,
)
from domain.errors import UserError
from domain.feedback import SENTIMENTS, SOURCES, read_feedback
from domain.permissions import Action
from handlers import buttons, story
from handlers.feedback.quote import Quote, quote_of, source_of, source_of_author
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import feedback, history
from storage.tables import Feedback

SAVED = "Feedback {number} is saved: {sentiment}, from {source}."
GAVE = "gave feedback {number} ({said.sentiment}, from {said.source})"
ANONYMOUS = "Your feedback is saved without your name. It can't be undone, because nobody knows it is yours."
HOW_MEANT = "How was it meant?"
WRITE_IT = "Please write what was said."
PICK_ONE = "Please pick one."
UNDONE = "Undone: feedback {number} is withdrawn."
ANSWERED = "Feedback {number} was answered by now, so I left it."
WHO_SAYS = (
    "I noted it as from {source}. Put customer, prospect, sales, partner, team or ceo at the end to say who."
)
ANONYMOUS_HINT = "No name is stored, only the day. It can't be undone."
LINK_NOT_KEPT = "The link to the message is not kept either."
LONGEST = 40_000

router = Router()


@dataclass(frozen=True, kw_only=True)
class Said:
    """What was said; `voice` is who said it and `link` where, for the words of somebody else's message."""

    text: str
    sentiment: str
    source: str
    theme: str = ""
    voice: str = ""
    link: str = ""


@router.command(
    "feedback",
    action=Action.GIVE_FEEDBACK,
    usage='feedback [+ | - | ~ | o] "WORDS" [SOURCE]',
    summary="Note what somebody said (+ positive, - negative, ~ indifferent, o neutral), or open the form",
    discreet=True,
    opens_form=True,
)
async def give(turn: EngagementTurn, text: str) -> Reply:
    """Save the feedback, or ask how it was meant."""
    if not text:
        return Reply(form=FormRef(name="feedback"))
    typed = read_feedback(text)
    source = typed.source or source_of(turn.role)
    asides = () if typed.source else (note(WHO_SAYS.format(source=source)),)
    if typed.sentiment:
        saved = await _save(turn, Said(text=typed.text, sentiment=typed.sentiment, source=source))
        return Reply(blocks=(*saved.blocks, *asides))
    choices = tuple(
        Button(
            label=words.partition(":")[0],
            route="feedback give",
            args={"text": typed.text, "sentiment": sentiment, "source": source},
        )
        for sentiment, words in SENTIMENTS.items()
    )
    return reply(HOW_MEANT, Buttons(choices), *asides)


@router.click("feedback give", action=Action.GIVE_FEEDBACK)
async def give_meant(turn: EngagementTurn, args: Args) -> Reply:
    """Save the feedback with the sentiment that was picked."""
    said = Said(text=args["text"], sentiment=args["sentiment"], source=args["source"])
    return await _save(turn, said)


async def _save(turn: EngagementTurn, said: Said) -> Reply:
    row = await _add(turn, said, is_anonymous=False)
    await _tell(turn, row.number, GAVE.format(number=row.number, said=said))
    undo = buttons.undo("feedback undo", {"number": row.number})
    sentence = SAVED.format(number=row.number, sentiment=said.sentiment, source=said.source)
    return reply(sentence, Buttons((undo,)))


async def _add(turn: EngagementTurn, said: Said, *, is_anonymous: bool) -> Feedback:
    row = feedback.new(
        text=said.text,
        sentiment=said.sentiment,
        source=said.source,
        theme=said.theme,
        day=turn.today,
        by_id=None if is_anonymous else turn.person.id,
        given_at=None if is_anonymous else turn.now,
        voice=said.voice,
        link=said.link,
    )
    return await feedback.add(turn.session, row, engagement_id=turn.engagement.id)


async def _tell(turn: EngagementTurn, number: int, what: str) -> None:
    await story.tell(
        turn,
        subject=f"feedback:{number}",
        what=what,
    )


async def build_form(turn: EngagementTurn, args: Args) -> Form:
    """The form for feedback, the only way to give it anonymously; it may begin with a message."""
    quote = quote_of(args)
    source = "" if quote.is_empty else await source_of_author(turn, quote)
    fields = (
        _words(quote),
        _choice("sentiment", "How it was meant", SENTIMENTS, ""),
        _choice("source", "Who said it", SOURCES, source),
        Field(
            name="theme", label="What it is about", hint="In a word or two", is_required=False, max_length=80
        ),
        _anonymous(quote),
    )
    return Form(title="Give feedback", submit_label="Send", fields=fields, intro=quote.intro)


def _words(quote: Quote) -> Field:
    value = (quote.text,) if quote.text else ()
    return Field(name="text", label="What was said", kind="long_text", max_length=LONGEST, value=value)


def _anonymous(quote: Quote) -> Field:
    return Field(
        name="anonymous",
        label="Anonymous",
        kind="choices",
        options=(Option(value="yes", label="Don't say that it came from me"),),
        hint=f"{ANONYMOUS_HINT} {LINK_NOT_KEPT}" if quote.link else ANONYMOUS_HINT,
        is_required=False,
    )


def _choice(name: str, label: str, options: dict[str, str], value: str) -> Field:
    made = tuple(Option(value=key, label=words) for key, words in options.items())
    return Field(name=name, label=label, kind="choice", options=made, value=(value,) if value else ())


async def submit_form(turn: EngagementTurn, args: Args, values: Values) -> Reply | FieldErrors:
    """Save the feedback that was entered."""
    errors = {} if one(values, "text") else {"text": WRITE_IT}
    for name, known in (("sentiment", SENTIMENTS), ("source", SOURCES)):
        if one(values, name) not in known:
            errors[name] = PICK_ONE
    if errors:
        return FieldErrors(errors)
    said = _said(quote_of(args), values)
    return await (_save_anonymous if "yes" in values.get("anonymous", ()) else _save)(turn, said)


def _said(quote: Quote, values: Values) -> Said:
    entered = {name: one(values, name) for name in ("text", "sentiment", "source", "theme")}
    return Said(**entered, voice=quote.said_by, link=quote.link)


async def _save_anonymous(turn: EngagementTurn, said: Said) -> Reply:
    row = await _add(turn, said, is_anonymous=True)
    await history.add(
        turn.session,
        engagement_id=turn.engagement.id,
        at=datetime.combine(turn.today, time.min, tzinfo=UTC),
        person_id=None,
        subject=f"feedback:{row.number}",
        what=GAVE.format(number=row.number, said=said),
        source="form",
    )
    return Reply(blocks=reply(ANONYMOUS).blocks, is_off_record=True)


@router.click("feedback undo", action=Action.GIVE_FEEDBACK)
async def undo(turn: EngagementTurn, args: Args) -> Reply:
    """Withdraw feedback that was just given."""
    number = args["number"]
    (voiced,) = await feedback.latest(turn.session, engagement_id=turn.engagement.id, limit=1, number=number)
    if voiced.step is not None:
        raise UserError(ANSWERED.format(number=number))
    await feedback.step(
        turn.session,
        engagement_id=turn.engagement.id,
        feedback_id=voiced.feedback.id,
        status="withdrawn",
        words="",
        by_id=turn.person.id,
        now=turn.now,
    )
    await _tell(turn, number, f"withdrew feedback {number}")
    return reply(UNDONE.format(number=number))


router.form("feedback", action=Action.GIVE_FEEDBACK, build=build_form, submit=submit_form, discreet=True)
