"""Setting up an engagement in a channel: one form, then a welcome card with what happens next."""

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from domain import catalogues
from domain.chat import (
    Args,
    Button,
    Buttons,
    FieldErrors,
    Form,
    FormRef,
    Reply,
    SubmitForm,
    Values,
    note,
    one,
    reply,
)
from domain.engagements import key_from, read_currency, read_locale, read_zone
from domain.errors import Outsider, UserError
from domain.permissions import ROLE_NAMES, Action, Role
from handlers import buttons, people, story
from handlers.engagements import setup_code
from handlers.engagements.setup_checks import errors_in
from handlers.engagements.setup_form import build_form
from handlers.engagements.setup_place import require_free, settle_in
from handlers.engagements.starting import NEXT, assume_button, paste_button
from handlers.kpis.drafts import draft_of, follow
from handlers.members.roles import activate
from handlers.routing import Router
from handlers.schedules.adopting import ensure_defaults, first_checkin
from handlers.schedules.first_run import announce, preview_button
from handlers.turn import EngagementTurn, Turn
from storage import engagements, kpis, members, schedules
from storage.tables import Engagement, Membership

IN_A_CHANNEL = "An engagement lives in the client's channel. Go to that channel and type `setup` there."
DONE = "{name} is set up, with {kpis} and {people}. {welcome}"
NO_REVENUE = (
    "None of its KPIs shows sales or revenue. Numbers that don't reach the till are hard to defend:"
    " shall I add revenue, or go on without?"
)
WITHOUT = "Noted: {name} goes on without a sales or revenue KPI. Add one at any time: `kpi add revenue`."
UNDONE = "Undone: {name} is closed, and the channel is free again."

router = Router()


@router.command(
    "setup",
    action=None,
    usage="setup [CLIENT or CODE]",
    summary="Set up an engagement in this channel and become its lead",
    opens_form=True,
)
async def setup(turn: Turn, text: str) -> Reply:
    """Show the setup form in a channel that is free."""
    code = setup_code.code_in(text)
    await _check_place(turn)
    await setup_code.require_open(turn, text)
    return Reply(form=FormRef(name="setup", args={"name": "" if code else text[:80], "code": code}))


async def _check_place(turn: Turn) -> None:
    if turn.request.address.is_direct:
        raise UserError(IN_A_CHANNEL)
    await require_free(turn)


async def open_form(turn: Turn, args: Args) -> Form:
    """The setup form, where the channel is free; one that was sent is shown again wherever it is."""
    if not isinstance(turn.request.act, SubmitForm):
        await _check_place(turn)
    return await build_form(turn, args)


async def submit_form(turn: Turn, args: Args, values: Values) -> Reply | FieldErrors:
    """Set up the engagement as it was described."""
    await _check_place(turn)
    errors = await errors_in(turn, values)
    if errors:
        return FieldErrors(errors)
    await setup_code.use_up(turn, str(args.get("code", "")))
    inside = await _create(turn, values)
    picked = _picked(values)
    for key in picked:
        rows = await kpis.followed(turn.session, engagement_id=inside.engagement.id)
        draft = draft_of(catalogues.library()[key], owner_id=turn.person.id, rows=rows)
        await follow(inside, draft, key=key)
    joined = await _invite(inside, values)
    welcome = await settle_in(inside)
    return await _done(inside, picked, joined, welcome=f"{welcome} {await _schedule(inside)}")


async def _schedule(turn: EngagementTurn) -> str:
    """Schedule what comes by itself; whoever set it up is shown it here. Return when it begins."""
    added = await ensure_defaults(turn.session, turn.engagement, now=turn.now, by_id=turn.person.id)
    await announce(turn, added)
    return await first_checkin(turn.session, turn.engagement, now=turn.now)


def _picked(values: Values) -> list[str]:
    """The library's KPIs that were picked, those of revenue first: they stand at the top of everything."""
    library = catalogues.library()
    picked = [key for key in values.get("kpis", ()) if key in library]
    return sorted(picked, key=lambda key: not library[key].is_revenue)


async def _create(turn: Turn, values: Values) -> EngagementTurn:
    zone = read_zone(one(values, "zone"))
    engagement = _engagement(turn, values, turn.now.astimezone(ZoneInfo(zone)).date())
    engagement.key = await engagements.free_key(turn.session, wanted=engagement.key)
    is_free = await engagements.add(
        turn.session,
        engagement,
        workspace_id=turn.workspace.id,
        conversation=turn.request.address.conversation,
        now=turn.now,
    )
    if not is_free:
        raise Outsider
    lead = await members.begin(
        turn.session,
        engagement_id=engagement.id,
        person_id=turn.person.id,
        role=one(values, "role"),
        now=turn.now,
    )
    inside = _inside(turn, engagement, lead)
    await _tell(inside, f"set up {engagement.name}")
    return inside


def _engagement(turn: Turn, values: Values, today: date) -> Engagement:
    name = " ".join(one(values, "name").split())
    return Engagement(
        key=key_from(name, otherwise="client"),
        name=name,
        aliases=[],
        currency=read_currency(one(values, "currency")),
        zone=read_zone(one(values, "zone")),
        locale=read_locale(one(values, "locale")),
        fiscal_start_month=1,
        use_case=one(values, "use_case"),
        operating_model="hands_on",
        status="discovery",
        start=today,
        term_end=None,
        terms={"capacity": [{"from": today.isoformat(), "hours_per_month": 0}]},
        set_up_by=turn.person.id,
        created_at=turn.now,
    )


def _inside(turn: Turn, engagement: Engagement, lead: Membership) -> EngagementTurn:
    return EngagementTurn(
        session=turn.session,
        request=turn.request,
        now=turn.now,
        person=turn.person,
        workspace=turn.workspace,
        engagement=engagement,
        membership=lead,
    )


async def _invite(turn: EngagementTurn, values: Values) -> int:
    """Let the others join. Return how many people belong to the engagement now."""
    wanted = [(typed, Role.TEAM) for typed in values.get("team", ()) if typed]
    wanted += [(ceo, Role.CLIENT_CEO)] if (ceo := one(values, "ceo")) else []
    joining = {}
    for typed, role in wanted:
        known = await people.find(turn, typed)
        joining[known.person.id] = (known.person.name, role)
    joining.pop(turn.person.id, None)
    for person_id, (name, role) in joining.items():
        await members.begin(
            turn.session,
            engagement_id=turn.engagement.id,
            person_id=person_id,
            role=role.value,
            now=turn.now,
        )
        await _tell(turn, f"added {name} as {ROLE_NAMES[role]}")
    await activate(turn)
    return len(joining) + 1


async def _tell(turn: EngagementTurn, what: str, *, subject: str = "engagement") -> None:
    await story.tell(
        turn,
        subject=subject,
        what=what,
    )


async def _done(turn: EngagementTurn, picked: list[str], joined: int, *, welcome: str) -> Reply:
    numbers = "1 KPI" if len(picked) == 1 else f"{len(picked)} KPIs"
    crowd = "1 person" if joined == 1 else f"{joined} people"
    sentence = DONE.format(name=turn.engagement.name, kpis=numbers, people=crowd, welcome=welcome)
    undo = buttons.undo("setup undo", {})
    begin = (paste_button(), await assume_button(turn))
    if any(catalogues.library()[key].is_revenue for key in picked):
        return reply(sentence, note(NEXT), Buttons((*begin, preview_button(), undo)))
    choices = (
        replace(buttons.run("Add revenue KPI", "kpi add revenue"), style="primary"),
        Button(label="Go on without", route="setup without revenue", is_single_choice=False),
        *begin,
        preview_button(),
        replace(undo, is_single_choice=False),
    )
    return reply(sentence, NO_REVENUE, note(NEXT), Buttons(choices))


@router.click("setup without revenue", action=Action.DEFINE_KPI)
async def go_on_without(turn: EngagementTurn, args: Args) -> Reply:
    """Write down who accepted an engagement without a revenue KPI."""
    await _tell(turn, "accepted to go on without a sales or revenue KPI")
    return reply(WITHOUT.format(name=turn.engagement.name))


@router.click("setup undo", action=Action.CHANGE_SETTINGS)
async def undo_setup(turn: EngagementTurn, args: Args) -> Reply:
    """Close the engagement that was just set up; its history stays."""
    name = turn.engagement.name
    await _tell(turn, f"undid setting up {name}")
    for each in await schedules.of_engagement(turn.session, engagement_id=turn.engagement.id):
        await schedules.end(turn.session, engagement_id=turn.engagement.id, schedule_id=each.id, now=turn.now)
    await engagements.close(turn.session, engagement=turn.engagement, now=turn.now)
    return reply(UNDONE.format(name=name))


router.form("setup", action=None, build=open_form, submit=submit_form)
