"""The messy sample, as it comes out of a spreadsheet, brought into a conversation."""

import json
from decimal import Decimal
from pathlib import Path

from domain.engagement_file import sample
from domain.plain_text import plain_text
from storage.engagement_file import import_file, parse_file
from storage.people import ensure_workspace
from storage.tables import KpiUpdate
from tests.handlers.bringing import drop, heads
from tests.handlers.play import labels

SAMPLES = Path(__file__).parent.parent / "samples"
MESSY = (SAMPLES / "kpis_messy.csv").read_bytes()
EXPECTED = json.loads(
    (SAMPLES / "kpis_messy.expected.json").read_text(), parse_float=Decimal, parse_int=Decimal
)
ALDER = "#alder-clinics"


async def bring_alder(play):
    """The sample engagement Alder, in the workspace of the play, as of its own Sunday."""
    document = json.loads(sample())
    document["engagements"] = [one for one in document["engagements"] if one["key"] == "alder"]
    play.now = play.now.replace(day=15, hour=12)
    async with play.database.write() as session:
        place = await ensure_workspace(session, platform="test", external_id="W1", now=play.now)
        parsed = parse_file(json.dumps(document).encode())
        await import_file(session, parsed, workspace_id=place.id, now=play.now)


async def test_the_messy_sample_becomes_what_is_expected(play_on_both):
    play = play_on_both
    await bring_alder(play)
    shown = await drop(play, MESSY, who="U_IDRIS", where=ALDER, name="kpis_messy.csv")
    tells_all(plain_text(shown), saved="to save")
    assert labels(shown) == ["Import", "Discard", "Patient ratng is Patient rating"]
    text = await play.press("U_IDRIS", "Import", where=ALDER)
    tells_all(text, saved="saved")
    found = await heads(play)
    for key, values in EXPECTED["kpis_after"].items():
        for period, value in values.items():
            assert found[key, period] == value
    links = await play.rows(KpiUpdate, KpiUpdate.source == "import", KpiUpdate.import_id.is_not(None))
    assert len(links) == EXPECTED["summary"]["accepted"]


def tells_all(text, *, saved):
    summary = EXPECTED["summary"]
    assert f"I read {summary['rows']} numbers" in text or f"Imported {summary['accepted']} values" in text
    for name, words in {
        "accepted": saved,
        "unchanged": "recorded already",
        "duplicate": "said by an earlier line",
        "not_reported": "not reported",
        "held": "held back",
        "rejected": "that I can't take",
    }.items():
        assert f"- {summary[name]} {words}" in text
    lines = {line["line"]: line for line in EXPECTED["rows"] if line["result"] in ("held", "rejected")}
    for number in lines:
        assert f"Line {number}: " in text
    for quoted in (
        '"NPS"',
        '"Patient ratng"',
        '"380"',
        '"455"',
        '"€58.70"',
        '"four hundred"',
        '"last summer"',
    ):
        assert quoted in text
    assert "448 is recorded and the table says 451. A correction needs a reason." in text
    assert text.count("£59.60 and £61.20") == 2
