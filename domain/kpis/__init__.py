"""KPIs: their names as people type them, the numbers typed for them, and what looks odd."""

from domain.kpis.doubts import doubts_about, fits_unit
from domain.kpis.items import Item, read_item, split_items
from domain.kpis.names import KpiName, UnknownKpi, find_kpi, split_kpi
from domain.kpis.owed import owed_periods

__all__ = [
    "Item",
    "KpiName",
    "UnknownKpi",
    "doubts_about",
    "find_kpi",
    "fits_unit",
    "owed_periods",
    "read_item",
    "split_items",
    "split_kpi",
]
