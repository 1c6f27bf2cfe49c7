"""S5: whether what the market says leads to changes."""

from datetime import timedelta

from domain.evidence.inputs import Inputs, Thresholds, Verdict
from domain.evidence.pack import Signal
from domain.evidence.signals.market import MARKET
from domain.evidence.signals.names import TITLES
from domain.evidence.wording import share
from domain.wording import counted

RULE = (
    "Feedback of the market that is older than {days} days. Continue: at least {share} of it led to a"
    " recorded change, and {needed} items did. Change: none of {unacted} or more did. Else mixed."
)
NONE = "No feedback of the market is older than {days} days."
COUNTED = "{acted} of {items} older than {days} days led to a recorded change ({share})."


def improvement_signal(inputs: Inputs) -> Signal:
    """Judge what became of feedback that had time to lead somewhere; section 3.8 of the domain, S5."""
    thresholds = inputs.thresholds
    latest = inputs.today - timedelta(days=thresholds.acted_after_days)
    items = sorted(
        (one for one in inputs.feedback if one.source in MARKET and one.day < latest),
        key=lambda one: one.number,
    )
    acted = sum(one.has_led_to_change for one in items)
    facts = NONE.format(days=thresholds.acted_after_days)
    if items:
        facts = COUNTED.format(
            acted=acted,
            items=counted(len(items), "item"),
            days=thresholds.acted_after_days,
            share=share(acted / len(items), inputs),
        )
    return Signal(
        name="S5",
        title=TITLES["S5"],
        verdict=verdict_of(acted, len(items), thresholds),
        rule=RULE.format(
            days=thresholds.acted_after_days,
            share=share(thresholds.acted_share, inputs),
            needed=thresholds.acted_needed,
            unacted=thresholds.unacted_items,
        ),
        facts=facts,
        sources=tuple(f"feedback:{one.number}" for one in items),
        strength=acted / len(items) if acted else 1.0 if len(items) >= thresholds.unacted_items else 0.0,
    )


def verdict_of(acted: int, of: int, thresholds: Thresholds) -> Verdict:
    """The verdict where so many of so many led to a change; silent where there are none."""
    if not of:
        return "silent"
    if acted >= thresholds.acted_needed and acted / of >= thresholds.acted_share:
        return "continue"
    return "change" if not acted and of >= thresholds.unacted_items else "mixed"
