"""S4: what customers and prospects say, and how many of them do not care."""

from collections import Counter
from collections.abc import Sequence

from domain.evidence.cycles import open_cycle
from domain.evidence.inputs import FeedbackFacts, Inputs, Thresholds, Verdict
from domain.evidence.pack import Signal
from domain.evidence.signals.names import TITLES
from domain.evidence.wording import ranged, share
from domain.proportions import wilson
from domain.wording import counted, listed

RULE = (
    "Feedback of this cycle from customers, prospects and sales, the team's left out: at least {items} items"
    " from {voices} voices, else silent. Change: negative and indifferent together are at least {share}, and"
    " the lower end of their 80% range is above {floor}. Continue: the same for positive. Else mixed."
)
NONE = "Nothing from customers, prospects or sales in this cycle; {needed} are needed."
TOO_FEW = "{items} in this cycle ({parts}); {needed} are needed."
NEEDED = "{items} from {voices}"
COUNTED = "{items} in this cycle: {parts}."
SHARES = "Negative or indifferent: {against}. Positive: {positive}."
SEPARATE = "separate item"
MARKET = frozenset({"customer", "prospect", "sales"})
SENTIMENTS = ("negative", "indifferent", "mixed", "neutral", "positive")
AGAINST = frozenset({"negative", "indifferent"})
LEVEL = 0.80


def market_items(inputs: Inputs) -> list[FeedbackFacts]:
    """What the market said in the open cycle, by number. Feedback of the team never counts."""
    cycle = open_cycle(inputs)
    since = cycle.since if cycle else inputs.started_on
    found = (one for one in inputs.feedback if one.source in MARKET and since <= one.day <= inputs.today)
    return sorted(found, key=lambda one: one.number)


def voices_of(items: Sequence[FeedbackFacts]) -> int:
    """Count the voices: an item of which nobody said whose it is counts as one of its own."""
    known = {item.voice for item in items if item.voice}
    return len(known) + sum(not item.voice for item in items)


def market_signal(inputs: Inputs) -> Signal:
    """Judge the market's feedback of this cycle; section 3.8 of the domain's rules, S4."""
    items, thresholds = market_items(inputs), inputs.thresholds
    against = sum(item.sentiment in AGAINST for item in items)
    positive = sum(item.sentiment == "positive" for item in items)
    is_enough = len(items) >= max(thresholds.market_items, 1) and voices_of(items) >= thresholds.market_voices
    verdict: Verdict = "silent"
    if is_enough:
        verdict = verdict_of(against, positive, len(items), thresholds)
    return Signal(
        name="S4",
        title=TITLES["S4"],
        verdict=verdict,
        rule=RULE.format(
            items=thresholds.market_items,
            voices=thresholds.market_voices,
            share=share(thresholds.change_share, inputs),
            floor=share(thresholds.change_floor, inputs),
        ),
        facts=_counted(items) if is_enough else _too_few(items, inputs),
        detail=_shares(against, positive, len(items), inputs) if is_enough else "",
        sources=tuple(f"feedback:{item.number}" for item in items),
        strength=abs(against - positive) / len(items) if items else 0.0,
    )


def verdict_of(against: int, positive: int, of: int, thresholds: Thresholds) -> Verdict:
    """The verdict for so many items against us, and for us, of so many."""
    if _is_most(against, of, thresholds):
        return "change"
    return "continue" if _is_most(positive, of, thresholds) else "mixed"


def _is_most(hits: int, of: int, thresholds: Thresholds) -> bool:
    is_enough = hits / of >= thresholds.change_share
    return is_enough and wilson(hits, of, level=LEVEL).low > thresholds.change_floor


def _parts(items: Sequence[FeedbackFacts]) -> str:
    found = Counter(item.sentiment for item in items)
    return listed(f"{found[name]} {name}" for name in SENTIMENTS if found[name])


def from_voices(items: Sequence[FeedbackFacts]) -> str:
    """How many items from how many voices; where nobody recorded whose they are, so many separate items."""
    if not any(item.voice for item in items):
        return counted(len(items), SEPARATE)
    return NEEDED.format(items=counted(len(items), "item"), voices=counted(voices_of(items), "voice"))


def _counted(items: Sequence[FeedbackFacts]) -> str:
    return COUNTED.format(items=from_voices(items), parts=_parts(items))


def _shares(against: int, positive: int, of: int, inputs: Inputs) -> str:
    return SHARES.format(
        against=ranged(against, of, inputs, level=LEVEL), positive=ranged(positive, of, inputs, level=LEVEL)
    )


def _too_few(items: Sequence[FeedbackFacts], inputs: Inputs) -> str:
    thresholds = inputs.thresholds
    needed = NEEDED.format(
        items=counted(thresholds.market_items, "item"), voices=counted(thresholds.market_voices, "voice")
    )
    if not items:
        return NONE.format(needed=needed)
    return TOO_FEW.format(items=from_voices(items), parts=_parts(items), needed=needed)
