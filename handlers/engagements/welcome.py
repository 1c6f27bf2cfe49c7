"""The welcome card: what is followed, who is here, and what happens next."""

from dataclasses import replace

from domain.chat import Bullets, Button, Buttons, Fields, Heading, Reply, note, reply, say
from domain.kpis.doubts import example_of
from domain.permissions import ROLE_NAMES, Role
from handlers import buttons
from handlers.turn import EngagementTurn
from storage import kpis, members

TITLE = "Welcome: {name}"
PURPOSE = "I keep the rhythm here: the numbers you agreed on, what people say, and who does what."
NEXT = (
    "Record the last numbers: press the button, or type `kpi {key} {example}`.",
    "Bring past months with `kpi import`, and set what to reach: `kpi target {key} …`. Then see `status`.",
    'Tell me what customers, prospects and sales say: `feedback - "the form took 20 minutes" customer`.',
    "Add the others with `members add @name team`, and give each KPI its owner with `kpi edit`.",
    "Every number can be opened: `kpi why {key}`. Nothing is ever overwritten.",
)
ALWAYS = "Type `help` here, or write to me directly, whenever you are stuck."
MOST_NAMES = 8


async def welcome_card(turn: EngagementTurn) -> Reply:
    """What everybody in the channel sees after the setup."""
    followed = await kpis.followed(turn.session, engagement_id=turn.engagement.id)
    crowd = await members.current(turn.session, engagement_id=turn.engagement.id)
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
        Heading(TITLE.format(name=turn.engagement.name)),
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
            replace(buttons.run("Record numbers", "kpi"), style="primary"),
            replace(buttons.open_form("feedback", label="Give feedback"), style="plain"),
            buttons.run("Show the card", "card"),
        )
    )
