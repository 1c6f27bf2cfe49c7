"""The setup form: one page, filled with what is likely."""

from domain import catalogues
from domain.chat import Args, Field, Form, Option
from domain.permissions import Role
from handlers import people
from handlers.turn import Turn

TITLE = "Set up an engagement"
INTRO = "You become its lead. Everything here can be changed later."
TEAM_HINT = "They join as team members. Change a role later with `members role`."
KPIS_HINT = "Three to eight are plenty. Others can be added at any time with `kpi add`."
LEAD_ROLES = {Role.CMO: "Fractional CMO", Role.MARKETING_DIRECTOR: "Marketing director"}
SUGGESTED = ("revenue", "qualified_leads", "cost_per_lead")


async def build_form(turn: Turn, args: Args) -> Form:
    """The setup form, filled with what is likely."""
    zone = turn.person.zone or turn.request.sender.zone or "Europe/London"
    options = [
        Option(value=known.account.external_id, label=known.person.name)
        for known in await people.everybody(turn)
        if known.person.id != turn.person.id
    ]
    return Form(
        title=TITLE,
        intro=INTRO,
        submit_label="Set up",
        fields=(
            Field(
                name="name",
                label="Client",
                placeholder="Northwind Ltd",
                value=(args.get("name", ""),),
                max_length=80,
            ),
            _choice("role", "Your role", {role.value: words for role, words in LEAD_ROLES.items()}, "cmo"),
            _choice(
                "use_case",
                "Why you are there",
                {u.key: u.name for u in catalogues.use_cases().values()},
                "emerging_growth",
            ),
            _choice(
                "currency", "Currency", {code: code for code in catalogues.currencies()}, _currency(turn)
            ),
            _choice("zone", "Time zone", {z: z for z in sorted({*catalogues.zones(), zone})}, zone),
            _choice("locale", "How numbers and dates are written", catalogues.locales(), "en-GB"),
            _kpi_field(),
            Field(name="ceo", label="Client CEO", kind="person", options=tuple(options), is_required=False),
            Field(
                name="team",
                label="Team",
                kind="people",
                options=tuple(options),
                is_required=False,
                hint=TEAM_HINT,
            ),
        ),
    )


def _currency(turn: Turn) -> str:
    zone = turn.person.zone
    by_zone = {"Europe/London": "GBP", "America": "USD"}
    return by_zone.get(zone) or by_zone.get(zone.partition("/")[0]) or ("GBP" if not zone else "EUR")


def _choice(name: str, label: str, options: dict[str, str], value: str) -> Field:
    made = tuple(Option(value=key, label=words) for key, words in options.items())
    return Field(name=name, label=label, kind="choice", options=made, value=(value,))


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
