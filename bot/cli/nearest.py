"""Did you mean ...?"""

from collections.abc import Sequence

from rapidfuzz import fuzz, process

from domain.wording import listed

DID_YOU_MEAN = "{sentence} Did you mean {names}?"
THERE_ARE = "{sentence} These exist: {names}."
MOST = 3
NEAR_ENOUGH = 60


def nearest(sentence: str, typed: str, known: Sequence[str]) -> str:
    """The sentence, and what was probably meant; where nothing is near, what there is."""
    if not known:
        return sentence
    found = process.extract(
        typed, known, scorer=fuzz.WRatio, processor=str.casefold, score_cutoff=NEAR_ENOUGH, limit=MOST
    )
    if found:
        return DID_YOU_MEAN.format(sentence=sentence, names=listed((name for name, *_ in found), last="or"))
    shown = ", ".join(known[: 2 * MOST]) + (" ..." if len(known) > 2 * MOST else "")
    return THERE_ARE.format(sentence=sentence, names=shown)
