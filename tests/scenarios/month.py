"""docs/a-month.md: a month of an engagement as people read it.

`python -m tests.scenarios.month` tells the story in the console, and writes down what stands where.
"""

import asyncio
from pathlib import Path

from tests.scenarios.stories_of_a_month import a_month_of_an_engagement
from tests.scenarios.transcript import transcript_of

DOCUMENT = Path(__file__).parents[2] / "docs" / "a-month.md"
INTRO = """\
# A month of an engagement

What Headway posts by itself in five weeks, what three people do about it, and nothing else: the story
`a_month_of_an_engagement` as the console shows it, written down by `python -m tests.scenarios.month`. The
same story runs on Slack and on Teams. A week costs the channel two posts, and a person who answers no
direct message at all; whoever does not answer gets one.
"""


if __name__ == "__main__":
    page = asyncio.run(transcript_of(a_month_of_an_engagement, intro=INTRO))
    DOCUMENT.write_text(page, encoding="utf-8")
