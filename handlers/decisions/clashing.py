"""Two people at one draft: whoever comes last sees what the other one wrote, before anything is saved."""

from collections.abc import Mapping
from typing import Any

from domain.chat import FormRef, Reply, Typed, reply, say
from domain.decisions import told_of
from handlers.decisions.drafts import Draft
from handlers.turn import EngagementTurn
from storage import decisions

CHANGED = (
    " changed this in decision {number} in the meantime, so I saved nothing of yours. This is how it stands"
    " now: please change it where you still want to."
)
# What is entered joins what is there.
JOINING = frozenset({"tripwires", "actions", "dissent"})


async def shown_again(
    turn: EngagementTurn, draft: Draft, parts: Mapping[str, Any], form: FormRef
) -> Reply | None:
    """The form with what stands now, where saving these parts would undo what somebody else wrote since."""
    one, seen = draft.decided, form.args.get("step")
    if seen is None or seen == one.last_step_id:
        return None
    steps = await decisions.steps_of(turn.session, engagement_id=turn.engagement.id, decision_id=one.id)
    others = [step for step in steps if step.id > seen and step.by_id != turn.person.id]
    before, now = (_all_of(some) for some in ([step for step in steps if step.id <= seen], steps))
    clashes = [
        name
        for name, value in parts.items()
        if name not in JOINING and before.get(name) != now.get(name) != value
    ]
    if not (others and clashes):
        return None
    again = FormRef(name=form.name, args={**form.args, "step": one.last_step_id})
    said = reply(say(Typed(others[-1].name), CHANGED.format(number=one.number)))
    return Reply(blocks=said.blocks, form=again)


def _all_of(steps: list[Any]) -> Mapping[str, Any]:
    told = told_of(steps)
    return {**told.parts, "decider_id": told.decider_id, "reason": told.reason}
