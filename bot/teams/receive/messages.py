"""What people write to Headway: in the personal chat, or after a mention; and files they drop there."""

from dataclasses import replace

from bot.teams.activities import card_activity
from bot.teams.arrival import Arrival
from bot.teams.edge import Edge
from bot.teams.files import OUT_OF_REACH, files_in, has_file_out_of_reach, read_files
from bot.teams.people import accounts_mentioned
from bot.teams.receive import clicks
from bot.teams.receive.asking import Incoming
from bot.teams.receive.kinds import AWAY, Done, Kind, may_work_later, sentence_for
from bot.teams.receive.posting import Posting, post
from bot.teams.receive.saying import say_there, show_there, working
from bot.teams.render import render_form
from bot.teams.translate import data_of, is_said_to_us, said_words, say_request
from domain.chat import Form, Request, Upload, refusal
from domain.errors import UserError

# Teams takes its 202 within fifteen seconds; whoever waits for an answer wants it sooner.
SECONDS = 2.3


async def work(edge: Edge, arrival: Arrival) -> Done:
    """Answer what is said to us; everything else is left alone."""
    if data := data_of(arrival.value):
        # A client without Action.Execute sends what the button carries as a message.
        return await clicks.act_in_message(edge, arrival, data)
    if not is_said_to_us(arrival):
        return Done()
    async with working(edge, arrival):
        await _answer_all(Incoming(edge=edge, arrival=arrival))
    return Done()


async def _answer_all(it: Incoming) -> None:
    """Answer the words, then each file."""
    accounts = await accounts_mentioned(it.edge, it.arrival)
    words = said_words(it.arrival, accounts)
    request, files = say_request(it.arrival, words), files_in(it.arrival)
    if not words and has_file_out_of_reach(it.arrival):
        await Posting(edge=it.edge, request=request).make_sure(refusal(OUT_OF_REACH))
        return
    if words or not files:
        await _answer(it, request)
    if not files:
        return
    for at, read in enumerate(await read_files(it.edge, files)):
        await _take_file(it, replace(request, key=f"{request.key}/{at}"), read)


async def _take_file(it: Incoming, request: Request, read: Upload | UserError) -> None:
    """Answer one file. What goes wrong with it says so with its name: others were answered before it."""
    try:
        await _answer(it, request, read=read)
    except AWAY as error:
        if not may_work_later(error):
            raise
        name = read.name if isinstance(read, Upload) else ""
        it.edge.background.start(say_there(it.edge, it.arrival, f"{name}: {sentence_for(error)}"))


async def _answer(it: Incoming, request: Request, *, read: Upload | UserError | None = None) -> None:
    posting = Posting(edge=it.edge, request=request)
    if isinstance(read, UserError):
        await posting.make_sure(refusal(read.sentence))
        return
    asked = request if read is None else replace(request, act=read)
    answer = await it.ask(asked, keep=posting.keep)
    if not isinstance(answer, Form):
        await posting.make_sure(answer)
    elif posting.is_kept and posting.can_stand_here(answer):
        # One that was shown before, for the same message, stands there already.
        await _show_form(it, request, answer)


async def _show_form(it: Incoming, request: Request, form: Form) -> None:
    """Show a short form where it was asked for; where that cannot be, a button that opens it."""
    activity = card_activity(render_form(form, surface=it.edge.surface), form.title)
    if not await show_there(it.edge, it.arrival, activity):
        await post(it.edge, request, form)


MESSAGE = Kind(name="message", work=work, seconds=SECONDS)
