"""[Move it all the same]: a meeting outside its window, because a named person wants it there, and why."""

from dataclasses import replace
from datetime import date, time

from domain.chat import Args, Buttons, Field, FieldErrors, Form, Reply, Values, one, reply
from domain.errors import UserError
from domain.permissions import Action
from domain.typed_fields import is_too_short
from handlers import buttons
from handlers.meetings.choosing import find, planned
from handlers.meetings.moving import OutsideWindow, Wish, carry_out
from handlers.meetings.words import on
from handlers.routing import Router
from handlers.turn import EngagementTurn

FORM = "meet override"
ALL_THE_SAME, ANOTHER_DAY = "Move it all the same", "Pick another day"
TITLE = "Move it outside the window"
INTRO = "{old} to {new}. Your name and your reason stand beside the meeting, wherever it is shown."
WHY = "Why can it not be inside the window?"
WHY_NEEDED = "Please say why in a few words: it stands beside the meeting."

router = Router()


def offer(outside: OutsideWindow) -> Reply:
    """The refusal, with what can be done about it."""
    wish = outside.wish
    if wish.to is None:
        return replace(reply(outside.sentence), is_refusal=True)
    args = {"meeting": wish.meeting.day.isoformat(), "to": wish.to.isoformat(), "time": f"{wish.at:%H:%M}"}
    choices = (
        buttons.ask_by_form(FORM, {**args, "reason": wish.reason}, label=ALL_THE_SAME),
        buttons.ask_by_form("meet move", {"meeting": args["meeting"]}, label=ANOTHER_DAY),
    )
    return replace(reply(outside.sentence, Buttons(choices)), is_refusal=True)


async def build_form(turn: EngagementTurn, args: Args) -> Form:
    """The question why."""
    old, new = (on(turn, date.fromisoformat(str(args[name]))) for name in ("meeting", "to"))
    why = Field(name="reason", label=WHY, value=(str(args["reason"]),))
    return Form(title=TITLE, intro=INTRO.format(old=old, new=new), fields=(why,), submit_label=ALL_THE_SAME)


async def submit_form(turn: EngagementTurn, args: Args, values: Values) -> Reply | FieldErrors:
    """Move it there."""
    reason = " ".join(one(values, "reason").split())
    if is_too_short(reason):
        return FieldErrors({"reason": WHY_NEEDED})
    standing, series = await planned(turn)
    wish = Wish(
        meeting=find(turn, standing, str(args["meeting"])),
        to=date.fromisoformat(str(args["to"])),
        at=time.fromisoformat(str(args["time"])),
        reason=reason,
        is_override=True,
    )
    try:
        return await carry_out(turn, standing, series, wish)
    except UserError as error:
        return FieldErrors({"reason": error.sentence})


router.form(FORM, action=Action.MANAGE_MEETINGS, build=build_form, submit=submit_form)
