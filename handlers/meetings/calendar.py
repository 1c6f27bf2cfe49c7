"""`meet calendar`: the link with which somebody reads the meetings in their own calendar."""

from dataclasses import replace

from domain.chat import Buttons, Link, Reply, note, reply, say
from domain.errors import UserError
from domain.permissions import Action
from handlers import buttons
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import meetings

YOURS = "Your calendar of the meetings of {client}, kept up to date:"
ADD = "Add it to my calendar"
BY_HAND = "Where that does not work, subscribe to this address by hand: {url}"
KEEP_IT = (
    "It is yours alone: whoever has it sees when the meetings are. `meet calendar new` makes another one."
)
ENDED = "The link before this one works no more."
NOT_SET = (
    "There is no link yet: whoever runs Headway sets PUBLIC_URL and SECRET_KEY for that. Until then they can"
    " make a file for you: `headway export {key} --format ics --out meetings.ics`."
)
HOW = "Write `meet calendar` for your link, or `meet calendar new` for another one."
NEW_WORDS = frozenset({"new", "again", "renew"})
NEW = "New link"
HTTPS, WEBCAL = "https://", "webcal://"

router = Router()


@router.command(
    "meet calendar",
    action=Action.READ_SCHEDULES,
    usage="meet calendar [new]",
    summary="A link that shows the meetings in your own calendar",
)
async def calendar(turn: EngagementTurn, text: str) -> Reply:
    """Show the person's own link; `new` makes another one."""
    if text and text.strip().casefold() not in NEW_WORDS:
        raise UserError(HOW)
    if turn.calendar_url is None:
        raise UserError(NOT_SET.format(key=turn.engagement.key))
    e, person_id = turn.engagement.id, turn.person.id
    is_new = bool(text) and await meetings.end_link(
        turn.session, engagement_id=e, person_id=person_id, now=turn.now
    )
    link_id = await meetings.current_link(turn.session, engagement_id=e, person_id=person_id, now=turn.now)
    url = turn.calendar_url(engagement_id=e, person_id=person_id, link_id=link_id)
    said = reply(
        YOURS.format(client=turn.engagement.name),
        say(Link(ADD, url.replace(HTTPS, WEBCAL, 1))),
        say(BY_HAND.format(url=url)),
        note(f"{ENDED} {KEEP_IT}" if is_new else KEEP_IT),
        Buttons((buttons.run(NEW, "meet calendar new"),)),
    )
    return replace(said, is_off_record=True)
