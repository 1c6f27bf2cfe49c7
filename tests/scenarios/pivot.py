"""docs/two-cycles-then-a-pivot.md and .html: a pivot as people read it, and the pack that it rests on.

`python -m tests.scenarios.pivot` tells the story in the console, writes down what stands where, and keeps
the page that [Open pack] leads to.
"""

import asyncio
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import func, select

from storage.tables import ReportLink
from tests.scenarios.stage import ConsoleStage, Stage
from tests.scenarios.stories_of_a_pivot import two_cycles_then_a_pivot
from tests.scenarios.transcript import Transcript, transcript_of

DOCUMENT = Path(__file__).parents[2] / "docs" / "two-cycles-then-a-pivot.md"
PAGE = DOCUMENT.with_suffix(".html")
INTRO = """\
# Two cycles, then a pivot

An engagement from its setup in November to its pivot in April: fourteen months of history, two assumptions,
four experiments, two meetings with private votes and a pack of evidence, a tripwire that is hit, and a
special review. It is the story `two_cycles_then_a_pivot` as the console shows it, written down by
`python -m tests.scenarios.pivot`; the same story runs on Slack and on Teams. The pack of the special review
is [a page](two-cycles-then-a-pivot.html), as [Open pack] shows it.
"""


async def story_with_page(stage: Stage) -> None:
    """The story, and then the page of its last pack."""
    await two_cycles_then_a_pivot(stage)
    if isinstance(stage, Transcript):
        PAGE.write_text(await page_of(stage.stage), encoding="utf-8")


async def page_of(stage: ConsoleStage) -> str:
    """The page of the last pack that was frozen for a meeting, as Kit opens it."""
    await stage.say("U_KIT", "evidence open 4")
    async with stage.app.database.read() as session:
        link_id = (await session.scalars(select(func.max(ReportLink.id)))).one()
    assert stage.app.report_links is not None
    assert link_id is not None
    address = urlsplit(stage.app.report_links.address(link_id=link_id))
    async with stage.http.get(f"{stage.origin}{address.path}") as response:
        assert response.status == 200, response.status
        return await response.text()


if __name__ == "__main__":
    DOCUMENT.write_text(asyncio.run(transcript_of(story_with_page, intro=INTRO)), encoding="utf-8")
