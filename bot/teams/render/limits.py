"""Teams' limits on cards, and how text is weighed, cut and split to stay inside them.

The numbers of Teams are those of its documentation (learn.microsoft.com/microsoftteams/platform); the others
are ours. A card is weighed as its JSON travels: in ASCII, where most letters beside it take six bytes.
"""

import json
import re
from bisect import bisect_right
from itertools import accumulate
from typing import Any

# Incoming webhooks take 28 KB, and bots were once held to the same. A page, the buttons at the end, the plain
# words and the note add up to less, with what every card has beside them, and the activity around it.
PAGE = 19_000
TAIL = 3_500
FALLBACK = 2_500
NOTE = 900
# More than this nobody reads on one page.
PIECES = 60
ROWS = 20
# A page is not begun for fewer rows than these.
FEW_ROWS = 5
# A table with more columns cannot be read in the width of a message.
COLUMNS = 8
CELL = 1_000
LINE = 2_500
HEADING = 300
FACTS = 12
ALT = 3_000
# A mention or a link is never split; a longer one is words.
WHOLE = 1_000
BUTTONS = 6
# Teams sets no button on a second line: it cuts labels instead. So many letters stand side by side in a chat,
# and so many are as wide as the frame of a button.
BUTTON_ROW = 52
BUTTON_FRAME = 4

PICTURE_SIDE = 1024
PICTURE_BYTES = 1_000_000

# What the fields of a form take with all that is above them, and what their options may take of it.
FORM = 25_000
OPTIONS = 14_000
INTRO = 3_000
# In characters, since people read these in one place.
BUTTON_LABEL = 60
TOOLTIP = 80
LABEL = 200
HINT = 400
PLACEHOLDER = 150
OPTION_LABEL = 75
OPTION_VALUE = 150
TITLE = 64
SUMMARY = 250
# Teams names no limit for what is typed; what was typed has to come back in a card.
INPUT = 3_000
LONG_LIST = 12
# What is ticked is read as a whole, so more of it stands there.
BOXES = 40
# Of the people we know beside those whom Teams finds.
KNOWN = 40
# What a search among options may answer with.
FOUND = 15

CUT = "…"
PICTURE = re.compile(r'"data:image/png;base64,[^"]*"')
# Letters beyond it are two units of UTF-16.
LAST_OF_ONE_UNIT = 0xFFFF
PLAIN = re.compile(r"[ !#-\[\]-~]")


def weigh(value: Any) -> int:
    """What the value takes in JSON, in bytes; Teams does not count pictures."""
    return len(PICTURE.sub('""', json.dumps(value)))


def length(text: str) -> int:
    """What the text takes in JSON, in bytes, without its quotes."""
    return len(json.dumps(text)) - 2


def head(text: str, most: int) -> str:
    """The longest start of the text that takes at most `most` bytes in JSON; no character is halved."""
    start = text[:most]
    if length(start) <= most:
        return start
    return start[: bisect_right(list(accumulate(map(_size, start))), most)]


def shorten(text: str, most: int) -> str:
    """The text, or its start and an ellipsis where it takes more than `most` bytes in JSON."""
    return text if length(text) <= most else head(text, most - length(CUT)) + CUT


def cut(text: str, most: int) -> str:
    """The text, or its start and an ellipsis where it has more than `most` characters."""
    return text if len(text) <= most else text[: most - 1] + CUT


def cut_middle(text: str, most: int) -> str:
    """The text, or its start and its end, so that names that begin alike can still be told apart."""
    tail = most // 4
    return text if len(text) <= most else text[: most - 1 - tail] + CUT + text[-tail:]


def page(text: str, most: int) -> str:
    """The start of the text that goes into `most` bytes of JSON: to the end of a word, if there is one."""
    start = head(text, most)
    if start == text:
        return text
    at = start.rfind(" ") + 1
    return start[:at] if at > len(start) // 2 else start


def _size(character: str) -> int:
    if PLAIN.match(character):
        return 1
    if character in '"\\\n\t\r\b\f':
        return 2
    return 12 if ord(character) > LAST_OF_ONE_UNIT else 6
