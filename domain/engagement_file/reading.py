"""From bytes to JSON with exact numbers, refusing what no database could keep."""

import json
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

from domain.engagement_file.document import BadFile, Path, refusal
from domain.numbers.typed import quoted

TOO_LARGE = "The file is larger than {most} MB. Nothing was imported."
NOT_UTF8 = "The file is not UTF-8 text. Nothing was imported."
NOT_JSON = "Line {line}, column {column}: this is not JSON ({problem}). Nothing was imported."
TOO_DEEP = "The file is nested too deeply. Nothing was imported."
TWICE = "{name} stands twice in the same object. Nothing was imported."
NO_SUCH_NUMBER = "{typed} is not a number that JSON knows. Nothing was imported."
EXPECTED_TEXT = "text without NUL characters and halves of characters"
EXPECTED_NUMBER = "a number of at most {most} digits"

MEGABYTE = 1_000_000
MOST_MEGABYTES = 2
MOST_DIGITS = 60
DEEPEST = 40
# PostgreSQL refuses NUL, and nothing can encode half of a surrogate pair.
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

Number = int | Decimal


def read_json(data: bytes) -> Any:
    """Read a file's JSON: whole numbers as int, others as exact Decimal. Raises BadFile."""
    if len(data) > MOST_MEGABYTES * MEGABYTE:
        raise BadFile(TOO_LARGE.format(most=MOST_MEGABYTES))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFile(NOT_UTF8) from error
    value = _parsed(text)
    for path, leaf in _leaves(value, ()):
        _check_leaf(path, leaf)
    return value


def _parsed(text: str) -> Any:
    try:
        return json.loads(
            text,
            parse_int=_whole,
            parse_float=_exact,
            parse_constant=_refuse_constant,
            object_pairs_hook=_without_doubles,
        )
    except json.JSONDecodeError as error:
        sentence = NOT_JSON.format(line=error.lineno, column=error.colno, problem=error.msg)
        raise BadFile(sentence) from error
    except RecursionError as error:
        raise BadFile(TOO_DEEP) from error


def _whole(typed: str) -> Number:
    return int(typed) if len(typed) <= MOST_DIGITS else _exact(typed)


def _exact(typed: str) -> Decimal:
    try:
        value = Decimal(typed)
    except InvalidOperation as error:
        raise BadFile(NO_SUCH_NUMBER.format(typed=quoted(typed))) from error
    return value or value.copy_abs()


def _refuse_constant(typed: str) -> NoReturn:
    raise BadFile(NO_SUCH_NUMBER.format(typed=typed))


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, value in pairs:
        if name in made:
            raise BadFile(TWICE.format(name=quoted(name)))
        made[name] = value
    return made


def _leaves(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    if len(path) > DEEPEST:
        raise BadFile(TOO_DEEP)
    if isinstance(value, dict):
        for name, inner in value.items():
            yield path, name
            yield from _leaves(inner, (*path, name))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _leaves(inner, (*path, index))
    else:
        yield path, value


def _check_leaf(path: Path, leaf: Any) -> None:
    if isinstance(leaf, str) and UNSTORABLE.search(leaf):
        raise refusal(path, EXPECTED_TEXT)
    if isinstance(leaf, Decimal) and not _is_storable(leaf):
        raise refusal(path, EXPECTED_NUMBER.format(most=MOST_DIGITS), leaf)


def _is_storable(number: Decimal) -> bool:
    exponent = number.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -MOST_DIGITS and number.adjusted() < MOST_DIGITS
