"""What the messages of the days say, for the tests of them."""

from domain.plain_text import plain_text
from storage.codec import reply_from_json
from storage.tables import OutboxPost

HEADING = "Recorded on Mon 16 Nov"
ALL_BACK = "Everything recorded on that day was taken back."


async def rows(play):
    return await play.rows(OutboxPost, OutboxPost.key.startswith("day/"))


async def told(play):
    """What the messages of the days say once everything is delivered, one text each."""
    await play.deliver()
    said: dict[int, str] = {}
    for row in await rows(play):
        if row.state != "cancelled":
            assert row.state == "sent"
            said[row.edits_id or row.id] = plain_text(reply_from_json(row.reply))
    return list(said.values())


async def lines(play):
    """The lines of the one message, without its heading and its button."""
    (text,) = await told(play)
    first, *rest, last = text.splitlines()
    assert (first, last) == (HEADING, "1 scorecard")
    return [line.removeprefix("- ") for line in rest]
