"""From bytes to a checked document, with the place of the first thing that is wrong.

It lives here since domain/ does without libraries that check schemas.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from domain.engagement_file import BadFile, Document, Path, check, read_json, refusal
from domain.engagement_file.document import schema
from domain.wording import listed

if TYPE_CHECKING:
    from jsonschema import ValidationError
    from jsonschema.protocols import Validator

KNOWN_FIELD = "only fields that the format knows"
PRESENT = "it to be there"
WITH = "it, since {other} is there"
ONE_OF = "one of {options}"
EXACTLY = "{limit}"
AT_LEAST, AT_MOST = "a number of at least {limit}", "a number of at most {limit}"
NOT_EMPTY = "text that is not empty"
FEWEST, MOST = "at least {limit} entries", "at most {limit} entries"
EACH_ONCE = "each entry once"
SOMEBODY = "somebody with the role {role}"
EXACTLY_ONE = "either {first} or {second}"
NOT_HERE = "no {name} with these other fields"
ALLOWED = "what the format allows"
TYPES = {
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "an object",
    "null": "null",
}


def parse_file(data: bytes) -> Document:
    """Read an engagement file and check all of it. Raises BadFile, a UserError, saying where and what."""
    document = read_json(data)
    error = next(_validator().iter_errors(document), None)
    if error is not None:
        raise _refused(error)
    check(document)
    return Document(
        as_of=date.fromisoformat(document["as_of"]),
        people=document["people"],
        engagements=tuple(document["engagements"]),
    )


@cache
def _validator() -> "Validator":
    # Imported late: it takes longer than all else at the start, and few runs read a file.
    from jsonschema import Draft202012Validator, FormatChecker, ValidationError, validators  # noqa: PLC0415 - late

    def match(_validator: Any, pattern: str, value: Any, _rule: Any) -> Iterator[ValidationError]:
        # $ and \d mean less in JSON Schema than in Python: no line break behind, no digits but 0 to 9.
        if isinstance(value, str) and not re.fullmatch(pattern.replace(r"\d", "[0-9]"), value):
            yield ValidationError("does not match")

    def is_integer(_checker: Any, value: Any) -> bool:
        is_int = isinstance(value, int) and not isinstance(value, bool)
        return is_int or (isinstance(value, Decimal) and value == value.to_integral_value())

    types = Draft202012Validator.TYPE_CHECKER.redefine("integer", is_integer)
    formats = FormatChecker(formats=())
    formats.checks("date", raises=ValueError)(_is_date)
    formats.checks("date-time", raises=ValueError)(_is_moment)
    keywords = {"pattern": match}
    checker = validators.extend(Draft202012Validator, keywords, type_checker=types)  # type: ignore[no-untyped-call]  # so the stubs have it
    made: Validator = checker(schema(), format_checker=formats)
    return made


def _is_date(value: Any) -> bool:
    return not isinstance(value, str) or _is_usual(date.fromisoformat(value))


def _is_moment(value: Any) -> bool:
    return not isinstance(value, str) or _is_usual(datetime.fromisoformat(value))


def _is_usual(day: date) -> bool:
    # In any time zone it must still be a year that a date can have.
    return date.min.year < day.year < date.max.year


@dataclass(frozen=True, kw_only=True)
class _Fault:
    """What is wrong where: a value, the limit that it breaks, and the part of the schema that sets it."""

    path: Path
    value: Any
    limit: Any
    rule: Mapping[str, Any]


def _refused(error: "ValidationError") -> BadFile:
    deepest = error
    while deepest.validator == "anyOf" and deepest.context:
        deepest = max(deepest.context, key=lambda e: (len(e.absolute_path), e.validator != "type"))
    path: Path = tuple(deepest.absolute_path)
    if "propertyNames" in deepest.absolute_schema_path:
        path = (*path, str(deepest.instance))
    rule = deepest.schema if isinstance(deepest.schema, Mapping) else {}
    fault = _Fault(path=path, value=deepest.instance, limit=deepest.validator_value, rule=rule)
    return EXPLAINED.get(str(deepest.validator), _by_description)(fault)


def _by_description(fault: _Fault) -> BadFile:
    """Say what the schema itself says of this place, in its first sentence."""
    words = str(fault.rule.get("description") or fault.rule.get("title") or ALLOWED)
    sentence = re.split(r"\.(?:\s|$)", words, maxsplit=1)[0]
    return refusal(fault.path, sentence[:1].lower() + sentence[1:], fault.value)


def _type(fault: _Fault) -> BadFile:
    names = fault.limit if isinstance(fault.limit, list) else [fault.limit]
    return refusal(fault.path, listed((TYPES[name] for name in names), last="or"), fault.value)


def _unknown(fault: _Fault) -> BadFile:
    known = fault.rule.get("properties", {})
    return refusal((*fault.path, next(name for name in fault.value if name not in known)), KNOWN_FIELD)


def _missing(fault: _Fault) -> BadFile:
    return refusal((*fault.path, next(name for name in fault.limit if name not in fault.value)), PRESENT)


def _missing_beside(fault: _Fault) -> BadFile:
    pairs = ((name, needed) for name, all_of in fault.limit.items() for needed in all_of)
    name, needed = next(pair for pair in pairs if pair[0] in fault.value and pair[1] not in fault.value)
    return refusal((*fault.path, needed), WITH.format(other=name))


def _enum(fault: _Fault) -> BadFile:
    return refusal(fault.path, ONE_OF.format(options=", ".join(map(str, fault.limit))), fault.value)


def _contains(fault: _Fault) -> BadFile:
    role = fault.limit["properties"]["role"]
    return refusal(fault.path, SOMEBODY.format(role=listed(role.get("enum") or [role["const"]], last="or")))


def _one_of(fault: _Fault) -> BadFile:
    first, second = (option["required"][0] for option in fault.limit)
    return refusal(fault.path, EXACTLY_ONE.format(first=first, second=second))


def _not(fault: _Fault) -> BadFile:
    name = fault.limit["required"][0]
    return refusal((*fault.path, name), NOT_HERE.format(name=name))


def _limit(sentence: str, *, shows_value: bool = True) -> Callable[[_Fault], BadFile]:
    def explain(fault: _Fault) -> BadFile:
        expected = sentence.format(limit=fault.limit)
        return refusal(fault.path, expected, fault.value) if shows_value else refusal(fault.path, expected)

    return explain


EXPLAINED: dict[str, Callable[[_Fault], BadFile]] = {
    "type": _type,
    "additionalProperties": _unknown,
    "required": _missing,
    "dependentRequired": _missing_beside,
    "enum": _enum,
    "const": _limit(EXACTLY),
    "minimum": _limit(AT_LEAST),
    "maximum": _limit(AT_MOST),
    "minLength": _limit(NOT_EMPTY, shows_value=False),
    "minItems": _limit(FEWEST, shows_value=False),
    "minProperties": _limit(FEWEST, shows_value=False),
    "maxItems": _limit(MOST, shows_value=False),
    "uniqueItems": _limit(EACH_ONCE, shows_value=False),
    "contains": _contains,
    "oneOf": _one_of,
    "not": _not,
}
