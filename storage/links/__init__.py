"""Two accounts of one human: the codes that prove both, and what goes from one person to the other."""

from storage.links.codes import (
    MINUTES,
    MOST_TRIES,
    find_open,
    is_waiting,
    make,
    note_miss,
    use,
    void,
)
from storage.links.joining import (
    Moved,
    concerned,
    hold_accounts,
    hold_people,
    join,
    part,
    share_a_workspace,
)

__all__ = [
    "MINUTES",
    "MOST_TRIES",
    "Moved",
    "concerned",
    "find_open",
    "hold_accounts",
    "hold_people",
    "is_waiting",
    "join",
    "make",
    "note_miss",
    "part",
    "share_a_workspace",
    "use",
    "void",
]
