"""The payloads Slack sends: a template file each.

The shapes are those that slack-bolt's public tests and docs.slack.dev/reference record.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from tests.slack.things import Json

HERE = Path(__file__).parent


def filled(name: str, /, **values: Any) -> Json:
    """Fill the template: every string "$word" in it becomes the value of that word."""
    made = _filled(_template(name), values)
    assert isinstance(made, dict)
    return made


def names() -> list[str]:
    """List the templates."""
    return sorted(path.stem for path in HERE.glob("*.json"))


@cache
def _template(name: str) -> Any:
    return json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))


def _filled(part: Any, values: Json) -> Any:
    if isinstance(part, str) and part.startswith("$"):
        return values[part[1:]]
    if isinstance(part, dict):
        return {key: _filled(value, values) for key, value in part.items()}
    return [_filled(value, values) for value in part] if isinstance(part, list) else part
