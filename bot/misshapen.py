"""What a platform sends in another shape than its own: how that shows, and what is logged of it."""

from pathlib import Path
from traceback import extract_tb

# What looking into a body raises that lacks what the platform's have, or has something else in its place.
MISSHAPEN = (AttributeError, LookupError, TypeError, ValueError)


def place_of(error: Exception) -> str:
    """The file and line that raised it: its message may hold what somebody wrote."""
    *_others, last = extract_tb(error.__traceback__)
    return f"{Path(last.filename).name}:{last.lineno}"
