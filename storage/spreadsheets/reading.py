"""From the bytes of a file to its cells, by what the bytes are, whatever the file is called."""

from domain.spreadsheets import Sheet
from storage.spreadsheets.limits import BadSheet, check_size
from storage.spreadsheets.text import read_text
from storage.spreadsheets.workbook import read_workbook

EMPTY = "It is empty, so there is nothing to import."
LOCKED = "It is protected by a password. Please save it without one, or as CSV."
OLD = "It is of the old Excel kind (.xls). Please save it as .xlsx or CSV."

ARCHIVE = b"PK\x03\x04"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_sheet(data: bytes) -> Sheet:
    """Read a CSV, TSV or XLSX. Raises BadSheet, a UserError, that says why it cannot be read."""
    check_size(len(data))
    if not data.strip(b"\xef\xbb\xbf \t\r\n\x00"):
        raise BadSheet(EMPTY)
    if data.startswith(COMPOUND):
        raise BadSheet(LOCKED if ENCRYPTED in data else OLD)
    sheet = read_workbook(data) if data.startswith(ARCHIVE) else read_text(data)
    if not sheet.rows:
        raise BadSheet(EMPTY)
    return sheet
