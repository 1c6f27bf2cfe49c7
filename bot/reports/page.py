"""From a frozen pack to its page: pure functions over the templates beside them."""

import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.reports import words
from bot.reports.plot import HEIGHT, WIDTH, Plot, plot_of
from bot.reports.series import Series, series_of
from bot.reports.tables import cycle_rows, experiment_rows, feedback_rows, thresholds_of
from domain.evidence.kpi_facts import KpiFacts
from domain.evidence.pack import DriverFound, Pack
from domain.periods import Period
from domain.periods.calendar import day_label
from domain.pivots import pivot_name
from domain.wording import capital, listed
from handlers.evidence.words import opening_of_any
from storage.evidence import Frozen

FOLDER = Path(__file__).parent / "templates"
STYLE = (FOLDER / "page.css").read_text(encoding="utf-8")
# The page holds its style, so that a saved or printed one looks the same; nothing else may style it.
STYLE_HASH = b64encode(sha256(STYLE.encode()).digest()).decode()
CODE = re.compile(r"`([^`\n]{1,120})`")
SOURCE = re.compile(r"(?P<kind>[a-z]+):(?P<what>[\w-]+)")
OPENS = {
    "kpi": "kpi why {what}",
    "feedback": "feedback show {what}",
    "tripwire": "tripwire list",
    "assumption": "assume show {what}",
    "experiment": "exp show {what}",
}


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A pack for one reader. `changes` says what is different in the records since it was frozen.

    `withheld` is said where facts were left out that the reader may not see.
    """

    frozen: Frozen
    zone: str
    reader: str
    expires_at: datetime
    is_lean_hidden: bool
    has_money: bool
    changes: tuple[str, ...] = ()
    withheld: str = ""


@dataclass(frozen=True, kw_only=True)
class DriverCard:
    """A driver with its chart; `plot` is empty where nothing is reported."""

    found: DriverFound
    kpi: KpiFacts | None
    series: Series | None
    plot: Plot | None


@dataclass(frozen=True, kw_only=True)
class Source:
    """What is typed in the chat to open a fact, and the `others` that may stand in place of its last word."""

    command: str
    others: tuple[str, ...]


def page_html(shown: Shown) -> str:
    """The whole page."""
    frozen = shown.frozen
    return _render(
        "page.html",
        shown=shown,
        frozen=frozen,
        inputs=frozen.inputs,
        pack=frozen.pack,
        # While the lean is hidden, no part may come with one lean alone: it would tell it.
        opening=opening_of_any(frozen.inputs) if shown.is_lean_hidden else frozen.pack.opening,
        cards=_cards(frozen),
        kpis=sorted(frozen.inputs.kpis, key=lambda one: not one.is_driver),
        found={one.number: one for one in frozen.pack.assumptions},
        experiments=experiment_rows(frozen.inputs),
        cycles=cycle_rows(frozen.inputs),
        feedback=feedback_rows(frozen.inputs),
        thresholds=tuple(thresholds_of(frozen.inputs, has_money=shown.has_money)),
        sources=_sources(frozen.pack),
        deciders=listed(one.name for one in frozen.inputs.deciders),
        as_of=_moment(shown, frozen.as_of),
        expires=_moment(shown, shown.expires_at),
        day=lambda on: day_label(on, frozen.inputs.locale),
        missing=lambda kpi: _missing(frozen, kpi),
        early=lambda kpi: Series(kpi, frozen.inputs).early,
    )


def notice_html(*, title: str, sentence: str) -> str:
    """A page with one sentence: why there is nothing to see here, and what to do."""
    return _render("notice.html", title=title, sentence=sentence)


def _cards(frozen: Frozen) -> tuple[DriverCard, ...]:
    found = series_of(frozen.inputs, [one.key for one in frozen.pack.drivers])
    kpis = {one.key: one for one in frozen.inputs.kpis}
    return tuple(
        DriverCard(
            found=one,
            kpi=kpis.get(one.key),
            series=found.get(one.key),
            plot=plot_of(found[one.key]) if one.key in found else None,
        )
        for one in frozen.pack.drivers
    )


def _sources(pack: Pack) -> dict[str, tuple[Source, ...]]:
    """Name of a signal -> what it can be opened to."""
    return {signal.name: tuple(_named(signal.sources)) for signal in pack.signals}


def _named(sources: tuple[str, ...]) -> Iterator[Source]:
    """One for each kind: what is typed for the first of them, and the others that take its place."""
    kinds: dict[str, list[str]] = {}
    for source in sources:
        match = SOURCE.fullmatch(source)
        if match and match["kind"] in OPENS:
            kinds.setdefault(match["kind"], []).append(match["what"])
    for kind, (first, *others) in kinds.items():
        is_one = OPENS[kind] == OPENS[kind].format(what=first)
        yield Source(command=OPENS[kind].format(what=first), others=() if is_one else tuple(others))


def _missing(frozen: Frozen, kpi: KpiFacts) -> str:
    series = Series(kpi, frozen.inputs)
    return ", ".join(series.label(Period.parse(code)) for code in kpi.missing)


def _moment(shown: Shown, at: datetime) -> str:
    local = at.astimezone(ZoneInfo(shown.zone))
    return f"{day_label(local.date(), shown.frozen.inputs.locale)}, {local:%H:%M}"


def coded(text: str) -> Markup:
    """The text with what stands between backticks set apart, as something to type."""
    made, end = Markup(), 0
    for found in CODE.finditer(text):
        made += text[end : found.start()]
        made += Markup("<code>") + found[1] + Markup("</code>")
        end = found.end()
    return made + text[end:]


def shorn(text: str, *openings: str) -> str:
    """The text without an opening that a heading says already."""
    for opening in openings:
        rest = text.removeprefix(opening)
        if rest != text:
            return capital(rest)
    return text


def _render(template: str, **values: object) -> str:
    return _TEMPLATES.get_template(template).render(values)


_TEMPLATES = Environment(
    loader=FileSystemLoader(FOLDER),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=StrictUndefined,
)
_TEMPLATES.filters.update(coded=coded, pivot_name=pivot_name, shorn=shorn)
_TEMPLATES.globals.update(words=words, chart_width=WIDTH, chart_height=HEIGHT, style=Markup(STYLE))  # noqa: S704 - our own
