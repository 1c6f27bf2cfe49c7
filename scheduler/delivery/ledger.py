"""Writing down what was sent: whatever landed while others were written down shares one transaction."""

import asyncio
from dataclasses import dataclass, field

from scheduler.failpoints import reach
from storage import outbox
from storage.database import Database
from storage.outbox import Landed


@dataclass
class _Batch:
    """What is written down together, by whoever comes to it first."""

    landed: list[Landed] = field(default_factory=list)
    writing: asyncio.Task[None] | None = None


@dataclass
class Ledger:
    """Marks posts as sent, many in one transaction where there are many: each costs a commit otherwise."""

    database: Database
    _next: _Batch = field(default_factory=_Batch, init=False)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)

    async def mark_sent(self, landed: Landed) -> None:
        """Return once that is written down. Raises what the database raises."""
        batch = self._next
        batch.landed.append(landed)
        if batch.writing is None:
            batch.writing = asyncio.create_task(self._write(batch))
        # Whoever stops waiting leaves it to the others.
        await asyncio.shield(batch.writing)

    async def _write(self, batch: _Batch) -> None:
        async with self._turn:
            self._next = _Batch()
            async with self.database.write() as session:
                await outbox.mark_all_sent(session, batch.landed)
                await reach("mark: before commit")
            await reach("mark: after commit")
