"""What is in the way: each blocker with its age, until somebody solves it."""

from domain.chat import (
    Args,
    Button,
    Buttons,
    Field,
    FieldErrors,
    Form,
    FormRef,
    Reply,
    Values,
    one,
    reply,
)
from domain.permissions import Action
from handlers import buttons
from handlers.people import find_member, member_options
from handlers.registers.owners import split_owner
from handlers.registers.showing import NOBODY, Listing, age_in_words, line_of
from handlers.registers.steps import Change, added, find_open, read_number, step
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import registers
from storage.registers import BLOCKER, DONE, Item

TITLE = "Blockers of {client}"
NONE = "Nothing is in the way, as far as I know. `blocker add waiting for legal` notes what is."
ADDED = "Blocker {number} is noted for {owner}: {text}"
SOLVED_IT = "Blocker {number} is solved after {age}: {text}"
AGES = ("less than a day", "a day", "{n} days")
SOLVED, ADD = "Solved", "Add a blocker"
WHAT, WHO = "What is in the way?", "Whose is it?"
SAY_IT = "Please say in a few words what is in the way."
LONGEST = 1000

router = Router()


@router.command(
    "blockers",
    action=Action.READ_REGISTER,
    usage="blockers",
    summary="Show what is in the way, the oldest first",
)
async def show(turn: EngagementTurn, text: str) -> Reply:
    """Show the open blockers."""
    return await _page(turn, since=0)


@router.click("blockers more", action=Action.READ_REGISTER, reads=True)
async def show_more(turn: EngagementTurn, args: Args) -> Reply:
    """Show the next ones."""
    return await _page(turn, since=args["since"])


async def _page(turn: EngagementTurn, *, since: int) -> Reply:
    found = await registers.open_items(turn.session, engagement_id=turn.engagement.id, kind=BLOCKER)
    add_one = buttons.open_form("blocker add", label=ADD)
    if not found:
        return reply(NONE, Buttons((add_one,)))

    shown = Listing(
        title=TITLE.format(client=turn.engagement.name),
        line=lambda item: line_of(item, item.owner or NOBODY, age_in_words(item, turn)),
        choices=choices,
        more_route="blockers more",
    )
    return shown.page(found, since=since)


def choices(item: Item) -> tuple[Button, ...]:
    """[Solved]."""
    args = {"number": item.number}
    return (Button(label=SOLVED, route="blocker solve", args=args, is_single_choice=False),)


@router.command(
    "blocker add",
    action=Action.WRITE_REGISTER,
    usage="blocker add WHAT [@OWNER]",
    summary="Note what is in the way, as in `blocker add waiting for legal`",
    opens_form=True,
    takes_people=True,
)
async def add(turn: EngagementTurn, text: str) -> Reply:
    """Note a blocker, or open the form."""
    if not text.strip():
        return Reply(form=FormRef(name="blocker add"))
    words, owner = await split_owner(turn, text)
    if not words:
        return Reply(form=FormRef(name="blocker add", args={"owner": owner.account.external_id}))
    return await _add(turn, words, owner.person.id)


async def _add(turn: EngagementTurn, words: str, owner_id: int) -> Reply:
    item = await registers.open_item(
        turn.session,
        engagement_id=turn.engagement.id,
        kind=BLOCKER,
        text=words[:LONGEST],
        owner_id=owner_id,
        due=None,
        origin=turn.source,
        by_id=turn.person.id,
        now=turn.now,
    )
    return await added(turn, item, ADDED.format(number=item.number, owner=item.owner, text=item.text))


async def build_form(turn: EngagementTurn, args: Args) -> Form:
    """The form of a blocker."""
    owner = args.get("owner", turn.request.sender.account)
    options = await member_options(turn)
    fields = (
        Field(name="text", label=WHAT, kind="long_text", max_length=LONGEST),
        Field(name="owner", label=WHO, kind="person", options=options, value=(owner,)),
    )
    return Form(title=ADD, fields=fields)


async def submit_form(turn: EngagementTurn, args: Args, values: Values) -> Reply | FieldErrors:
    """Note what was entered."""
    if not one(values, "text"):
        return FieldErrors({"text": SAY_IT})
    owner = await find_member(turn, one(values, "owner"))
    return await _add(turn, one(values, "text"), owner.person.id)


router.form("blocker add", action=Action.WRITE_REGISTER, build=build_form, submit=submit_form)


@router.command(
    "blocker solve",
    action=Action.WRITE_REGISTER,
    usage="blocker solve NUMBER [HOW]",
    summary="Say that a blocker is solved",
)
async def solve(turn: EngagementTurn, text: str) -> Reply:
    """Close a blocker."""
    number, words = read_number(text, kind=BLOCKER, command="blocker solve")
    return await _solve(turn, number, words)


@router.click("blocker solve", action=Action.WRITE_REGISTER)
async def solve_clicked(turn: EngagementTurn, args: Args) -> Reply:
    """Close a blocker."""
    return await _solve(turn, args["number"], "")


async def _solve(turn: EngagementTurn, number: int, words: str) -> Reply:
    item = await find_open(turn, BLOCKER, number)
    days = item.age_in_days(turn.today)
    age = AGES[min(days, len(AGES) - 1)].format(n=days)
    said = SOLVED_IT.format(number=number, age=age, text=item.text)
    return await step(turn, item, Change(status=DONE, words=words), said=said)
