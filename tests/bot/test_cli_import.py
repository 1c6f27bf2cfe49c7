"""Spreadsheets on the command line: numbers in line by line, numbers out exactly."""

import csv
import json
import sqlite3
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from domain.engagement_file import sample as sample_file
from tests.bot.typed import fails

SAMPLES = Path(__file__).parent.parent / "samples"
SUNDAY = "2026-11-15T12:00"
SUMMARY = """\
Imported 9 values for 6 KPIs from kpis_messy.csv.
- 9 saved
- 1 recorded already, with the same value
- 1 said by an earlier line already
- 2 not reported (blank or n/a): nothing is stored for them
- 5 held back until somebody decides
- 6 that I can't take as they are
"""


@pytest.fixture
def bring(sample):
    """Import a file for Alder as Idris, as of the sample's own Sunday."""

    def run(file, *, engagement="alder", who="U_IDRIS"):
        return sample("import", str(file), "--engagement", engagement, "--as", who, "--at", SUNDAY)

    return run


def links(folder):
    with sqlite3.connect(folder / "var" / "headway.db") as connection:
        return connection.execute("SELECT count(*) FROM kpi_updates").fetchone()[0]


def test_the_messy_sample_is_taken_line_by_line(bring, tmp_path):
    before = links(tmp_path)
    ran = bring(SAMPLES / "kpis_messy.csv")
    assert (ran.status, ran.err) == (1, "")
    assert ran.out.startswith(SUMMARY)
    for line in (10, 11, 12, 13, 16, 18, 19, 20, 22, 24, 26):
        assert f"\n- Line {line}: " in ran.out
    assert "448 is recorded and the table says 451. A correction needs a reason." in ran.out
    assert links(tmp_path) == before + 9
    again = bring(SAMPLES / "kpis_messy.csv")
    assert again.status == 1
    assert "- 10 recorded already" in again.out
    assert links(tmp_path) == before + 9


def test_a_clean_sample_is_taken_whole_and_twice_changes_nothing(bring, tmp_path):
    ran = bring(SAMPLES / "kpis.csv")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("Imported 60 values for 5 KPIs from kpis.csv.\n- 60 saved\n")
    after = links(tmp_path)
    again = bring(SAMPLES / "kpis.csv")
    assert again.status == 0
    assert again.out.startswith("There is nothing new to save in kpis.csv.\n- 60 recorded already")
    assert links(tmp_path) == after


def test_it_can_be_seen_who_reported_it_and_when(bring, sample):
    bring(SAMPLES / "kpis.csv")
    why = sample("say", "--as", "U_IDRIS", "--in", "#alder-clinics", "kpi why shop_revenue 2024-12")
    assert "Idris Fallow" in why.out
    assert "gift cards included" in why.out
    history = sample("say", "--as", "U_IDRIS", "--in", "#alder-clinics", "history")
    assert history.out.count("imported 60 values for 5 KPIs from kpis.csv") == 1


def test_an_import_can_be_taken_back_from_the_terminal(bring, sample, tmp_path):
    before = sample("export", "alder", "--format", "csv").out
    ran = bring(SAMPLES / "kpis.csv", who="Idris Fallow")
    way_back = "headway say --as 'Idris Fallow' --in dm undo"
    assert ran.out.splitlines()[-1] == f"To take it back within 15 minutes: {way_back}"
    assert sample("export", "alder", "--format", "csv").out != before
    undone = sample("say", "--as", "Idris Fallow", "--in", "dm", "undo", "--at", SUNDAY)
    assert "Undone: 60 values from kpis.csv no longer count." in undone.out
    assert sample("export", "alder", "--format", "csv").out == before


def test_the_way_back_is_not_offered_where_nothing_was_saved(bring):
    bring(SAMPLES / "kpis.csv")
    assert "To take it back" not in bring(SAMPLES / "kpis.csv").out


def test_values_of_an_unusual_size_are_pointed_out_before_the_summary(bring, tmp_path):
    (tmp_path / "odd.csv").write_text("date,kpi,value\n2025-10,New patients,44000\n", encoding="utf-8")
    ran = bring("odd.csv")
    assert ran.out.startswith(
        "Please check line 2: 44,000 for New patients, October 2025, is more than 5 times"
    )
    assert "\nImported 1 value for 1 KPI from odd.csv." in ran.out


def test_everything_held_back_is_listed_however_much_it_is(bring, tmp_path):
    rows = "".join(f"2025-10,New patients,x{at}\n" for at in range(60))
    (tmp_path / "many.csv").write_text(f"date,kpi,value\n{rows}", encoding="utf-8")
    ran = bring("many.csv")
    assert ran.status == 1
    assert all(f'- Line {at + 2}: "x{at}"' in ran.out for at in range(60))


def test_the_rights_are_those_of_the_person(bring, tmp_path):
    (tmp_path / "own.csv").write_text(
        "date,kpi,value\n2025-10,No-show rate,8\n2025-10,NPS,3\n", encoding="utf-8"
    )
    before = links(tmp_path)
    other = bring("own.csv", who="U_CALLUM")
    assert other.status == 1
    assert '"No-show rate" is recorded by' in other.out
    assert links(tmp_path) == before
    assert "- 1 saved" in bring("own.csv", who="rhoda").out


def test_the_progress_of_a_large_file_is_told_on_standard_error(bring, tmp_path):
    rows = "".join(
        f"20{year:02}-{month:02},{kpi},1\n"
        for kpi in (
            "New patients",
            "Care-plan members",
            "Employer contracts signed",
            "Recovery shop revenue",
            "cpp",
        )
        for year in range(5, 22)
        for month in range(1, 13)
    )
    (tmp_path / "large.csv").write_text(f"date,kpi,value\n{rows}", encoding="utf-8")
    ran = bring("large.csv")
    assert ran.status == 0
    assert ran.err.splitlines() == ["Read 1,021 rows.", "Checked 1,020 numbers.", "Saved 1,020 numbers."]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("kpis.csv",), "kpis.csv does not say whose it is: add --engagement E and --as PERSON."),
        (("kpis.xlsx", "--engagement", "alder"), "kpis.xlsx does not say whose it is"),
        (("kpis.csv", "--as", "U_IDRIS"), "kpis.csv does not say whose it is"),
        (("alder.json", "--engagement", "alder", "--as", "U_IDRIS"), "leave --engagement and --as out"),
        (("no.csv", "--engagement", "alder", "--as", "U_IDRIS"), "no.csv cannot be read: No such file"),
        ((".", "--engagement", "alder", "--as", "U_IDRIS"), "cannot be read: Is a directory"),
        (("empty.csv", "--engagement", "alder", "--as", "U_IDRIS"), "empty.csv: It is empty"),
        (("large.csv", "--engagement", "alder", "--as", "U_IDRIS"), "large.csv: It is larger than 8 MB"),
        (("text.csv", "--engagement", "aldr", "--as", "U_IDRIS"), "no engagement aldr. Did you mean alder?"),
        (("text.csv", "--engagement", "alder", "--as", "U_IDRIZ"), "I do not know U_IDRIZ."),
        (("text.csv", "--engagement", "alder", "--as", "U_HENNA"), "does not belong to Alder Physio."),
        (("text.csv", "--engagement", "birch", "--as", "U_LUCIAN"), "Only a"),
        (("text.csv", "--engagement", "alder", "--as", "U_IDRIS"), "text.csv: I could not make out a table"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(sample, tmp_path, words, sentence):
    (tmp_path / "empty.csv").touch()
    (tmp_path / "text.csv").write_text("Dear all,\nsee you on Monday\n", encoding="utf-8")
    with (tmp_path / "large.csv").open("wb") as file:
        file.truncate(50 * 2**20)
    before = links(tmp_path)
    fails(sample("import", *words, "--at", SUNDAY), sentence)
    assert links(tmp_path) == before


def test_the_numbers_of_an_engagement_are_written_exactly(bring, sample, tmp_path):
    bring(SAMPLES / "kpis.csv")
    ran = sample("export", "alder", "--format", "csv")
    assert ran.status == 0
    assert ran.err == "Not in the file: 1 number so far of periods that are still running (New patients 1).\n"
    rows = list(csv.reader(ran.out.splitlines()))
    assert rows[0] == ["date", "kpi", "value", "note"]
    assert ["2025-10", "Recovery shop revenue", "9240.5", ""] in rows
    assert ["2024-12", "Recovery shop revenue", "17240", "gift cards included"] in rows
    assert not any(row[0] == "2026-11" for row in rows)
    assert sample("export", "alder", "--format", "csv", "--out", "alder.csv").status == 0
    assert (tmp_path / "alder.csv").read_text(encoding="utf-8") == ran.out


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_was_exported_is_all_known_when_it_comes_back(bring, sample, kind):
    bring(SAMPLES / "kpis.csv")
    assert sample("export", "alder", "--format", kind, "--out", f"alder.{kind}").status == 0
    back = bring(f"alder.{kind}")
    assert back.status == 0
    assert "recorded already, with the same value" in back.out
    assert back.out.count("\n- ") == 1


def test_what_was_exported_fills_another_installation(bring, sample, environment, tmp_path):
    bring(SAMPLES / "kpis.csv")
    before = sample("export", "alder", "--format", "csv").out
    assert sample("export", "alder", "--format", "csv", "--out", "alder.csv").status == 0
    environment("DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path}/other.db")
    engagements = tmp_path / "alder.json"
    engagements.write_text(without_values(), encoding="utf-8")
    assert sample("import", "alder.json", "--at", SUNDAY).status == 0
    assert bring("alder.csv").status == 0
    assert sample("export", "alder", "--format", "csv").out == before


def without_values():
    document = json.loads(sample_file())
    for engagement in document["engagements"]:
        for kpi in engagement["kpis"]:
            kpi["values"] = {}
            for name in ("running", "corrections"):
                kpi.pop(name, None)
    return json.dumps(document)


def test_a_workbook_is_written_into_a_file_alone(sample, tmp_path):
    fails(sample("export", "alder", "--format", "xlsx"), "--out kpis.xlsx")
    assert sample("export", "alder", "--format", "xlsx", "--out", "alder.xlsx").status == 0
    book = openpyxl.load_workbook(BytesIO((tmp_path / "alder.xlsx").read_bytes()))
    assert [cell.value for cell in book.worksheets[0][1]] == ["date", "kpi", "value", "note"]


def test_what_is_retired_or_of_an_earlier_definition_is_named(sample):
    with sqlite3.connect("var/headway.db") as connection:
        connection.execute("UPDATE kpis SET definition_version = 2 WHERE key = 'patient_rating'")
        connection.execute("UPDATE kpis SET retired_at = created_at WHERE key = 'calls_answered'")
    ran = sample("export", "alder", "--format", "csv")
    assert "Patient rating" not in ran.out
    assert "Calls answered" not in ran.out
    first, second, third = ran.err.splitlines()
    assert first == "Not in the file: 1 retired KPI (Calls answered)."
    assert second.startswith("Not in the file: 12 values under an earlier definition (Patient rating 12).")
    assert third.startswith("Not in the file: 1 number so far")
