"""What became of an imported file, and how that is said."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from domain.engagement_file.document import Path, shown, written
from domain.wording import listed

SET_UP = "{name}: set up from the file with {added}."
ADDED = "{name}: added {added}."
NOTHING_NEW = "{name}: nothing new, everything that I read in the file was here already."
PEOPLE = "New here: {added}."
DIFFERENT = "Left as it stands here, though the file says something else: {places}."
NOT_CARRIED = "{name}: not carried over yet: {sections}."
BEGUN_FROM = "{name}: its rhythm begins from: {sections}. No file that I write has them."
KEPT = "{place} ({kept} here, {found} in the file)"
AND_MORE = "and {count} more"
NOUNS = {
    "people": ("person", "people"),
    "members": ("member", "members"),
    "kpis": ("KPI", "KPIs"),
    "values": ("value", "values"),
    "gaps": ("period without a value", "periods without a value"),
    "feedback": ("piece of feedback", "pieces of feedback"),
    "actions": ("action", "actions"),
    "assumptions": ("assumption", "assumptions"),
    "experiments": ("experiment", "experiments"),
    "meetings": ("meeting", "meetings"),
    "packs": ("evidence pack", "evidence packs"),
    "forecasts": ("forecast", "forecasts"),
    "beginnings": ("section that its rhythm begins from", "sections that its rhythm begins from"),
}

MOST_PLACES = 20


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A place where the file says something else than what is recorded, which was left alone.

    `values` is (here, in the file), or empty where the place says enough.
    """

    path: Path
    values: tuple[Any, ...] = ()

    def __str__(self) -> str:
        if not self.values:
            return written(self.path)
        kept, found = map(shown, self.values)
        return KEPT.format(place=written(self.path), kept=kept, found=found)


@dataclass(frozen=True, kw_only=True)
class ImportedEngagement:
    """One engagement of the file: what was added (members, kpis, values, ... -> how many).

    Its schedules begin from the sections in `begun_from`; no feature reads those in `not_carried` yet.
    """

    engagement_id: int
    key: str
    name: str
    is_new: bool
    added: Mapping[str, int]
    differences: tuple[Difference, ...] = ()
    not_carried: tuple[str, ...] = ()
    begun_from: tuple[str, ...] = ()

    @property
    def has_changed(self) -> bool:
        """Whether anything was written down."""
        return self.is_new or any(self.added.values())


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What became of a file."""

    people_added: int
    engagements: tuple[ImportedEngagement, ...]
    differences: tuple[Difference, ...] = field(default=())

    @property
    def has_changed(self) -> bool:
        """Whether anything was written down."""
        return self.people_added > 0 or any(one.has_changed for one in self.engagements)

    @property
    def not_carried(self) -> tuple[str, ...]:
        """The sections that no feature reads yet, each once."""
        return tuple(dict.fromkeys(name for one in self.engagements for name in one.not_carried))


def describe(imported: Imported) -> tuple[str, ...]:
    """Tell in sentences what was added, what was there already, what differs and what was left out."""
    return tuple(_sentences(imported))


def _sentences(imported: Imported) -> Iterator[str]:
    if imported.people_added:
        yield PEOPLE.format(added=counted({"people": imported.people_added}))
    for one in imported.engagements:
        sentence = NOTHING_NEW if not one.has_changed else SET_UP if one.is_new else ADDED
        yield sentence.format(name=one.name, added=counted(one.added))
    different = [*imported.differences, *(each for one in imported.engagements for each in one.differences)]
    if different:
        yield DIFFERENT.format(places=_places(different))
    for one in imported.engagements:
        if one.begun_from:
            yield BEGUN_FROM.format(name=one.name, sections=", ".join(one.begun_from))
        if one.not_carried:
            yield NOT_CARRIED.format(name=one.name, sections=", ".join(one.not_carried))


def counted(added: Mapping[str, int]) -> str:
    """Say how many of what: 7 members, 1 KPI and 12 values."""
    parts = [f"{count} {NOUNS[name][count != 1]}" for name, count in added.items() if count]
    return listed(parts) or "nothing"


def _places(different: list[Difference]) -> str:
    named = [str(each) for each in different[:MOST_PLACES]]
    rest = len(different) - MOST_PLACES
    return "; ".join([*named, AND_MORE.format(count=rest)] if rest > 0 else named)
