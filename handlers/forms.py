"""Showing a form, and showing it again with what is wrong."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from domain.chat import Buttons, Form, Reply, Values, reply
from handlers.buttons import TYPED, open_form
from handlers.routing import FormRoute
from handlers.turn import EngagementTurn, Turn
from storage import offers
from storage.database import Session


async def show(turn: Turn, route: FormRoute, args: Mapping[str, object], *, why: str = "") -> Form:
    """Build the form and remember that it was shown to this person. `why` is said above its fields."""
    form = await build(turn, route, args)
    form_id = await offers.save_form(turn.session, name=route.name, args=args, place=turn.place)
    return replace(form, id=form_id, intro=why or form.intro)


async def build(turn: Turn, route: FormRoute, args: Mapping[str, object]) -> Form:
    """Build the form; its title names the client where the person could mean another."""
    form = await route.build(turn, args)
    if isinstance(turn, EngagementTurn) and turn.is_one_of_several:
        return replace(form, title=f"{form.title} ({turn.engagement.name})")
    return form


async def offer(turn: Turn, route: FormRoute, answer: Reply, *, typed: str = "") -> Reply:
    """The answer with a button that opens the form; one that says nothing else says the form's title.

    `typed` is the command that others type for a form of their own.
    """
    args = answer.form.args if answer.form is not None else {}
    said = answer.blocks or reply((await route.build(turn, args)).title).blocks
    button = open_form(route.name, args)
    blocks = (*said, Buttons((replace(button, args={**button.args, TYPED: typed}),)))
    is_off_record = answer.is_off_record or route.is_discreet
    return replace(answer, form=None, blocks=blocks, is_off_record=is_off_record)


async def offer_again(session: Session, form: Form, *, now: datetime) -> Reply:
    """A button that opens the form which was built, but could not be shown. It is kept off the record."""
    shown = await offers.find(session, token=form.id)
    if shown is None:
        return Reply()
    place = offers.Place(
        engagement_id=shown.engagement_id,
        person_id=shown.person_id,
        conversation=shown.conversation,
        now=now,
    )
    again = reply(form.title, Buttons((open_form(shown.route, shown.args),)))
    return replace(await offers.save_buttons(session, again, place), is_off_record=True)


def show_again(form: Form, values: Values, errors: Mapping[str, str]) -> Form:
    """The form with what was entered and what is wrong with it."""
    fields = tuple(
        replace(field, value=tuple(values.get(field.name, ())), error=errors.get(field.name, ""))
        for field in form.fields
    )
    strays = [errors[name] for name in errors if name not in {field.name for field in fields}]
    return replace(form, fields=fields, error=" ".join(strays))
