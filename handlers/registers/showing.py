"""Showing items of the register: each with its number, its owner, and how old or late it is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from domain.chat import Block, Button, Buttons, Heading, Reply, Spans, Strong, Typed, note, reply, say
from handlers.moments import short_day
from handlers.turn import Here
from storage.registers import Item

TODAY, ONE_DAY, DAYS = "since today", "for a day", "for {n} days"
OVERDUE, DUE = "was due {day}", "due {day}"
NOBODY = "nobody yet"
MORE, SHOWN = "More", "{shown} of {count}"
PAGE = 8


def age_in_words(item: Item, here: Here) -> str:
    """How long it has been there: for 12 days."""
    days = item.age_in_days(here.today)
    return TODAY if days == 0 else ONE_DAY if days == 1 else DAYS.format(n=days)


def due_in_words(item: Item, here: Here) -> str:
    """By when it is to be done: due Fri 20 Nov."""
    if item.due is None:
        return ""
    day = short_day(here, item.due)
    return (OVERDUE if item.is_overdue(here.today) else DUE).format(day=day)


def line_of(item: Item, *facts: str) -> Spans:
    """The item in one line, in the words of whoever wrote it."""
    told = ", ".join(filter(None, facts))
    return (Strong(f"{item.number}."), " ", Typed(item.text), f" ({told})" if told else "")


@dataclass(frozen=True, kw_only=True)
class Listing:
    """How items are listed: under which title, each in which line, and what may be done about each."""

    title: str
    line: Callable[[Item], Spans]
    choices: Callable[[Item], Sequence[Button]]
    more_route: str

    def page(self, items: Sequence[Item], *, since: int) -> Reply:
        """One page of the items, from the position `since` on."""
        blocks: list[Block] = [Heading(self.title)]
        for item in items[since : since + PAGE]:
            blocks.append(say(*self.line(item)))
            if offered := tuple(self.choices(item)):
                blocks.append(Buttons(offered))
        if len(items) > since + PAGE:
            args = {"since": since + PAGE}
            blocks.append(note(SHOWN.format(shown=since + PAGE, count=len(items))))
            more = Button(label=MORE, route=self.more_route, args=args, is_single_choice=False)
            blocks.append(Buttons((more,)))
        return reply(*blocks)
