"""Files that are refused, with the place, and nothing of them stored."""

import copy

import pytest

from domain.engagement_file import BadFile, sample
from storage.engagement_file import Taken, parse_file
from tests.storage.engagement_file.steps import (
    alder_of,
    bring,
    bytes_of,
    counts,
    only,
    refusal_of,
    taken_out,
)


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        (
            ("kpis", 3, "values", "2026-13"),
            1,
            "engagements[0].kpis[3].values.2026-13: expected a month 2026-10",
        ),
        (("kpis", 3, "values", "2026-10\n"), 1, "engagements[0].kpis[3].values.2026-10: expected a month"),
        (("kpis", 3, "values", "２０２６-10"), 1, "expected a month"),
        (("kpis", 3, "values", "2026-09"), "5", 'values.2026-09: expected a number or null, found "5"'),
        (("kpis", 3, "values", "2026-09"), True, "values.2026-09: expected a number or null, found true"),
        (("kpis", 3, "unit"), "kg", "kpis[3].unit: expected one of count, currency"),
        (("kpis", 3, "colour"), "red", "kpis[3].colour: expected only fields that the format knows"),
        (("kpis", 3, "baseline"), 5, "kpis[3].baseline: expected an object"),
        (
            ("kpis", 3, "targets", 0),
            {"kind": "hold_range", "by": "2026-12"},
            "kpis[3].targets[0].low: expected it to be",
        ),
        (
            ("kpis", 3, "grace_business_days"),
            31,
            "grace_business_days: expected a number of at most 30, found 31",
        ),
        (("kpis", 3, "name"), "", "kpis[3].name: expected text that is not empty"),
        (("start",), "2026-02-30", "engagements[0].start: expected a calendar day"),
        (
            ("next_meeting",),
            "2026-11-24T25:00:00+00:00",
            "engagements[0].next_meeting: expected a point in time",
        ),
        (
            ("next_meeting",),
            "0001-01-01T00:00:00+05:00",
            "engagements[0].next_meeting: expected a point in time",
        ),
        (("members",), [], "engagements[0].members: expected somebody with the role cmo or marketing_dir"),
        (
            ("members",),
            [{"person": "U_MAREN", "role": "cmo"}],
            "engagements[0].members: expected at least 2 entries",
        ),
        (
            ("members", 1, "role"),
            "team",
            "engagements[0].members: expected somebody with the role client_ceo",
        ),
        (("feedback", 7, "by"), "U_NOOR", "engagements[0].feedback[7].by: expected null"),
        (("feedback", 0, "status"), "declined", "engagements[0].feedback[0].why: expected it to be there"),
        (
            ("milestones", 0, "original_due"),
            "2026-03-01",
            "milestones[0].moved_reason: expected it, since original_due",
        ),
        (("meetings", 2, "tripwires", 0, "by"), "2026-12-01", "tripwires[0]: expected either period or by"),
        (("meetings", 0, "pivot"), {}, "engagements[0].meetings[0].pivot"),
        (
            ("actions", 0, "owner"),
            "U_NOBODY",
            "engagements[0].actions[0].owner: expected somebody in `people`",
        ),
    ],
)
def test_a_file_that_does_not_fit_is_refused_with_the_place(document, path, value, sentence):
    *steps, last = path
    target = alder_of(document)
    for step in steps:
        target = target[step]
    target[last] = value
    with pytest.raises(BadFile) as caught:
        parse_file(bytes_of(document))
    assert sentence in caught.value.sentence
    assert "\n" not in caught.value.sentence


def begun_with(document, lead, status):
    """The file of an engagement that one person has just set up."""
    made = only(copy.deepcopy(document), "alder")
    (alder,) = made["engagements"]
    made["people"] = {"U_MAREN": made["people"]["U_MAREN"]}
    kept = ("key", "name", "currency", "timezone", "channel", "operating_model", "start", "capacity")
    first = {"from": "2026-11-15", "hours_per_month": 0}
    made["engagements"] = [
        {name: alder[name] for name in kept}
        | {"aliases": [], "kpis": [], "status": status, "capacity": [first]}
        | {"members": [{"person": "U_MAREN", "role": lead}]}
    ]
    return made


@pytest.mark.parametrize("lead", ["cmo", "marketing_director"])
@pytest.mark.parametrize("status", ["prospect", "discovery"])
async def test_an_engagement_that_has_just_begun_may_be_one_person(database, document, lead, status):
    async with database.write() as session:
        imported = await bring(session, begun_with(document, lead, status))
        assert imported.engagements[0].is_new
        text = await taken_out(session, "alder")
    assert parse_file(text.encode()).engagements[0]["members"][0]["role"] == lead


@pytest.mark.parametrize("status", ["active", "paused", "ending", "ended"])
def test_later_it_has_a_client(document, status):
    with pytest.raises(BadFile, match=r"members: expected at least 2 entries"):
        parse_file(bytes_of(begun_with(document, "cmo", status)))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"[]", "the file: expected an object, found a list"),
        (b"{}", "format: expected it to be there"),
        (b'{"format": "something", "version": 1}', "format: expected headway-engagement"),
        (sample().replace(b'"version": 1', b'"version": 2'), "version: expected 1, found 2"),
        (sample().replace(b": 421", b": NaN"), "NaN is not a number"),
        (sample().replace(b"Kit Larkspur", b"Kit \\ud800"), "people.U_KIT.name: expected text without NUL"),
    ],
)
def test_what_is_no_engagement_file_is_refused(data, sentence):
    with pytest.raises(BadFile) as caught:
        parse_file(data)
    assert sentence in caught.value.sentence


def test_whole_numbers_may_be_written_with_a_point(document):
    alder_of(document)["notice_days"] = 60.0
    parse_file(bytes_of(document))


async def test_nothing_of_a_refused_file_is_stored(database, document):
    alder_of(document)["channel"] = "#birch-go-to-market"
    with pytest.raises(Taken):
        async with database.write() as session:
            await bring(session, document)
    async with database.read() as session:
        assert set((await counts(session)).values()) == {0}


async def test_the_key_of_an_engagement_of_another_workspace_is_taken(database, document):
    async with database.write() as session:
        await bring(session, only(document, "alder"), platform="slack")
    assert "alder: this key belongs" in await refusal_of(database, only(document, "alder"))


async def test_aliases_are_the_importers_own(database, document):
    birch = only(copy.deepcopy(document), "birch")
    birch["engagements"][0]["aliases"].append("Alder Physio")
    async with database.write() as session:
        await bring(session, only(document, "alder"))
    assert "engagements[0].aliases[2]: expected an alias that none of your" in await refusal_of(
        database, birch
    )
