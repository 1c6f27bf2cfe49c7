"""Workbooks: what their cells say of themselves, and what strangers pack is left closed."""

import struct
import zipfile
from datetime import date, datetime
from io import BytesIO

import pytest

from storage.spreadsheets import BadSheet, archive, limits, read_sheet
from tests.storage.workbooks import repacked, workbook


def texts(sheet):
    return [[cell.text for cell in row.cells] for row in sheet.rows]


def cells(data):
    return [[(cell.text, cell.kind) for cell in row.cells] for row in read_sheet(data).rows]


def test_a_workbook_says_what_its_cells_are():
    def dress(book):
        sheet = book.active
        sheet["A2"].number_format = "0.0%"
        sheet["B2"].number_format = "#,##0.00 [$€-407]"
        sheet["C2"].number_format = '"£"#,##0'
        sheet["D2"].number_format = "_-[$USD] * #,##0.00_-"

    row = (datetime(2026, 10, 31), date(2026, 9, 30), "Leads", 41, None)  # noqa: DTZ001 - workbooks know no zones
    assert cells(workbook(row, (0.089, 58.7, 9900, -3.25), (True, 0.1, 10**12), change=dress)) == [
        [("2026-10-31", "day"), ("2026-09-30", "day"), ("Leads", "text"), ("41", "number")],
        [("8.9%", "number"), ("58.7 €", "number"), ("9900 £", "number"), ("-3.25 USD", "number")],
        [("True", "text"), ("0.1", "number"), ("1000000000000", "number")],
    ]


def test_the_first_visible_sheet_with_something_in_it_is_read_and_named():
    def more(book):
        book.create_sheet("Old").append(["hidden"])
        book["Old"].sheet_state = "hidden"
        book.create_sheet("Data").append(["a", "b"])
        book.move_sheet("Old", -1)

    sheet = read_sheet(workbook(change=more))
    assert texts(sheet) == [["a", "b"]]
    assert sheet.said == ("I read the sheet “Data”, the first one with something in it; there are 3 sheets.",)


def test_a_formula_counts_by_its_result_and_without_one_by_its_text():
    data = workbook(["Leads", "=1+1", "=2+2"], ["=3+3", None, 5])
    with_result = repacked(
        data, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>")
    )
    assert with_result != data
    assert texts(read_sheet(with_result)) == [["Leads", "2", "=2+2"], ["=3+3", "", "5"]]


def test_cells_far_out_are_refused():
    def far(book):
        book.active["ZZ7"] = 1

    with pytest.raises(BadSheet, match=r"more than 200 columns \(line 7\)"):
        read_sheet(workbook(change=far))


def test_a_sheet_whose_rows_are_strewn_is_refused():
    def far(book):
        book.active["A1"] = book.active["A1048576"] = 1

    with pytest.raises(BadSheet, match="far too large a sheet"):
        read_sheet(workbook(change=far))


def test_a_sheet_that_lies_about_its_size_is_read_as_it_is():
    data = repacked(
        workbook(["a", "b"]),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b'ref="A1:B1"', b'ref="A1:XFD1048576"'),
    )
    assert texts(read_sheet(data)) == [["a", "b"]]


def test_an_archive_that_unpacks_to_too_much_is_left_closed():
    bomb = repacked(workbook(["a"]), "xl/styles.xml", lambda _xml: b"<x>" + b" " * 65 * 1024 * 1024)
    assert len(bomb) < 200_000
    with pytest.raises(BadSheet, match="unpacks to far more"):
        read_sheet(bomb)


def test_a_part_that_is_packed_far_too_well_is_left_closed():
    bomb = repacked(workbook(["a"]), "xl/styles.xml", lambda _xml: b"<x>" + b" " * 4 * 1024 * 1024)
    with pytest.raises(BadSheet, match="unpacks to far more"):
        read_sheet(bomb)


def test_an_archive_that_lies_about_what_it_unpacks_to_is_refused():
    data = bytearray(
        repacked(workbook(["a"]), "xl/styles.xml", lambda _xml: b"<x>" + b" " * 65 * 1024 * 1024)
    )
    with zipfile.ZipFile(BytesIO(bytes(data))) as packed:
        real = packed.getinfo("xl/styles.xml").file_size
    while (place := data.find(struct.pack("<L", real))) >= 0:
        data[place : place + 4] = struct.pack("<L", 100)
    with pytest.raises(BadSheet):
        read_sheet(bytes(data))


DECLARED = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: DECLARED + xml.split(b"?>")[-1],
        lambda xml: xml.decode().encode("utf-16"),
        lambda xml: b'<?xml version="1.0" encoding="cp037"?>' + xml,
        lambda xml: b" " * archive.CHUNK + b"<!DOCTYPE" + xml,
    ],
    ids=["entities", "utf-16", "other encoding", "behind a chunk"],
)
@pytest.mark.parametrize("part", ["xl/styles.xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_xml_that_declares_more_than_a_sheet_needs_is_left_closed(part, change):
    with pytest.raises(BadSheet, match="not what a spreadsheet program writes"):
        read_sheet(repacked(workbook(["a"]), part, change))


def test_xml_in_the_clothes_of_a_picture_is_left_closed():
    out = BytesIO(workbook(["a"]))
    with zipfile.ZipFile(out, "a") as packed:
        packed.writestr("xl/media/image1.png", "<?xml version='1.0'?>".encode("utf-16"))
    with pytest.raises(BadSheet, match="not what a spreadsheet program writes"):
        read_sheet(out.getvalue())


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("word/document.xml", "no Excel workbook"), ("xl/workbook.bin", "binary Excel workbook")],
)
def test_another_kind_of_archive_is_named(name, sentence):
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(name, "<x/>")
    with pytest.raises(BadSheet, match=sentence):
        read_sheet(out.getvalue())


def test_insides_that_do_not_fit_together_are_said():
    with pytest.raises(BadSheet, match="damaged"):
        read_sheet(repacked(workbook(["a"]), "xl/worksheets/sheet1.xml", lambda _xml: b"<worksheet><row"))


def test_many_rows_of_a_workbook_are_too_many_as_well():
    rows = [[1]] * (limits.MOST_ROWS + 2)
    with pytest.raises(BadSheet, match="more than 20,000 lines"):
        read_sheet(workbook(*rows))
