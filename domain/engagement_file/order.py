"""The fields of an engagement file in the order of its schema, whatever order a database gave them."""

from collections.abc import Mapping
from typing import Any

from domain.engagement_file.document import schema


def in_order(document: Mapping[str, Any]) -> dict[str, Any]:
    """Put fields in the schema's order and periods in their own; lists and people keep theirs."""
    ordered: dict[str, Any] = _ordered(document, schema())
    return ordered


def _ordered(value: Any, rule: Mapping[str, Any]) -> Any:
    if "$ref" in rule:
        return _ordered(value, schema()["$defs"][rule["$ref"].removeprefix("#/$defs/")])
    for option in rule.get("anyOf", ()):
        value = _ordered(value, option)
    if isinstance(value, list):
        return [_ordered(inner, rule.get("items", {})) for inner in value]
    if isinstance(value, Mapping):
        return {name: _ordered(value[name], _rule_of(name, rule)) for name in _names(value, rule)}
    return value


def _names(value: Mapping[str, Any], rule: Mapping[str, Any]) -> list[str]:
    if rule.get("propertyNames") == {"$ref": "#/$defs/period"}:
        return sorted(value)
    return sorted(value, key=list(rule.get("properties", value)).index)


def _rule_of(name: str, rule: Mapping[str, Any]) -> Mapping[str, Any]:
    known: Mapping[str, Any] = rule.get("properties", {}).get(name) or rule.get("additionalProperties") or {}
    return known
