"""headway tick: everything that is due at a moment, once."""

from datetime import datetime

import typer

from bot.app import App
from bot.cli.opening import opened
from domain.chat import Address
from domain.plain_text import plain_text
from scheduler import jobs
from storage import people
from storage.outbox import Post

POSTED = "[{place}]\n{text}"
DIRECT = "{name}, privately"
NOTHING = "Nothing was due."


async def tick(*, now: datetime) -> int:
    """Plan, decide and send what is due at `now`, and print it."""
    async with opened() as app:
        sent = await tick_once(app, now)
        shown = [POSTED.format(place=await _place(app, post), text=plain_text(post.reply)) for post in sent]
    typer.echo("\n\n".join(shown) or NOTHING)
    return 0


async def tick_once(app: App, now: datetime) -> list[Post]:
    """Plan, decide and send what is due at `now`. Return what went out."""
    await jobs.adopt(now, database=app.database)
    await jobs.plan(now, database=app.database)
    await jobs.fire(now, firing=app.firing)
    return await app.delivery.deliver(now)


async def _place(app: App, post: Post) -> str:
    address: Address = post.address
    if not address.is_direct:
        return address.conversation
    async with app.database.read() as session:
        return DIRECT.format(name=await people.name_of(session, address) or address.account)
