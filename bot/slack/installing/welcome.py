"""The first words to whoever installed the app: what to do now, and a code for a lead from outside."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.wording import main_command
from domain.chat import Address, Bullets, Heading, Reply, Sender, note, reply, say
from storage import outbox, people, setup_codes, slack_installations, slack_installing
from storage.database import Session
from storage.slack_installations import SLACK, Kept

TITLE = "Headway is installed"
PURPOSE = (
    "I keep the rhythm of a client's engagement: the numbers you agreed on, what people say, and who does"
    " what. Two steps to begin:"
)
STEPS = (
    "Invite me to the client's channel: type `/invite @Headway` there.",
    "In the same channel, type `/{command} setup`. Whoever does that becomes the lead.",
)
FROM_OUTSIDE = (
    "Will a guest lead, or somebody from another company? Let them type this line in the client's channel:"
    " `@Headway setup {code}`. It works once, for {days} days."
)
MORE = "`/{command} setup code` makes another code, and `/{command} help` shows everything."

ONCE_WITHIN = timedelta(days=1)


async def welcome(session: Session, made: Kept, *, commands: Mapping[str, str], now: datetime) -> bool:
    """Put the welcome of an installation into the outbox, in the transaction that made it.

    An organisation's waits for the first workspace. Return False where nobody is welcomed now.
    """
    team = made.team_id or await _first_workspace(session, made.enterprise_id)
    key = f"{SLACK}/welcome/{made.id}/{made.installed_by}/"
    since = min(made.installed_at, now - ONCE_WITHIN)
    if not team or await slack_installing.was_welcomed(session, key_prefix=key, since=since):
        return False
    address = Address(platform=SLACK, workspace=team, account=made.installed_by)
    sender = Sender(account=made.installed_by)
    visitor = await people.welcome_visitor(session, address=address, sender=sender, now=now)
    code = await setup_codes.make(
        session, workspace_id=visitor.workspace.id, made_by=visitor.person.id, now=now
    )
    return await outbox.add(
        session,
        key=f"{key}{made.installed_at:%Y%m%dT%H%M%S.%f}",
        engagement_id=None,
        address=address,
        reply=welcome_reply(command=main_command(commands), code=code),
        now=now,
        is_off_record=True,
    )


def welcome_reply(*, command: str, code: str) -> Reply:
    """What the installer reads; `command` is the slash command for everything, without its slash."""
    return reply(
        Heading(TITLE),
        say(PURPOSE),
        Bullets(tuple((step.format(command=command),) for step in STEPS)),
        say(FROM_OUTSIDE.format(code=code, days=setup_codes.DAYS)),
        note(MORE.format(command=command)),
    )


async def _first_workspace(session: Session, enterprise_id: str) -> str:
    return next(iter(await slack_installations.workspaces_of(session, enterprise_id=enterprise_id)), "")
