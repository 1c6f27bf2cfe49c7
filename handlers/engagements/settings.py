"""The settings of an engagement: changed by name, or all in one form."""

from collections.abc import Callable
from datetime import date

from domain import catalogues
from domain.chat import Args, Buttons, Field, FieldErrors, Form, FormRef, Option, Reply, Values, one, reply
from domain.engagements import (
    OPERATING_MODELS,
    read_currency,
    read_locale,
    read_month,
    read_switch,
    read_zone,
    split_names,
)
from domain.errors import UserError
from domain.permissions import Action
from handlers import buttons, story
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import engagements, kpis
from storage.tables import Engagement

CHANGED = "{what} is {new} now, it was {old}."
NOTHING_CHANGED = "Nothing was changed."
UNDONE = "Undone: the settings are as they were before."
CHANGED_SINCE = "The settings were changed again since then, so I left them as they are."
NO_SETTING = "I don't know the setting {typed}. You can change: {known}. Or type `settings` alone for a form."
WHAT_VALUE = "Please write the value too, as in `settings {name} {example}`."
AMOUNTS = "There are amounts in {currency} already, and I don't convert them. The currency stays."
QUARTERS = "There are quarterly numbers already, and their quarters would change. The fiscal year stays."
NAME_USED = "You have set up another engagement called {name}. Please pick another name."
NAME_NEEDED = "Please write the client's name."
LONGEST_NAME = 80
NAME_LONG = "That is a long name. Please keep it to 80 letters."
BAD_DAY = "I could not read {typed} as a day. Write it like 2027-02-15."
END_AFTER_START = "The end of the term must be after its start."
LABELS = {
    "name": "Client",
    "aliases": "Also called",
    "currency": "Currency",
    "zone": "Time zone",
    "locale": "Numbers and dates",
    "fiscal_start_month": "First month of the fiscal year",
    "operating_model": "Operating model",
    "start": "Start",
    "term_end": "Renewal date",
    "posts_daily": "A post a day with what was recorded",
}
EXAMPLES = {
    "zone": "Europe/Paris",
    "currency": "EUR",
    "locale": "de-DE",
    "fiscal_start_month": "4",
    "posts_daily": "off",
}
SYNONYMS = {
    "timezone": "zone",
    "fiscal": "fiscal_start_month",
    "renewal": "term_end",
    "model": "operating_model",
    "posts": "posts_daily",
}
FEW = {"operating_model": OPERATING_MODELS, "posts_daily": {"on": "on", "off": "off"}}

router = Router()


def _read_name(typed: str) -> str:
    if not typed.strip():
        raise UserError(NAME_NEEDED)
    if len(" ".join(typed.split())) > LONGEST_NAME:
        raise UserError(NAME_LONG)
    return " ".join(typed.split())


def _read_day(typed: str) -> date:
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        raise UserError(BAD_DAY.format(typed=f"“{typed.strip()[:20]}”")) from None


def _read_model(typed: str) -> str:
    if typed.strip() not in OPERATING_MODELS:
        raise UserError(NO_SETTING.format(typed=typed, known=", ".join(OPERATING_MODELS)))
    return typed.strip()


READERS: dict[str, Callable[[str], object]] = {
    "name": _read_name,
    "aliases": split_names,
    "currency": read_currency,
    "zone": read_zone,
    "locale": read_locale,
    "fiscal_start_month": read_month,
    "operating_model": _read_model,
    "start": _read_day,
    "term_end": lambda typed: _read_day(typed) if typed.strip() else None,
    "posts_daily": read_switch,
}


@router.command(
    "settings",
    action=Action.CHANGE_SETTINGS,
    usage="settings [NAME VALUE]",
    summary="Change zone, currency, locale, names or term: by form, or as in: settings zone Europe/Paris",
    opens_form=True,
)
async def settings(turn: EngagementTurn, text: str) -> Reply:
    """Change one setting, or show the form."""
    if not text:
        return Reply(form=FormRef(name="settings"))
    first, _, rest = text.partition(" ")
    name = SYNONYMS.get(first.casefold(), first.casefold())
    if name not in READERS:
        raise UserError(NO_SETTING.format(typed=first[:30], known=", ".join(READERS)))
    if not rest.strip():
        raise UserError(WHAT_VALUE.format(name=first, example=EXAMPLES.get(name, "…")))
    return await _change(turn, {name: READERS[name](rest)})


async def build_form(turn: EngagementTurn, args: Args) -> Form:
    """The settings as they are."""
    return Form(title="Settings", fields=tuple(_field(turn.engagement, name) for name in READERS))


def _field(engagement: Engagement, name: str) -> Field:
    now = getattr(engagement, name)
    value = "" if now in (None, []) else _words(now)
    choices = _choices(name, value)
    options = tuple(Option(value=key, label=words) for key, words in choices.items())
    kind = "choice" if choices else "date" if name in ("start", "term_end") else "text"
    return Field(
        name=name,
        label=LABELS[name],
        kind=kind,  # type: ignore[arg-type]  # one of three literals
        options=options,
        value=(value,),
        is_required=name not in ("aliases", "term_end"),
    )


def _choices(name: str, now: str) -> dict[str, str]:
    match name:
        case "currency":
            return {code: code for code in sorted({*catalogues.currencies(), now})}
        case "zone":
            return {zone: zone for zone in sorted({*catalogues.zones(), now})}
        case "locale":
            return {now: now, **catalogues.locales()}
        case "operating_model" | "posts_daily":
            return FEW[name]
        case "fiscal_start_month":
            return {str(month): date(2000, month, 1).strftime("%B") for month in range(1, 13)}
        case _:
            return {}


async def submit_form(turn: EngagementTurn, args: Args, values: Values) -> Reply | FieldErrors:
    """Change every setting that differs."""
    errors: dict[str, str] = {}
    read: dict[str, object] = {}
    for name, reader in READERS.items():
        try:
            read[name] = reader(one(values, name))
        except UserError as error:
            errors[name] = error.sentence
    return FieldErrors(errors) if errors else await _change(turn, read)


async def _change(turn: EngagementTurn, wanted: dict[str, object]) -> Reply:
    e = turn.engagement
    changed = {name: value for name, value in wanted.items() if getattr(e, name) != value}
    if not changed:
        return reply(NOTHING_CHANGED)
    await _check(turn, changed)
    before = {name: _plain(getattr(e, name)) for name in changed}
    for name, value in changed.items():
        setattr(e, name, value)
    after = {name: _plain(value) for name, value in changed.items()}
    told = ", ".join(f"{LABELS[n]} from {_words(before[n])} to {_words(after[n])}" for n in changed)
    await _tell(turn, f"changed the settings: {told}", before, after)
    lines = [
        CHANGED.format(what=LABELS[name], new=_words(after[name]), old=_words(before[name]))
        for name in changed
    ]
    return reply(*lines, Buttons((buttons.undo("settings undo", {"before": before, "after": after}),)))


async def _check(turn: EngagementTurn, changed: dict[str, object]) -> None:
    e = turn.engagement
    if "currency" in changed and await kpis.has_values(turn.session, engagement_id=e.id, unit="currency"):
        raise UserError(AMOUNTS.format(currency=e.currency))
    if "fiscal_start_month" in changed and await kpis.has_values(
        turn.session, engagement_id=e.id, cadence="quarterly"
    ):
        raise UserError(QUARTERS)
    start, end = changed.get("start", e.start), changed.get("term_end", e.term_end)
    if isinstance(start, date) and isinstance(end, date) and end <= start:
        raise UserError(END_AFTER_START)
    if e.set_up_by is not None:
        await _check_names(turn, changed, e.set_up_by)


async def _check_names(turn: EngagementTurn, changed: dict[str, object], set_up_by: int) -> None:
    used = await engagements.names_set_up_by(turn.session, person_id=set_up_by)
    own = {word.casefold() for word in (turn.engagement.name, *turn.engagement.aliases)}
    aliases = changed.get("aliases", [])
    for word in (changed.get("name"), *(aliases if isinstance(aliases, list) else [])):
        if isinstance(word, str) and word.casefold() in used - own:
            raise UserError(NAME_USED.format(name=word))


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _words(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "nothing"
    if isinstance(value, bool):
        return "on" if value else "off"
    return "open" if value is None else str(value)


async def _tell(turn: EngagementTurn, what: str, before: dict[str, object], after: dict[str, object]) -> None:
    await story.tell(turn, subject="settings", what=what, before=before, after=after)


@router.click("settings undo", action=Action.CHANGE_SETTINGS)
async def undo(turn: EngagementTurn, args: Args) -> Reply:
    """Bring back the settings from before."""
    e, before = turn.engagement, dict(args["before"])
    if {name: _plain(getattr(e, name)) for name in before} != args["after"]:
        raise UserError(CHANGED_SINCE)
    days = {name for name in ("start", "term_end") if before.get(name)}
    back = {name: date.fromisoformat(value) if name in days else value for name, value in before.items()}
    await _check(turn, back)
    for name, value in back.items():
        setattr(e, name, value)
    await _tell(turn, "undid a change of the settings", args["after"], before)
    return reply(UNDONE)


router.form("settings", action=Action.CHANGE_SETTINGS, build=build_form, submit=submit_form)
