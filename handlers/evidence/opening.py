"""[Open pack]: everybody who presses it gets a link of their own to the page, for some days."""

from dataclasses import replace
from datetime import timedelta

from domain.chat import Button, Buttons, Link, Reply, note, reply, say
from domain.errors import UserError
from domain.permissions import Action, is_allowed
from handlers import buttons, story
from handlers.evidence.details import named, shown_details
from handlers.evidence.words import title
from handlers.moments import short_day
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import reports
from storage.evidence import Frozen

OPEN = "Open pack"
LOOKS = (
    ("Details", "evidence details"),
    ("Where from?", "evidence rows"),
    ("What is missing", "evidence gaps"),
)
YOURS = "Your own link to the page, good until {day}:"
KEEP_IT = (
    "It opens with your rights, checked again each time. Please don't pass it on: anybody in the workspace"
    " gets their own with [Open pack]. `evidence links off` ends yours."
)
NO_ADDRESS = (
    "There is no page to open yet: whoever runs Headway sets PUBLIC_URL and SECRET_KEY for that. Here is what"
    " stands on it."
)
FROM_FILE = (
    "The engagement file told of this pack: its signals are known, and there is no page of it."
    " Type `evidence` for one of today: that has a page."
)
HOW = "Write `evidence links off` to end the links to pages that you were given."
ENDED = "{links} of yours to pages of evidence {work} no more."
ENDED_ALL = "{links} of everybody here to pages of evidence {work} no more."
NEW_ONE = "A new one is one click: [Open pack] below `evidence`."
NONE_OPEN = "No link to a page of evidence is open. Nothing was changed."
LEADS_ALONE = "Only whoever leads the engagement ends everybody's links. Yours end with `evidence links off`."
ONE, SEVERAL = "1 link", "{n} links"
OFF, ALL = "off", "all"

router = Router()


def open_button(frozen: Frozen) -> Button:
    """[Open pack]; whoever presses it gets a link of their own."""
    return replace(buttons.run(OPEN, f"evidence open {frozen.number}"), is_for_everyone=True)


def buttons_of(frozen: Frozen) -> Buttons:
    """What a pack can be opened to."""
    looks = [buttons.run(label, f"{command} {frozen.number}") for label, command in LOOKS]
    return Buttons((*looks, open_button(frozen)))


@router.command(
    "evidence open",
    action=Action.READ_EVIDENCE,
    usage="evidence open [NUMBER]",
    summary="Get a link of your own to the page of a pack",
)
async def open_pack(turn: EngagementTurn, text: str) -> Reply:
    """Give the person a link of their own; without an address, show the details here."""
    frozen = await named(turn, text)
    if frozen.is_from_file:
        raise UserError(FROM_FILE)
    if turn.report_url is None:
        shown = await shown_details(turn, frozen)
        return replace(shown, blocks=(say(NO_ADDRESS), *shown.blocks))
    e = turn.engagement.id
    link_id = await reports.give(
        turn.session, engagement_id=e, person_id=turn.person.id, snapshot_id=frozen.id, now=turn.now
    )
    what = f"was given a link to the page of pack {frozen.number}"
    await story.tell(turn, subject=f"evidence:{frozen.number}", what=what)
    return _given(turn, frozen, turn.report_url(link_id=link_id))


def _given(turn: EngagementTurn, frozen: Frozen, url: str) -> Reply:
    last = short_day(turn, turn.today + timedelta(days=reports.DAYS))
    said = reply(YOURS.format(day=last), say(Link(title(turn, frozen), url)), note(KEEP_IT))
    return replace(said, is_off_record=True)


@router.command(
    "evidence links",
    action=Action.READ_EVIDENCE,
    usage="evidence links off [all]",
    summary="End the links to pages of evidence that you were given",
)
async def links(turn: EngagementTurn, text: str) -> Reply:
    """End the person's links, or everybody's."""
    words = text.casefold().split()
    if words not in ([OFF], [OFF, ALL]):
        raise UserError(HOW)
    is_all = words == [OFF, ALL]
    if is_all and not is_allowed(turn.role, Action.LEAD):
        raise UserError(LEADS_ALONE)
    ended = await reports.end_all(
        turn.session,
        engagement_id=turn.engagement.id,
        person_id=None if is_all else turn.person.id,
        now=turn.now,
    )
    if not ended:
        return reply(NONE_OPEN)
    await story.tell(turn, subject="evidence", what=f"ended links to pages of evidence: {ended}")
    count = ONE if ended == 1 else SEVERAL.format(n=ended)
    work = "works" if ended == 1 else "work"
    return reply((ENDED_ALL if is_all else ENDED).format(links=count, work=work), note(NEW_ONE))
