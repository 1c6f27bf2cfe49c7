"""Packs of evidence as they were frozen, and the rows that packs are made of, as of a moment."""

from storage.evidence.codec import inputs_from_json, inputs_to_json, pack_from_json, pack_to_json
from storage.evidence.numbers import (
    Reported,
    definitions_replaced,
    heads_at,
    kpis_at,
    owners_of,
    reported,
    targets_at,
)
from storage.evidence.rows import Heard, Promised, feedback_at, promises_at, tripwires_at
from storage.evidence.snapshots import Frozen, Listed, by_id, earlier, find, freeze, latest, listed

__all__ = [
    "Frozen",
    "Heard",
    "Listed",
    "Promised",
    "Reported",
    "by_id",
    "definitions_replaced",
    "earlier",
    "feedback_at",
    "find",
    "freeze",
    "heads_at",
    "inputs_from_json",
    "inputs_to_json",
    "kpis_at",
    "latest",
    "listed",
    "owners_of",
    "pack_from_json",
    "pack_to_json",
    "promises_at",
    "reported",
    "targets_at",
    "tripwires_at",
]
