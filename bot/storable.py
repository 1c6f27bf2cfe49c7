"""Text from outside, without what no database keeps."""

import re

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# PostgreSQL refuses NUL, and nothing can encode half of a surrogate pair.
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def clean(text: str) -> str:
    """The text with what no database keeps replaced by U+FFFD."""
    return UNSTORABLE.sub(REPLACEMENT, text)
