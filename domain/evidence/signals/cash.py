"""S6: whether the money lasts."""

from domain.evidence.inputs import Inputs, Verdict
from domain.evidence.pack import Signal
from domain.evidence.signals.names import TITLES
from domain.evidence.wording import number, on_day

RULE = (
    "By the worst of the last three months: below {stop} months of runway, stop is on the table. From {stop}"
    " to {warning} is a warning and does not count; more does not count either. Silent without a balance"
    " of the last 45 days."
)
UNKNOWN = "No cash balance is recorded."
OUT_OF_DATE = "The last balance is of {day}: older than 45 days, and not used."
RUNWAY = "{worst} months of runway by the worst month{mean}."
BY_MEAN = ", {mean} by the mean of three"
WARNING = "A warning: "
OLDEST_DAYS = 45


def cash_signal(inputs: Inputs) -> Signal:
    """Judge the runway; section 3.8 of the domain's rules, S6."""
    thresholds = inputs.thresholds
    return Signal(
        name="S6",
        title=TITLES["S6"],
        verdict=_verdict(inputs),
        rule=RULE.format(
            stop=number(thresholds.cash_stop_months, inputs),
            warning=number(thresholds.cash_warning_months, inputs),
        ),
        facts=_words(inputs),
        sources=("money",) if inputs.money.worst_runway_months is not None else (),
        strength=1.0 if _verdict(inputs) == "stop" else 0.0,
    )


def is_out_of_date(inputs: Inputs) -> bool:
    """Whether the balance is too old to be used."""
    on = inputs.money.balance_on
    return on is not None and (inputs.today - on).days > OLDEST_DAYS


def _verdict(inputs: Inputs) -> Verdict:
    worst, thresholds = inputs.money.worst_runway_months, inputs.thresholds
    if worst is None or is_out_of_date(inputs) or worst >= thresholds.cash_warning_months:
        return "silent"
    return "stop" if worst < thresholds.cash_stop_months else "mixed"


def _words(inputs: Inputs) -> str:
    money = inputs.money
    if is_out_of_date(inputs) and money.balance_on is not None:
        return OUT_OF_DATE.format(day=on_day(money.balance_on, inputs))
    if money.worst_runway_months is None:
        return UNKNOWN
    mean = BY_MEAN.format(mean=number(money.runway_months, inputs)) if money.runway_months is not None else ""
    words = RUNWAY.format(worst=number(money.worst_runway_months, inputs), mean=mean)
    return WARNING + words if _verdict(inputs) == "mixed" else words
