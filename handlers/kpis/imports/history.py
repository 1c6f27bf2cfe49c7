"""The past of each KPI, pasted into one form: a field for each of them, or one table for all."""

from collections.abc import Sequence

from domain.chat import Args, Field, FieldErrors, Form, FormRef, Reply, Typed, Values, note, reply, say
from domain.errors import UserError
from domain.kpis.names import NONE_YET
from domain.literals import literal
from domain.periods import CADENCES
from domain.permissions import Action
from domain.spreadsheets.history import History, Past, read_history, sheet_of
from handlers import permissions
from handlers.kpis.imports.bringing import LONGEST_PASTE, PASTED, TOO_LONG, bring_text, keep, preview
from handlers.kpis.named import named
from handlers.kpis.series import Series, all_series, last_period, period_name
from handlers.routing import Router
from handlers.turn import EngagementTurn

TITLE = "Bring past numbers"
INTRO = (
    "12 to 24 periods of each KPI let trends be told. One line for each, or the values alone with the newest"
    " last; or drop a CSV or XLSX file into a chat with me alone (`kpi template` shows an empty one). You see"
    " what would be saved first."
)
LABEL = ("{name}", "{name} (1 value so far)", "{name} ({n} values so far)")
FIELD_HINT = "Or the values alone: the last one is that of {last}."
EXAMPLE = "{first} 101\n{second} 104"
TABLE, TABLE_HINT = (
    "Table",
    "Or one table for all: columns date, kpi, value; or KPIs along one side and months along the other.",
)
NOTHING = "Please paste the past of one KPI at least, or a table."
EITHER = "Please take either the fields or the table, so that no number is read twice."
NOT_YOURS = "The numbers of these KPIs are recorded by others: `kpi list` shows by whom."
WHICH = "Which KPI? Write its name, as in `kpi history leads`; or `kpi history` for all."
MORE = "Others fit into a second round: `kpi history NAME`."
TEMPLATE = (
    "A table to fill in: copy it into a spreadsheet or a text file, save that as CSV, and drop it here."
)
HOW = "An empty cell stays “not reported”. What is recorded already is left as it is."
PREFIX = "of_"
MONTHS_OF_TEMPLATE = 24
MOST_FIELDS = 8

router = Router()


@router.command(
    "kpi history",
    action=Action.WRITE_KPI,
    usage="kpi history [KPI]",
    summary="Paste the past months of your KPIs, so that trends can be told",
    opens_form=True,
)
async def history(turn: EngagementTurn, text: str) -> Reply:
    """Show the form for the past of all KPIs, or of one."""
    kpi = await named(turn, text, otherwise=WHICH) if text.strip() else None
    return Reply(form=FormRef(name="kpi history", args={"kpi": kpi.key} if kpi else {}))


@router.command(
    "kpi template",
    action=Action.WRITE_KPI,
    usage="kpi template",
    summary="An empty table of your KPIs, to fill in and bring back as CSV",
    reads=True,
)
async def template(turn: EngagementTurn, text: str) -> Reply:
    """Show an empty table with a column for each KPI, and a line for each of the last periods."""
    mine = [one for one in await all_series(turn) if permissions.is_writer(turn, one.kpi)]
    if not mine:
        raise UserError(NOT_YOURS if await all_series(turn) else NONE_YET)
    cadences = [one.kpi.cadence for one in mine]
    usual = max(dict.fromkeys(cadences), key=cadences.count)
    columns = [one for one in mine if one.kpi.cadence == usual]
    return reply(TEMPLATE, say(Typed(_blank(turn, columns))), note(HOW))


def _blank(turn: EngagementTurn, columns: Sequence[Series]) -> str:
    period = last_period(turn, columns[0].kpi)
    lines = []
    for _ in range(MONTHS_OF_TEMPLATE):
        lines.append(str(period) + "," * len(columns))
        period = period.previous()
    return "\n".join([",".join(["period", *(one.kpi.key for one in columns)]), *reversed(lines)])


async def build_form(turn: EngagementTurn, args: Args) -> Form:
    """A field for each KPI that the person records, the poorest in values first; and one for a table."""
    wanted = await _wanted(turn, args)
    shown = wanted[:MOST_FIELDS]
    table = Field(
        name="table",
        label=TABLE,
        kind="long_text",
        hint=TABLE_HINT,
        is_required=False,
        max_length=LONGEST_PASTE,
    )
    intro = f"{INTRO} {MORE}" if len(shown) < len(wanted) else INTRO
    fields = (*(_field(turn, one) for one in shown), table)
    return Form(title=TITLE, fields=fields, submit_label="Look at it", intro=intro)


async def _wanted(turn: EngagementTurn, args: Args) -> list[Series]:
    """The KPIs of the form, the poorest first. Raises UserError where the person records none of them."""
    series = await all_series(turn)
    if not series:
        raise UserError(NONE_YET)
    mine = [one for one in series if permissions.is_writer(turn, one.kpi)]
    if key := args.get("kpi"):
        mine = [one for one in mine if one.kpi.key == key]
    if not mine:
        raise UserError(NOT_YOURS)
    return sorted(mine, key=lambda one: len(one.whole_values()))


def _field(turn: EngagementTurn, one: Series) -> Field:
    count, last = len(one.whole_values()), last_period(turn, one.kpi)
    months = {"first": period_name(turn, last.previous()), "second": period_name(turn, last)}
    return Field(
        name=PREFIX + one.kpi.key,
        label=LABEL[min(count, 2)].format(name=one.kpi.name, n=count),
        kind="long_text",
        hint=FIELD_HINT.format(last=period_name(turn, last)),
        placeholder=EXAMPLE.format(**months),
        is_required=False,
        max_length=LONGEST_PASTE,
    )


async def submit_form(turn: EngagementTurn, args: Args, values: Values) -> Reply | FieldErrors:
    """Show what the pasted past would save, by the same rules as a table."""
    pasted = {
        one.kpi.key: text
        for one in await _wanted(turn, args)
        if (text := _entered(values, PREFIX + one.kpi.key)).strip()
    }
    table = _entered(values, "table")
    if table.strip():
        wrong = EITHER if pasted else TOO_LONG if len(table) > LONGEST_PASTE else ""
        return (
            FieldErrors({"table": wrong.format(most=LONGEST_PASTE)})
            if wrong
            else await bring_text(turn, table)
        )
    if not pasted:
        return FieldErrors({"": NOTHING})
    read = await _read(turn, args, pasted)
    if isinstance(read, FieldErrors):
        return read
    return await preview(turn, await keep(turn, sheet_of(read), name=PASTED))


async def _read(
    turn: EngagementTurn, args: Args, pasted: dict[str, str]
) -> list[tuple[Past, History]] | FieldErrors:
    found, errors = [], {}
    for one in await _wanted(turn, args):
        if one.kpi.key not in pasted:
            continue
        past = _past(turn, one)
        try:
            found.append((past, read_history(pasted[one.kpi.key], past)))
        except UserError as error:
            errors[PREFIX + one.kpi.key] = error.sentence
    return FieldErrors(errors) if errors else found


def _past(turn: EngagementTurn, one: Series) -> Past:
    return Past(
        key=one.kpi.key,
        name=one.kpi.name,
        cadence=literal(one.kpi.cadence, CADENCES),
        today=turn.today,
        locale=turn.engagement.locale,
        fiscal_start_month=turn.engagement.fiscal_start_month,
    )


def _entered(values: Values, name: str) -> str:
    # Not stripped: the header of a table may begin with a tab.
    entered = values.get(name) or ("",)
    return entered[0]


router.form("kpi history", action=Action.WRITE_KPI, build=build_form, submit=submit_form)
