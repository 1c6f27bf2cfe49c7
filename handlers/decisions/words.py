"""The parts of a decision in words."""

from collections.abc import Mapping, Sequence

from domain.chat import Span, Spans, Strong, Typed
from domain.decisions import CONDITIONS, CONFIRMATIONS, GIVEN, Decided, Parts, State, outcome_words
from domain.decisions.parts import Dissent, PlannedAction, PlannedTripwire
from domain.pivots import pivot_name
from domain.wording import ended
from handlers.decisions.drafts import Draft
from handlers.moments import day, short_day
from handlers.tripwires.words import words_of
from handlers.turn import Here, local_day
from storage.tables import Kpi

STATES: Mapping[State, str] = {
    "draft": "draft, without effect",
    "in_force": "in force since {day}",
    "reversed": "reversed by {by}",
    "lapsed": "lapsed on {day}, never in force",
    "withdrawn": "taken back, never in force",
}
NAME = "Decision {number}: {outcome}"
GIVEN_WORDS, NOTHING_GIVEN = "Given: ", "none of patience, capital or audience"
PIVOT, TO = "{name} pivot: from ", " to "
KEPT, ASSUMPTION, THRESHOLD, CLOSED = "Kept: ", "New assumption: ", " (threshold: ", ")"
TEST = "First test: "
TEST_FACTS = " ({measure}; threshold {threshold}; {sample} observations; until {day})"
CONDITION, CONSIDERED, HANDOVER = "Stop condition: ", "Pivots considered: ", "Hand-over: {name}, by {day}"
REAPPROVAL = "Goals and statement of work are approved again by {day}."
NOBODY = "Asked for, and nobody was of another opinion."
FOLLOWS = " What follows: "
BY = " ({name}, by {day})"
SOMEBODY = "somebody who left"

Names = Mapping[int, str]


def title_of(one: Decided) -> str:
    """The decision by number and outcome."""
    return NAME.format(number=one.number, outcome=outcome_words(one.outcome))


def state_words(here: Here, draft: Draft) -> str:
    """Where it stands, with the day on which it came to stand so."""
    one = draft.decided
    on = local_day(here.engagement, one.in_force_at) if one.in_force_at else draft.last_day
    return STATES[draft.state].format(day=short_day(here, on), by=one.reversed_by_number)


def confirmed_words(one: Decided) -> str:
    """Who confirmed it, and how; empty while nobody did."""
    words = CONFIRMATIONS.get(one.confirmed_how, "")
    return words.format(decider=one.decider, scribe=one.confirmed_by)


def tripwire_line(here: Here, kpi: Kpi, wire: PlannedTripwire) -> Spans:
    """A tripwire in one line: what is watched, what was agreed on, and what follows."""
    agreed, consequence = wire.text, wire.consequence
    spans: list[Span] = [words_of(here, kpi, wire.bound), "."]
    if agreed:
        spans += [" ", Typed(ended(agreed))]
    if consequence:
        spans += [FOLLOWS, Typed(ended(consequence))]
    return tuple(span for span in spans if span)


def action_line(here: Here, action: PlannedAction, names: Names) -> Spans:
    """An action in one line."""
    name = names.get(action.owner_id, SOMEBODY)
    return (Typed(action.text), BY.format(name=name, day=day(here, action.due)))


def dissent_lines(dissent: Sequence[Dissent], names: Names) -> tuple[Spans, ...]:
    """Who was of another opinion, and why."""
    return tuple((Strong(names.get(one.person_id, SOMEBODY)), ": ", Typed(one.why)) for one in dissent)


def own_lines(here: Here, parts: Parts, names: Names) -> list[Spans]:
    """What one outcome has and others have not, a line for each part that is there."""
    lines: list[Spans] = []
    if parts.giving:
        given = [GIVEN[one] for one in parts.giving if one in GIVEN]
        lines.append((GIVEN_WORDS, ", ".join(given) or NOTHING_GIVEN))
    return [*lines, *_pivot_lines(here, parts), *_stop_lines(here, parts, names)]


def _pivot_lines(here: Here, parts: Parts) -> list[Spans]:
    lines: list[Spans] = []
    if change := parts.change:
        lines.append((PIVOT.format(name=pivot_name(change.type)), Typed(change.from_), TO, Typed(change.to)))
    if kept := parts.kept:
        words = [*(one.text for one in kept.lessons), kept.words]
        lines.append((KEPT, Typed("; ".join(word for word in words if word))))
    if new := parts.assumption:
        lines.append((ASSUMPTION, Typed(new.text), THRESHOLD, Typed(new.threshold), CLOSED))
    if test := parts.experiment:
        facts = TEST_FACTS.format(
            measure=test.measure, threshold=test.threshold, sample=test.sample, day=day(here, test.stop_on)
        )
        lines.append((TEST, Typed(f"{test.name}{facts}")))
    return lines


def _stop_lines(here: Here, parts: Parts, names: Names) -> list[Spans]:
    lines: list[Spans] = []
    if condition := parts.condition:
        words = condition.words if condition.which == "other" else CONDITIONS[condition.which]
        lines.append((CONDITION, Typed(words)))
    if considered := parts.considered:
        kinds = ", ".join(pivot_name(key) for key in considered.types)
        lines.append((CONSIDERED, Typed(f"{kinds}. {considered.words}")))
    if handover := parts.handover:
        name = names.get(handover.owner_id, SOMEBODY)
        lines.append((HANDOVER.format(name=name, day=day(here, handover.due)),))
    if parts.reapproval:
        lines.append((REAPPROVAL.format(day=day(here, parts.reapproval)),))
    return lines
