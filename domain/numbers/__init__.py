"""Reading and writing amounts the way people type them."""

from domain.numbers.reading import Amount, AmountUnit, is_other_currency, read_amount
from domain.numbers.writing import FORMAT_UNITS, FormatUnit, format_amount

__all__ = [
    "FORMAT_UNITS",
    "Amount",
    "AmountUnit",
    "FormatUnit",
    "format_amount",
    "is_other_currency",
    "read_amount",
]
