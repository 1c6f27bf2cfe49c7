"""Spreadsheets as text: in whatever way programs and people part it."""

import pytest

from storage.spreadsheets import BadSheet, read_sheet, read_table

TABLE = [["date", "kpi", "value"], ["2026-09", "Leads", "41"], ["2026-10", "Größe", "4,5"]]


def texts(sheet):
    return [[cell.text for cell in row.cells] for row in sheet.rows]


def written(delimiter=",", ending="\n"):
    return ending.join(delimiter.join(cell.replace(delimiter, ".") for cell in row) for row in TABLE) + ending


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_text_is_read_in_the_encodings_of_spreadsheet_programs(encoding, ending):
    assert texts(read_sheet(written("\t", ending).encode(encoding))) == TABLE


def test_big_endian_text_needs_its_mark():
    assert texts(read_sheet(b"\xfe\xff" + written(";").encode("utf-16-be"))) == TABLE


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter):
    assert [len(row) for row in texts(read_sheet(written(delimiter).encode()))] == [3, 3, 3]


def test_a_comma_for_decimals_is_no_delimiter():
    assert texts(read_table("2026-09;Leads;4,5\n2026-10;Leads;5,5\n"))[0] == ["2026-09", "Leads", "4,5"]
    assert texts(read_table("Sep\t1,234\nOct\t2,345\n")) == [["Sep", "1,234"], ["Oct", "2,345"]]


def test_wide_gaps_part_a_table_that_was_typed():
    assert texts(read_table("Month   New leads\nSep     41\n")) == [["Month", "New leads"], ["Sep", "41"]]


def test_a_row_keeps_the_line_on_which_it_begins():
    sheet = read_table('date,kpi,value,note\n\n2026-09,Leads,41,"two\nlines"\n,,\n2026-10,Leads,44,\n')
    assert [row.line for row in sheet.rows] == [1, 3, 6]
    assert sheet.rows[1].cells[3].text == "two\nlines"


def test_the_line_below_a_header_that_only_rules_it_off_is_skipped():
    assert texts(read_table("| a | b |\n|---|:-:|\n| 1 | 2 |\n")) == [
        ["", " a ", " b "],
        ["", " 1 ", " 2 "],
    ]


def test_what_no_database_keeps_is_replaced():
    assert texts(read_table("a,b\0c,\ud800\n1,2,3\n"))[0] == ["a", "b\ufffdc", "?"]


def test_an_apostrophe_that_made_a_formula_harmless_is_taken_off():
    assert texts(read_table("a,'=1+1,'-5\nb,'tis,''=x\n")) == [["a", "=1+1", "-5"], ["b", "'tis", "'=x"]]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "It is empty"),
        (b"\xef\xbb\xbf \r\n", "It is empty"),
        (b",,\n,,\n", "It is empty"),
        (bytes(range(256)) * 10, "no text and no Excel workbook"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "no text and no Excel workbook"),
        (b"%PDF-1.7\n\xe2\xe3\xcf\xd3\x00\x01", "no text and no Excel workbook"),
        (b"a,b\n" * 20_002, "more than 20,000 lines"),
        (b"," * 200 + b"x\n", "more than 200 columns (line 1)"),
        (b"x," * 150 * 4000, "more than 200 columns"),
        ((b"x," * 149 + b"x\n") * 4000, "more than 200,000 cells"),
        (b"x" * (8 * 1024 * 1024 + 1), "larger than 8 MB"),
        (b'a,"' + b"x" * 200_000, "quotation mark is never closed"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Excel kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "by a password"),
        (b"PK\x03\x04 and nothing else", "damaged"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(data, sentence):
    with pytest.raises(BadSheet) as caught:
        read_sheet(data)
    assert sentence in caught.value.sentence
    assert "\n" not in caught.value.sentence
