"""The lean of a pack, with what speaks against it, and what went into the evidence since."""

from dataclasses import replace
from datetime import date

from domain.chat import Block, Bullets, Strong, Typed, note, say
from domain.evidence import LEAN_NAMES, changes_since, fixed_sentence
from handlers.evidence.gathering import gather
from handlers.evidence.hiding import without_money
from handlers.evidence.words import AGAINST, BOTH_SIDES, LEAN, labelled
from handlers.moments import moment
from handlers.turn import Here
from storage.evidence import Frozen

TITLE = "The evidence as of {moment}:"
CHANGED = "Inputs that changed since then:"
AS_IT_WAS = "The pack stays as it was. `evidence` makes one of now."
MORE = " {count} more changed."
MOST_CHANGES = 4


def lean_blocks(here: Here, frozen: Frozen, *, meets_on: date) -> list[Block]:
    """The lean of the pack, as everybody may see it; the meeting may have moved since it was frozen."""
    pack = without_money(frozen).pack
    decides = fixed_sentence(replace(frozen.inputs, meets_on=meets_on))
    label = BOTH_SIDES if pack.lean in {"mixed", "not_enough"} else AGAINST
    counter = [say(Strong(label), Typed(pack.counter))] if pack.counter else []
    turning = [labelled(words) for words in (" ".join(pack.fragile), pack.danger) if words]
    return [
        say(TITLE.format(moment=moment(here, frozen.as_of))),
        say(Strong(LEAN.format(lean=LEAN_NAMES[pack.lean])), Typed(pack.because)),
        *counter,
        *turning,
        say(Typed(decides)),
    ]


async def changed_lines(here: Here, frozen: Frozen) -> list[Block]:
    """What of the evidence was corrected since the pack was made; nothing where nothing was."""
    now = replace(await gather(here), money=frozen.inputs.money)
    changes = changes_since(frozen.inputs, now)
    if not changes:
        return []
    lines = tuple((Typed(one.words),) for one in changes[:MOST_CHANGES])
    more = len(changes) - len(lines)
    return [say(CHANGED), Bullets(lines), note(AS_IT_WAS + (MORE.format(count=more) if more > 0 else ""))]
