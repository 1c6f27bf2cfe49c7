"""For the leads alone: from whom nothing came in a round, who skipped it, and who is away."""

from domain.chat import Block, Bullets, Buttons, Spans, Strong, Typed, note, say
from handlers import buttons
from handlers.checkins.participation import Participation, participation
from handlers.occasions import Part
from handlers.turn import Here
from storage import digests
from storage.checkins import Asked, Round

TITLE = "Check-in {number}, for you alone: "
YOU = "you"
COUNTED = "{answered} of {counted} answered."
SILENT, SKIPPED, AWAY = "Not answered: ", "Skipped: ", "Away: "
IN_A_ROW = "{name} ({n} in a row)"
NOT_AGAIN = "They were reminded once, and I don't ask again. A word from you helps more."
OPEN, OPEN_COMMAND = "Open the check-in", "checkin show {number}"
RANK = 6


async def missing(here: Here, round_: Round, *, reader_id: int) -> Part | None:
    """Who is missing in the round by now; None where nobody is but the reader, and those who are away."""
    told = await participation(here, round_, until=here.now)
    if {one.person_id for one in (*told.silent, *told.skipped)} <= {reader_id}:
        return None
    words = {"answered": told.count.answered, "counted": told.count.asked}
    blocks: list[Block] = [
        say(Strong(TITLE.format(number=round_.number)), COUNTED.format(**words)),
        Bullets(tuple(_lines(told, reader_id))),
    ]
    engagement_id = here.engagement.id
    if told.silent and await digests.was_reminded(here.session, round_, engagement_id=engagement_id):
        blocks.append(note(NOT_AGAIN))
    open_it = buttons.run(OPEN, OPEN_COMMAND.format(number=round_.number))
    return Part(blocks=[*blocks, Buttons((open_it,))], rank=RANK)


def _lines(told: Participation, reader_id: int) -> list[Spans]:
    groups = {
        SILENT: [_name(one, told.rounds_silent[one.person_id], reader_id) for one in told.silent],
        SKIPPED: [_name(one, 0, reader_id) for one in told.skipped],
        AWAY: list(told.away),
    }
    return [(label, Typed(", ".join(names))) for label, names in groups.items() if names]


def _name(one: Asked, rounds: int, reader_id: int) -> str:
    name = YOU if one.person_id == reader_id else one.name
    return IN_A_ROW.format(name=name, n=rounds) if rounds > 1 else name
