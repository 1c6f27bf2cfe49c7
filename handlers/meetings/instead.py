"""Words behind `meet` that are no rhythm: which command is meant by them."""

import re
from dataclasses import replace

from domain.chat import Button, Buttons, Reply, reply
from handlers import buttons

MOVE, SKIP, LIST = "Move one", "Leave one out", "Show meetings"
MOVES = (
    "To put one meeting off, write `meet move` with the new day, as in"
    ' `meet move to 12 Jan 15:00 "Kit is ill"`. To let all of them rest: `schedule pause meetings`.'
)
SKIPS = (
    'To leave one meeting out, write `meet skip`, as in `meet skip next "nobody is there"`. To let all'
    " of them rest: `schedule pause meetings`."
)
PAUSES = (
    "To let the meetings rest, write `schedule pause meetings`, or `schedule pause meetings until 1 Dec`;"
    " `schedule resume meetings` lets them go on. To leave only one out: `meet skip`."
)
RESUMES = "To let the meetings go on, write `schedule resume meetings`."
OVERRIDES = (
    "Write `meet move` with the day that you want. Where that lies outside the window, I say so and offer"
    " [Move it all the same], with your name and your reason."
)
BEGINS = "To begin the meeting of now, write `meet start`."
SHOWS = "`meet list` shows the meetings."

_MOVE = buttons.run(MOVE, "meet move", opens_form=True)
_SKIP = buttons.run(SKIP, "meet skip", opens_form=True)
_LIST = buttons.run(LIST, "meet list")
_MEANT: tuple[tuple[str, str, tuple[Button, ...]], ...] = (
    ("postpone|delay|defer|reschedule|shift|put off|push back", MOVES, (_MOVE,)),
    ("cancel|drop|leave out|remove|delete", SKIPS, (_SKIP,)),
    ("pause|suspend|stop|end(?! of)|off", PAUSES, (_SKIP,)),
    ("resume|continue|unpause|go on", RESUMES, ()),
    ("override|overrule", OVERRIDES, (_MOVE,)),
    ("begin", BEGINS, ()),
    ("show|status|when", SHOWS, (_LIST,)),
)


def meant_instead(typed: str) -> Reply | None:
    """The answer that names the command which is meant; None where the first word may be a rhythm."""
    for words, said, choices in _MEANT:
        if re.match(rf"(?:{words})(?![\w-])", typed.strip(), re.IGNORECASE):
            offered = (Buttons(choices),) if choices else ()
            return replace(reply(said, *offered), is_refusal=True)
    return None
