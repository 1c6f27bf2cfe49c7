"""The crowd of the posts benchmark: 2,000 channels in 200 workspaces, five posts in each, all due at once."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert  # noqa: TID251 - ten thousand rows at once, which nobody else adds

from bot.slack.installations import Installation
from domain.chat import Reply, reply
from storage import schema
from storage.database import Database, Session
from storage.outbox import Post
from storage.tables import Engagement, OutboxPost

WORKSPACES, CHANNELS_EACH, POSTS_EACH = 200, 10, 5
CHANNELS = WORKSPACES * CHANNELS_EACH
POSTS = CHANNELS * POSTS_EACH
WHAT = "crowd"
JOB = "checkin_digest"
CHUNK = 500


def workspaces() -> Iterator[str]:
    """Their ids."""
    return (f"T{number:03}" for number in range(WORKSPACES))


def channels(team: str) -> Iterator[str]:
    """The ids of the channels in a workspace."""
    return (f"C{team}{number:02}" for number in range(CHANNELS_EACH))


def places() -> Iterator[tuple[str, str]]:
    """Workspace and channel of each post: every channel gets its first one before any gets its second."""
    there = [(team, channel) for team in workspaces() for channel in channels(team)]
    return (there[number % CHANNELS] for number in range(POSTS))


def installation(team: str) -> Installation:
    """The app in the workspace."""
    return Installation(
        team_id=team,
        enterprise_id="",
        bot_user_id=f"UBOT{team}",
        bot_id=f"B{team}",
        token=f"xoxb-{team}",
        scopes=frozenset({"chat:write"}),
    )


def words(number: int) -> Reply:
    """What a post says."""
    return reply(f"Digest {number}: 4 of 7 have answered, two numbers arrived, one blocker is 12 days old.")


async def build_words(_session: Session, post: Post) -> Reply:
    """What the post says, put into words as it is sent: what every post of a job costs at least."""
    assert post.builds is not None
    return words(post.builds["number"])


async def fill(database: Database, *, due_at: datetime) -> None:
    """Let an engagement live in each channel, and everything be due at that moment."""
    await schema.migrate(database)
    async with database.write() as session:
        for at in range(0, CHANNELS, CHUNK):
            await session.execute(insert(Engagement), [_engagement(at + n, due_at) for n in range(CHUNK)])
    rows = list(_posts(due_at))
    async with database.write() as session:
        for at in range(0, POSTS, CHUNK):
            await session.execute(insert(OutboxPost), rows[at : at + CHUNK])


def _engagement(number: int, at: datetime) -> dict[str, Any]:
    usual = {"currency": "GBP", "zone": "Europe/London", "locale": "en-GB", "aliases": [], "terms": {}}
    names = {"key": f"client_{number}", "name": f"Client {number}"}
    return {**usual, **names, "id": number + 1, "start": date(2026, 1, 1), "created_at": at}


def _posts(due_at: datetime) -> Iterator[dict[str, Any]]:
    for number, (team, channel) in enumerate(places()):
        yield {
            "key": f"{JOB}/{number}/",
            "engagement_id": number % CHANNELS + 1,
            "target": f"slack/{team}/{channel}",
            "address": {"platform": "slack", "workspace": team, "conversation": channel},
            "reply": {},
            "builds": {"what": WHAT, "number": number},
            "job": JOB,
            "created_at": due_at,
            "next_send_at": due_at,
        }
