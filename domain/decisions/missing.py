"""What a decision still needs before it has an effect: one rule for each part, by outcome (DOMAIN 2.4)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from domain.decisions.outcomes import Outcome
from domain.decisions.parts import Parts
from domain.decisions.stale import stale_parts
from domain.meetings import Window

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
    left: Mapping[int, str] = MappingProxyType({}),
    is_end_lost: bool = False,
) -> tuple[Missing, ...]:
    """Everything that is missing, in the order in which it is asked for; nothing: it can be confirmed.

    `may_decide`: the decider has the right, now. `window` is the one in which the review belongs, both days
    included. `retired_kpis` are ids. `left`: people who do not belong here any more, by id. `is_end_lost`: it
    was to end a decision that is not in force any more.
    """
    found = [
        _unless(not is_end_lost, "reverses", ENDED),
        _unless(may_decide, "decider", DECIDER),
        _unless(outcome != "vision_change" or is_decided_by_ceo, "decider", VISION_DECIDER),
        _unless(bool(reason.strip()), "reason", REASON),
        *_own(outcome, parts),
        _unless(bool(parts.actions), "actions", WIND_DOWN if outcome == "stop" else ACTIONS),
        _unless(_is_dissent_said(parts), "dissent", DISSENT),
        _review(parts.review, window),
        _unless(has_evidence, "evidence", EVIDENCE),
    ]
    there = [one for one in found if one is not None]
    names = {one.part for one in there}
    stale = stale_parts(parts, today=today, retired_kpis=retired_kpis, left=left)
    return (*there, *(Missing(part=part, sentence=said) for part, said in stale if part not in names))


def missing_groups(missing: Sequence[Missing]) -> list[str]:
    """The groups of which something is missing, in the order in which they are asked for."""
    names = {one.part for one in missing}
    return [group for group, parts in GROUPS.items() if names & set(parts)]


def _unless(is_there: bool, part: str, sentence: str) -> Missing | None:
    return None if is_there else Missing(part=part, sentence=sentence)


def _own(outcome: Outcome, parts: Parts) -> list[Missing | None]:
    """What this outcome alone needs."""
    if outcome == "persevere":
        return [
            _unless(bool(parts.tripwires), "tripwires", TRIPWIRE),
            _unless(bool(parts.giving), "giving", GIVING),
        ]
    if outcome == "pivot":
        return _of_pivot(parts)
    if outcome == "stop":
        return [
            _unless(parts.condition is not None, "condition", CONDITION),
            _unless(parts.considered is not None, "considered", CONSIDERED),
            _unless(parts.handover is not None, "handover", HANDOVER),
        ]
    is_approved = outcome != "vision_change" or parts.reapproval is not None
    return [_unless(is_approved, "reapproval", REAPPROVAL)]


def _of_pivot(parts: Parts) -> list[Missing | None]:
    new = parts.assumption
    return [
        _unless(parts.change is not None, "change", CHANGE),
        _unless(parts.kept is not None, "kept", KEPT),
        _unless(parts.vision == "unchanged", "vision", VISION),
        _unless(new is not None, "assumption", ASSUMPTION),
        _unless(new is None or bool(new.threshold.strip()), "assumption", THRESHOLD),
        _unless(parts.experiment is not None, "experiment", EXPERIMENT),
    ]


def _is_dissent_said(parts: Parts) -> bool:
    """Whether it was asked who is of another opinion; each of them says why."""
    return parts.dissent is not None and all(one.why.strip() for one in parts.dissent)


def _review(review: date | None, window: Window) -> Missing | None:
    if review is None:
        return Missing(part="review", sentence=REVIEW)
    return _unless(window.holds(review), "review", REVIEW_OUTSIDE)
