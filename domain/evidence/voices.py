"""Who said something, without their names."""

from collections.abc import Iterable

VOICE = "voice {number}"


def pseudonyms(voices: Iterable[str]) -> dict[str, str]:
    """What stands for each voice, numbered in the order in which they were first heard; none for nobody.

    Capitals and spaces make no other voice.
    """
    numbers: dict[str, int] = {}
    found: dict[str, str] = {}
    for voice in voices:
        folded = " ".join(voice.casefold().split())
        if folded:
            number = numbers.setdefault(folded, len(numbers) + 1)
        found[voice] = VOICE.format(number=number) if folded else ""
    return found
