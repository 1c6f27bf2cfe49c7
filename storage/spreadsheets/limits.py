"""How much of a spreadsheet is taken, and the sentences for what is too much or cannot be read."""

from domain.errors import UserError

MEGABYTE = 1024 * 1024
LARGEST_FILE = 8 * MEGABYTE
MOST_ROWS = 20_000
MOST_COLUMNS = 200
MOST_CELLS = 200_000

TOO_LARGE = "It is larger than {most} MB, which is the most that I take. Please bring it in smaller parts."
TOO_LONG = "It has more than {most:,} lines, which is the most that I take. Please bring it in smaller parts."
TOO_WIDE = "It has more than {most} columns (line {line:,}), which is the most that I take."
TOO_MANY = "It has more than {most:,} cells, which is the most that I take. Please bring it in smaller parts."


class BadSheet(UserError):
    """I could not read that as a table. Nothing was saved."""


def check_size(size: int) -> None:
    """Raise BadSheet where a file of so many bytes is too large."""
    if size > LARGEST_FILE:
        raise BadSheet(TOO_LARGE.format(most=LARGEST_FILE // MEGABYTE))


class Counter:
    """Counts rows and cells while they are read, and stops what is too much."""

    def __init__(self) -> None:
        self.rows = 0
        self.cells = 0

    def add(self, line: int, width: int) -> None:
        """Count a row with something in it. Raises BadSheet where it is one too many, or too wide."""
        self.rows += 1
        self.cells += width
        if width > MOST_COLUMNS:
            raise BadSheet(TOO_WIDE.format(most=MOST_COLUMNS, line=line))
        if self.rows > MOST_ROWS + 1:
            raise BadSheet(TOO_LONG.format(most=MOST_ROWS))
        if self.cells > MOST_CELLS:
            raise BadSheet(TOO_MANY.format(most=MOST_CELLS))
