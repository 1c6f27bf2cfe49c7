"""One engagement in several channels, of several workspaces too: its lead brings it into one more."""

from dataclasses import replace

from domain.chat import Address, Args, Button, Buttons, Heading, Reply, note, reply, say
from domain.errors import Outsider, UserError
from handlers import buttons, story
from handlers.channels import name_of, ours, who_reads
from handlers.engagements import setup_code
from handlers.engagements.setup_form import shared_channel
from handlers.engagements.setup_place import decide, require_free, why_not_yet
from handlers.posts import post
from handlers.routing import Router
from handlers.turn import EngagementTurn, Turn
from storage import channels, engagements, spanning
from storage.engagements import Seat

IN_A_CHANNEL = "Type it in the channel that you mean: `channels join CLIENT`."
WHICH = "Which client? Type the name too, as in `channels join Northwind`."
NOT_LED = (
    "You lead no client's work called {typed} with this account. If you lead it with another account of"
    " yours, write `link` to me directly first, there and here."
)
SEVERAL = "You lead several called {typed}. Give one of them another name first: `settings name …`."
GUESTS = (
    "Guests and people of other companies need a setup code for a channel here. Ask a full member of"
    " {ours} to type `setup code`, then type `channels join {name} CODE`."
)
SHARED = "This channel is shared with another organisation. {who} They would see what I post here."
JOIN, CANCEL = "They may read it", "Take another channel"
CANCELLED = "Nothing was changed. Type `channels join` in a channel that only the right people read."
JOINED = "{client} lives in this channel too. What is said here counts there, and the history is one."
POSTED = "I am posting a word about it here."
NO_ACCOUNT = (
    "Not known here yet: {names}. Ask them to `link` their accounts, here and there, in a chat with me alone."
)
HERE_TOO = "{client} lives here too"
ONE_STORY = "Numbers, feedback and history are the same as in its other channels."
ALWAYS = "Type `help` here, or write to me directly, whenever you are stuck."

router = Router()


@router.command(
    "channels join",
    action=None,
    usage="channels join CLIENT",
    summary="Let an engagement that you lead elsewhere live in this channel too",
)
async def join(turn: Turn, text: str) -> Reply:
    """Bring an engagement of the person into this channel; in a shared one, ask first."""
    if turn.request.address.is_direct:
        raise UserError(IN_A_CHANNEL)
    name, code = _split_code(text)
    seat = await _led(turn, name)
    await require_free(turn)
    await _require_code(turn, seat, code)
    channel = await shared_channel(turn)
    if channel is None:
        return await _move_in(turn, seat, code)
    args = {"engagement": seat.engagement.id, "code": code}
    choices = (
        Button(label=JOIN, route="channels join", args=args, style="primary", minutes=60),
        Button(label=CANCEL, route="channels join no", minutes=60),
    )
    return reply(SHARED.format(who=who_reads(channel, turn.workspace)), Buttons(choices))


def _split_code(text: str) -> tuple[str, str]:
    """The name that was typed, and the setup code behind it, if there is one."""
    name, _, last = text.strip().rpartition(" ")
    code = setup_code.code_in(last) if name else ""
    return (name if code else text).strip(), code


async def _require_code(turn: Turn, seat: Seat, code: str) -> None:
    """Raise UserError where the person is no full member here and typed no code that works."""
    if setup_code.is_guest(turn) and not code:
        unsure = [setup_code.UNSURE] if turn.request.sender.is_guest is None else []
        guests = GUESTS.format(name=seat.engagement.name, ours=ours(turn.workspace))
        raise UserError(" ".join((*unsure, guests)))
    await setup_code.require_open(turn, code)


async def _led(turn: Turn, name: str) -> Seat:
    """The engagement of this name that the person leads. Its other clients are named nowhere here."""
    if not name:
        raise UserError(WHICH)
    wanted = name.casefold()
    led = await spanning.led_by(turn.session, person_id=turn.person.id)
    meant = [seat for seat in led if wanted in {word.casefold() for word in _names(seat)}]
    if len(meant) == 1:
        return meant[0]
    raise UserError((SEVERAL if meant else NOT_LED).format(typed=f"“{name[:40]}”"))


def _names(seat: Seat) -> tuple[str, ...]:
    return seat.engagement.name, *seat.engagement.aliases


async def led_seat(turn: Turn, engagement_id: int) -> Seat | None:
    """The person's seat in the engagement, if they lead it still."""
    led = await spanning.led_by(turn.session, person_id=turn.person.id)
    return next((seat for seat in led if seat.engagement.id == engagement_id), None)


@router.click("channels join", action=None)
async def join_shared(turn: Turn, args: Args) -> Reply:
    """Bring it into a channel that others read, as the person has agreed."""
    await require_free(turn)
    seat = await led_seat(turn, args["engagement"])
    if seat is None:
        raise Outsider
    return await _move_in(turn, seat, str(args["code"]))


@router.click("channels join no", action=None)
async def cancel(turn: Turn, args: Args) -> Reply:
    """Leave the channel free."""
    return reply(CANCELLED)


async def _move_in(turn: Turn, seat: Seat, code: str) -> Reply:
    await setup_code.use_up(turn, code)
    inside = await settle(turn, seat)
    await story.tell(inside, subject="engagement", what=f"lets it live in {await place_of(inside)} too")
    said = [JOINED.format(client=seat.engagement.name), await _announce(inside)]
    names = await spanning.strangers(
        turn.session, engagement_id=seat.engagement.id, workspace_id=turn.workspace.id
    )
    said += [NO_ACCOUNT.format(names=", ".join(names))] if names else []
    return reply(*said, Buttons((buttons.undo("channels join undo", {}),)))


async def settle(turn: Turn, seat: Seat) -> EngagementTurn:
    """The turn inside the engagement, which lives in the channel from now on."""
    await engagements.hold(turn.session, engagement_id=seat.engagement.id)
    is_free = await spanning.move_in(
        turn.session,
        engagement_id=seat.engagement.id,
        workspace_id=turn.workspace.id,
        conversation=turn.request.address.conversation,
        now=turn.now,
    )
    if not is_free:
        raise Outsider
    return EngagementTurn(
        session=turn.session,
        request=turn.request,
        now=turn.now,
        person=turn.person,
        workspace=turn.workspace,
        engagement=seat.engagement,
        membership=seat.membership,
    )


async def place_of(turn: EngagementTurn) -> str:
    """What the channel is called, and on which platform it is."""
    place, workspace = turn.request.address.conversation, turn.workspace
    channel = await channels.find(turn.session, workspace_id=workspace.id, external_id=place)
    name = name_of(channel, place) or "a channel"
    return f"{name} in {workspace.platform.title()}"


async def _announce(turn: EngagementTurn) -> str:
    """Say in the channel what lives there, or wait until we may post. Return what is said about it."""
    address = turn.request.address
    channel = await decide(turn)
    if channel is None or channels.is_open(channel):
        key = f"joined/{turn.engagement.id}/{turn.request.key}"
        here = Address(
            platform=address.platform, workspace=address.workspace, conversation=address.conversation
        )
        await post(turn, _card(turn), address=here, key=key)
        return POSTED
    await channels.owe_welcome(turn.session, workspace_id=turn.workspace.id, external_id=address.conversation)
    return why_not_yet(channel, turn.workspace)


def _card(turn: EngagementTurn) -> Reply:
    record = buttons.run("Record numbers", "kpi", opens_form=True)
    choices = (record, buttons.run("Show the card", "card"))
    for_everyone = Buttons(tuple(replace(one, is_for_everyone=True) for one in choices))
    title = Heading(HERE_TOO.format(client=turn.engagement.name))
    return reply(title, say(ONE_STORY), for_everyone, note(ALWAYS), everyone=True)
