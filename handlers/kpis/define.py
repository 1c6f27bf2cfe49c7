"""Which KPIs are followed: add from the library or by form, edit, retire."""

from domain.chat import Args, Buttons, FieldErrors, Form, FormRef, Reply, Values, note, reply
from domain.errors import UserError
from domain.kpis.doubts import example_of
from domain.permissions import Action
from handlers import buttons
from handlers.kpis import agreements
from handlers.kpis.agreements import REDEFINED, agreed_about, left_behind
from handlers.kpis.drafts import (
    Draft,
    NameProblem,
    check_names,
    columns,
    described,
    draft_of,
    follow,
    library_entry,
    stored_draft,
    tell,
)
from handlers.kpis.fields import definition_fields, read_definition
from handlers.kpis.named import named
from handlers.kpis.target_words import target_left
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import kpis, targets
from storage.tables import Kpi

ADDED = "{name} is followed now ({cadence}). Record a value with `kpi {key} {example}`."
CHANGED = "{name} is changed: {what}."
NEW_VERSION = (
    "What is counted has changed, so its values and its target start anew;"
    " the earlier ones stay readable: `kpi show {key}`."
)
NOTHING_CHANGED = "Nothing was changed."
RETIRED = "{name} is retired. Its history stays."
BACK = "{name} is followed again."
TAKEN_BACK = "Undone: {name} is as it was before."
ADD_UNDONE = "Undone: {name} is not followed."
HAS_VALUES = "{name} has values by now, so I left it. You can retire it with `kpi retire {key}`."
HAS_TARGET = "{name} has a target by now, so I left it. Undo the target first, or change it with `kpi edit`."
HAS_AGREED = "Held to {name} as it is now: {listed}. So I left it; you can change it with `kpi edit`."
FOLLOWED = "{name} is followed already. Nothing was changed."
CHANGED_SINCE = "{name} was changed again since then, so I left it as it is."
NOT_IN_LIBRARY = "“{typed}” is not in the library, so I need a few words about it."
WHICH_EDIT = "Which KPI? Write it as in `kpi edit leads`."
WHICH_RETIRE = "Which KPI? Write it as in `kpi retire leads`."
DEFINING = ("definition", "formula", "unit", "aggregation", "cadence")
WORDS = {"is_driver": "driver", "is_in_sow": "in the SOW", "is_seasonal": "seasonal", "owner_id": "owner"}

router = Router()


@router.command(
    "kpi add",
    action=Action.DEFINE_KPI,
    usage="kpi add [NAME]",
    summary="Follow a KPI: one of the library by its name, or any other by form",
    opens_form=True,
)
async def add(turn: EngagementTurn, text: str) -> Reply:
    """Follow the KPI of the library that is named, or show the form."""
    entry = library_entry(text) if text else None
    if entry is None:
        blocks = reply(NOT_IN_LIBRARY.format(typed=text[:80])).blocks if text else ()
        return Reply(form=FormRef(name="kpi add", args={"name": text[:80]}), blocks=blocks)
    rows = await kpis.followed(turn.session, engagement_id=turn.engagement.id)
    if any(kpi.name == entry.name for kpi in rows):
        raise UserError(FOLLOWED.format(name=entry.name))
    for kpi in await kpis.retired(turn.session, engagement_id=turn.engagement.id):
        if kpi.name == entry.name:
            return await _follow_again(turn, kpi)
    kpi = await follow(turn, draft_of(entry, owner_id=turn.person.id, rows=rows), key=entry.key)
    return _added(kpi)


def _added(kpi: Kpi) -> Reply:
    undo = buttons.undo("kpi add undo", {"kpi": kpi.id})
    return reply(
        ADDED.format(name=kpi.name, cadence=kpi.cadence, key=kpi.key, example=example_of(kpi.unit)),
        Buttons((undo,)),
    )


async def build_add(turn: EngagementTurn, args: Args) -> Form:
    """The form that describes a new KPI."""
    return Form(
        title="Follow a KPI",
        submit_label="Add",
        fields=await definition_fields(turn, None, name=args.get("name", "")),
    )


async def submit_add(turn: EngagementTurn, args: Args, values: Values) -> Reply | FieldErrors:
    """Follow the KPI that was described."""
    draft = await read_definition(turn, values)
    if isinstance(draft, FieldErrors):
        return draft
    try:
        return _added(await follow(turn, draft))
    except NameProblem as error:
        return FieldErrors({error.field: error.sentence})


@router.click("kpi add undo", action=Action.DEFINE_KPI)
async def undo_add(turn: EngagementTurn, args: Args) -> Reply:
    """Stop following a KPI that was just added and has no values."""
    kpi = await _kpi(turn, args["kpi"])
    heads = await kpis.heads(turn.session, engagement_id=turn.engagement.id, kpi_ids=[kpi.id])
    if heads:
        raise UserError(HAS_VALUES.format(name=kpi.name, key=kpi.key))
    kpi.retired_at = turn.now
    await tell(turn, kpi, f"undid adding the KPI {kpi.name}", before=described(kpi), after=None)
    return reply(ADD_UNDONE.format(name=kpi.name))


async def _kpi(turn: EngagementTurn, kpi_id: int) -> Kpi:
    kpi = await kpis.find(turn.session, engagement_id=turn.engagement.id, kpi_id=kpi_id)
    if kpi is None:
        raise UserError
    return kpi


@router.command(
    "kpi edit",
    action=Action.DEFINE_KPI,
    usage="kpi edit KEY",
    summary="Change name, owner, definition or range of a KPI, by form",
)
async def edit(turn: EngagementTurn, text: str) -> Reply:
    """Show the form of one KPI."""
    kpi = await named(turn, text, otherwise=WHICH_EDIT)
    return Reply(form=FormRef(name="kpi edit", args={"kpi": kpi.id}))


async def build_edit(turn: EngagementTurn, args: Args) -> Form:
    """The form with what the KPI is now."""
    kpi = await _kpi(turn, args["kpi"])
    return Form(title=f"Edit {kpi.name}"[:60], fields=await definition_fields(turn, _draft(kpi)))


def _draft(kpi: Kpi) -> Draft:
    now = {name: getattr(kpi, name) for name in Draft.__dataclass_fields__}
    return Draft(**{**now, "aliases": tuple(kpi.aliases)})


async def submit_edit(turn: EngagementTurn, args: Args, values: Values) -> Reply | FieldErrors:
    """Change the KPI as it was described."""
    kpi = await _kpi(turn, args["kpi"])
    draft = await read_definition(turn, values, _draft(kpi))
    if isinstance(draft, FieldErrors):
        return draft
    try:
        check_names(draft, await kpis.followed(turn.session, engagement_id=turn.engagement.id), but=kpi.id)
    except NameProblem as error:
        return FieldErrors({error.field: error.sentence})
    return await _change(turn, kpi, draft)


async def _change(turn: EngagementTurn, kpi: Kpi, draft: Draft) -> Reply:
    before, version = described(kpi), kpi.definition_version
    changed = [name for name, value in vars(draft).items() if getattr(_draft(kpi), name) != value]
    if not changed:
        return reply(NOTHING_CHANGED)
    e, ids = turn.engagement.id, [kpi.id]
    heads = await kpis.heads(turn.session, engagement_id=e, kpi_ids=ids)
    aim = (await targets.standing(turn.session, engagement_id=e, kpi_ids=ids))[kpi.id]
    agreed = await agreed_about(turn, kpi)
    is_new = bool(heads or agreed) and any(name in DEFINING for name in changed)
    if is_new:
        who = turn.person.id
        await kpis.replace_definition(turn.session, kpi, engagement_id=e, person_id=who, now=turn.now)
    _apply(kpi, draft, version + is_new)
    words = ", ".join(WORDS.get(name, name.replace("_", " ")) for name in changed)
    await tell(turn, kpi, f"changed the KPI {kpi.name}: {words}", before=before, after=described(kpi))
    undo = buttons.undo(
        "kpi edit undo", {"kpi": kpi.id, "before": before, "version": version, "after": described(kpi)}
    )
    anew = [note(NEW_VERSION.format(key=kpi.key))] if heads or aim else []
    asides = [*anew, *left_behind(REDEFINED, agreed)] if is_new else []
    if "direction" in changed and not is_new:
        asides += [note(line) for line in await target_left(turn, kpi)]
    return reply(CHANGED.format(name=kpi.name, what=words), *asides, Buttons((undo,)))


def _apply(kpi: Kpi, draft: Draft, version: int) -> None:
    for name, value in columns(draft).items():
        setattr(kpi, name, value)
    kpi.definition_version = version


async def _require_unused(turn: EngagementTurn, kpi: Kpi) -> None:
    """Raise UserError where the definition in force has values or a target: they would belong to nothing."""
    e, ids = turn.engagement.id, [kpi.id]
    if await kpis.heads(turn.session, engagement_id=e, kpi_ids=ids):
        raise UserError(HAS_VALUES.format(name=kpi.name, key=kpi.key))
    if (await targets.standing(turn.session, engagement_id=e, kpi_ids=ids))[kpi.id]:
        raise UserError(HAS_TARGET.format(name=kpi.name))
    if agreed := await agreed_about(turn, kpi):
        raise UserError(HAS_AGREED.format(name=kpi.name, listed=", ".join(agreed)))


@router.click("kpi edit undo", action=Action.DEFINE_KPI)
async def undo_edit(turn: EngagementTurn, args: Args) -> Reply:
    """Bring back the definition from before the change."""
    kpi = await _kpi(turn, args["kpi"])
    if described(kpi) != args["after"]:
        raise UserError(CHANGED_SINCE.format(name=kpi.name))
    if kpi.definition_version != args["version"]:
        await _require_unused(turn, kpi)
    _apply(kpi, stored_draft(args["before"]), args["version"])
    await tell(
        turn, kpi, f"undid the change of the KPI {kpi.name}", before=args["after"], after=described(kpi)
    )
    return reply(TAKEN_BACK.format(name=kpi.name))


@router.command(
    "kpi retire",
    action=Action.DEFINE_KPI,
    usage="kpi retire KEY",
    summary="Stop following a KPI; its history stays",
)
async def retire(turn: EngagementTurn, text: str) -> Reply:
    """Stop following the KPI."""
    kpi = await named(turn, text, otherwise=WHICH_RETIRE)
    asides = left_behind(agreements.RETIRED, await agreed_about(turn, kpi))
    kpi.retired_at = turn.now
    await tell(turn, kpi, f"retired the KPI {kpi.name}", before=described(kpi), after=None)
    undo = buttons.undo("kpi retire undo", {"kpi": kpi.id})
    return reply(RETIRED.format(name=kpi.name), *asides, Buttons((undo,)))


@router.click("kpi retire undo", action=Action.DEFINE_KPI)
async def undo_retire(turn: EngagementTurn, args: Args) -> Reply:
    """Follow the KPI again."""
    return await _follow_again(turn, await _kpi(turn, args["kpi"]))


async def _follow_again(turn: EngagementTurn, kpi: Kpi) -> Reply:
    """Follow a retired KPI again, with everything that was recorded for it."""
    check_names(_draft(kpi), await kpis.followed(turn.session, engagement_id=turn.engagement.id), but=kpi.id)
    kpi.retired_at = None
    await tell(turn, kpi, f"follows the KPI {kpi.name} again", before=None, after=described(kpi))
    return reply(BACK.format(name=kpi.name))


router.form("kpi add", action=Action.DEFINE_KPI, build=build_add, submit=submit_add)
router.form("kpi edit", action=Action.DEFINE_KPI, build=build_edit, submit=submit_edit)
