"""The rules that the schema cannot say, each broken once."""

from decimal import Decimal

import pytest

from domain.engagement_file import (
    check,
)
from tests.domain.engagement_file.steps import changed, refused

OCTOBER = "2026-10"


def test_the_sample_keeps_every_rule(document):
    check(document)


def put(path, value):
    def change(_document, alder, kpis):
        target = kpis[path[1]] if path[0] == "kpi" else alder
        *steps, last = path[2:] if path[0] == "kpi" else path
        for step in steps:
            target = target[step]
        target[last] = value

    return change


def add(section, value):
    return lambda _document, alder, _kpis: alder[section].append(value)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (put(("kpi", "new_patients", "owner"), "U_NOBODY"), "kpis[0].owner: expected somebody in `people`"),
        (
            put(("kpi", "new_patients", "owner"), "U_KIT"),
            "kpis[0].owner: expected a member of the engagement",
        ),
        (
            put(("kpi", "new_patients", "targets", 0, "set_by"), "U_KIT"),
            "kpis[0].targets[0].set_by: expected a member",
        ),
        (put(("actions", 3, "owner"), "U_KIT"), "actions[3].owner: expected a member"),
        (put(("checkins", 0, "asked", 1), "U_KIT"), "checkins[0].asked[1]: expected a member"),
        (put(("objectives_approved", "by"), "U_KIT"), "objectives_approved.by: expected a member"),
        (put(("goals", 1, "kpi"), "sales"), "goals[1].kpi: expected the key of one of its kpis"),
        (put(("goals", 1, "parent"), "G9"), "goals[1].parent: expected the key of one of its goals"),
        (
            put(("campaigns", 0, "channel"), "radio"),
            "campaigns[0].channel: expected the key of one of its channels",
        ),
        (put(("spend", "radio"), {}), "spend.radio: expected the key of one of its channels"),
        (
            put(("campaigns", 0, "decision"), "2026-06-25"),
            "campaigns[0].decision: expected the day of a meeting",
        ),
        (
            put(("experiments", 0, "assumption"), "AS9"),
            "experiments[0].assumption: expected the key of one of",
        ),
        (
            put(("kpi", "new_patients", "values", "2026-W46"), 4),
            "kpis[0].values.2026-W46: expected a monthly period",
        ),
        (
            put(("kpi", "calls_answered", "values", "2025-W53"), 4),
            "values.2025-W53: expected a weekly period",
        ),
        (
            put(("kpi", "new_patients", "baseline", "period"), "2025-Q4"),
            "kpis[0].baseline.period: expected a monthly",
        ),
        (
            put(("kpi", "new_patients", "targets", 0, "by"), "2026-Q4"),
            "kpis[0].targets[0].by: expected a monthly",
        ),
        (
            put(("kpi", "new_patients", "values", OCTOBER), -1),
            "values.2026-10: expected a value of at least 0",
        ),
        (
            put(("kpi", "no_show_rate", "values", OCTOBER), Decimal("100.1")),
            "expected a value of at most 100",
        ),
        (put(("kpi", "patient_rating", "values", OCTOBER), Decimal("5.5")), "expected a value of at most 5"),
        (
            put(("kpi", "new_patients", "values", "2026-08"), 474),
            "corrections[0].to: expected the value that `values`",
        ),
        (
            put(("kpi", "new_patients", "running", "period"), OCTOBER),
            "kpis[0].running.period: expected a period without",
        ),
        (
            put(("kpi", "shop_revenue", "aliases"), ["PATIENTS"]),
            "kpis[5].aliases[0]: expected an alias that no other",
        ),
        (
            put(("kpi", "shop_revenue", "aliases"), ["New-Patients"]),
            "kpis[5].aliases[0]: expected an alias that no other",
        ),
        (
            put(("kpi", "shop_revenue", "name"), "New patient"),
            "kpis[5].name: expected a name that no other",
        ),
        (
            put(("kpi", "shop_revenue", "key"), "new_patient"),
            "kpis[5].key: expected a key that no other",
        ),
        (
            put(("kpi", "shop_revenue", "aliases"), ["?!"]),
            "kpis[5].aliases[0]: expected an alias with a letter or digit",
        ),
        (
            put(("kpi", "shop_revenue", "name"), "Fix rate"),
            "kpis[5].name: expected a name that does not begin with a command",
        ),
        (
            put(("channels", 0, "aliases"), ["Rating"]),
            "channels[0].aliases[0]: expected an alias that no other",
        ),
        (
            put(("aliases",), ["New patients"]),
            "engagements[0].aliases[0]: expected an alias that is no word of a KPI",
        ),
        (
            put(("aliases",), ["BIRCH"]),
            "engagements[1].aliases[0]: expected an alias that no other engagement",
        ),
        (
            put(("kpi", "shop_revenue", "key"), "new_patients"),
            "kpis[5].key: expected a key that nothing else",
        ),
        (put(("feedback", 3, "id"), 1), "feedback[3].id: expected a key that nothing else"),
        (put(("feedback", 3, "id"), 2**31), "feedback[3].id: expected a number of at most 2147483647"),
        (put(("name",), " \t"), "engagements[0].name: expected a name of at most 80"),
        (put(("name",), "Alder\nPhysio"), "engagements[0].name: expected a name of at most 80"),
        (put(("name",), "Alder \u202eoisyhP"), "engagements[0].name: expected a name of at most 80"),
        (put(("name",), "x" * 81), "engagements[0].name: expected a name of at most 80"),
        (put(("aliases",), ["x" * 81]), "engagements[0].aliases[0]: expected a name of at most 80"),
        (put(("currency",), "XXQ"), "engagements[0].currency: expected a currency such as EUR"),
        (put(("kpi", "shop_revenue", "name"), "x" * 81), "kpis[5].name: expected a name of at most 80"),
        (
            lambda document, _alder, _kpis: document["people"]["U_KIT"].update(name="Kit\u200b"),
            "people.U_KIT.name: expected a name of at most 80",
        ),
        (put(("timezone",), "Mars/Olympus"), "engagements[0].timezone: expected a time zone"),
        (put(("timezone",), "America"), "engagements[0].timezone: expected a time zone"),
        (put(("timezone",), "../zones"), "engagements[0].timezone: expected a time zone"),
        (
            put(("gross_margin_pct",), Decimal("64." + "1" * 20)),
            "gross_margin_pct: expected a number of at most 15",
        ),
        (
            put(("cycles", 2, "from"), "2026-06-25"),
            "cycles[2].from: expected the day on which the cycle before",
        ),
        (
            put(("hours", OCTOBER, "total"), 30),
            "hours.2026-10.total: expected the sum of its categories, 31.5",
        ),
        (put(("channels", 0, "key"), "unattributed"), "expected"),
        (put(("budget_lines", 1, "channel"), "paid_search"), "budget_lines[1]: expected one budget line"),
        (
            add("members", {"person": "U_NOOR", "role": "finance"}),
            "members[7].person: expected one role in force",
        ),
    ],
)
def test_a_file_that_breaks_a_rule_is_refused_with_the_place(document, change, sentence):
    assert sentence in refused(check, changed(document, change))


def test_names_may_be_long_and_in_any_script(document):
    for name in ("x" * 80, "می‌خواهم", "Zoë 👩‍⚕️ & Söhne"):
        check(changed(document, put(("name",), name)))


def test_words_of_the_same_kpi_may_be_alike(document):
    check(changed(document, put(("kpi", "shop_revenue", "aliases"), ["Shop-Revenues", "shop sales"])))


def test_the_reasons_of_a_handover_add_up(document):
    document["engagements"][1]["lead_handover"][0]["rejected"] = 12
    assert "engagements[1].lead_handover[0].rejected: expected the sum" in refused(check, document)


def test_a_correction_continues_the_one_before(document):
    def break_chain(_document, _alder, kpis):
        first = kpis["new_patients"]["corrections"][0]
        kpis["new_patients"]["corrections"].append({**first, "from": 447, "to": 448})

    assert "kpis[0].corrections[1].from: expected the value that the correction" in refused(
        check, changed(document, break_chain)
    )


def test_somebody_may_have_had_another_role_before(document):
    past = {"person": "U_NOOR", "role": "finance", "to": "2026-03-01"}
    check(changed(document, add("members", past)))
