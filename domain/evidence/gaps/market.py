"""Gaps of what the market says, and of money."""

from collections.abc import Iterator

from domain.evidence.gaps.whom import Asking
from domain.evidence.inputs import Inputs
from domain.evidence.pack import Gap
from domain.evidence.signals.cash import is_out_of_date
from domain.evidence.signals.market import from_voices, market_items, voices_of
from domain.evidence.wording import on_day
from domain.wording import counted

ITEMS = "Market feedback is too thin: {items} in this cycle, and {needed} from {others} are needed."
ASK = "Ask {left} one question, and write down what comes back."
ASK_OTHERS = "Ask {left} who {have} not been heard yet."
OLD_BALANCE = "The cash balance is of {day}, too old to be used."
BALANCE = "Record the balance of today."


def market_gaps(inputs: Inputs, asking: Asking) -> Iterator[Gap]:
    """Say how much is missing until the market's feedback counts."""
    items, thresholds = market_items(inputs), inputs.thresholds
    missing_items = thresholds.market_items - len(items)
    missing_voices = thresholds.market_voices - voices_of(items)
    if missing_items <= 0 and missing_voices <= 0:
        return
    what = ITEMS.format(
        items=from_voices(items),
        needed=counted(thresholds.market_items, "item"),
        others=counted(thresholds.market_voices, "voice"),
    )
    if missing_items > 0:
        left = max(missing_items, missing_voices)
        how = ASK.format(left=counted(left, "more customer or prospect", "more customers or prospects"))
    else:
        who = counted(missing_voices, "customer or prospect", "customers or prospects")
        how = ASK_OTHERS.format(left=who, have="has" if missing_voices == 1 else "have")
    yield asking.gap("feedback", what, how)


def money_gaps(inputs: Inputs, asking: Asking) -> Iterator[Gap]:
    """Ask for a balance only where money is recorded at all."""
    on = inputs.money.balance_on
    if on is not None and is_out_of_date(inputs):
        yield asking.gap("money", OLD_BALANCE.format(day=on_day(on, inputs)), BALANCE)
