"""Tables of numbers from spreadsheets: what stands where, and what becomes of each number."""

from domain.spreadsheets.cells import Cell, Row, Sheet
from domain.spreadsheets.columns import Sight
from domain.spreadsheets.entries import Entry, NoTable, Table
from domain.spreadsheets.judging import judge
from domain.spreadsheets.layout import guess
from domain.spreadsheets.naming import Names
from domain.spreadsheets.verdicts import Followed, Frame, Judged, Judgement, Reason, Recorded, Result

__all__ = [
    "Cell",
    "Entry",
    "Followed",
    "Frame",
    "Judged",
    "Judgement",
    "Names",
    "NoTable",
    "Reason",
    "Recorded",
    "Result",
    "Row",
    "Sheet",
    "Sight",
    "Table",
    "guess",
    "judge",
]
