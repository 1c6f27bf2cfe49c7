"""The form that takes a private vote."""

from domain.chat import Args, Field, FieldErrors, Form, Option, Reply, Values, one
from domain.meetings.typed import Choice, VoteDraft
from domain.permissions import Action
from handlers.meetings.words import when
from handlers.moments import moment
from handlers.preparing.chosen import meeting_of, record_in
from handlers.preparing.voting import FORM, LONGEST, NAMES, OPEN_AGAIN, TITLE, check, keep, own_vote
from handlers.routing import Router
from handlers.turn import EngagementTurn

INTRO = (
    "Meeting on {when}. Nobody sees your vote until it begins; then everybody in the channel sees your name,"
    " your vote and your reason. Until then you can change it."
)
LABELS: dict[Choice, str] = {
    "persevere": "Persevere: go on as we are",
    "pivot": "Pivot: change the strategy",
    "stop": "Stop",
    "unsure": "Not sure",
}
WHAT, WHY = "What would you do?", "Why, in one line"
PICK_ONE = "Please pick one."

router = Router()


async def build_form(turn: EngagementTurn, args: Args) -> Form:
    """The form, with the vote that the person gave."""
    meeting = await meeting_of(turn, record_in(args))
    await check(turn, meeting)
    own = await own_vote(turn, meeting)
    options = tuple(Option(value=value, label=label) for value, label in LABELS.items())
    fields = (
        Field(name="choice", label=WHAT, kind="choice", options=options, value=(own.choice,) if own else ()),
        Field(
            name="why",
            label=WHY,
            is_required=False,
            max_length=LONGEST,
            value=(own.why,) if own and own.why else (),
        ),
    )
    was_seen = meeting.revealed_at
    aside = "" if was_seen is None else " " + OPEN_AGAIN.format(moment=moment(turn, was_seen))
    return Form(title=TITLE, intro=INTRO.format(when=when(turn, meeting)) + aside, fields=fields)


async def submit_form(turn: EngagementTurn, args: Args, values: Values) -> Reply | FieldErrors:
    """Keep the vote that was picked."""
    picked = one(values, "choice")
    choice = next((known for known in NAMES if known == picked), None)
    if choice is None:
        return FieldErrors({"choice": PICK_ONE})
    meeting = await meeting_of(turn, record_in(args))
    await check(turn, meeting)
    return await keep(turn, meeting, VoteDraft(choice=choice, why=" ".join(one(values, "why").split())))


router.form(FORM, action=Action.VOTE, build=build_form, submit=submit_form)
