"""Before, at and after a meeting: what is missing, votes and agenda, pack, start, and reminder."""

from collections.abc import Mapping

from handlers.meetings import posting
from handlers.morning.building import Builder
from handlers.occasions import Decide, Section
from handlers.preparing import (
    after,
    ask_messages,
    asking,
    before,
    gaps,
    inputs,
    pack,
    points,
    special,
    special_form,
    starting,
    vote_form,
    voting,
)
from handlers.routing import Router
from handlers.schedules.previews import Preview

router = Router()
for part in (voting, vote_form, points, asking, pack, starting, special, special_form):
    router.include(part.router)

DECIDERS: Mapping[str, Decide] = {
    "meeting": before.decide,
    gaps.JOB: gaps.decide,
    inputs.JOB: inputs.decide,
    pack.JOB: pack.decide,
}
SECTIONS: Mapping[str, Section] = {
    gaps.JOB: gaps.put_into_words,
    inputs.JOB: inputs.put_into_words,
}
BUILDERS: Mapping[str, Builder] = {
    before.WHAT: before.build,
    posting.BEFORE_SPECIAL: before.build_special,
    pack.WHAT: pack.build,
    posting.AFTER: after.build,
    ask_messages.WHAT: asking.build,
}
PREVIEWS: Mapping[str, Preview] = {"meeting": before.preview, pack.JOB: pack.preview}
