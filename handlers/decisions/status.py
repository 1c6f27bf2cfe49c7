"""What a draft is told with: what is missing, and the buttons that add it or confirm it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from domain.chat import Block, Bullets, Button, Buttons, note, say
from domain.decisions import missing_groups
from handlers import buttons
from handlers.decisions.drafts import Draft
from handlers.moments import short_day
from handlers.turn import EngagementTurn, Here

STILL_MISSING = "It has no effect yet. What is missing:"
COMPLETE = "Everything is there. It takes effect once {decider} confirms it."
YOURS = "Everything is there. It takes effect once you confirm it."
UNTIL = "It can be finished until {day}. After that the draft lapses, without ever having had an effect."
WINDOW = "A review belongs between {first} and {last}, as the next meeting does."
DECIDE, ALOUD, EMAIL = "I decide this", "Confirmed aloud", "Confirmed by e-mail"
LABELS = {
    "mind": "What would change our mind",
    "pivot": "The pivot",
    "test": "New assumption and first test",
    "stop": "Why we stop",
    "follow": "Actions, dissent, review",
}
KEEP_EVIDENCE = "Keep the evidence"
MORE_ACTION, MORE_TRIPWIRE, MORE_DISSENT = "Another action", "Another tripwire", "Another opinion"
ACTION_FORM, TRIPWIRE_FORM, DISSENT_FORM = "decide action", "decide tripwire", "decide dissent"
HEAD_FORM, CHANGE_HEAD = "decide head", "Change decider or reason"
WITHDRAW, TAKE_BACK = "decide withdraw", "Take the draft back"
CONFIRM, EVIDENCE = "decide confirm", "decide evidence"


def form_of(group: str) -> str:
    """The name of the form that asks for the parts of the group."""
    return f"decide {group}"


def groups_of(draft: Draft) -> list[str]:
    """The forms that a decision of this outcome has, missing or not."""
    own = {"persevere": ["mind"], "pivot": ["pivot", "test"], "stop": ["stop"]}
    return [*own.get(draft.decided.outcome, []), "follow"]


def status_blocks(turn: EngagementTurn, draft: Draft, *, more: Sequence[Button] = ()) -> list[Block]:
    """What is missing, with what adds it; or that it waits for the confirmation. `more` stands behind."""
    if draft.is_complete:
        is_theirs = turn.person.id == draft.decided.decider_id
        said: list[Block] = [say(YOURS if is_theirs else COMPLETE.format(decider=draft.decided.decider))]
        offered = (*confirming(turn, draft), *extras(draft))
    else:
        lines = tuple((one.sentence,) for one in draft.missing)
        said = [say(STILL_MISSING), Bullets(lines), *_asides(turn, draft)]
        offered = adding(draft)
    until = note(UNTIL.format(day=short_day(turn, draft.last_day)))
    return [*said, until, Buttons((*offered, *more))]


def _asides(here: Here, draft: Draft) -> list[Block]:
    if "review" not in {one.part for one in draft.missing}:
        return []
    first, last = (short_day(here, day) for day in (draft.window.first, draft.window.last))
    return [note(WINDOW.format(first=first, last=last))]


def confirming(turn: EngagementTurn, draft: Draft) -> tuple[Button, ...]:
    """[I decide this] for the decider; for anybody else, how the decider confirmed it elsewhere."""
    if turn.person.id == draft.decided.decider_id:
        return (confirm_button(draft, "click", DECIDE),)
    return confirm_button(draft, "aloud", ALOUD), confirm_button(draft, "email", EMAIL)


def confirm_button(draft: Draft, how: str, label: str) -> Button:
    """A button that puts it in force, as it stands now: not where something was added since."""
    args = {"number": draft.number, "step": draft.decided.last_step_id, "how": how}
    made = Button(label=label, route=CONFIRM, args=args, is_single_choice=False)
    return replace(made, style="primary") if how == "click" else made


def adding(draft: Draft) -> tuple[Button, ...]:
    """The forms of which something is missing, and what keeps the evidence."""
    groups = missing_groups(draft.missing)
    forms = [_group_form(draft, group) for group in groups if group in LABELS]
    missing = {one.part for one in draft.missing}
    forms += [head_button(draft)] if missing & {"decider", "reason"} else []
    forms += [withdraw_button(draft)] if "reverses" in missing else []
    if forms:
        forms[0] = replace(forms[0], style="primary")
    keep = Button(label=KEEP_EVIDENCE, route=EVIDENCE, args={"number": draft.number}, is_single_choice=False)
    return (*forms, keep) if "evidence" in groups else tuple(forms)


def _group_form(draft: Draft, group: str) -> Button:
    """The form of the group; that of a tripwire where the outcome needs nothing else of what it asks."""
    if group == "mind" and draft.decided.outcome != "persevere":
        return _form(TRIPWIRE_FORM, draft, MORE_TRIPWIRE)
    return _form(form_of(group), draft, LABELS[group])


def head_button(draft: Draft) -> Button:
    """[Change decider or reason]."""
    return _form(HEAD_FORM, draft, CHANGE_HEAD)


def withdraw_button(draft: Draft) -> Button:
    """[Take the draft back]."""
    return Button(label=TAKE_BACK, route=WITHDRAW, args={"number": draft.number}, is_single_choice=False)


def extras(draft: Draft) -> tuple[Button, ...]:
    """What a complete draft may have more of."""
    return (
        _form(ACTION_FORM, draft, MORE_ACTION),
        _form(TRIPWIRE_FORM, draft, MORE_TRIPWIRE),
        _form(DISSENT_FORM, draft, MORE_DISSENT),
    )


def _form(name: str, draft: Draft, label: str) -> Button:
    return replace(buttons.open_form(name, form_args(draft), label=label), style="plain")


def form_args(draft: Draft) -> Mapping[str, int]:
    """What a form is about: the draft, and up to which step it was read."""
    return {"number": draft.number, "step": draft.decided.last_step_id}
