"""`assume`: as a command, and as a form."""

from dataclasses import asdict

from domain.assumptions import KIND_NAMES, KINDS, Draft
from domain.chat import Args, Field, FieldErrors, Form, FormRef, Option, Reply, Values, given, one, reply
from domain.errors import UserError
from domain.literals import one_of
from domain.numbers.typed import quoted
from domain.permissions import Action
from domain.typed_fields import Fields, is_quoted, split_fields, within
from handlers.assumptions.adding import LONGEST, SAY_THRESHOLD, SAY_WHAT, add, draft_of
from handlers.assumptions.changing import change
from handlers.assumptions.finding import ADD, EDIT, NUMBER, REMOVE
from handlers.assumptions.showing import show
from handlers.kpis.named import named
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import kpis
from storage.tables import Kpi

TITLE = "Write down an assumption"
INTRO = "Something that has to be true for the strategy to work, and what will count as supported."
TEXT, KIND, CRITICAL = "What do you assume?", "What is it about?", "Does the strategy fall with it?"
THRESHOLD, KPI = "What will count as supported?", "Which KPI shows it?"
TEXT_EXAMPLE = "Employers will pay for on-site assessment days"
THRESHOLD_EXAMPLE = "at least 3 a month for two months"
THRESHOLD_HINT = (
    "Written first: once a result is in, it stands. Where a KPI shows it, say in how many periods,"
    ' as in "at least 3 a month for two months".'
)
YES, NO, NONE, OTHER = "yes", "no", "none", "other"
IS_CRITICAL, IS_NOT_CRITICAL, NO_KPI = "Yes, it is a leap of faith", "No", "None: experiments will tell"
NO_SUCH_KIND = "I don't know the type {typed}. Write value, growth, channel, price, segment or other."
WHICH_KPI = "Which KPI shows it? Write its name, or leave `kpi` out."
IN_QUOTES = ' If that word belongs to what you assume, put it in quotes: `assume "…" threshold "…"`.'
NOT = "not critical"
HOW_REMOVE = 'To say that assumption {number} no longer matters: `assume retire {number} "why"`.'
FIELDS = ("threshold", "kpi", "type", "critical", NOT)

router = Router()


@router.command(
    "assume",
    action=Action.WRITE_ASSUMPTION,
    usage='assume "TEXT" threshold "WHAT COUNTS" [kpi KEY] [type TYPE] [not critical]',
    summary="Write down what has to be true, and what will count as supported",
    opens_form=True,
)
async def assume(turn: EngagementTurn, text: str) -> Reply:
    """Write the assumption down that was typed, or show the form with it."""
    if NUMBER.fullmatch(text.strip()):
        return await show(turn, text)
    if edited := EDIT.match(text):
        return await change(turn, text[edited.end() :])
    if removed := REMOVE.fullmatch(text):
        raise UserError(HOW_REMOVE.format(number=removed["number"]))
    text = ADD.sub("", text)
    typed = split_fields(text, FIELDS)
    try:
        draft, kpi = await _read(turn, typed)
    except UserError as error:
        aside = "" if is_quoted(text) else IN_QUOTES
        raise UserError(f"{error.sentence}{aside}") from error
    within(draft.text, LONGEST, what="assumption")
    if draft.text and draft.threshold:
        return await add(turn, draft_of(turn, draft, kpi=kpi))
    key = kpi.key if kpi else ""
    known = {**asdict(draft), "kpi": key, "held": None}
    why = SAY_THRESHOLD if draft.text else SAY_WHAT
    return Reply(form=FormRef(name="assume", args=known), blocks=reply(why).blocks if text.strip() else ())


async def _read(turn: EngagementTurn, typed: Fields) -> tuple[Draft, Kpi | None]:
    """What was typed, and the KPI that it names. Raises UserError for a type or a KPI that is none."""
    kpi = await _typed_kpi(turn, typed.named.get("kpi", ""), is_typed="kpi" in typed.named)
    word = typed.named.get("type", OTHER).casefold()
    kind = one_of(word, KINDS)
    if kind is None:
        raise UserError(NO_SUCH_KIND.format(typed=quoted(word)))
    draft = Draft(
        text=typed.head,
        threshold=typed.named.get("threshold", ""),
        kind=kind,
        is_critical=NOT not in typed.named,
    )
    return draft, kpi


async def _typed_kpi(turn: EngagementTurn, typed: str, *, is_typed: bool) -> Kpi | None:
    if not is_typed or typed.casefold() == NONE:
        return None
    return await named(turn, typed, otherwise=WHICH_KPI)


async def build_form(turn: EngagementTurn, args: Args) -> Form:
    """The form of an assumption, with what was typed already."""
    rows = await kpis.followed(turn.session, engagement_id=turn.engagement.id)
    kinds = tuple(Option(value=kind, label=label) for kind, label in KIND_NAMES.items())
    weights = (Option(value=YES, label=IS_CRITICAL), Option(value=NO, label=IS_NOT_CRITICAL))
    shown_by = (Option(value=NONE, label=NO_KPI), *(Option(value=kpi.key, label=kpi.name) for kpi in rows))
    critical = YES if args.get("is_critical", True) else NO
    fields = (
        Field(
            name="text",
            label=TEXT,
            kind="long_text",
            placeholder=TEXT_EXAMPLE,
            max_length=LONGEST,
            value=given(args, "text"),
        ),
        Field(
            name="threshold",
            label=THRESHOLD,
            placeholder=THRESHOLD_EXAMPLE,
            hint=THRESHOLD_HINT,
            max_length=LONGEST,
            value=given(args, "threshold"),
        ),
        Field(name="kpi", label=KPI, kind="choice", options=shown_by, value=given(args, "kpi") or (NONE,)),
        Field(name="kind", label=KIND, kind="choice", options=kinds, value=given(args, "kind") or ("other",)),
        Field(name="critical", label=CRITICAL, kind="choice", options=weights, value=(critical,)),
    )
    return Form(title=TITLE, intro=INTRO, fields=fields)


async def submit_form(turn: EngagementTurn, args: Args, values: Values) -> Reply | FieldErrors:
    """Write the assumption down that was entered."""
    errors = {
        name: sentence
        for name, sentence in (("text", SAY_WHAT), ("threshold", SAY_THRESHOLD))
        if not one(values, name)
    }
    if errors:
        return FieldErrors(errors)
    key = one(values, "kpi")
    try:
        kpi = await _typed_kpi(turn, key, is_typed=bool(key))
    except UserError as error:
        return FieldErrors({"kpi": error.sentence})
    draft = Draft(
        text=one(values, "text"),
        threshold=one(values, "threshold"),
        kind=one_of(one(values, "kind"), KINDS) or "other",
        is_critical=one(values, "critical") != NO,
    )
    return await add(turn, draft_of(turn, draft, kpi=kpi))


router.form("assume", action=Action.WRITE_ASSUMPTION, build=build_form, submit=submit_form)
