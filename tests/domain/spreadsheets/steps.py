"""Steps that the tests of reading tables share: a few KPIs, and tables as people write them."""

from datetime import date
from decimal import Decimal

from domain.kpis import KpiName
from domain.kpis.doubts import lowest_and_highest
from domain.periods import Cadence
from domain.spreadsheets import Cell, Followed, Frame, Names, Recorded, Row, Sheet, Sight, guess, judge

TODAY = date(2026, 11, 15)
KPIS: dict[str, tuple[str, tuple[str, ...], str, Cadence]] = {
    "leads": ("Leads", ("qualified leads",), "count", "monthly"),
    "revenue": ("Revenue", ("sales",), "currency", "monthly"),
    "churn": ("Churn", (), "percent", "monthly"),
    "rating": ("Patient rating", (), "score", "monthly"),
    "calls": ("Calls answered", (), "percent", "weekly"),
    "pipeline": ("Pipeline", (), "currency", "quarterly"),
    "growth": ("Growth factor", (), "ratio", "monthly"),
}


def frame_of(*, locale="en-GB", currency="GBP", recorded=None, closed=(), today=TODAY):
    """What an engagement looks like; `recorded` is KPI key -> period -> value or Recorded."""
    known = recorded or {}
    kpis = {
        number: Followed(
            name=KpiName(id=number, key=key, name=name, aliases=aliases),
            unit=unit,
            cadence=cadence,
            bounds=lowest_and_highest(unit, None, None),
            is_writable=key not in closed,
            recorded={period: _recorded(value) for period, value in known.get(key, {}).items()},
        )
        for number, (key, (name, aliases, unit, cadence)) in enumerate(KPIS.items(), start=1)
    }
    return Frame(kpis=kpis, today=today, locale=locale, currency=currency, fiscal_start_month=1)


def _recorded(value):
    return value if isinstance(value, Recorded) else Recorded(value=Decimal(value))


def sight_of(frame, meant=None):
    """What the cells are recognised by in this engagement."""
    return Sight(
        names=Names(known=[kpi.name for kpi in frame.kpis.values()], meant=meant or {}),
        today=frame.today,
        locale=frame.locale,
        currency=frame.currency,
        fiscal_start_month=frame.fiscal_start_month,
    )


def sheet_of(*rows):
    """A sheet of rows; a cell is a text or a Cell, None an empty one."""
    return Sheet(
        rows=tuple(
            Row(line=line, cells=tuple(c if isinstance(c, Cell) else Cell(c or "") for c in cells))
            for line, cells in enumerate(rows, start=1)
        )
    )


def judged(sheet, frame=None, meant=None):
    """What becomes of every number of the sheet."""
    frame = frame or frame_of()
    sight = sight_of(frame, meant)
    return judge(guess(sheet, sight), frame, sight)


def long(*rows, frame=None, meant=None):
    """What becomes of lines of date, kpi and value."""
    return judged(sheet_of(("date", "kpi", "value", "note"), *rows), frame, meant)


def kept(judgement):
    """The numbers that would be saved: (KPI, period) -> value."""
    return {
        (one.kpi.name.key, str(one.period)): one.value
        for one in judgement.numbers
        if one.result == "accepted"
    }


def reasons(judgement):
    """Why each number is not simply saved, in order."""
    return [one.reason or one.result for one in judgement.numbers]
