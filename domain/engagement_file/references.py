"""Everything in an engagement that points at something: people, KPIs, channels, items, meetings."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from domain.engagement_file.document import Path, refusal, schema
from domain.wording import listed

A_PERSON = "somebody in `people`"
A_MEMBER = "a member of the engagement"
EXISTING = "the key of one of its {sections}"
A_MEETING = "the day of a meeting that was held"

# Name of a definition of the schema -> the places that refer to it, and what stands there.
Texts = dict[str, list[tuple[Path, str]]]

UNATTRIBUTED = "unattributed"
# Name of a field -> the sections in which what it names must stand.
POINTERS: dict[str, tuple[str, ...]] = {
    "kpi": ("kpis",),
    "channel": ("channels",),
    "assumption": ("assumptions",),
    "new_assumption": ("assumptions",),
    "goal": ("goals",),
    "parent": ("goals",),
    "blocks": ("milestones", "actions", "experiments"),
    "blocked_by": ("resource_requests",),
}
MEETING_DAYS = ("decision", "meeting")


def check_references(engagement: dict[str, Any], people: dict[str, Any], path: Path) -> None:
    """Refuse an engagement that points at somebody or something that is not there. Raises BadFile."""
    found: Texts = defaultdict(list)
    for kind, place, text in _referring(engagement, schema()["$defs"]["engagement"], path):
        found[kind].append((place, text))
    _check_people(engagement, found, people)
    _check_pointers(engagement, found, path)
    _check_meeting_days(engagement, found)


def _check_people(engagement: dict[str, Any], found: Texts, people: dict[str, Any]) -> None:
    members = {member["person"] for member in engagement["members"]}
    for place, person in found["person_id"]:
        if person not in people:
            raise refusal(place, A_PERSON, person)
        if person not in members:
            raise refusal(place, A_MEMBER, person)


def _check_pointers(engagement: dict[str, Any], found: Texts, path: Path) -> None:
    known = {
        name: {item["key"] for section in sections for item in engagement.get(section, ())}
        for name, sections in POINTERS.items()
    }
    for place, key in found["key"] + found["item_key"]:
        name = str(place[-1])
        if name in known and key not in known[name] and not _is_unattributed(place, key):
            raise refusal(place, EXISTING.format(sections=listed(POINTERS[name], last="or")), key)
    for channel in engagement.get("spend", {}):
        if channel not in known["channel"]:
            raise refusal((*path, "spend", channel), EXISTING.format(sections="channels"))


def _is_unattributed(place: Path, key: str) -> bool:
    return key == UNATTRIBUTED and "attributed_revenue" in place


def _check_meeting_days(engagement: dict[str, Any], found: Texts) -> None:
    held = {meeting["on"] for meeting in engagement.get("meetings", ())}
    for place, day in found["date"]:
        if place[-1] in MEETING_DAYS and day not in held:
            raise refusal(place, A_MEETING, day)


def _referring(value: Any, rule: dict[str, Any], path: Path) -> Iterator[tuple[str, Path, str]]:
    """Find every text where the schema refers to a definition: its name, the place, the text."""
    defined = rule.get("$ref", "").removeprefix("#/$defs/")
    if defined and isinstance(value, str):
        yield defined, path, value
    elif defined:
        yield from _referring(value, schema()["$defs"][defined], path)
    for option in rule.get("anyOf", ()):
        yield from _referring(value, option, path)
    for place, inner, inner_rule in _parts(value, rule):
        yield from _referring(inner, inner_rule, (*path, place))


def _parts(value: Any, rule: dict[str, Any]) -> Iterator[tuple[str | int, Any, dict[str, Any]]]:
    if isinstance(value, dict):
        known, others = rule.get("properties", {}), rule.get("additionalProperties")
        rules = ((name, inner, known.get(name, others)) for name, inner in value.items())
        yield from ((name, inner, found) for name, inner, found in rules if isinstance(found, dict))
    elif isinstance(value, list) and "items" in rule:
        yield from ((index, inner, rule["items"]) for index, inner in enumerate(value))
