"""An engagement file as text: the same document always gives the same text."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any


def to_text(document: Mapping[str, Any]) -> str:
    """Write a document as JSON with exact numbers, one line for whatever holds no objects."""
    return _written(document, "\n") + "\n"


def number_text(number: Decimal | float) -> str:
    """Write a number in full, without an exponent: 421, 38.0."""
    value = number if isinstance(number, Decimal) else Decimal(str(number))
    return format(value or value.copy_abs(), "f")


def _written(value: Any, line: str) -> str:
    match value:
        case Mapping():
            parts = [f"{_text(name)}: {_written(inner, line + ' ')}" for name, inner in value.items()]
            return _joined("{", parts, "}", "" if _is_flat(value) else line)
        case list() | tuple():
            parts = [_written(inner, line + " ") for inner in value]
            return _joined("[", parts, "]", "" if _is_flat(value) else line)
        case str() | bool() | None:
            return _text(value)
    return number_text(value)


def _joined(opening: str, parts: Sequence[str], closing: str, line: str) -> str:
    if not line:
        return opening + ", ".join(parts) + closing
    between = "," + line + " "
    return f"{opening}{line} {between.join(parts)}{line}{closing}"


def _is_flat(value: Mapping[str, Any] | Sequence[Any]) -> bool:
    inner = value.values() if isinstance(value, Mapping) else value
    return all(
        not isinstance(v, Mapping) and not (isinstance(v, list | tuple) and not _is_plain(v)) for v in inner
    )


def _is_plain(values: Sequence[Any]) -> bool:
    return not any(isinstance(value, Mapping | list | tuple) for value in values)


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
