"""Spreadsheets as bytes: CSV, TSV, pasted text and XLSX in; CSV and XLSX out."""

from storage.spreadsheets.exporting import Exported, export_lines
from storage.spreadsheets.limits import LARGEST_FILE, BadSheet, check_size
from storage.spreadsheets.reading import read_sheet
from storage.spreadsheets.text import read_table
from storage.spreadsheets.writing import to_csv, to_xlsx

__all__ = [
    "LARGEST_FILE",
    "BadSheet",
    "Exported",
    "check_size",
    "export_lines",
    "read_sheet",
    "read_table",
    "to_csv",
    "to_xlsx",
]
