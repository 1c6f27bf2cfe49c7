"""The welcome card: what is followed, who is here, and what happens next."""

from dataclasses import dataclass, replace
from datetime import datetime

from domain.chat import Address, Bullets, Button, Buttons, Fields, Heading, Reply, note, reply, say
from domain.kpis.doubts import example_of
from domain.permissions import ROLE_NAMES, Role
from handlers import buttons
from storage import kpis, members, offers, outbox
from storage.database import Session
from storage.offers import Place
from storage.tables import Engagement, Workspace

TITLE = "Welcome: {name}"
PURPOSE = "I keep the rhythm here: the numbers you agreed on, what people say, and who does what."
NEXT = (
    "Record the last numbers: press the button, or type `kpi {key} {example}`.",
    "Bring past months with `kpi import`, and set what to reach: `kpi target {key} …`. Then see `status`.",
    'Tell me what customers, prospects and sales say: `feedback - "the form took 20 minutes" customer`.',
    "Once a week a check-in asks how it goes: press [Answer], or write to me directly in your own words.",
    "Add the others with `members add @name team`, and give each KPI its owner with `kpi edit`.",
    "Every number can be opened: `kpi why {key}`. Nothing is ever overwritten.",
)
ALWAYS = "Type `help` here, or write to me directly, whenever you are stuck."
MOST_NAMES = 8


@dataclass(frozen=True, kw_only=True)
class Home:
    """A channel in which an engagement lives."""

    engagement: Engagement
    workspace: Workspace
    conversation: str


async def post_welcome(session: Session, home: Home, *, now: datetime) -> None:
    """Post the welcome card of the engagement, once."""
    place = Place(engagement_id=home.engagement.id, person_id=None, conversation=home.conversation, now=now)
    await outbox.add(
        session,
        key=f"welcome/{home.engagement.id}/{home.workspace.id}/{home.conversation}",
        engagement_id=home.engagement.id,
        address=Address(
            platform=home.workspace.platform,
            workspace=home.workspace.external_id,
            conversation=home.conversation,
        ),
        reply=await offers.save_buttons(session, await _card(session, home.engagement), place),
        now=now,
    )


async def _card(session: Session, engagement: Engagement) -> Reply:
    followed = await kpis.followed(session, engagement_id=engagement.id)
    crowd = await members.current(session, engagement_id=engagement.id)
    people = ", ".join(
        f"{person.name} ({ROLE_NAMES[Role(membership.role)]})" for membership, person in crowd[:MOST_NAMES]
    )
    facts = (
        ("KPIs", (", ".join(kpi.name for kpi in followed) or "none yet: type `kpi add`",)),
        ("People", (people,)),
    )
    key = followed[0].key if followed else "leads"
    example = example_of(followed[0].unit if followed else "count")
    return reply(
        Heading(TITLE.format(name=engagement.name)),
        say(PURPOSE),
        Fields(facts),
        Bullets(tuple((line.replace("{key}", key).replace("{example}", example),) for line in NEXT)),
        Buttons(_choices()),
        note(ALWAYS),
        everyone=True,
    )


def _choices() -> tuple[Button, ...]:
    return tuple(
        replace(button, is_for_everyone=True)
        for button in (
            replace(buttons.run("Record numbers", "kpi", opens_form=True), style="primary"),
            replace(buttons.open_form("feedback", label="Give feedback"), style="plain"),
            buttons.run("Show the card", "card"),
        )
    )
