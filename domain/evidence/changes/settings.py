"""What was changed of the settings by which evidence is judged, and of what is known of money."""

from collections.abc import Iterator
from dataclasses import fields

from domain.evidence.changes.change import NONE, Change
from domain.evidence.inputs import Inputs
from domain.evidence.wording import number, quoted

SETTING = "The setting {name} was changed from {old} to {new}."
ENGINE, FIRST_MONTH = "engine of growth", "first month of the fiscal year"
MONEY = "What is known of the money is not what it was then."


def changed_settings(frozen: Inputs, current: Inputs) -> Iterator[Change]:
    """Thresholds, how the company grows, when its year begins, and money."""
    for field in fields(frozen.thresholds):
        old, new = getattr(frozen.thresholds, field.name), getattr(current.thresholds, field.name)
        if old != new:
            name = field.name.replace("_", " ")
            yield _setting(name, number(old, current), number(new, current))
    if frozen.engine != current.engine:
        yield _setting(ENGINE, frozen.engine, current.engine)
    if frozen.fiscal_start_month != current.fiscal_start_month:
        yield _setting(FIRST_MONTH, str(frozen.fiscal_start_month), str(current.fiscal_start_month))
    if frozen.money != current.money:
        yield Change(about="money", words=MONEY)


def _setting(name: str, old: str, new: str) -> Change:
    return Change(about="settings", words=SETTING.format(name=quoted(name), old=old or NONE, new=new or NONE))
