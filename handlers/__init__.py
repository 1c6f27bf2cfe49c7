"""What the bot can do, in no platform's words. ROUTES is the one list of everything.

BUILDERS put posts into words when they go out, by the name of what they are built from. DECIDERS say what
comes of a job when its time has come, SECTIONS what it has to say in somebody's message of a morning.
"""

from handlers import (
    assumptions,
    channels,
    checkins,
    decisions,
    engagement_file,
    engagements,
    evidence,
    experiments,
    feedback,
    handover,
    help,
    history,
    home,
    kpis,
    leave,
    links,
    meetings,
    members,
    pivots,
    playbook,
    preparing,
    registers,
    schedules,
    status,
    tripwires,
    troubles,
)
from handlers.kpis.day import DAY, build_day
from handlers.morning import MORNING, make_builder
from handlers.morning.building import Builder
from handlers.occasions import Decide, Section
from handlers.routing import Router

ROUTES = Router()
for feature in (
    *(status, home, engagements, channels, members, handover),
    # Days of leave are read before numbers: I'm away until 3 Jan.
    leave,
    # An answer to the open check-in may hold numbers.
    checkins,
    *(kpis, feedback, history, engagement_file, links, schedules),
    *(troubles, tripwires, meetings, preparing, registers),
    *(assumptions, experiments, playbook, evidence),
    *(decisions, pivots),
):
    ROUTES.include(feature.router)
ROUTES.include(help.make_router(lambda: ROUTES.commands))

DECIDERS: dict[str, Decide] = {
    **checkins.DECIDERS,
    **kpis.DECIDERS,
    **tripwires.DECIDERS,
    **meetings.DECIDERS,
    **preparing.DECIDERS,
    **registers.DECIDERS,
    **decisions.DECIDERS,
}
SECTIONS: dict[str, Section] = {
    **checkins.SECTIONS,
    **kpis.SECTIONS,
    **meetings.SECTIONS,
    **preparing.SECTIONS,
    **registers.SECTIONS,
    **decisions.SECTIONS,
}
BUILDERS: dict[str, Builder] = {
    DAY: build_day,
    **checkins.BUILDERS,
    MORNING: make_builder(SECTIONS),
    **troubles.BUILDERS,
    **tripwires.BUILDERS,
    **preparing.BUILDERS,
    **decisions.BUILDERS,
}

# What a lead may look at first: a feature's own preview, else how the job decides, all of it taken back.
for job, decide in DECIDERS.items():
    schedules.PREVIEWS[job] = schedules.rehearsal(decide, section=SECTIONS.get(job), builders=BUILDERS)
schedules.PREVIEWS.update({"checkin": checkins.preview, **preparing.PREVIEWS})
