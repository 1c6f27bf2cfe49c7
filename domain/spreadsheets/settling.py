"""Comparing the numbers of a table with each other, and with what is recorded."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from domain.kpis.doubts import Size, size_of, usual_size
from domain.periods import Period
from domain.spreadsheets.verdicts import Frame, Judged, Recorded


def settle(read: Sequence[Judged]) -> list[Judged]:
    """Compare the numbers for one KPI and period with each other and with what is recorded."""
    groups: dict[tuple[int, Period], list[int]] = {}
    for place, one in enumerate(read):
        if one.result == "accepted" and one.kpi is not None and one.period is not None:
            groups.setdefault((one.kpi.name.id, one.period), []).append(place)
    settled = list(read)
    for places in groups.values():
        for place, one in zip(places, _settle_one([read[place] for place in places]), strict=True):
            settled[place] = one
    return settled


def _settle_one(same: Sequence[Judged]) -> list[Judged]:
    """Decide on the numbers for one KPI and one period, in the order of the table."""
    values = tuple(dict.fromkeys(one.value for one in same if one.value is not None))
    if len(values) > 1:
        return [_in_conflict(one, same, values) for one in same]
    first = _beside_recorded(same[0])
    noted = next((one.note for one in same if one.note), "")
    later = [replace(one, result="duplicate", other_line=first.entry.line) for one in same[1:]]
    return [replace(first, note=noted), *later]


def _in_conflict(one: Judged, same: Sequence[Judged], values: tuple[Decimal, ...]) -> Judged:
    other = next(two.entry.line for two in same if two.value != one.value)
    return replace(one, result="held", reason="conflict_in_file", other_line=other, others=values)


def _beside_recorded(one: Judged) -> Judged:
    """Decide on a number by what is recorded: an ended period's provisional number gives way."""
    recorded = one.kpi.recorded.get(str(one.period)) if one.kpi else None
    if one.kpi is not None and not one.kpi.is_writable and (recorded is None or recorded.value != one.value):
        return replace(one, result="held", reason="not_writer", typed=one.entry.kpi)
    if recorded is None or recorded.value is None or recorded.is_provisional:
        return one
    if recorded.value == one.value:
        return replace(one, result="unchanged", recorded=recorded.value)
    return replace(one, result="held", reason="differs_from_recorded", recorded=recorded.value)


def mark_far_off(numbers: Sequence[Judged], frame: Frame) -> list[Judged]:
    """Mark what is far from the median size of the KPI's numbers, recorded and in the table."""
    sizes: dict[int, dict[str, Decimal]] = {}
    for one in numbers:
        if one.result == "accepted" and one.kpi is not None and one.value is not None:
            sizes.setdefault(one.kpi.name.id, {})[str(one.period)] = one.value
    usual = {kpi_id: _usual(found, frame.kpis[kpi_id].recorded) for kpi_id, found in sizes.items()}
    return [replace(one, size=_size(one, usual)) if one.result == "accepted" else one for one in numbers]


def _usual(found: Mapping[str, Decimal], recorded: Mapping[str, Recorded]) -> Decimal:
    whole = {
        period: one.value
        for period, one in recorded.items()
        if one.value is not None and not one.is_provisional
    }
    return usual_size((whole | dict(found)).values())


def _size(one: Judged, usual: Mapping[int, Decimal]) -> Size:
    if one.kpi is None or one.value is None:
        return "usual"
    return size_of(one.value, usual[one.kpi.name.id], unit=one.kpi.unit)
