"""Whatever is typed is stored and shown as typed, in every text field."""

import pytest

from domain.chat import Bullets, Fields, Paragraph, Reply
from domain.plain_text import plain_text
from storage.tables import Engagement, Feedback, Kpi, KpiUpdate
from tests.handlers.play import CHANNEL, Play, labels

LINES = {
    "markup": "<b>bold</b> *bold* _it_ ~no~ `code` [a](https://x.test) &amp; <!channel> <@ U1>",
    "script": "<script>alert(1)</script>{{ 7*7 }} %s %(x)s {0} {name}",
    "emoji": "😀👩‍👩‍👧‍👦🇫🇮 é",
    "right to left": "\u202eהטופס ארוך\u202c عميل سعيد",
    "controls": "a\x01b\x1b[31mc\x7f\u2028d\u200b\ufffd",
    "quotes": "it's a “thing” ‘x’ \\ ; -- DROP TABLE kpis",
    "long": "wörd 😀 " * 5714,
}


@pytest.fixture(params=LINES, ids=list(LINES))
def words(request: pytest.FixtureRequest) -> str:
    return LINES[request.param].strip()


def shown(answer: Reply) -> str:
    """What stands in the answer, span by span: all of it plain text, none of it marked up by us."""
    spans = [span for block in answer.blocks if isinstance(block, Paragraph) for span in block.spans]
    spans += [
        span for block in answer.blocks if isinstance(block, Bullets) for item in block.items for span in item
    ]
    spans += [
        span
        for block in answer.blocks
        if isinstance(block, Fields)
        for _l, value in block.pairs
        for span in value
    ]
    return "\n".join(span if isinstance(span, str) else str(getattr(span, "text", "")) for span in spans)


async def test_feedback(play_on_both: Play, words):
    play = play_on_both
    await play.set_up()
    await play.ask("U_DANA", "feedback")
    await play.fill("U_DANA", text=words, sentiment="negative", source="team", theme=words[:80])
    (row,) = await play.rows(Feedback)
    assert (row.text, row.theme) == (words, words[:80].strip())
    assert words[:400] in plain_text(await play.ask("U_DANA", "feedback list"))
    await play.ask("U_DANA", "feedback acted 1")
    await play.fill("U_DANA", words=words)
    assert words in await play.say("U_DANA", "feedback list")


async def test_a_reason_and_a_note(northwind, words):
    await northwind.open("U_DANA", "kpi record")
    await northwind.fill("U_DANA", kpi="leads", value="103", period="sep", note=words)
    await northwind.ask("U_DANA", "kpi fix leads 97 sep")
    await northwind.fill("U_DANA", reason=words)
    first, second = await northwind.rows(KpiUpdate)
    assert (first.note, second.reason) == (words, words)
    answer = await northwind.ask("U_DANA", "kpi why leads sep")
    assert f"“{words}”" in shown(answer)
    assert f"because: {words}" in shown(answer)
    assert words in await northwind.say("U_DANA", "history leads")


async def test_a_quoted_note(northwind, words):
    note = words.translate(dict.fromkeys(map(ord, '"“”„«»')))
    await northwind.say("U_DANA", f'kpi leads 103 sep "{note}", cpl 5 sep')
    leads, cpl = await northwind.rows(KpiUpdate)
    assert (leads.note, cpl.note) == (note, "")


async def test_the_name_of_a_client_and_of_a_kpi(northwind, words):
    name = " ".join(words.split())[:80].strip()
    await northwind.ask("U_DANA", "settings")
    await northwind.fill("U_DANA", name=name, aliases="")
    assert (await northwind.rows(Engagement))[0].name == name
    assert name in await northwind.say("U_DANA", "card")
    await northwind.ask("U_DANA", "kpi add")
    await northwind.fill("U_DANA", name=name, definition=words, formula=words, source=words, stage=words)
    row = (await northwind.rows(Kpi))[-1]
    assert (row.name, row.definition, row.formula, row.source, row.stage) == (name, *[words] * 4)
    assert shown(await northwind.ask("U_DANA", f"kpi show {row.key}")).count(words) == 4


async def test_as_a_command_or_plain_words_it_is_answered_in_a_line(northwind, words):
    for text in (words, f"kpi {words}", f"kpi leads {words}", f"kpi show {words}", f"settings {words}"):
        said = await northwind.say("U_DANA", text)
        assert "went wrong" not in said, text[:60]
        assert len(said) < 400, text[:60]
    for text in (
        f"members add {words}",
        f"in {words}: card",
        f"help {words}",
        f"kpi add {words}",
        f"zone {words}",
    ):
        said = await northwind.say("U_DANA", text)
        assert "went wrong" not in said, text[:60]


async def test_a_choice_keeps_the_words_until_it_is_pressed(northwind, words):
    text = words.replace('"', "'")
    await northwind.ask("U_DANA", f'feedback "{text}" customer')
    assert labels(northwind.last["U_DANA", CHANNEL])[0] == "Positive"
    await northwind.press("U_DANA", "Positive")
    assert (await northwind.rows(Feedback))[0].text == text
