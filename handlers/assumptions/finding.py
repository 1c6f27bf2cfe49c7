"""Finding the assumption that somebody means, and whether a result came in for it."""

import re

from domain.assumptions import Assumed
from domain.errors import UserError
from domain.experiments import Experimented
from handlers import numbered
from handlers.kpis.series import period_name, series_of
from handlers.turn import Here
from storage import assumptions, experiments, kpis
from storage.tables import Kpi

WHICH = "Which one? Write its number, as in `{command} 2{more}`. `assume list` shows them."
# `assume` alone takes any words: `assume show rooms pay off` may be meant as such.
IN_QUOTES = ' Words that begin so go in quotes, as in `assume "{second} …"`.'
NO_SUCH = "There is no assumption {number}. `assume list` shows them."
IS_RETIRED = "Assumption {number} is retired. Write a new one with `assume`."
OF_EXPERIMENT, OF_KPI = "experiment {number}", "{kpi} for {period}"
NUMBER = re.compile(r"#?\d{1,6}[.?]?", re.ASCII)
# As `kpi edit` is typed; what stands in quotes is a name.
EDIT = re.compile(r"\s*(?:edit|fix|correct)\s+(?=\d)", re.IGNORECASE)
# As `agenda add` is typed; in quotes, the word belongs to what is written down.
ADD = re.compile(r"^\s*add(?:\s+|$)", re.IGNORECASE)
# What is meant to go: its number alone, or with a reason. Words that go on are meant as words.
REMOVE = re.compile(
    r"\s*(?:remove|delete|drop)\s+(?:assumption\s+|experiment\s+)?#?(?P<number>\d{1,6})"
    r"(?:\s*|\s*[\"“„'‘].*|[\s,]+because\b.*)",
    re.IGNORECASE | re.DOTALL,
)


def read_number(text: str, *, command: str, more: str = "") -> tuple[int, str]:
    """The number that the text begins with, and the rest. Raises UserError where it begins with none."""
    aside = IN_QUOTES.format(second=command.removeprefix("assume ")) if text.strip() else ""
    return numbered.read_number(text, which=WHICH.format(command=command, more=more) + aside)


async def find(here: Here, number: int) -> Assumed:
    """The assumption with this number. Raises UserError where there is none."""
    found = await assumptions.find(here.session, engagement_id=here.engagement.id, number=number)
    if found is None:
        raise UserError(NO_SUCH.format(number=number))
    return found


async def find_open(here: Here, number: int) -> Assumed:
    """The assumption with this number that still matters. Raises UserError for one that is retired."""
    found = await find(here, number)
    if found.is_retired:
        raise UserError(IS_RETIRED.format(number=number))
    return found


async def experiments_of(here: Here, found: Assumed) -> list[Experimented]:
    """The experiments that test it, by number."""
    every = await experiments.all_of(here.session, engagement_id=here.engagement.id)
    return [one for one in every if one.assumption_id == found.id]


async def kpi_of(here: Here, found: Assumed) -> Kpi | None:
    """The KPI that is linked."""
    if found.kpi_id is None:
        return None
    return await kpis.find(here.session, engagement_id=here.engagement.id, kpi_id=found.kpi_id)


async def was_observed(here: Here, found: Assumed) -> bool:
    """Whether a result was ever entered for it, even where that was taken back."""
    return any(one.was_observed for one in await experiments_of(here, found))


async def result_of(here: Here, found: Assumed) -> str:
    """A result that came in for it, in words: of an experiment, or of the KPI that is held against it.

    Empty where none did: then its threshold may still be changed.
    """
    for one in await experiments_of(here, found):
        if one.has_result:
            return OF_EXPERIMENT.format(number=one.number)
    kpi = await kpi_of(here, found)
    if kpi is None or found.held is None:
        return ""
    fiscal = here.engagement.fiscal_start_month
    for period in (await series_of(here, [kpi]))[kpi.id].whole_values():
        if period.start(fiscal) >= found.opened_on:
            return OF_KPI.format(kpi=kpi.name, period=period_name(here, period))
    return ""
