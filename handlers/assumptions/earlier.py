"""An assumption that failed and was retired, where the same words are written down anew."""

from dataclasses import replace

from domain.assumptions import Assumed
from domain.chat import Block, note
from domain.evidence.assumptions import state_of
from domain.evidence.inputs import Inputs
from domain.numbers.typed import plain
from handlers.evidence.gathering import gather
from handlers.turn import Here
from storage import assumptions

FAILED = (
    "Assumption {number} with the same words was not supported and was retired."
    " `assume show {number}` says why."
)
NOT_SUPPORTED = "not_supported"


async def earlier_lines(here: Here, found: Assumed) -> list[Block]:
    """What became of the same words before, where they failed; one line each."""
    every = await assumptions.all_of(here.session, engagement_id=here.engagement.id)
    before = [one for one in every if one.number < found.number and one.is_retired and _is_same(one, found)]
    inputs = await gather(here) if before else None
    return [
        note(FAILED.format(number=one.number))
        for one in before
        if inputs is not None and _has_failed(one, inputs)
    ]


def _is_same(one: Assumed, other: Assumed) -> bool:
    return _bare(one.text) == _bare(other.text)


def _bare(text: str) -> str:
    return plain(text).casefold().rstrip(" .!")


def _has_failed(one: Assumed, inputs: Inputs) -> bool:
    """Whether it was not supported before it was retired: by its results, or by somebody's word."""
    if one.said == NOT_SUPPORTED:
        return True
    facts = next((facts for facts in inputs.assumptions if facts.number == one.number), None)
    return facts is not None and state_of(replace(facts, said=""), inputs) == NOT_SUPPORTED
