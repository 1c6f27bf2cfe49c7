"""Numbers in JSON columns: a file's exact Decimals as floats that read back as the same Decimals."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any


def storable(value: Any) -> Any:
    """JSON of a checked file as a JSON column takes it."""
    if isinstance(value, Mapping):
        return {name: storable(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [storable(inner) for inner in value]
    return float(value) if isinstance(value, Decimal) else value


def exact(value: Any) -> Any:
    """JSON from a column with its fractions as exact Decimals."""
    if isinstance(value, Mapping):
        return {name: exact(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [exact(inner) for inner in value]
    return Decimal(repr(value)) if isinstance(value, float) else value
