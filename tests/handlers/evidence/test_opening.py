"""[Open pack]: a link for each one who presses it, which they and the leads can end."""

from datetime import timedelta

from domain.plain_text import plain_text
from handlers.evidence import opening
from storage import reports
from storage.tables import HistoryEvent, ReportLink
from tests.handlers.play import DM, button

GWEN, MAREN, CALLUM, DANA = "U_GWEN", "U_MAREN", "U_CALLUM", "U_DANA"


def url(*, link_id: int) -> str:
    return f"https://headway.example/reports/{link_id}"


async def test_everybody_who_presses_it_gets_a_link_of_their_own_for_some_days(alder):
    alder.play.report_url = url
    first = await alder.play.ask(GWEN, "evidence", where=DM)
    answer = await alder.open(GWEN, "Open pack")
    assert "https://headway.example/reports/1" in plain_text(answer)
    assert "Sun 22 Nov" in plain_text(answer)
    assert answer.is_off_record
    token = button(first, "Open pack")
    assert "https://headway.example/reports/2" in await alder.play.click(MAREN, token, where=DM)
    links = await alder.play.rows(ReportLink)
    assert len({link.person_id for link in links}) == 2
    assert {link.expires_at - link.created_at for link in links} == {timedelta(days=reports.DAYS)}
    told = [row.what for row in await alder.play.rows(HistoryEvent) if row.subject == "evidence:2"]
    assert told[1:] == ["was given a link to the page of pack 2"] * 2


async def test_without_an_address_it_says_how_to_get_one_and_shows_the_details(alder):
    await alder.say(GWEN, "evidence")
    said = await alder.press(GWEN, "Open pack")
    assert said.startswith(opening.NO_ADDRESS)
    assert "Cost per new patient: away from its target." in said
    assert await alder.play.rows(ReportLink) == []


async def test_what_a_button_opens_can_be_typed_of_the_newest_pack_or_of_one_by_number(alder):
    pack = await alder.play.ask(GWEN, "evidence", where=DM)
    for label, command in opening.LOOKS:
        alder.play.last[GWEN, DM] = pack
        pressed = await alder.press(GWEN, label)
        assert pressed == await alder.say(GWEN, command) == await alder.say(GWEN, f"{command} 2")
        assert "Type `evidence` for one of today." in await alder.say(GWEN, f"{command} 1")
    assert opening.FROM_FILE in await alder.say(GWEN, "evidence open 1")


async def test_links_are_ended_ones_own_by_everybody_and_all_of_them_by_a_lead(alder):
    alder.play.report_url = url
    for who in (GWEN, GWEN, CALLUM):
        await alder.say(who, "evidence")
        await alder.press(who, "Open pack")
    assert opening.LEADS_ALONE in await alder.say(CALLUM, "evidence links off all")
    assert "2 links of yours to pages of evidence work no more." in await alder.say(
        GWEN, "evidence links off"
    )
    assert opening.NONE_OPEN in await alder.say(GWEN, "evidence links off")
    assert "1 link of everybody here" in await alder.say(MAREN, "evidence links off all")
    assert all(link.ended_at for link in await alder.play.rows(ReportLink))
    assert opening.HOW in await alder.say(GWEN, "evidence links")
