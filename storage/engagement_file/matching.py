"""What of a list of a file is new, what is here already, and what differs."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from domain.engagement_file import Difference, Path

Entry = Mapping[str, Any]
# An optional field that says nothing is as good as one that is absent.
NOTHING: tuple[Any, ...] = (None, [], {})


def new_and_different(
    theirs: Sequence[Entry], ours: Sequence[Entry], *, key: Sequence[str], path: Path
) -> tuple[list[Entry], list[Difference]]:
    """The entries of a file that nothing here stands for, and where it says something else than ours.

    Entries with the same fields `key` are the same thing; where several are, any of them may agree.
    """
    known: dict[tuple[Any, ...], list[Entry]] = defaultdict(list)
    for one in ours:
        known[_named(one, key)].append(one)
    new: list[Entry] = []
    differences: list[Difference] = []
    for entry in theirs:
        same = known[_named(entry, key)]
        if not same:
            new.append(entry)
        elif fields := min((_differing(entry, one) for one in same), key=len):
            here = (*path, *map(str, _named(entry, key)))
            differences += [Difference(path=(*here, name)) for name in fields]
    return new, differences


def _named(entry: Entry, key: Sequence[str]) -> tuple[Any, ...]:
    return tuple(entry[name] for name in key)


def _differing(theirs: Entry, ours: Entry) -> list[str]:
    """The fields in which they differ: those that the file has."""
    return [name for name, value in theirs.items() if not _is_same(value, ours.get(name))]


def _is_same(theirs: Any, ours: Any) -> bool:
    return bool(theirs == ours) or (theirs in NOTHING and ours in NOTHING)
