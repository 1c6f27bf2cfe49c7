"""The first words in a personal chat, a team or a group chat; and to whoever let us in, a code for a lead."""

from dataclasses import dataclass, replace

from bot.teams.arrival import Arrival
from bot.teams.edge import Edge
from bot.teams.people import sender_of
from bot.teams.places import is_bot
from domain.chat import Address, Bullets, Button, Buttons, Heading, Reply, Sender, note, reply, say
from handlers import ROUTES, buttons, home
from storage import channels, offers, outbox, people, setup_codes
from storage.database import Session
from storage.offers import Place
from storage.teams_conversations import TEAMS, Conversation

HELLO = "Hello, I am Headway"
PURPOSE = "I keep the rhythm of an engagement: the numbers you agreed on, what people say, and who does what."
IN_CHAT = (
    "Write to me here whenever you like. Only you see what I answer here.",
    "To begin with a client, add me to their team or group chat. There, type `setup`: whoever does that"
    " becomes the lead.",
)
IN_TEAM = (
    "In the client's channel, type `setup`. Whoever does that becomes the lead.",
    "I read what begins with my name, and nothing else. In a chat with me alone, just write.",
)
IN_GROUP = (
    "If this is the chat with a client, type `setup`. Whoever does that becomes the lead.",
    "I read what begins with my name, and nothing else. In a chat with me alone, just write.",
)
MORE = "`help` shows everything I can do."
ADDED = "You added Headway"
NEXT = "In the client's channel, type `setup`. Whoever does that becomes the lead."
FROM_OUTSIDE = (
    "Will a guest lead, or somebody from another company? Let them type this line in the client's channel:"
    " `setup {code}`. It works once, for {days} days."
)
WITHOUT_CODE = (
    "Will a guest lead, or somebody from another company? They need a code: `setup code` makes one, for full"
    " members."
)
ANOTHER_CODE = "`setup code` makes another code."
BACK = "I am back, and go on where I was. Nothing that was recorded is lost."
MOST_PROMPTS = 4


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What is said where; the same `key` is said once."""

    key: str
    address: Address
    said: Reply
    is_off_record: bool = False


async def welcome(edge: Edge, arrival: Arrival, *, scope: str, conversation: str) -> None:
    """Put the welcome into the outbox, once for each chat or team; whoever added us to it also gets a code.

    `conversation` is where it is said. Raises what the database raises.
    """
    key = f"welcome/{TEAMS}/{arrival.app_id}/{scope}"
    async with edge.services.database.read() as session:
        if await outbox.added_at(session, key=key) is not None:
            return
    if arrival.is_personal:
        await _welcome_person(edge, arrival, key)
    else:
        await _welcome_all(edge, arrival, conversation, key)
    edge.services.wake()


async def welcome_back(edge: Edge, arrival: Arrival, before: Conversation) -> None:
    """Tell whoever added us again, once each time, that we are there; `before` is how it was until then."""
    if not arrival.account or is_bot(arrival.member):
        return
    # Both pieces of news of one installation find the same moment.
    key = f"back/{TEAMS}/{arrival.app_id}/{arrival.conversation}/{before.told_at}"
    address = Address(platform=TEAMS, workspace=arrival.tenant, account=arrival.account)
    async with edge.services.database.write() as session:
        await _post(edge, session, Letter(key=key, address=address, said=reply(BACK, note(MORE))))
    edge.services.wake()


async def _welcome_person(edge: Edge, arrival: Arrival, key: str) -> None:
    """Greet whoever added the app for themselves; a button for each thing that they may want to do."""
    if not arrival.account or is_bot(arrival.member):
        return
    address = Address(platform=TEAMS, workspace=arrival.tenant, account=arrival.account)
    prompts = await home.prompts(edge.services, address, most=MOST_PROMPTS)
    # Nobody else is there; whoever never spoke need not be written down for a greeting.
    choices = [_prompted(one) for one in prompts]
    greeting = reply(Heading(HELLO), say(PURPOSE), _listed(IN_CHAT), Buttons(tuple(choices)), note(MORE))
    async with edge.services.database.write() as session:
        place = Place(engagement_id=None, person_id=None, conversation=address.place, now=edge.clock())
        said = await offers.save_buttons(session, greeting, place)
        await _post(edge, session, Letter(key=key, address=address, said=said))


def _prompted(prompt: home.Prompt) -> Button:
    """A button that says what the prompt says."""
    opens_form = ROUTES.opens_form(prompt.message)
    return replace(buttons.run(prompt.title, prompt.message, opens_form=opens_form), is_for_everyone=True)


async def _welcome_all(edge: Edge, arrival: Arrival, conversation: str, key: str) -> None:
    """Say in the conversation what to do first, unless an engagement lives there; and make the code."""
    installer = await sender_of(edge, arrival) if arrival.account else None
    address = Address(platform=TEAMS, workspace=arrival.tenant, conversation=conversation)
    steps = IN_GROUP if arrival.kind == "group" else IN_TEAM
    async with edge.services.database.write() as session:
        if await _is_lived_in(session, address):
            return
        said = reply(Heading(HELLO), say(PURPOSE), _listed(steps), note(MORE), everyone=True)
        # Where it is there already, the code was made with it.
        is_new = await _post(edge, session, Letter(key=key, address=address, said=said))
        if is_new and installer is not None:
            direct = replace(address, conversation="", account=installer.account)
            await _give_code(edge, session, direct, installer, key)


async def _is_lived_in(session: Session, address: Address) -> bool:
    workspace = await people.find_workspace(session, platform=TEAMS, external_id=address.workspace)
    if workspace is None:
        return False
    here = address.conversation
    return await channels.tenant(session, workspace_id=workspace.id, external_id=here) is not None


async def _give_code(edge: Edge, session: Session, address: Address, installer: Sender, key: str) -> None:
    """Write to whoever added the app to a team or group chat, with a code if they are a full member."""
    code = ""
    if installer.is_guest is False:
        visitor = await people.welcome_visitor(session, address=address, sender=installer, now=edge.clock())
        code = await setup_codes.make(
            session, workspace_id=visitor.workspace.id, made_by=visitor.person.id, now=edge.clock()
        )
    key = f"{key}/{installer.account}"
    await _post(
        edge, session, Letter(key=key, address=address, said=installer_reply(code), is_off_record=True)
    )


def installer_reply(code: str) -> Reply:
    """What the installer reads in the personal chat; without a code, how one is made."""
    outside = FROM_OUTSIDE.format(code=code, days=setup_codes.DAYS) if code else WITHOUT_CODE
    return reply(Heading(ADDED), say(NEXT), say(outside), note(ANOTHER_CODE if code else MORE))


async def _post(edge: Edge, session: Session, letter: Letter) -> bool:
    """Put it into the outbox. Return False where it was there already."""
    return await outbox.add(
        session,
        key=letter.key,
        engagement_id=None,
        address=letter.address,
        reply=letter.said,
        now=edge.clock(),
        is_off_record=letter.is_off_record,
    )


def _listed(lines: tuple[str, ...]) -> Bullets:
    return Bullets(tuple((line,) for line in lines))
