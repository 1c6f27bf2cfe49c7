"""One line about where a KPI stands on the way to its target."""

from collections.abc import Callable
from fractions import Fraction

from domain.pace.figures import about, change, count, exact, percent
from domain.pace.pace import Band, Pace
from domain.targets import Direction, Target, Wording, baseline_words, target_words

NAMES: dict[Band, str] = {
    "ahead": "Ahead",
    "on_pace": "On pace",
    "behind": "Behind",
    "far_behind": "Far behind",
    "moving_away": "Moving away",
}
# A cap is not a way to go: more of it used is worse.
CAP_NAMES: dict[Band, str] = {
    "ahead": "Well within the limit",
    "on_pace": "On pace",
    "behind": "Using the limit up early",
    "far_behind": "Using the limit up far too early",
}
WAY = (
    "{band}: {progress} of the way from {begun} to {goal} with {elapsed} of the time gone (target {target})."
)
PLANNED = "{band}: {value} in {period}, where the plan has {planned} (target {target})."
AWAY = "Moving away: {value} in {period}, from {baseline} (target {target})."
HOLD_LOST = "Moving away: {value} in {period}, and the target is to hold {goal} until {by}."
HOLD = "Holding: {value} in {period}, and the target is to hold {goal} until {by}."
EARLY = "Too early to pace: {value} in {period} with {elapsed} of the time gone (target {target})."
REACHED = "Reached already: {value} in {period} (target {target})."
MET = "Met: {value} in {period} (target {target})."
MISSED = "Missed by {short_by}: {value} in {period} (target {target})."
OVER_AND_UNREPORTED = "The target's last {unit} is over, and {by} is not reported (target {target})."
NO_BASELINE = (
    "No pace without a baseline: {value} in {period} (target {target}). Set the target again with where it"
    " began behind it: `from 80 in jun`."
)
NO_VALUES = "No value yet (target {target})."
NONE_IN_TIME = "No value in its time yet (target {target})."
NONE_SINCE = "No value yet since the baseline, {baseline} (target {target})."

SUMMED = (
    "{band}: {total} after {counted} of {periods}; an even pace would be at {expected} (target {target})."
)
TOTAL_EARLY = "Too early to pace: {total} after {counted} of {periods} (target {target})."
TOTAL_REACHED = "Reached already: {total} after {counted} of {periods} (target {target})."
TOTAL_MET = "Met: {total} after {counted} of {periods} (target {target})."
TOTAL_MISSED = "Missed by {short_by}: {total} after {counted} of {periods} (target {target})."
TOTAL_OVER = "Over the limit by {short_by}: {total} after {counted} of {periods} (target {target})."
TOTAL_UNREPORTED = (
    "Its time is over: {total} in {counted} of {periods}, and the rest is not reported (target {target})."
)
NO_TOTAL_PACE = "{total} after {counted} of {periods} (target {target})."
SEASON_SEEN = "The same {periods} a year before brought {before}, now {now}."
SEASON_AHEAD = "A year before, the {periods} still ahead brought {rest}."
SEASON_UNKNOWN = "It follows the seasons and no year before is known, so an even pace can mislead."

EVERY = "Met in {kept} of {periods}; the last one, {period}, {verb} it with {value} (target {target})."
INSIDE = "Inside in {kept} of {periods}; the last one, {period}, was {where} with {value} (target {target})."
ENDED: dict[Band, str] = {"met": "Met: ", "missed": "Missed: ", "unreported": "Its time is over: "}
NOT_REPORTED = "Not reported: {periods}."
AND_MORE = "{periods} and {more} earlier"

WITHOUT_SEASON: frozenset[Band] = frozenset({"met", "missed", "reached", "unreported"})
NAMED_AT_MOST = 3


def pace_words(pace: Pace, target: Target, wording: Wording, *, direction: Direction) -> str:
    """Say where the KPI stands in one line; shares as whole percentages, never 100% of a way not made."""
    say: dict[str, Callable[[Pace, Target, Wording, str], str]] = {
        "level_at_date": _level,
        "cumulative": _total,
        "per_period": _every,
        "hold_range": _every,
    }
    return say[pace.kind](pace, target, wording, target_words(target, wording, direction=direction))


def _level(pace: Pace, target: Target, wording: Wording, named: str) -> str:
    goal, by = wording.write(target.goal), wording.name_period(target.by)
    if pace.value is None or pace.period is None:
        if pace.band == "unreported":
            return OVER_AND_UNREPORTED.format(unit=wording.unit, by=by, target=named)
        known = baseline_words(pace.baseline, wording) if pace.baseline else ""
        return NONE_SINCE.format(baseline=known, target=named) if known else NO_VALUES.format(target=named)
    return _level_sentence(pace, target).format(
        band=NAMES.get(pace.band, ""),
        value=wording.write(pace.value),
        period=wording.name_period(pace.period),
        baseline=baseline_words(pace.baseline, wording) if pace.baseline else "",
        begun=wording.write(pace.baseline.value) if pace.baseline else "",
        goal=goal,
        by=by,
        unit=wording.unit,
        planned=about(pace.planned or Fraction(0), wording),
        progress=percent(pace.progress or Fraction(0), wording),
        elapsed=percent(pace.elapsed or Fraction(0), wording),
        short_by=change(pace.short_by or Fraction(0), wording),
        target=named,
    )


def _level_sentence(pace: Pace, target: Target) -> str:
    is_hold = pace.baseline is not None and pace.baseline.value == target.goal
    fixed: dict[Band, str] = {
        "met": MET,
        "missed": MISSED,
        "unreported": OVER_AND_UNREPORTED,
        "hold": HOLD,
        "reached": REACHED,
        "no_baseline": NO_BASELINE,
        "too_early": EARLY,
    }
    if pace.band in fixed:
        return fixed[pace.band]
    if pace.planned is not None:
        return PLANNED
    if pace.band == "moving_away":
        return HOLD_LOST if is_hold else AWAY
    return WAY


def _total(pace: Pace, _target: Target, wording: Wording, named: str) -> str:
    if pace.total is None:
        return NONE_IN_TIME.format(target=named) + _not_reported(pace, wording)
    line = _total_sentence(pace).format(
        band=(CAP_NAMES if pace.is_cap else NAMES).get(pace.band, ""),
        total=exact(pace.total, wording),
        counted=pace.counted,
        periods=count(pace.periods_in_all, wording),
        expected=about(pace.expected or Fraction(0), wording),
        short_by=change(pace.short_by or Fraction(0), wording),
        target=named,
    )
    return line + _season(pace, wording) + _not_reported(pace, wording)


def _total_sentence(pace: Pace) -> str:
    fixed: dict[Band, str] = {
        "met": TOTAL_MET,
        "missed": TOTAL_OVER if pace.is_cap else TOTAL_MISSED,
        "reached": TOTAL_REACHED,
        "too_early": TOTAL_EARLY,
        "unreported": TOTAL_UNREPORTED,
        "no_pace": NO_TOTAL_PACE,
    }
    return fixed.get(pace.band, SUMMED)


def _season(pace: Pace, wording: Wording) -> str:
    if not pace.is_seasonal or pace.season is None or pace.band in WITHOUT_SEASON:
        return ""
    season, said = pace.season, []
    if season.pairs:
        periods = count(season.pairs, wording)
        before, now = exact(season.before, wording), exact(season.now, wording)
        said.append(SEASON_SEEN.format(periods=periods, before=before, now=now))
    if season.rest is not None:
        periods, rest = count(pace.periods_left, wording), exact(season.rest, wording)
        said.append(SEASON_AHEAD.format(periods=periods, rest=rest))
    return " " + " ".join(said or [SEASON_UNKNOWN])


def _every(pace: Pace, target: Target, wording: Wording, named: str) -> str:
    if pace.value is None or pace.period is None:
        return NONE_IN_TIME.format(target=named) + _not_reported(pace, wording)
    is_kept = pace.is_last_kept
    sentence = INSIDE if target.kind == "hold_range" else EVERY
    line = sentence.format(
        kept=pace.kept,
        periods=count(pace.counted, wording),
        period=wording.name_period(pace.period),
        verb="met" if is_kept else "missed",
        where="inside" if is_kept else "outside",
        value=wording.write(pace.value),
        target=named,
    )
    start = ENDED.get(pace.band, "")
    return start + (line[:1].lower() + line[1:] if start else line) + _not_reported(pace, wording)


def _not_reported(pace: Pace, wording: Wording) -> str:
    if not pace.missing:
        return ""
    named = ", ".join(wording.name_period(period) for period in pace.missing[-NAMED_AT_MOST:])
    more = len(pace.missing) - NAMED_AT_MOST
    return " " + NOT_REPORTED.format(periods=AND_MORE.format(periods=named, more=more) if more > 0 else named)
