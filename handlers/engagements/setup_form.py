"""The setup form: one page, filled with what is likely."""

from domain import catalogues
from domain.chat import Args, Field, Form, Option
from domain.permissions import Role
from handlers import people
from handlers.channels import who_reads
from handlers.turn import Turn
from storage import channels
from storage.tables import Channel

TITLE = "Set up an engagement"
INTRO = "You become its lead. Everything here can be changed later."
SHARED_INTRO = "This channel is shared with another organisation. {who} They see what I post here."
SHARED_LABEL = "Shall the engagement live in this shared channel?"
HERE, ELSEWHERE = "here", "elsewhere"
SHARED_CHOICES = {HERE: "Yes, they may read it", ELSEWHERE: "No, I will take another channel"}
TEAM_HINT = "They join as team members. Change a role later with `members role`."
KPIS_HINT = "Three to eight are plenty. Others can be added at any time with `kpi add`."
LEAD_ROLES = {Role.CMO: "Fractional CMO", Role.MARKETING_DIRECTOR: "Marketing director"}
DEFAULT_ZONE = "Europe/London"
DEFAULT_LOCALE = "en-GB"
CURRENCIES = {"Europe/London": "GBP", "America": "USD"}
LONGEST_NAME = 80
SUGGESTED = ("revenue", "qualified_leads", "cost_per_lead")


async def build_form(turn: Turn, args: Args) -> Form:
    """The setup form, filled with what is likely; in a shared channel with who reads along there."""
    fields = (_name_field(str(args.get("name", ""))), *_choices(turn), _kpi_field(), *await _people(turn))
    channel = await shared_channel(turn)
    if channel is None:
        return Form(title=TITLE, intro=INTRO, submit_label="Set up", fields=fields)
    intro = f"{SHARED_INTRO.format(who=who_reads(channel, turn.workspace))} {INTRO}"
    confirm = _choice("shared", SHARED_LABEL, SHARED_CHOICES, "")
    return Form(title=TITLE, intro=intro, submit_label="Set up", fields=(confirm, *fields))


async def shared_channel(turn: Turn) -> Channel | None:
    """The channel of the turn, where it is known that people of other organisations read it."""
    place = turn.request.address.conversation
    known = await channels.find(turn.session, workspace_id=turn.workspace.id, external_id=place)
    return known if known is not None and known.is_shared else None


def _name_field(name: str) -> Field:
    example = "Northwind Ltd"
    return Field(name="name", label="Client", placeholder=example, value=(name,), max_length=LONGEST_NAME)


def _choices(turn: Turn) -> tuple[Field, ...]:
    zone = turn.person.zone or turn.request.sender.zone or DEFAULT_ZONE
    roles = {role.value: words for role, words in LEAD_ROLES.items()}
    cases = {case.key: case.name for case in catalogues.use_cases().values()}
    currencies = {code: code for code in catalogues.currencies()}
    locales = catalogues.locales()
    locale = turn.request.sender.locale if turn.request.sender.locale in locales else DEFAULT_LOCALE
    zones = {name: name for name in sorted({*catalogues.zones(), zone})}
    return (
        _choice("role", "Your role", roles, "cmo"),
        _choice("use_case", "Why you are there", cases, "emerging_growth"),
        _choice("currency", "Currency", currencies, _currency(zone)),
        _choice("zone", "Time zone", zones, zone),
        _choice("locale", "How numbers and dates are written", locales, locale),
    )


async def _people(turn: Turn) -> tuple[Field, Field]:
    everybody = [known for known in await people.everybody(turn) if known.account.left_at is None]
    here = [known for known in everybody if known.person.id != turn.person.id]
    options = tuple(Option(value=known.account.external_id, label=known.person.name) for known in here)
    return (
        Field(name="ceo", label="Client CEO", kind="person", options=options, is_required=False),
        Field(name="team", label="Team", kind="people", options=options, is_required=False, hint=TEAM_HINT),
    )


def _currency(zone: str) -> str:
    """The currency that is likely where the person is."""
    return CURRENCIES.get(zone) or CURRENCIES.get(zone.partition("/")[0], "EUR")


def _choice(name: str, label: str, options: dict[str, str], value: str) -> Field:
    made = tuple(Option(value=key, label=words) for key, words in options.items())
    return Field(name=name, label=label, kind="choice", options=made, value=(value,) if value else ())


def _kpi_field() -> Field:
    options = tuple(
        Option(value=entry.key, label=entry.name, group=entry.group)
        for entry in catalogues.library().values()
    )
    return Field(
        name="kpis",
        label="KPIs to follow",
        kind="choices",
        options=tuple(sorted(options, key=lambda option: option.group)),
        is_required=False,
        hint=KPIS_HINT,
        value=SUGGESTED,
    )
