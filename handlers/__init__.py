"""What the bot can do, in no platform's words. ROUTES is the one list of everything."""

from handlers import engagement_file, engagements, feedback, help, history, kpis, members
from handlers.routing import Router

ROUTES = Router()
for feature in (engagements, members, kpis, feedback, history, engagement_file):
    ROUTES.include(feature.router)
ROUTES.include(help.make_router(lambda: ROUTES.commands))
