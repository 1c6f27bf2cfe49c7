"""The message extension: "Save as feedback" on any message, and dialogs from where messages are written."""

from dataclasses import replace

from bot.teams.arrival import Arrival, text_at
from bot.teams.edge import Edge
from bot.teams.quoting import feedback_args
from bot.teams.receive import dialogs
from bot.teams.receive.asking import Incoming
from bot.teams.receive.clicks import SECONDS
from bot.teams.receive.kinds import Done, Kind
from bot.teams.receive.posting import direct_of
from bot.teams.render import dialog
from bot.teams.surfaces import BEGINNINGS
from bot.teams.translate import act_request, data_of
from domain.chat import Act, OpenForm, Request, Say
from storage import channels

FEEDBACK = "feedback"


async def work(edge: Edge, arrival: Arrival) -> Done:
    """Open the form, or save it."""
    it, data = Incoming(edge=edge, arrival=arrival), data_of(arrival.value)
    if data:
        return await dialogs.act(it, data)
    act = await _act(edge, arrival)
    request = act_request(arrival, act, key="extension", can_open_form=True)
    if not await _is_home(edge, request):
        # People hear things everywhere: which client is meant is asked where the place does not say it.
        request = replace(request, address=direct_of(request))
    answer = await it.ask(request)
    return Done(shown=dialog(answer), request=request, answer=answer)


async def _act(edge: Edge, arrival: Arrival) -> Act:
    """What is asked: the feedback form with the words of a message, or what stands for words."""
    beginning = BEGINNINGS.get(text_at(arrival.value, "commandId"))
    if beginning is not None:
        return Say(text=beginning.words)
    return OpenForm(form=FEEDBACK, args=await feedback_args(edge, arrival))


async def _is_home(edge: Edge, request: Request) -> bool:
    """Whether an engagement lives in the channel where it was asked."""
    async with edge.services.database.read() as session:
        return await channels.is_home(session, request.address)


EXTENSION = Kind(name="extension", work=work, seconds=SECONDS, tell=dialogs.tell)
