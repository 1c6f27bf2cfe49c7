"""Assumptions: written with their threshold first, which stands once a result is in."""

from datetime import timedelta

from domain.chat import Form
from handlers import reasons, steps
from handlers.assumptions import adding, changing, form, saying
from handlers.experiments import results
from storage.tables import Assumption, AssumptionStep, HistoryEvent
from tests.handlers.play import DM, Play, button, errors, labels

DANA, TOM, ANN = "U_DANA", "U_TOM", "U_ANN"
PAY = 'assume "Employers will pay" threshold "at least 3 a month for two months"'


async def rows(play: Play) -> list[Assumption]:
    return await play.rows(Assumption)


async def test_what_will_tell_is_said_back(northwind):
    said = await northwind.say(DANA, f"{PAY} kpi qualified_leads type segment")
    assert "Assumption 1 is written down (segment, leap of faith): Employers will pay" in said
    assert "I will hold Qualified leads against it: at least 3 in each of 2 months." in said
    (row,) = await rows(northwind)
    assert (row.op, str(row.value), row.periods, row.kind) == (">=", "3", 2, "segment")
    other_unit = 'assume "They join" threshold "at least 20% of guests" kpi qualified_leads not critical'
    assert "the threshold is in another unit." in await northwind.say(DANA, other_unit)
    no_span = 'assume "They call" threshold "at least 3 a month" kpi qualified_leads'
    assert "does not say for how many months" in await northwind.say(DANA, no_span)
    assert "No KPI is linked" in await northwind.say(DANA, 'assume "They sing" threshold "half of them"')
    said = await northwind.say(DANA, 'assume "They hum" threshold "40" kpi qualified_leads not critical')
    assert "does not say whether 40 is the least or the most" in said
    assert 'as in `assume change 5 threshold "at least 40"`' in said
    bare = 'assume "They dance" threshold "many like it" not critical'
    assert "nothing can be measured against it" in await northwind.say(DANA, bare)
    assert await northwind.say(TOM, "assumptions") == await northwind.say(TOM, "assume list")
    assert [(row.op, row.is_critical) for row in (await rows(northwind))[1:]] == [
        ("", False),
        ("", True),
        ("", True),
        ("", False),
        ("", False),
    ]


async def test_nothing_is_written_without_a_threshold_and_the_form_keeps_what_was_typed(northwind):
    asked = await northwind.ask(DANA, "assume Employers will pay not critical")
    assert isinstance(asked, Form)
    assert asked.intro == adding.SAY_THRESHOLD
    assert {field.name: field.value for field in asked.fields}["text"] == ("Employers will pay",)
    assert errors(await northwind.fill(DANA)) == {"threshold": adding.SAY_THRESHOLD}
    assert not await rows(northwind)
    said = await northwind.fill(
        DANA, threshold="at least 3 for two months", kpi="qualified_leads", kind="price"
    )
    assert labels(said) == ["Undo", adding.PLAN]
    (row,) = await rows(northwind)
    assert (row.text, row.kind, row.is_critical, row.periods) == ("Employers will pay", "price", False, 2)


async def test_what_cannot_be_read_is_refused_with_what_to_write(northwind):
    await northwind.say(DANA, PAY)
    for typed, why in {
        'assume "x" threshold "y" type colour': "I don't know the type",
        'assume "x" threshold "y" kpi smiles': "I don't know the KPI",
        "assume show": "Which one?",
        "assume They change their type of plan threshold 40%": "put it in quotes",
        f'assume "{"t " * 260}NOT true" threshold "at least 5%"': "and 500 is the most I keep",
        "assume show 7": "There is no assumption 7.",
        "assume status 1 perhaps": "supported, not supported or mixed",
        "assume change 1 mood": "Write it as in",
        'assume change 1 threshold "at least 3 a month for two months"': changing.NO_CHANGE,
        PAY: "That is assumption 1 already.",
        PAY.replace("assume", "assume add"): "That is assumption 1 already.",
        "assume remove 1": 'assume retire 1 "why"',
        "assume drop assumption 1 because it is old": 'assume retire 1 "why"',
        "assume fix 1": "assume change 1 threshold",
    }.items():
        assert why in await northwind.say(DANA, typed), typed
    assert (len(await rows(northwind)), await northwind.rows(AssumptionStep)) == (1, [])


async def test_a_threshold_is_changed_with_a_mark_before_a_result_and_never_after_one(northwind):
    await northwind.say(DANA, f"{PAY} kpi qualified_leads")
    said = await northwind.say(DANA, 'assume change 1 threshold "at least 5 a month for three months"')
    assert "before any result came in" in said
    assert "at least 5 in each of 3 months" in said
    shown = await northwind.say(TOM, "assume show 1")
    assert (
        'Threshold changed on 16 November 2026 by Dana Reed (was "at least 3 a month for two months").'
        in shown
    )
    changed = northwind.last[DANA, "#northwind"]
    await northwind.say(
        DANA, 'exp "Two days" assumption 1 hypothesis "x" measure "days" threshold ">= 3 days"'
    )
    await northwind.say(DANA, "exp change 1 sample none stop 1 Dec")
    await northwind.say(DANA, "exp start 1")
    assert results.SAVED.format(number=1) in await northwind.say(DANA, "exp result 1 2 n 10")
    for what in ('threshold "at least 1"', "kpi none", "not critical"):
        refused = await northwind.say(DANA, f"assume change 1 {what}")
        assert "A result is in already (experiment 1)" in refused
        assert "write a new assumption" in refused
    assert "price" in await northwind.say(DANA, "assume change 1 type price")
    undone = await northwind.click(DANA, button(changed, "Undo"))
    assert undone == steps.CHANGED_SINCE.format(what="assumption", number=1)
    assert "at least 5 a month" in await northwind.say(TOM, "assume list")


async def test_a_value_of_the_kpi_is_a_result_too(northwind):
    await northwind.say(DANA, f"{PAY} kpi qualified_leads")
    northwind.now += timedelta(days=50)
    await northwind.say(DANA, "kpi qualified_leads 2 nov")
    await northwind.say(DANA, "kpi qualified_leads 2 dec")
    refused = await northwind.say(DANA, 'assume change 1 threshold "at least 1 a month for two months"')
    assert "(Qualified leads for December 2026)" in refused


async def test_a_status_needs_the_reason_of_a_named_person(northwind):
    await northwind.say(DANA, PAY)
    assert "not tested yet" in await northwind.say(TOM, "assume list")
    asked = await northwind.ask(DANA, "assume status 1 not supported")
    assert isinstance(asked, Form)
    assert errors(await northwind.fill(DANA, why="no")) == {"why": saying.SAY_WHY}
    said = await northwind.fill(DANA, why="Ten employers said no")
    assert labels(said) == ["Undo"]
    asked = await northwind.ask(DANA, 'assume status 1 mixed "no"')
    assert isinstance(asked, Form)
    assert (asked.intro, asked.fields[0].value) == (f"{reasons.TOO_SHORT} {saying.SAY_WHY}", ("no",))
    shown = await northwind.say(TOM, "assume show 1")
    assert "Dana Reed says that it is not supported: Ten employers said no" in shown
    await northwind.click(DANA, button(said, "Undo"))
    assert "not tested yet" in await northwind.say(TOM, "assume list")


async def test_it_is_retired_and_taken_back_and_the_history_tells(northwind):
    await northwind.say(DANA, PAY)
    first = northwind.last[DANA, "#northwind"]
    assert "is retired: we sell no more days" in await northwind.say(
        DANA, "assume retire 1 because we sell no more days"
    )
    retired = northwind.last[DANA, "#northwind"]
    assert "Retired" in await northwind.say(TOM, "assume list")
    assert "Write a new one" in await northwind.say(DANA, "assume status 1 supported because")
    assert "is as it was before" in await northwind.click(DANA, button(retired, "Undo"))
    assert "is taken back" in await northwind.click(DANA, button(first, "Undo"))
    assert "No assumption is written down yet" in await northwind.say(TOM, "assume list")
    told = [row.what for row in await northwind.rows(HistoryEvent, HistoryEvent.subject == "assumption:1")]
    assert told == [
        "wrote down assumption 1: Employers will pay",
        "retired assumption 1",
        "undid a step of assumption 1",
        "took back assumption 1",
    ]
    assert "took back assumption 1" in await northwind.say(DANA, "history assumptions")


async def test_the_team_reads_and_does_not_write_and_others_see_nothing(northwind):
    await northwind.say(DANA, PAY)
    assert "Employers will pay" in await northwind.say(TOM, "assume list")
    assert "Employers" not in await northwind.say(TOM, 'assume status 1 supported "so I think"')
    assert "Employers" not in await northwind.say(ANN, "assume list", where=DM)
    assert form.TITLE not in await northwind.say(TOM, "assume")


async def test_a_threshold_in_quotes_as_far_as_its_number_is_read_whole(northwind):
    said = await northwind.say(
        DANA, 'assume "They pay" threshold "at least 3" for two months kpi qualified_leads'
    )
    assert "at least 3 in each of 2 months" in said
    assert (await rows(northwind))[0].threshold == "at least 3 for two months"
    twice = await northwind.say(DANA, "assume They pay threshold 3 threshold 4")
    assert (twice.count("in quotes"), "stands there twice" in twice) == (1, True)
