"""Reading separated text: CSV, TSV, a pasted table, in the encodings and with the marks that programs use."""

import codecs
import csv
import re
from collections import Counter as Tally
from collections.abc import Iterator, Sequence
from itertools import islice

from domain.spreadsheets import Cell, Row, Sheet
from domain.spreadsheets.writing import unguard
from storage.spreadsheets.limits import BadSheet, Counter

BINARY = "It is no text and no Excel workbook. I take CSV, TSV and XLSX."
BROKEN = "A cell in it is far too long, or a quotation mark is never closed (near line {line:,})."

DELIMITERS = ("\t", ";", "|", ",")
SPACES = "  "
SAMPLE = 200
REPLACEMENT = "\ufffd"
ENOUGH = 0.6
RULE = "---"
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))

_WIDE_GAP = re.compile(r" {2,}|\t")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_RULE = re.compile(r":?-+:?")


def read_text(data: bytes) -> Sheet:
    """Read the bytes of a separated text. Raises BadSheet where they are no text, or too much of it."""
    return read_table(_decoded(data))


def _decoded(data: bytes) -> str:
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            return text
    raise BadSheet(BINARY)


def _encodings(data: bytes) -> Sequence[str]:
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return (encoding,)
    sample = data[:2000]
    if len(data) % 2 == 0 and sample[1::2].count(0) > len(sample) // 3:
        return ("utf-16-le",)
    return ("utf-8", "cp1252")


def read_table(text: str) -> Sheet:
    """Read separated text, its delimiter found by how regularly it parts the lines. Raises BadSheet."""
    delimiter = _delimiter(text)
    counter, rows = Counter(), []
    for line, cells in _records(text, delimiter):
        # Programs end lines with commas for columns that are empty.
        while cells and not cells[-1].strip():
            cells.pop()
        if cells and not _is_rule(cells):
            counter.add(line, len(cells))
            rows.append(Row(line=line, cells=tuple(Cell(_clean(cell)) for cell in cells)))
    return Sheet(rows=tuple(rows))


def _clean(cell: str) -> str:
    kept = cell if cell.isascii() else cell.encode("utf-8", "replace").decode()
    return unguard(kept.replace("\0", REPLACEMENT))


def _is_rule(cells: Sequence[str]) -> bool:
    """Whether a line only rules off the header, as in tables typed by hand."""
    is_ruled = any(RULE in cell for cell in cells)
    return is_ruled and all(not cell.strip() or _RULE.fullmatch(cell.strip()) for cell in cells)


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Every record and the line that it begins on; a quoted cell may go over several lines."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if delimiter == SPACES:
        yield from ((at, _WIDE_GAP.split(line.strip())) for at, line in enumerate(lines, start=1))
        return
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=delimiter)
    begins = 1
    try:
        for record in reader:
            yield begins, record
            begins = reader.line_num + 1
    except csv.Error as error:
        raise BadSheet(BROKEN.format(line=begins)) from error


def _delimiter(text: str) -> str:
    """The first of tab, semicolon, bar and comma that parts most lines alike; else the best of them."""
    shares = {delimiter: _share(text, delimiter) for delimiter in DELIMITERS}
    best = next((d for d in DELIMITERS if shares[d] >= ENOUGH), max(DELIMITERS, key=shares.__getitem__))
    if not shares[best] and _share(text, SPACES) >= ENOUGH:
        return SPACES
    return best if shares[best] else ","


def _share(text: str, delimiter: str) -> float:
    """Which part of the first lines has the usual number of cells, where that is more than one."""
    try:
        widths = [
            len(record)
            for _line, record in islice(_records(text, delimiter), SAMPLE)
            if any(cell.strip() for cell in record)
        ]
    except BadSheet:
        return 0.0
    usual, count = Tally(widths).most_common(1)[0] if widths else (0, 0)
    return count / len(widths) if usual > 1 else 0.0
