"""The engagement's card: its terms and its people."""

from domain import catalogues
from domain.chat import Fields, Heading, Reply, reply
from domain.engagements import OPERATING_MODELS
from domain.permissions import ROLE_NAMES, Action, Role
from handlers.channels import place_of, who_reads
from handlers.moments import day
from handlers.routing import Router
from handlers.turn import EngagementTurn
from storage import channels, kpis, members

NEEDS_CEO = "discovery: add the client's CEO with `members add @name ceo` to make it active"

router = Router()


@router.command(
    "card", action=Action.READ_CARD, usage="card", summary="Show the engagement: terms and people", reads=True
)
async def card(turn: EngagementTurn, text: str) -> Reply:
    """Show terms and people."""
    e = turn.engagement
    followed = await kpis.followed(turn.session, engagement_id=e.id)
    crowd = await members.current(turn.session, engagement_id=e.id)
    homes = await channels.homes(turn.session, engagement_id=e.id)
    use_case = catalogues.use_cases().get(e.use_case)
    facts = {
        "Status": NEEDS_CEO if e.status == "discovery" else e.status,
        "Lead": ", ".join(person.name for m, person in crowd if m.role == Role.CMO) or "none",
        "Use case": use_case.name if use_case else "",
        "Model": OPERATING_MODELS.get(e.operating_model, ""),
        "Start": day(turn, e.start),
        "Renewal": day(turn, e.term_end) if e.term_end else "",
        "Currency and zone": f"{e.currency}, {e.zone}",
        "KPIs": ", ".join(kpi.name for kpi in followed) or "none yet",
        "People": ", ".join(f"{person.name} ({ROLE_NAMES[Role(m.role)]})" for m, person in crowd),
        "Channels": ", ".join(place_of(known, home.conversation) for home, _workspace, known in homes),
        "Shared": " ".join(who_reads(known, w) for _home, w, known in homes if known and known.is_shared),
    }
    return reply(Heading(e.name), Fields(tuple((k, (v,)) for k, v in facts.items() if v)))
