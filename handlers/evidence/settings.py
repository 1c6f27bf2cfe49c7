"""`evidence settings` and `evidence set`: the thresholds by which the evidence is judged."""

from dataclasses import fields

from domain.chat import Args, Buttons, Heading, Reply, Table, note, reply
from domain.errors import UserError
from domain.evidence.inputs import Thresholds
from domain.evidence.thresholds import SETTINGS, changed, read_value, split_setting, words_of
from domain.permissions import Action
from handlers import buttons, story
from handlers.evidence.gathering import thresholds_of
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import terms

TITLE = "How the evidence is judged"
COLUMNS = ("Threshold", "Now", "What it is")
UNUSUAL = "{now} (usually {usual})"
CHANGE = "Change one: `evidence set market_items 6`. Back to the usual: `evidence set market_items default`."
FROZEN_STAY = "Packs that are frozen already stay as they are."
CHANGED = "{name} is {new} now, it was {old}: {label}."
SAME = "{name} is {new} already. Nothing was changed."
UNDONE = "Undone: {name} is {old} again."
CHANGED_SINCE = "{name} was changed again since then, so I left it as it is."

router = Router()


@router.command(
    "evidence settings",
    action=Action.READ_EVIDENCE,
    usage="evidence settings",
    summary="Show the thresholds by which the evidence is judged",
    reads=True,
)
async def show(turn: EngagementTurn, text: str) -> Reply:
    """Show every threshold, with the usual one beside what was changed."""
    now, usual = thresholds_of(turn.engagement), Thresholds()
    rows = tuple(
        ((name,), (_now(turn, name, now, usual),), (SETTINGS[name].label,))
        for name in (field.name for field in fields(Thresholds))
    )
    table = Table(columns=COLUMNS, rows=rows, numeric=(1,))
    return reply(Heading(TITLE), table, note(f"{CHANGE} {FROZEN_STAY}"))


def _now(turn: EngagementTurn, name: str, now: Thresholds, usual: Thresholds) -> str:
    words, usually = (_words(turn, name, getattr(one, name)) for one in (now, usual))
    return words if words == usually else UNUSUAL.format(now=words, usual=usually)


def _words(turn: EngagementTurn, name: str, value: float) -> str:
    return words_of(SETTINGS[name].kind, value, locale=turn.engagement.locale)


@router.command(
    "evidence set",
    action=Action.CHANGE_SETTINGS,
    usage="evidence set THRESHOLD VALUE",
    summary="Change a threshold of the evidence, as in: evidence set market_items 6",
)
async def change(turn: EngagementTurn, text: str) -> Reply:
    """Set one threshold, or bring back the usual one."""
    name, typed = split_setting(text)
    read = read_value(name, typed, locale=turn.engagement.locale)
    before = thresholds_of(turn.engagement)
    old, new = getattr(before, name), getattr(Thresholds(), name) if read is None else read
    if new == old:
        return reply(SAME.format(name=name, new=_words(turn, name, new)))
    changed(before, name, new)
    was = terms.thresholds(turn.engagement).get(name)
    await _keep(turn, name, read, before=old, after=new)
    words = {"name": name, "label": SETTINGS[name].label}
    said = CHANGED.format(new=_words(turn, name, new), old=_words(turn, name, old), **words)
    undo = buttons.undo("evidence set undo", {"name": name, "was": was, "now": read})
    return reply(said, note(FROZEN_STAY), Buttons((undo,)))


async def _keep(turn: EngagementTurn, name: str, value: float | None, *, before: float, after: float) -> None:
    """Keep the value, None for the usual one, and tell the history."""
    set_before = terms.thresholds(turn.engagement).items()
    kept = {known: one for known, one in set_before if known != name}
    terms.set_thresholds(turn.engagement, kept if value is None else {**kept, name: value})
    words = f"from {_words(turn, name, before)} to {_words(turn, name, after)}"
    await story.tell(
        turn,
        subject="settings",
        what=f"changed how the evidence is judged: {name} {words}",
        before={name: before},
        after={name: after},
    )


@router.click("evidence set undo", action=Action.CHANGE_SETTINGS)
async def undo(turn: EngagementTurn, args: Args) -> Reply:
    """Bring back the value from before."""
    name, was = args["name"], args["was"]
    if terms.thresholds(turn.engagement).get(name) != args["now"]:
        raise UserError(CHANGED_SINCE.format(name=name))
    before = getattr(thresholds_of(turn.engagement), name)
    after = getattr(Thresholds(), name) if was is None else was
    changed(thresholds_of(turn.engagement), name, after)
    await _keep(turn, name, was, before=before, after=after)
    return reply(UNDONE.format(name=name, old=_words(turn, name, after)))
