"""The legend of a panel: a sign and a few words for everything that is drawn, and nothing else."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.charts import style
from bot.charts.series import HATCH
from bot.charts.sheet import Box, Sheet
from bot.charts.style import Look
from bot.charts.words import font
from domain.chat.charts import ChartLine, ChartPoint, Panel

REPORTED = "Reported"
EARLIER = "Earlier definition"
PROVISIONAL = "Provisional"
CORRECTED = "Corrected"
GAP = "Not reported"
OF_A_DATE = "{name}: {shown}, {label}"
OF_EVERY_PERIOD = "{name}: {shown}"

ROW = 21
SIGN_WIDTH = 26
AFTER_SIGN = 7
BETWEEN = 20
AREA_HEIGHT = 12


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A sign with its words. Without a look it is an area of a colour, hatched or not."""

    text: str
    look: Look | None = None
    color: str = style.PAPER
    lines: str = style.GAP_LINES
    hatch: str = ""


@dataclass(frozen=True, kw_only=True)
class Placed:
    """An entry at its place: the row from 0, and the pixels from the left."""

    entry: Entry
    row: int
    left: float


def entries(panel: Panel) -> list[Entry]:
    """What the panel draws, the values first; nothing where there is nothing but values."""
    wanted = [*_of_points(panel.points), *_of_goals(panel)]
    return [] if [entry.text for entry in wanted] == [REPORTED] else wanted


def _of_points(points: Sequence[ChartPoint]) -> Iterator[Entry]:
    has_values = any(point.value is not None for point in points)
    if has_values:
        yield Entry(text=REPORTED, look=style.REPORTED)
    if any(point.segment != points[-1].segment for point in points):
        yield Entry(text=EARLIER, look=style.EARLIER)
    if any(point.is_provisional and point.value is not None for point in points):
        yield Entry(text=PROVISIONAL, look=style.PROVISIONAL)
    if any(point.is_corrected and point.value is not None for point in points):
        yield Entry(text=CORRECTED, look=replace(style.CORRECTED, is_hollow=True))
    if has_values and any(point.value is None for point in points):
        yield Entry(text=GAP, color=style.GAP, hatch=HATCH)


def _of_goals(panel: Panel) -> Iterator[Entry]:
    yield from (Entry(text=_words(line), look=style.LINES[line.kind]) for line in panel.lines)
    if panel.band:
        text = OF_EVERY_PERIOD.format(name=panel.band.name, shown=panel.band.shown)
        yield Entry(text=text, color=style.BAND, lines=style.GREEN)


def _words(line: ChartLine) -> str:
    mark = line.marks[-1]
    if line.kind == "plan" or any(other.value != mark.value for other in line.marks):
        return line.name
    form = OF_EVERY_PERIOD if line.kind == "level" else OF_A_DATE
    return form.format(name=line.name, shown=mark.shown, label=mark.label)


def placed(sheet: Sheet, wanted: Sequence[Entry], box: Box) -> list[Placed]:
    """The entries in rows as wide as the box, words cut where one alone is wider."""
    made: list[Placed] = []
    row, left = 0, box.left
    used = font(style.SMALL_SIZE)
    for entry in wanted:
        text = sheet.pen.fitting(entry.text, used, box.width - SIGN_WIDTH - AFTER_SIGN)
        width = SIGN_WIDTH + AFTER_SIGN + sheet.pen.width(text, used)
        if left > box.left and left + width > box.left + box.width:
            row, left = row + 1, box.left
        made.append(Placed(entry=replace(entry, text=text), row=row, left=left))
        left += width + BETWEEN
    return made


def draw_legend(sheet: Sheet, wanted: Sequence[Placed], top: float) -> None:
    """Draw the entries under `top`."""
    for one in wanted:
        middle = top + (one.row + 0.5) * ROW
        _draw_sign(sheet, one, middle)
        after = one.left + SIGN_WIDTH + AFTER_SIGN
        sheet.write(one.entry.text, after, middle, font(style.SMALL_SIZE), style.TEXT)


def _draw_sign(sheet: Sheet, one: Placed, middle: float) -> None:
    if one.entry.look:
        sheet.sign(one.entry.look, one.left, one.left + SIGN_WIDTH, middle)
        return
    box = Box(left=one.left, top=middle - AREA_HEIGHT / 2, width=SIGN_WIDTH, height=AREA_HEIGHT)
    sheet.swatch(box, one.entry.color, one.entry.lines, one.entry.hatch)
