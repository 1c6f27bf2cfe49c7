"""What a file tells of learning and deciding, added where it is not there yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from domain.engagement_file import Difference, Path
from domain.engagement_file.cycles import agree
from storage.database import Session
from storage.engagement_file import decisions, evidence, forecasts, hypotheses
from storage.engagement_file.exporting import learned
from storage.engagement_file.learning import load_learning
from storage.engagement_file.matching import Entry, new_and_different
from storage.engagement_file.record import Record
from storage.tables import Engagement, Kpi

KEYS: Mapping[str, Sequence[str]] = {
    "assumptions": ("key",),
    "experiments": ("key",),
    "meetings": ("on",),
    "evidence_log": ("on",),
}


@dataclass(frozen=True, kw_only=True)
class Work:
    """Where it is added to: `kpis` are all of the engagement, `people` who those of the file are here."""

    session: Session
    record: Record
    kpis: Sequence[Kpi]
    people: Mapping[str, int]
    as_of: date
    now: datetime

    @property
    def engagement(self) -> Engagement:
        """The engagement that the file tells of."""
        return self.record.engagement

    @property
    def by_key(self) -> dict[str, Kpi]:
        """Its KPIs, by their keys."""
        return {kpi.key: kpi for kpi in self.kpis}


async def add_new(work: Work, entry: Mapping[str, Any]) -> tuple[dict[str, int], list[Difference]]:
    """Add what the engagement does not have yet; count it, and find what differs."""
    ours, here = learned(work.record), (work.engagement.key,)
    found = {
        name: new_and_different(entry.get(name, ()), ours[name], key=key, path=(*here, name))
        for name, key in KEYS.items()
    }
    new = {name: entries for name, (entries, _differences) in found.items()}
    await _hypotheses(work, new["assumptions"], new["experiments"])
    await _meetings(work, new["meetings"])
    for pack in new["evidence_log"]:
        await evidence.add_snapshot(work.session, pack, work.engagement, now=work.now)
    given, more = await _forecasts(work, entry, ours)
    added = {
        "assumptions": len(new["assumptions"]),
        "experiments": len(new["experiments"]),
        "meetings": len(new["meetings"]),
        "packs": len(new["evidence_log"]),
        "forecasts": given,
    }
    differences = [each for _entries, several in found.values() for each in several]
    return added, [*differences, *await _cycles(work, entry, here), *more]


async def _hypotheses(work: Work, assumed: Sequence[Entry], tests: Sequence[Entry]) -> None:
    """Add assumptions with their experiments, and then the statuses that those do not explain."""
    ids = {key: row_id for row_id, key in work.record.learning.assumption_keys.items()}
    for one in assumed:
        kpi = work.by_key.get(one.get("kpi") or "")
        ids[one["key"]] = await hypotheses.add_assumption(
            work.session, one, work.engagement, kpi, now=work.now
        )
    for one in tests:
        tested = ids.get(one["assumption"] or "")
        await hypotheses.add_experiment(work.session, one, work.engagement, tested, now=work.now)
    if assumed:
        after = (await load_learning(work.session, work.engagement)).experiments
        for one in assumed:
            await hypotheses.settle_status(
                work.session, one, work.engagement, ids[one["key"]], after, now=work.now
            )


async def _meetings(work: Work, entries: Sequence[Entry]) -> None:
    """Add meetings with their decisions, the oldest first."""
    if not entries:
        return
    learning = await load_learning(work.session, work.engagement)
    assumed = {learning.assumption_keys[one.id]: one for one in learning.assumptions}
    known = decisions.Known(people=work.people, kpis=work.by_key, assumptions=assumed)
    since = work.engagement.start
    for one in sorted(entries, key=lambda one: str(one["on"])):
        await decisions.add_decision(work.session, one, work.engagement, known, since=since, now=work.now)
        since = date.fromisoformat(one["on"])


async def _cycles(work: Work, entry: Mapping[str, Any], here: Path) -> list[Difference]:
    """The cycles of the file where they are not those that follow from the meetings."""
    theirs = entry.get("cycles") or ()
    ours = (await load_learning(work.session, work.engagement)).cycles if theirs else []
    return [] if agree(theirs, ours, as_of=work.as_of) else [Difference(path=(*here, "cycles"))]


async def _forecasts(
    work: Work, entry: Mapping[str, Any], ours: Mapping[str, Any]
) -> tuple[int, list[Difference]]:
    """Add forecasts, score them, and keep what the file counts beyond them; return how many are new."""
    log, name = entry.get(forecasts.SECTION), forecasts.SECTION
    if not log:
        return 0, []
    path = (work.engagement.key, name)
    there = ours[name].get("forecasts", ())
    new, differences = new_and_different(
        log.get("forecasts", ()), there, key=forecasts.NAMED, path=(*path, "forecasts")
    )
    await forecasts.add_new(work.session, new, work.by_key, now=work.now)
    await forecasts.score(work.session, work.engagement, work.kpis, now=work.now)
    rows = (await load_learning(work.session, work.engagement)).forecasts
    more = forecasts.settle(log, work.engagement, rows, is_first=not ours[name], path=path)
    return len(new), [*differences, *more]
