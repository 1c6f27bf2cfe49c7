"""The form that every decision has: first action, who was of another opinion, when it is looked at again."""

from datetime import date

from domain.chat import Args, Field, FieldErrors, Form, FormRef, Reply, Values, one
from domain.decisions import Parts, stale_action
from domain.decisions.parts import Dissent, PlannedAction
from domain.permissions import Action
from domain.wording import listed
from handlers.decisions.drafts import Draft, find_draft
from handlers.decisions.fields import (
    PICK,
    TITLE,
    Wrong,
    choice,
    day_in,
    known,
    member_in,
    people_of,
    text,
    words_in,
)
from handlers.decisions.parts import add_parts
from handlers.decisions.status import ACTION_FORM, DISSENT_FORM, LABELS, WINDOW, form_of
from handlers.meetings.ahead import coming
from handlers.moments import short_day
from handlers.routing import Router
from handlers.turn import EngagementTurn

WHAT, WHO, BY_WHEN = "What is done first?", "Who does it?", "By when?"
WIND_DOWN = "What has to be wound down?"
DISSENT, WHY = "Was anybody of another opinion?", "What is their opinion?"
NOBODY_KEY, NOBODY = "nobody", "Nobody (it was asked)"
WHY_HINT = "In their own words, where somebody was."
REVIEW = "When do you look at it again?"
REAPPROVAL = "By when are goals and statement of work approved again?"
AN_ACTION, AN_OPINION = "another action", "another opinion"
OUTSIDE = "That lies outside the window: {window}"
SAY_WHY = "Please say what their opinion is."
IS_NOTED = "Another opinion is noted already: {names}. Leave this empty to keep it as it is."
SOMEBODY = "somebody who left"
MOST_ITEMS = 12
FULL = "That is the most that a decision holds: {n}."

router = Router()


async def build_form(turn: EngagementTurn, args: Args) -> Form:
    """Action, dissent and review, with what is there already."""
    draft = await find_draft(turn, args["number"])
    parts = draft.decided.parts
    stale = stale_action(parts.actions, today=turn.today, left=draft.left)
    is_asked = not parts.actions or stale is not None
    fields = [
        *_action_fields(turn, draft, is_required=is_asked, given=stale),
        *_dissent_fields(draft, is_required=parts.dissent is None),
        await _review_field(turn, draft),
    ]
    if draft.decided.outcome == "vision_change":
        due = known(parts.reapproval)
        fields.append(Field(name="reapproval", label=REAPPROVAL, kind="date", value=due))
    title = TITLE.format(number=draft.number, what=LABELS["follow"].lower())
    return Form(title=title, fields=tuple(fields))


def _action_fields(
    turn: EngagementTurn, draft: Draft, *, is_required: bool, given: PlannedAction | None = None
) -> tuple[Field, ...]:
    label = WIND_DOWN if draft.decided.outcome == "stop" else WHAT
    people = people_of(draft.rights)
    owner = str(given.owner_id if given and given.owner_id not in draft.left else turn.person.id)
    return (
        text("action", label, is_required=is_required, value=known(given and given.text)),
        choice("owner", WHO, people, chosen=owner, is_required=is_required),
        Field(name="due", label=BY_WHEN, kind="date", is_required=is_required),
    )


def _dissent_fields(draft: Draft, *, is_required: bool) -> tuple[Field, ...]:
    people = {NOBODY_KEY: NOBODY, **people_of(draft.rights)}
    return (
        choice("dissent", DISSENT, people, is_required=is_required),
        text("why", WHY, hint=WHY_HINT, is_required=False),
    )


async def _review_field(turn: EngagementTurn, draft: Draft) -> Field:
    """The day of the review: the next meeting's where it stands in the window, else the window's last."""
    window, review = draft.window, draft.decided.parts.review
    meetings = [one.day for one in await coming(turn) if one.kind == "regular" and window.holds(one.day)]
    default = review if review and window.holds(review) else (*meetings, window.last)[0]
    return Field(name="review", label=REVIEW, kind="date", hint=_window(turn, draft), value=known(default))


def _window(turn: EngagementTurn, draft: Draft) -> str:
    first, last = short_day(turn, draft.window.first), short_day(turn, draft.window.last)
    return WINDOW.format(first=first, last=last)


async def submit_form(turn: EngagementTurn, args: Args, values: Values) -> Reply | FieldErrors:
    """Save what was entered."""
    draft = await find_draft(turn, args["number"])
    try:
        parts = _read(turn, draft, values)
    except Wrong as wrong:
        return FieldErrors(wrong.errors)
    return await add_parts(turn, draft, parts, form=FormRef(name=form_of("follow"), args=args))


def _read(turn: EngagementTurn, draft: Draft, values: Values) -> Parts:
    """What was entered, without what stays as it is. Raises Wrong."""
    had, is_vision = draft.decided.parts, draft.decided.outcome == "vision_change"
    stale = stale_action(had.actions, today=turn.today, left=draft.left)
    actions: tuple[PlannedAction, ...] = ()
    if one(values, "action") or not had.actions or stale:
        kept = tuple(action for action in had.actions if action is not stale)
        actions = _with_action(turn, draft, kept, values)
    return Parts(
        actions=actions,
        dissent=_dissent(draft, values) if one(values, "dissent") or had.dissent is None else None,
        review=_review(turn, draft, values),
        reapproval=day_in(turn, values, "reapproval") if is_vision else None,
    )


def _with_action(
    turn: EngagementTurn, draft: Draft, kept: tuple[PlannedAction, ...], values: Values
) -> tuple[PlannedAction, ...]:
    """What is kept, and the action that was entered. Raises Wrong, also where there is no room for it."""
    if len(kept) >= MOST_ITEMS:
        raise Wrong("action", FULL.format(n=MOST_ITEMS))
    entered = PlannedAction(
        text=words_in(values, "action"),
        owner_id=member_in(values, "owner", draft.rights).id,
        due=day_in(turn, values, "due"),
    )
    return (*kept, entered)


def _dissent(draft: Draft, values: Values) -> tuple[Dissent, ...]:
    """Who was of another opinion, beside those who are noted. Raises Wrong for nobody, where somebody is."""
    picked, noted = one(values, "dissent"), draft.decided.parts.dissent or ()
    if picked == NOBODY_KEY:
        if noted:
            people = people_of(draft.rights)
            names = listed(people.get(str(voice.person_id), SOMEBODY) for voice in noted)
            raise Wrong("dissent", IS_NOTED.format(names=names))
        return ()
    if picked not in people_of(draft.rights):
        raise Wrong("dissent", PICK)
    if not one(values, "why"):
        raise Wrong("why", SAY_WHY)
    others = (voice for voice in noted if str(voice.person_id) != picked)
    return (*others, Dissent(person_id=int(picked), why=words_in(values, "why")))


def _review(turn: EngagementTurn, draft: Draft, values: Values) -> date:
    on = day_in(turn, values, "review")
    if not draft.window.holds(on):
        raise Wrong("review", OUTSIDE.format(window=_window(turn, draft)))
    return on


async def build_action(turn: EngagementTurn, args: Args) -> Form:
    """One more action."""
    draft = await find_draft(turn, args["number"])
    fields = _action_fields(turn, draft, is_required=True)
    return Form(title=TITLE.format(number=draft.number, what=AN_ACTION), fields=fields)


async def submit_action(turn: EngagementTurn, args: Args, values: Values) -> Reply | FieldErrors:
    """Save one more action."""
    draft = await find_draft(turn, args["number"])
    try:
        actions = _with_action(turn, draft, draft.decided.parts.actions, values)
    except Wrong as wrong:
        return FieldErrors(wrong.errors)
    return await add_parts(turn, draft, Parts(actions=actions))


async def build_dissent(turn: EngagementTurn, args: Args) -> Form:
    """One more opinion."""
    draft = await find_draft(turn, args["number"])
    fields = _dissent_fields(draft, is_required=True)
    return Form(title=TITLE.format(number=draft.number, what=AN_OPINION), fields=fields)


async def submit_dissent(turn: EngagementTurn, args: Args, values: Values) -> Reply | FieldErrors:
    """Save one more opinion."""
    draft = await find_draft(turn, args["number"])
    try:
        return await add_parts(turn, draft, Parts(dissent=_dissent(draft, values)))
    except Wrong as wrong:
        return FieldErrors(wrong.errors)


for name, build, submit in (
    (form_of("follow"), build_form, submit_form),
    (ACTION_FORM, build_action, submit_action),
    (DISSENT_FORM, build_dissent, submit_dissent),
):
    router.form(name, action=Action.RECORD_DECISION, build=build, submit=submit)
