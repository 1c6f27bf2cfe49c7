"""What the bot can do, in no platform's words. ROUTES is the one list of everything.

BUILDERS put posts into words when they go out, by the name of what they are built from.
"""

from handlers import (
    channels,
    engagement_file,
    engagements,
    feedback,
    handover,
    help,
    history,
    home,
    kpis,
    links,
    members,
    status,
)
from handlers.kpis.day import DAY, build_day
from handlers.routing import Router

ROUTES = Router()
for feature in (
    *(status, home, engagements, channels, members, handover),
    *(kpis, feedback, history, engagement_file, links),
):
    ROUTES.include(feature.router)
ROUTES.include(help.make_router(lambda: ROUTES.commands))

BUILDERS = {DAY: build_day}
