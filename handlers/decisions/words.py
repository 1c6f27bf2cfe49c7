"""The parts of a decision in words."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from domain.chat import Span, Spans, Strong, Typed
from domain.decisions import CONDITIONS, CONFIRMATIONS, GIVEN, State, outcome_words
from domain.periods import Period
from domain.pivots import pivot_name
from domain.tripwires import Bound
from handlers.decisions.drafts import Draft
from handlers.moments import day, short_day
from handlers.tripwires.words import words_of
from handlers.turn import Here, local_day
from storage.decisions import Decided
from storage.tables import Kpi, Tripwire
from storage.tripwires import OPS

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
ENDINGS = (".", "!", "?", "…")

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


def bound_in(part: Mapping[str, Any]) -> Bound:
    """What a tripwire among the parts watches."""
    return Bound(
        op=OPS[part["op"]],
        value=Decimal(part["value"]),
        period=Period.parse(part["period"]) if part.get("period") else None,
        last_day=date.fromisoformat(part["last_day"]) if part.get("last_day") else None,
    )


def tripwire_line(here: Here, kpi: Kpi, part: Mapping[str, Any] | Tripwire, bound: Bound) -> Spans:
    """A tripwire in one line: what is watched, what was agreed on, and what follows."""
    if isinstance(part, Tripwire):
        agreed, consequence = part.text, part.consequence
    else:
        agreed, consequence = str(part.get("text", "")), str(part.get("consequence", ""))
    spans: list[Span] = [words_of(here, kpi, bound), "."]
    if agreed:
        spans += [" ", Typed(agreed), "" if agreed.endswith(ENDINGS) else "."]
    if consequence:
        spans += [FOLLOWS, Typed(consequence), "" if consequence.endswith(ENDINGS) else "."]
    return tuple(span for span in spans if span)


def action_line(here: Here, part: Mapping[str, Any], names: Names) -> Spans:
    """An action in one line."""
    due = day(here, date.fromisoformat(part["due"]))
    name = names.get(part["owner_id"], SOMEBODY)
    return (Typed(part["text"]), BY.format(name=name, day=due))


def dissent_lines(dissent: list[Mapping[str, Any]], names: Names) -> tuple[Spans, ...]:
    """Who was of another opinion, and why."""
    return tuple((Strong(names.get(one["person_id"], SOMEBODY)), ": ", Typed(one["why"])) for one in dissent)


def own_lines(here: Here, parts: Mapping[str, Any], names: Names) -> list[Spans]:
    """What one outcome has and others have not, a line for each part that is there."""
    lines: list[Spans] = []
    if giving := parts.get("giving"):
        given = [GIVEN[one] for one in giving if one in GIVEN]
        lines.append((GIVEN_WORDS, ", ".join(given) or NOTHING_GIVEN))
    return [*lines, *_pivot_lines(here, parts), *_stop_lines(here, parts, names)]


def _pivot_lines(here: Here, parts: Mapping[str, Any]) -> list[Spans]:
    lines: list[Spans] = []
    if change := parts.get("change"):
        head = PIVOT.format(name=pivot_name(change["type"]))
        lines.append((head, Typed(change["from"]), TO, Typed(change["to"])))
    if kept := parts.get("kept"):
        words = [*(one["text"] for one in kept.get("lessons", ())), kept.get("words", "")]
        lines.append((KEPT, Typed("; ".join(word for word in words if word))))
    if new := parts.get("assumption"):
        lines.append((ASSUMPTION, Typed(new["text"]), THRESHOLD, Typed(new["threshold"]), CLOSED))
    if test := parts.get("experiment"):
        until = day(here, date.fromisoformat(test["stop_on"]))
        facts = TEST_FACTS.format(
            measure=test["measure"], threshold=test["threshold"], sample=test["sample"], day=until
        )
        lines.append((TEST, Typed(f"{test['name']}{facts}")))
    return lines


def _stop_lines(here: Here, parts: Mapping[str, Any], names: Names) -> list[Spans]:
    lines: list[Spans] = []
    if condition := parts.get("condition"):
        is_other = condition["which"] == "other"
        words = condition["words"] if is_other else CONDITIONS[condition["which"]]
        lines.append((CONDITION, Typed(words)))
    if considered := parts.get("considered"):
        kinds = ", ".join(pivot_name(key) for key in considered.get("types", ()))
        lines.append((CONSIDERED, Typed(". ".join(word for word in (kinds, considered["words"]) if word))))
    if handover := parts.get("handover"):
        until = day(here, date.fromisoformat(handover["due"]))
        name = names.get(handover["owner_id"], SOMEBODY)
        lines.append((HANDOVER.format(name=name, day=until),))
    if reapproval := parts.get("reapproval"):
        lines.append((REAPPROVAL.format(day=day(here, date.fromisoformat(reapproval))),))
    return lines
