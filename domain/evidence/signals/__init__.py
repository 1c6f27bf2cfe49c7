"""The signals: what each rule says of the recorded evidence."""

from collections.abc import Sequence

from domain.evidence.drivers import Driver
from domain.evidence.inputs import Inputs
from domain.evidence.pack import AssumptionFound, Signal
from domain.evidence.signals.assumptions import assumptions_signal
from domain.evidence.signals.cash import cash_signal
from domain.evidence.signals.drivers import drivers_signal
from domain.evidence.signals.improvement import improvement_signal
from domain.evidence.signals.learning import learning_signal
from domain.evidence.signals.market import market_signal
from domain.evidence.signals.tripwires import tripped_words, tripwire_signal

__all__ = ["signals_of", "tripped_words"]


def signals_of(
    inputs: Inputs, drivers: Sequence[Driver], assumptions: Sequence[AssumptionFound]
) -> tuple[Signal, ...]:
    """Every signal, a tripwire first: that was agreed in advance."""
    return (
        tripwire_signal(inputs),
        assumptions_signal(inputs, assumptions),
        drivers_signal(inputs, drivers),
        learning_signal(inputs),
        market_signal(inputs),
        improvement_signal(inputs),
        cash_signal(inputs),
    )
