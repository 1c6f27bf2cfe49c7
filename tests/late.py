"""Late requests of a stage, whatever its platform."""

import asyncio

from sqlalchemy import func, select

from bot.app import App
from storage.tables import LateRequest


async def late_rows(app: App) -> int:
    """Count the late requests that are not answered yet."""
    async with app.database.read() as session:
        return await session.scalar(select(func.count()).select_from(LateRequest)) or 0


async def finished(app: App) -> None:
    """Wait until none is left."""
    for _look in range(250):
        if not await late_rows(app):
            return
        await asyncio.sleep(0.02)
    raise AssertionError("a late request was not finished in five seconds")
