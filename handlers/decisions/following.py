"""The form that every decision has: first action, who was of another opinion, when it is looked at again."""

from collections.abc import Mapping
from typing import Any

from domain.chat import Args, Field, FieldErrors, Form, FormRef, Reply, Values, one
from domain.decisions import overdue_action
from domain.permissions import Action
from handlers.decisions.drafts import Draft, find_draft
from handlers.decisions.fields import (
    PICK,
    TITLE,
    Wrong,
    choice,
    day_in,
    people_of,
    person_in,
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
AND, SOMEBODY = " and ", "somebody who left"
MOST_ITEMS = 12
FULL = "That is the most that a decision holds: {n}."

router = Router()


async def build_form(turn: EngagementTurn, args: Args) -> Form:
    """Action, dissent and review, with what is there already."""
    draft = await find_draft(turn, args["number"])
    parts = draft.decided.parts
    has_actions, has_dissent = bool(parts.get("actions")), isinstance(parts.get("dissent"), list)
    overdue = overdue_action(parts.get("actions"), turn.today)
    is_asked = not has_actions or overdue is not None
    fields = [
        *_action_fields(turn, draft, is_required=is_asked, given=overdue or {}),
        *_dissent_fields(draft, is_required=not has_dissent),
        await _review_field(turn, draft),
    ]
    if draft.decided.outcome == "vision_change":
        due = parts.get("reapproval")
        fields.append(Field(name="reapproval", label=REAPPROVAL, kind="date", value=(due,) if due else ()))
    title = TITLE.format(number=draft.number, what=LABELS["follow"].lower())
    return Form(title=title, fields=tuple(fields))


def _action_fields(
    turn: EngagementTurn, draft: Draft, *, is_required: bool, given: Mapping[str, Any]
) -> tuple[Field, ...]:
    label = WIND_DOWN if draft.decided.outcome == "stop" else WHAT
    people, owner = people_of(draft.rights), str(given.get("owner_id") or turn.person.id)
    said = (str(given["text"]),) if given else ()
    return (
        text("action", label, is_required=is_required, value=said),
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
    window, known = draft.window, draft.decided.parts.get("review")
    meetings = [one.day for one in await coming(turn) if one.kind == "regular" and window.holds(one.day)]
    default = (meetings[0] if meetings else window.last).isoformat()
    if known and window.holds(turn.today.fromisoformat(known)):
        default = known
    return Field(name="review", label=REVIEW, kind="date", hint=_window(turn, draft), value=(default,))


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


def _read(turn: EngagementTurn, draft: Draft, values: Values) -> dict[str, Any]:
    had = draft.decided.parts
    parts: dict[str, Any] = {}
    overdue = overdue_action(had.get("actions"), turn.today)
    if one(values, "action") or not had.get("actions") or overdue:
        kept = [part for part in had.get("actions", ()) if part is not overdue]
        parts["actions"] = [*kept, _action(turn, draft, values)]
    if one(values, "dissent") or not isinstance(had.get("dissent"), list):
        parts["dissent"] = _dissent(draft, values)
    parts["review"] = _review(turn, draft, values)
    if draft.decided.outcome == "vision_change":
        parts["reapproval"] = day_in(turn, values, "reapproval")
    return parts


def _action(turn: EngagementTurn, draft: Draft, values: Values) -> Mapping[str, Any]:
    _check_room(draft, "actions", "action")
    return {
        "text": words_in(values, "action"),
        "owner_id": person_in(values, "owner", draft.rights),
        "due": day_in(turn, values, "due"),
    }


def _check_room(draft: Draft, part: str, field: str) -> None:
    if len(draft.decided.parts.get(part) or ()) >= MOST_ITEMS:
        raise Wrong(field, FULL.format(n=MOST_ITEMS))


def _dissent(draft: Draft, values: Values) -> list[Mapping[str, Any]]:
    """Who was of another opinion, beside those who are noted. Raises Wrong for nobody, where somebody is."""
    picked, noted = one(values, "dissent"), list(draft.decided.parts.get("dissent") or ())
    if picked == NOBODY_KEY:
        if noted:
            people = people_of(draft.rights)
            names = AND.join(people.get(str(part["person_id"]), SOMEBODY) for part in noted)
            raise Wrong("dissent", IS_NOTED.format(names=names))
        return []
    if picked not in people_of(draft.rights):
        raise Wrong("dissent", PICK)
    if not one(values, "why"):
        raise Wrong("why", SAY_WHY)
    others = [part for part in noted if str(part["person_id"]) != picked]
    return [*others, {"person_id": int(picked), "why": words_in(values, "why")}]


def _review(turn: EngagementTurn, draft: Draft, values: Values) -> str:
    on = day_in(turn, values, "review")
    if not draft.window.holds(turn.today.fromisoformat(on)):
        raise Wrong("review", OUTSIDE.format(window=_window(turn, draft)))
    return on


async def build_action(turn: EngagementTurn, args: Args) -> Form:
    """One more action."""
    draft = await find_draft(turn, args["number"])
    fields = _action_fields(turn, draft, is_required=True, given={})
    return Form(title=TITLE.format(number=draft.number, what=AN_ACTION), fields=fields)


async def submit_action(turn: EngagementTurn, args: Args, values: Values) -> Reply | FieldErrors:
    """Save one more action."""
    draft = await find_draft(turn, args["number"])
    try:
        action = _action(turn, draft, values)
    except Wrong as wrong:
        return FieldErrors(wrong.errors)
    return await add_parts(turn, draft, {"actions": [*draft.decided.parts.get("actions", ()), action]})


async def build_dissent(turn: EngagementTurn, args: Args) -> Form:
    """One more opinion."""
    draft = await find_draft(turn, args["number"])
    fields = _dissent_fields(draft, is_required=True)
    return Form(title=TITLE.format(number=draft.number, what=AN_OPINION), fields=fields)


async def submit_dissent(turn: EngagementTurn, args: Args, values: Values) -> Reply | FieldErrors:
    """Save one more opinion."""
    draft = await find_draft(turn, args["number"])
    try:
        return await add_parts(turn, draft, {"dissent": _dissent(draft, values)})
    except Wrong as wrong:
        return FieldErrors(wrong.errors)


for name, build, submit in (
    (form_of("follow"), build_form, submit_form),
    (ACTION_FORM, build_action, submit_action),
    (DISSENT_FORM, build_dissent, submit_dissent),
):
    router.form(name, action=Action.RECORD_DECISION, build=build, submit=submit)
