"""Looking at an XLSX from outside, before anything unpacks it: it is an archive that a stranger packed."""

import re
import zipfile
import zlib
from io import BytesIO

from storage.spreadsheets.limits import MEGABYTE, BadSheet

NOT_A_WORKBOOK = "It is an archive, and no Excel workbook (.xlsx). I take CSV, TSV and XLSX."
BINARY_WORKBOOK = "It is a binary Excel workbook (.xlsb). Please save it as .xlsx or CSV."
DAMAGED = "It is a damaged Excel workbook. Please save it again, or as CSV."
BOMB = "It unpacks to far more than a table of numbers needs, so I left it closed. Please save it as CSV."
ENTITIES = (
    "Its insides are not what a spreadsheet program writes, so I left it closed. Please save it as CSV."
)

LARGEST_UNPACKED = 64 * MEGABYTE
MOST_PARTS = 2000
SUSPECT_SIZE, MOST_TIMES = MEGABYTE, 150
WORKBOOK, BINARY_PART = "xl/workbook.xml", "xl/workbook.bin"
HEAD = 200
CHUNK = 256 * 1024
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tiff", ".emf", ".wmf", ".bin")
UNPACKING_FAILURES = (
    *(zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError),
    RuntimeError,  # encrypted, or packed in a way that Python does not know
)

_ENCODING = re.compile(rb"""encoding\s*=\s*["']([^"']+)""")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def check_archive(data: bytes) -> bool:
    """Look for what may not be opened. Return whether a formula is in it.

    Raises BadSheet for what is no workbook, unpacks to too much, or declares a document type (what XML
    bombs are made of, and no spreadsheet program writes).
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _check_directory(archive)
            found = [_check_part(archive, part) for part in archive.infolist()]
    except UNPACKING_FAILURES as error:
        raise BadSheet(DAMAGED) from error
    return any(found)


def _check_directory(archive: zipfile.ZipFile) -> None:
    # What the directory says is what is unpacked at most: zipfile reads no further.
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if BINARY_PART in names:
        raise BadSheet(BINARY_WORKBOOK)
    if WORKBOOK not in names:
        raise BadSheet(NOT_A_WORKBOOK)
    is_huge = sum(part.file_size for part in parts) > LARGEST_UNPACKED or len(parts) > MOST_PARTS
    if is_huge or any(_is_suspect(part) for part in parts):
        raise BadSheet(BOMB)


def _is_suspect(part: zipfile.ZipInfo) -> bool:
    return part.file_size > SUSPECT_SIZE and part.file_size > MOST_TIMES * max(part.compress_size, 1)


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Read a part through. Raises BadSheet for a document type; returns whether it holds a formula."""
    is_sheet, has_formula, before = part.filename.startswith("xl/worksheets/"), False, b""
    with archive.open(part) as file:
        while chunk := file.read(CHUNK):
            if not before:
                _check_head(chunk[:HEAD], is_picture=part.filename.casefold().endswith(PICTURES))
            looked_at = before + chunk
            if _DECLARATION.search(looked_at):
                raise BadSheet(ENTITIES)
            has_formula = has_formula or (is_sheet and _FORMULA.search(looked_at) is not None)
            before = chunk[-16:]
    return has_formula


def _check_head(head: bytes, *, is_picture: bool) -> None:
    """Raise BadSheet for XML that claims to be a picture, or in an encoding that hides what it declares."""
    bare = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if is_picture:
        if bare.startswith((b"<", b"\0<", b"\xff\xfe<", b"\xfe\xff\0<")):
            raise BadSheet(ENTITIES)
        return
    declared = _ENCODING.search(head.partition(b"?>")[0])
    is_plain = declared is None or declared[1].lower() in (b"utf-8", b"us-ascii", b"ascii")
    if b"\0" in head or not is_plain or not bare.startswith(b"<"):
        raise BadSheet(ENTITIES)
