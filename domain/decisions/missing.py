"""What a decision still needs before it has an effect: one rule for each part, by outcome (DOMAIN 2.4)."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.decisions.outcomes import CONDITIONS, GIVEN, Outcome
from domain.decisions.stale import stale_parts
from domain.meetings import Window

Parts = Mapping[str, Any]

DECIDER = "Whoever decides has to have the right to: the client's CEO, or a lead where there is none."
VISION_DECIDER = "A change of the vision is decided by the client's CEO, and by nobody else."
REASON = "The reason is missing: one line that says why."
EVIDENCE = "The evidence as it stood is not kept with it yet."
ACTIONS = "An action is missing: who does what first, and by when?"
WIND_DOWN = "What has to be wound down is missing: one action at least, with somebody's name and a day."
DISSENT = "Was anybody of another opinion? That was not asked yet, and “nobody” is an answer."
REVIEW = "The day on which you look at it again is missing."
REVIEW_OUTSIDE = "The day of the review lies outside the window for the next meeting."
TRIPWIRE = "What would change your mind is missing: a tripwire, a value at which you stop and look."
GIVING = "Which of patience, capital or audience do you give it? “None of them” is an answer."
CHANGE = "Which pivot it is, from what and to what, is missing."
KEPT = "What you keep of what you have learned is missing."
ASSUMPTION = "The new assumption is missing: what has to be true for this to work? No pivot without one."
THRESHOLD = "The new assumption has no threshold: from what on would it count as supported?"
EXPERIMENT = "The first test of the new assumption is missing: what you measure, its threshold, until when."
VISION = "That the vision stays as it is was not said. A pivot changes the way, not where it leads."
CONDITION = "Which condition for stopping holds is missing."
CONSIDERED = "Which pivots you considered, and why none of them, is missing."
HANDOVER = "Who writes the hand-over, and by when, is missing."
REAPPROVAL = "By when the goals and the statement of work are approved again is missing."

ENDED = (
    "The decision that this one was to end is not in force any more, so this draft cannot take effect. Take"
    " it back, and note a new one."
)

# The parts that one form asks for together, in the order in which they are asked for.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "mind": ("tripwires", "giving"),
    "pivot": ("change", "kept", "vision"),
    "test": ("assumption", "experiment"),
    "stop": ("condition", "considered", "handover"),
    "follow": ("actions", "dissent", "review", "reapproval"),
    "evidence": ("evidence",),
}
NONE_OF_THEM = "none"


@dataclass(frozen=True, kw_only=True)
class Missing:
    """A part that is not there, and the sentence that says so."""

    part: str
    sentence: str


def missing_parts(  # noqa: PLR0913 - a decision has these sides
    outcome: Outcome,
    parts: Parts,
    *,
    reason: str,
    has_evidence: bool,
    may_decide: bool,
    is_decided_by_ceo: bool,
    window: Window,
    today: date,
    retired_kpis: Collection[int] = (),
    is_end_lost: bool = False,
) -> tuple[Missing, ...]:
    """Everything that is missing, in the order in which it is asked for; nothing: it can be confirmed.

    `may_decide`: the decider has the right, now. `window` is the one in which the review belongs, both days
    included. `parts` are as they are stored; days in them are ISO dates. `retired_kpis` are ids.
    `is_end_lost`: it was to end a decision that is not in force any more.
    """
    found = [
        _unless(not is_end_lost, "reverses", ENDED),
        _unless(may_decide, "decider", DECIDER),
        _unless(outcome != "vision_change" or is_decided_by_ceo, "decider", VISION_DECIDER),
        _unless(bool(reason.strip()), "reason", REASON),
        *_own(outcome, parts),
        _unless(has_actions(parts), "actions", WIND_DOWN if outcome == "stop" else ACTIONS),
        _unless(has_dissent(parts), "dissent", DISSENT),
        _review(parts, window),
        _unless(has_evidence, "evidence", EVIDENCE),
    ]
    there = [one for one in found if one is not None]
    names = {one.part for one in there}
    stale = stale_parts(parts, today=today, retired_kpis=retired_kpis)
    return (*there, *(Missing(part=part, sentence=said) for part, said in stale if part not in names))


def next_group(missing: Sequence[Missing]) -> str:
    """The form that asks for the first of what is missing; empty where none does."""
    names = [one.part for one in missing]
    return next((group for group, parts in GROUPS.items() if set(parts) & set(names)), "")


def _unless(is_there: bool, part: str, sentence: str) -> Missing | None:
    return None if is_there else Missing(part=part, sentence=sentence)


def _own(outcome: Outcome, parts: Parts) -> list[Missing | None]:
    """What this outcome alone needs."""
    if outcome == "pivot":
        return _of_pivot(parts)
    needed = _NEEDED.get(outcome, ())
    return [_unless(is_there(parts), part, sentence) for part, is_there, sentence in needed]


def _of_pivot(parts: Parts) -> list[Missing | None]:
    assumption = _mapping(parts, "assumption")
    sentence = THRESHOLD if _has(assumption, "text") else ASSUMPTION
    change = _mapping(parts, "change")
    return [
        _unless(_has(change, "type", "from", "to"), "change", CHANGE),
        _unless(has_kept(parts), "kept", KEPT),
        _unless(parts.get("vision") == "unchanged", "vision", VISION),
        _unless(_has(assumption, "text", "threshold"), "assumption", sentence),
        _unless(has_experiment(parts), "experiment", EXPERIMENT),
    ]


def has_actions(parts: Parts) -> bool:
    """Whether there is an action with words, an owner and a day."""
    return any(_has(one, "text", "owner_id") and _is_day(one.get("due")) for one in _list(parts, "actions"))


def has_dissent(parts: Parts) -> bool:
    """Whether it was asked who is of another opinion; each of them says why."""
    dissent = parts.get("dissent")
    return isinstance(dissent, list) and all(_has(one, "person_id", "why") for one in _list(parts, "dissent"))


def has_tripwires(parts: Parts) -> bool:
    """Whether there is a tripwire that can be watched."""
    return any(_has(one, "kpi_id", "op", "value") for one in _list(parts, "tripwires"))


def has_giving(parts: Parts) -> bool:
    """Whether it was said what is given: some of the three, or none of them."""
    giving = _list_of_words(parts, "giving")
    return giving == [NONE_OF_THEM] or (bool(giving) and set(giving) <= set(GIVEN))


def has_kept(parts: Parts) -> bool:
    """Whether it was said what is kept, by lessons of the playbook or in words."""
    kept = _mapping(parts, "kept")
    return bool(kept.get("lessons")) or _has(kept, "words")


def has_experiment(parts: Parts) -> bool:
    """Whether the first test says what is measured, from what on it counts, on how many, and until when."""
    test = _mapping(parts, "experiment")
    is_sized = isinstance(test.get("sample"), int) and test["sample"] > 0
    return _has(test, "name", "measure", "threshold") and is_sized and _is_day(test.get("stop_on"))


def has_condition(parts: Parts) -> bool:
    """Whether it was said which condition for stopping holds; another one comes with words."""
    condition = _mapping(parts, "condition")
    which = condition.get("which")
    return which in CONDITIONS and (which != "other" or _has(condition, "words"))


def has_considered(parts: Parts) -> bool:
    """Whether it was said which pivots were considered, one at least, and why none of them."""
    considered = _mapping(parts, "considered")
    return bool(_list(considered, "types")) and _has(considered, "words")


def has_handover(parts: Parts) -> bool:
    """Whether somebody writes the hand-over by some day."""
    handover = _mapping(parts, "handover")
    return _has(handover, "owner_id") and _is_day(handover.get("due"))


def has_reapproval(parts: Parts) -> bool:
    """Whether there is a day by which goals and statement of work are approved again."""
    return _is_day(parts.get("reapproval"))


_NEEDED: Mapping[str, tuple[tuple[str, Callable[[Parts], bool], str], ...]] = {
    "persevere": (("tripwires", has_tripwires, TRIPWIRE), ("giving", has_giving, GIVING)),
    "stop": (
        ("condition", has_condition, CONDITION),
        ("considered", has_considered, CONSIDERED),
        ("handover", has_handover, HANDOVER),
    ),
    "vision_change": (("reapproval", has_reapproval, REAPPROVAL),),
}


def _review(parts: Parts, window: Window) -> Missing | None:
    if not _is_day(parts.get("review")):
        return Missing(part="review", sentence=REVIEW)
    is_inside = window.holds(date.fromisoformat(parts["review"]))
    return _unless(is_inside, "review", REVIEW_OUTSIDE)


def _has(of: Any, *names: str) -> bool:
    """Whether each of these is there and says something."""
    return isinstance(of, Mapping) and all(str(of.get(name) or "").strip() for name in names)


def _mapping(parts: Parts, name: str) -> Mapping[str, Any]:
    found = parts.get(name)
    return found if isinstance(found, Mapping) else {}


def _list(parts: Parts, name: str) -> list[Any]:
    found = parts.get(name)
    return found if isinstance(found, list) else []


def _list_of_words(parts: Parts, name: str) -> list[str]:
    return [str(one) for one in _list(parts, name)]


def _is_day(value: Any) -> bool:
    if not isinstance(value, str):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
