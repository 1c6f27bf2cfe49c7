"""Cues in assumptions that failed, in drivers that part, and in money."""

from collections.abc import Iterator, Sequence

from domain.evidence.candidates.cue import Cue, failed_ones, names, sources_of, themes_of
from domain.evidence.drivers import Driver
from domain.evidence.kpi_words import trend_said
from domain.evidence.pack import Candidate
from domain.evidence.wording import number
from domain.wording import counted, lowered

OTHER_SEGMENT = "Missing: which other group responds better, and how many deals that rests on."
DEAL = "Missing: deal size and sales cycle beside the plan."
PRICE = "Worth discussing: {n} of feedback against the price ({themes}), while {staying}"
PRICE_TEST = "Missing: a test of another way to charge."
ENGINE = "Worth discussing: {cost}, while {staying}"
STAYING = "{name} moves toward what is wanted: {trend}"
COST_AWAY = "{name} moves away from what is wanted"
ROMI_LOST = "{channel} returns less than it costs ({n})"
ENGINE_TEST = "Missing: what those who stay or recommend bring, beside those who are bought."
CHANNEL = "Worth discussing: {best} returns {factor} times as much as {next}, over {n}."
CHANNEL_TEST = "Missing: whether it still holds for the next unit of money; a trial would tell."
OTHER_CHANNEL = "Missing: the same offer tried through another channel."

PRICE_WORDS = ("price", "pricing", "expensive", "cost")
MARGIN_WORDS = ("margin", "deal size", "sales cycle", "order value", "contract size")
STAYING_WORDS = (
    "member", "retention", "repeat", "renew", "active", "usage", "referral", "subscri", "returning",
)  # fmt: skip
BUYING_WORDS = ("cost", "cpl", "cac", "cpa", "cpc")
TWICE, FEWEST_DEALS, FEWEST_PRICE = 2.0, 5, 2


def customer_segment(case: Cue) -> Iterator[Candidate]:
    """Those who were thought to be the right ones are not."""
    yield from failed_ones(case, "customer_segment", OTHER_SEGMENT, kind="segment")


def business_architecture(case: Cue) -> Iterator[Candidate]:
    """Margin, deal size or sales cycle are not what was assumed."""
    yield from failed_ones(case, "business_architecture", DEAL, words=MARGIN_WORDS)


def value_capture(case: Cue) -> Iterator[Candidate]:
    """The price is spoken against while more people stay; or the price that was assumed is not paid."""
    against = [one for one in case.items if one.sentiment == "negative" and names(one.theme, PRICE_WORDS)]
    staying = _staying(case)
    if len(against) >= FEWEST_PRICE and staying is not None:
        n, words = counted(len(against), "item"), _staying_words(staying, case)
        evidence = PRICE.format(n=n, themes=themes_of(against), staying=words)
        sources = (*sources_of(against), f"kpi:{staying.kpi.key}")
        yield Candidate(pivot="value_capture", evidence=evidence, missing=PRICE_TEST, sources=sources)
    else:
        yield from failed_ones(case, "value_capture", PRICE_TEST, kind="price")


def engine_of_growth(case: Cue) -> Iterator[Candidate]:
    """What is bought gets dearer while those who stay or recommend become more."""
    staying, costly = _staying(case), _bought(case)
    if staying is None or costly is None:
        return
    words, source = costly
    yield Candidate(
        pivot="engine_of_growth",
        evidence=ENGINE.format(cost=words, staying=_staying_words(staying, case)),
        missing=ENGINE_TEST,
        sources=(source, f"kpi:{staying.kpi.key}"),
    )


def channel(case: Cue) -> Iterator[Candidate]:
    """One channel returns twice as much as the next; or one does not reach them as was assumed."""
    ranked = sorted(case.inputs.money.romi, key=lambda one: (-one[1], one[0]))
    if len(ranked) > 1 and ranked[1][1] > 0:
        (best, most, deals), (second, less, _deals) = ranked[:2]
        if deals >= FEWEST_DEALS and most >= TWICE * less:
            evidence = CHANNEL.format(
                best=best, factor=number(most / less, case.inputs), next=second, n=counted(deals, "deal")
            )
            yield Candidate(pivot="channel", evidence=evidence, missing=CHANNEL_TEST, sources=("money",))
            return
    yield from failed_ones(case, "channel", OTHER_CHANNEL, kind="channel")


def _staying(case: Cue) -> Driver | None:
    """A driver that counts those who stay, use it or recommend it, and that moves toward what is wanted."""
    found = (one for one in case.drivers if one.is_usable and one.movement == "toward")
    return next((one for one in found if _is_about(one, STAYING_WORDS)), None)


def _staying_words(driver: Driver, case: Cue) -> str:
    trend = lowered(trend_said(driver.kpi, driver.trend, case.inputs, is_judged=False))
    return STAYING.format(name=driver.kpi.name, trend=trend)


def _bought(case: Cue) -> tuple[str, str] | None:
    """What it costs to win somebody, where that goes the wrong way: in words, and its source."""
    for one in case.drivers:
        is_cost = one.kpi.direction == "down" and _is_about(one, BUYING_WORDS)
        if is_cost and one.is_usable and one.movement == "away":
            return COST_AWAY.format(name=one.kpi.name), f"kpi:{one.kpi.key}"
    lost = [one for one in case.inputs.money.romi if one[1] < 0 and "paid" in one[0].casefold()]
    if not lost:
        return None
    name, _romi, deals = min(lost, key=lambda one: (one[1], one[0]))
    return ROMI_LOST.format(channel=name, n=counted(deals, "deal")), "money"


def _is_about(driver: Driver, words: Sequence[str]) -> bool:
    return names(f"{driver.kpi.key} {driver.kpi.name} {driver.kpi.stage}".replace("_", " "), words)
