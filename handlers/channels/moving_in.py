"""Which acts may let an engagement live in a channel: by then we have to know who reads it."""

from domain.chat import OpenForm, Request, Say

SETUP, JOIN = "setup", "channels join"


def may_move_in(request: Request) -> bool:
    """Whether the act may let an engagement live where it was done: the words for it, or a button or form."""
    match request.act:
        case Say(text=text):
            return text.strip().casefold().startswith((SETUP, JOIN))
        case OpenForm(form=form):
            return form == SETUP
        case _:
            return True
