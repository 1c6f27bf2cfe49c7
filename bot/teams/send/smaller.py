"""A reply that is too large for Teams, made smaller; and one that is small enough to stand anywhere."""

from dataclasses import replace

from domain.chat import Block, Buttons, Chart, Heading, Paragraph, Reply, note
from domain.plain_text import plain_text

MORE = "There is more than fits into a message here. Ask me for a part of it, for example for one number."
SHORT_CHARACTERS = 2000
TITLE_CHARACTERS = 80
# What a sentence ends with, and a title does not.
ENDS = (".", "!", "?", ":", "…")


def shortened(reply: Reply) -> Reply:
    """The beginning of the reply, its buttons, and a word that there is more. Charts are left out."""
    kept: list[Block] = []
    left = SHORT_CHARACTERS
    for block in reply.blocks:
        if isinstance(block, Chart):
            continue
        if not isinstance(block, Buttons):
            left -= len(plain_text(replace(reply, blocks=(block,))))
        if left >= 0 or isinstance(block, Buttons):
            kept.append(block)
    return replace(reply, blocks=(*kept, note(MORE)))


def fits_in_thread(reply: Reply) -> bool:
    """Whether the reply tells nobody anything: a title at most, and buttons that open forms."""
    titles = [block for block in reply.blocks if not isinstance(block, Buttons)]
    buttons = list(reply.buttons)
    return (
        bool(buttons)
        and all(button.opens_form for button in buttons)
        and len(titles) <= 1
        and all(_is_title(block) for block in titles)
    )


def _is_title(block: Block) -> bool:
    if isinstance(block, Heading):
        return True
    if not isinstance(block, Paragraph) or not all(isinstance(span, str) for span in block.spans):
        return False
    text = "".join(span for span in block.spans if isinstance(span, str))
    return len(text) <= TITLE_CHARACTERS and "\n" not in text and not text.rstrip().endswith(ENDS)
