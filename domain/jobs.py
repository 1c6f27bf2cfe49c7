"""The jobs that post by themselves, from the catalogue: when, to whom, until when, and what if in doubt."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Literal
from zoneinfo import ZoneInfo

from domain.cadence import nth_working_day_after
from domain.holidays import Holidays
from domain.working_time import ENDS, instant


@dataclass(frozen=True, kw_only=True)
class Job:
    """One entry of the catalogue. `cadence` is as people type one, empty where it follows something else.

    Past `latest_hours` its post is missed; 0 stands for the end of the next working day. Where nobody knows
    whether a post arrived, one that is `sent_again` goes out once more, others are left to the lead. One that
    `makes_up` for a run that was missed says at the next one what that one would have said. A job that begins
    with another job `follows` that one.
    """

    name: str
    title: str
    cadence: str
    begins: Literal["engagement", "meeting", "job"]
    to: Literal["channel", "people", "leads"]
    audience: str
    guard: str
    latest_hours: int
    sent_again: bool
    makes_up: bool
    follows: str = ""

    @property
    def finishes(self) -> bool:
        """Whether it ends what another job began: a pause that begins in between does not hold it back."""
        return self.begins == "job" and self.to == "channel"


@cache
def jobs() -> Mapping[str, Job]:
    """Every job by name, in the order of the catalogue."""
    text = (files("domain.catalogues") / "jobs.toml").read_text(encoding="utf-8")
    return {name: Job(name=name, **entry) for name, entry in tomllib.loads(text).items()}


def latest_at(job: Job, due_at: datetime, *, zone: str, holidays: Holidays) -> datetime:
    """The moment, in UTC, past which a post that was due then is of no use any more."""
    if job.latest_hours:
        return due_at + timedelta(hours=job.latest_hours)
    place = ZoneInfo(zone)
    day = nth_working_day_after(due_at.astimezone(place).date(), 1, holidays=holidays)
    return instant(day, ENDS, place)
