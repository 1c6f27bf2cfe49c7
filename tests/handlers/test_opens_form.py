"""Which commands are answered by a form is known before anything is looked up: Slack's window opens first."""

from domain.chat import Address, Form, Request, Say, Sender
from handlers import ROUTES
from handlers.dispatch import will_open_form
from tests.handlers.occurring import happen


def said(text: str) -> Request:
    address = Address(platform="slack", workspace="T", conversation="C")
    return Request(key="1", sender=Sender(account="U"), address=address, act=Say(text=text))


async def test_a_command_opens_a_form_exactly_where_it_says_so(northwind):
    await happen(northwind, "checkin")
    await northwind.say("U_DANA", "meet every 2 months first tuesday 15:00")
    # Three may vote, and a tripwire that was hit lets a special review be planned.
    await northwind.join("U_ANN", "client_ceo")
    await northwind.say("U_DANA", "tripwire leads below 90")
    await northwind.say("U_DANA", "kpi leads 80 oct")
    for name, route in sorted(ROUTES.commands.items()):
        if name == "setup":
            continue
        answer = await northwind.ask("U_DANA", name)
        assert isinstance(answer, Form) == route.opens_form, name


def test_words_behind_a_command_or_before_it_change_that():
    assert will_open_form(said("/headway kpi"))
    assert will_open_form(said("in Northwind: feedback"))
    assert not will_open_form(said("kpi leads 103"))
    assert not will_open_form(said("hello"))
