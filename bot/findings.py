"""What the doctor finds: one line each."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What was found. A bad one names its cure."""

    says: str
    is_bad: bool = False

    def __str__(self) -> str:
        return f"{'BAD' if self.is_bad else 'ok '}  {self.says}"


def fine(says: str) -> Finding:
    """Something that works."""
    return Finding(says=says)


def bad(says: str) -> Finding:
    """Something that does not, with its cure."""
    return Finding(says=says, is_bad=True)
