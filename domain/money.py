"""What a channel returned, and how long the cash lasts; and neither where the figures do not say it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from domain.numbers import format_amount
from domain.periods import Period
from domain.proportions import percent

NO_REVENUE = "{channel}: I can't compute a return, its revenue is not recorded."
NO_SPEND = "{channel}: I can't compute a return, nothing was spent on it."
TOO_EARLY = "{channel}: too early, a sale takes {cycle} and the spend is {age} old."
ROMI = "{channel}: ROMI {value} at a gross margin of {margin}, from {deals}."
REVENUE = (
    "{channel}: revenue was {value} times the spend, from {deals}. No gross margin is known, so no ROMI."
)
FEW_DEALS = "Few deals, unstable."
NO_CYCLE = "How long a sale takes is not recorded, so revenue may still come."
RULE = "Attribution: {rule}."
UNATTRIBUTED = "{share} of the revenue belongs to no channel."
AVERAGE = "That is the average return, not what the next unit of money would bring."
DEALS, ONE_DEAL, UNKNOWN_DEALS = "{n} deals", "1 deal", "a number of deals that nobody recorded"
DAYS, ONE_DAY = "{n} days", "1 day"

RUNWAY = (
    "Runway: {mean} months at the mean net burn of {months}; {best} to {worst} at the best and the worst."
)
ENDLESS = "Runway: {mean} months at the mean net burn of {months}; {worst} at the worst, no end at the best."
NOT_BURNING = "Not burning: over {months} at least as much came in as went out."
OUT_OF_DATE = "The cash balance is out of date: it is of {day}, {age} ago."
NO_BALANCE = "No cash balance is recorded."
FEW_MONTHS = "A runway takes the net burn of 3 months, and {n} {are} recorded."

FEW_DEALS_BELOW = 5
MONTHS_COUNTED = 3
BALANCE_LASTS_DAYS = 45

RomiKind = Literal["romi", "revenue_per_spend", "too_early", "no_revenue", "no_spend"]
RunwayKind = Literal["runway", "not_burning", "out_of_date", "no_balance", "few_months"]


@dataclass(frozen=True, kw_only=True)
class ChannelMoney:
    """What went into a channel and what came out: amounts of one currency, in one unit.

    `revenue` and `deals` None: not recorded, which is not 0. `spent_from` to `spent_until` are the days of
    the spend, both included.
    """

    channel: str
    spend: Decimal
    spent_from: date
    spent_until: date
    revenue: Decimal | None = None
    deals: int | None = None


@dataclass(frozen=True, kw_only=True)
class Romi:
    """What a channel returned. `value` is a ratio (0.4 is 40 cents on each unit spent, after that unit).

    Of the kind "revenue_per_spend" it is revenue by spend; of those without a return it is None. `age_days`
    counts from the middle of the spend.
    """

    kind: RomiKind
    channel: str
    value: Fraction | None
    deals: int | None
    margin: Fraction | None
    age_days: int
    sales_cycle_days: int | None

    @property
    def is_unstable(self) -> bool:
        """Whether so few deals stand behind it that one more would change it."""
        return self.value is not None and self.deals is not None and self.deals < FEW_DEALS_BELOW


def romi_of(
    money: ChannelMoney, *, margin: Fraction | None, sales_cycle_days: int | None, today: date
) -> Romi:
    """Compute (revenue × gross margin − spend) ÷ spend; revenue ÷ spend where no margin is known.

    `margin` is a share from 0 to 1. Nothing is computed while the spend, counted from its middle, is younger
    than a sale takes, nor without revenue or spend. Section 3.7 of the domain's rules.
    """
    # Twice the age, so that a middle between two days counts exactly.
    doubled = (today - money.spent_from).days + (today - money.spent_until).days
    is_young = sales_cycle_days is not None and doubled < 2 * sales_cycle_days
    kind: RomiKind = "too_early" if is_young else "romi"
    value = None
    if money.spend <= 0:
        kind = "no_spend"
    elif money.revenue is None and not is_young:
        kind = "no_revenue"
    elif money.revenue is not None and not is_young:
        ratio = Fraction(money.revenue) / Fraction(money.spend)
        kind = "revenue_per_spend" if margin is None else "romi"
        value = ratio if margin is None else ratio * margin - 1
    return Romi(
        kind=kind,
        channel=money.channel,
        value=value,
        deals=money.deals,
        margin=margin,
        age_days=doubled // 2,
        sales_cycle_days=sales_cycle_days,
    )


def romi_words(romi: Romi, *, locale: str, rule: str = "", unattributed: Fraction | None = None) -> str:
    """Say what a channel returned, with all that belongs beside it; `unattributed` is a share of revenue."""
    sentence = {
        "romi": ROMI,
        "revenue_per_spend": REVENUE,
        "too_early": TOO_EARLY,
        "no_revenue": NO_REVENUE,
        "no_spend": NO_SPEND,
    }[romi.kind]
    first = sentence.format(
        channel=romi.channel,
        value="" if romi.value is None else _number(romi.value, locale, decimals=2),
        margin="" if romi.margin is None else percent(float(romi.margin), locale=locale),
        deals=_deals(romi.deals),
        age=_days(romi.age_days),
        cycle=_days(romi.sales_cycle_days or 0),
    )
    if romi.value is None:
        return first
    more = (
        FEW_DEALS if romi.is_unstable else "",
        NO_CYCLE if romi.sales_cycle_days is None else "",
        RULE.format(rule=rule) if rule else "",
        ""
        if unattributed is None
        else UNATTRIBUTED.format(share=percent(float(unattributed), locale=locale)),
        AVERAGE,
    )
    return " ".join([first, *filter(None, more)])


@dataclass(frozen=True, kw_only=True)
class NetBurn:
    """What went out less what came in, in a month, without financing; below 0 where more came in."""

    period: Period
    amount: Decimal
    is_one_off: bool = False


@dataclass(frozen=True, kw_only=True)
class Runway:
    """How many months the cash lasts: at the mean net burn of `months`, and at their best and worst one.

    `best` None beside a mean: the best month burned nothing. `recorded` counts the months that can count.
    """

    kind: RunwayKind
    mean: Fraction | None = None
    best: Fraction | None = None
    worst: Fraction | None = None
    months: tuple[Period, ...] = ()
    recorded: int = 0
    balance_on: date | None = None
    age_days: int = 0


def runway_of(
    cash: Decimal | None, burns: Iterable[NetBurn], *, balance_on: date | None, today: date
) -> Runway:
    """Divide the cash by the mean net burn of the last 3 recorded months, one-offs left out.

    Amounts are of one currency, in one unit. A balance older than 45 days is out of date, and no runway
    comes of it; none comes of fewer than 3 months either. Section 3.7 of the domain's rules.
    """
    if cash is None or balance_on is None:
        return Runway(kind="no_balance")
    age = (today - balance_on).days
    by_month: dict[Period, Fraction] = {}
    for burn in burns:
        if not burn.is_one_off:
            by_month[burn.period] = by_month.get(burn.period, Fraction(0)) + Fraction(burn.amount)
    months = tuple(sorted(by_month)[-MONTHS_COUNTED:])
    found = Runway(
        kind="out_of_date", months=months, recorded=len(months), balance_on=balance_on, age_days=age
    )
    if age > BALANCE_LASTS_DAYS:
        return found
    if len(months) < MONTHS_COUNTED:
        return replace(found, kind="few_months")
    amounts = [by_month[month] for month in months]
    mean, left = sum(amounts, Fraction(0)) / len(amounts), max(Fraction(cash), Fraction(0))
    if mean <= 0:
        return replace(found, kind="not_burning")
    best = left / min(amounts) if min(amounts) > 0 else None
    return replace(found, kind="runway", mean=left / mean, best=best, worst=left / max(amounts))


def runway_words(
    runway: Runway, *, locale: str, name_month: Callable[[Period], str], name_day: Callable[[date], str]
) -> str:
    """Say how long the cash lasts, or why that cannot be said."""
    sentence = {
        "runway": RUNWAY if runway.best is not None else ENDLESS,
        "not_burning": NOT_BURNING,
        "out_of_date": OUT_OF_DATE,
        "no_balance": NO_BALANCE,
        "few_months": FEW_MONTHS,
    }[runway.kind]
    lasts = {name: getattr(runway, name) for name in ("mean", "best", "worst")}
    return sentence.format(
        **{name: "" if one is None else _number(one, locale, decimals=1) for name, one in lasts.items()},
        months=", ".join(map(name_month, runway.months)),
        day="" if runway.balance_on is None else name_day(runway.balance_on),
        age=_days(runway.age_days),
        n=runway.recorded or "none",
        are="is" if runway.recorded <= 1 else "are",
    )


def _number(value: Fraction, locale: str, *, decimals: int) -> str:
    rounded = round(value, decimals)
    exact = Decimal(rounded.numerator) / Decimal(rounded.denominator)
    return format_amount(exact, unit="count", locale=locale, currency="")


def _deals(deals: int | None) -> str:
    if deals is None:
        return UNKNOWN_DEALS
    return ONE_DEAL if deals == 1 else DEALS.format(n=deals)


def _days(days: int) -> str:
    return ONE_DAY if days == 1 else DAYS.format(n=days)
