"""The timetable: ticks, wakes, counts, and waits for what is running."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from scheduler.timetable import Entry, Timetable

NOW = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)


class Work:
    """A job that remembers its moments, and may take a while or fail."""

    def __init__(self, seconds=0.0, error=None):
        self.moments = []
        self.running = self.most_running = self.done = 0
        self.seconds = seconds
        self.error = error
        self.has_begun = asyncio.Event()

    async def __call__(self, now):
        self.moments.append(now)
        self.has_begun.set()
        self.running += 1
        self.most_running = max(self.running, self.most_running)
        await asyncio.sleep(self.seconds)
        self.running -= 1
        if self.error:
            raise self.error
        self.done += 1


@pytest.fixture
def bell():
    return asyncio.Event()


@pytest.fixture
def counted():
    return Counter()


@pytest.fixture
async def begin(bell, counted):
    made = []

    def start(work, every_seconds=60, wakes=True):
        entry = Entry(name="work", job=work, every_seconds=every_seconds, wakes=wakes)
        timetable = Timetable(
            (entry,),
            clock=lambda: NOW,
            bell=bell,
            count=lambda name, outcome: counted.update([(name, outcome)]),
        )
        timetable.start()
        made.append(timetable)
        return timetable

    yield start
    for timetable in made:
        await timetable.stop()


async def test_a_job_runs_at_its_interval_with_the_moment(begin, counted):
    work = Work()
    begin(work, every_seconds=1)
    await asyncio.sleep(1.3)
    assert work.moments == [NOW]
    assert counted == {("work", "run"): 1}


async def test_the_bell_runs_a_job_at_once(begin, bell):
    work = Work()
    begin(work)
    bell.set()
    await asyncio.sleep(0.1)
    assert len(work.moments) == 1


async def test_many_rings_during_a_run_make_one_more(begin, bell):
    work = Work(seconds=0.3)
    begin(work)
    for _ in range(10):
        bell.set()
        await asyncio.sleep(0.02)
    await asyncio.sleep(0.8)
    assert len(work.moments) == 2
    assert work.most_running == 1


async def test_a_job_that_does_not_wake_ignores_the_bell(begin, bell):
    work = Work()
    begin(work, wakes=False)
    bell.set()
    await asyncio.sleep(0.05)
    assert work.moments == []


async def test_a_job_that_fails_is_counted_and_runs_again(begin, bell, counted):
    work = Work(error=KeyError("x"))
    begin(work)
    for _ in range(2):
        bell.set()
        await asyncio.sleep(0.1)
    assert counted == {("work", "failed"): 2}


async def test_a_tick_during_a_long_run_is_counted_as_missed(begin, counted):
    work = Work(seconds=2.5)
    begin(work, every_seconds=1)
    await asyncio.sleep(2.3)
    assert counted[("work", "missed")] >= 1
    assert work.most_running == 1


async def test_a_stop_waits_for_the_job_that_is_running(begin, bell):
    work = Work(seconds=0.2)
    timetable = begin(work)
    bell.set()
    await asyncio.sleep(0.1)
    await timetable.stop()
    assert work.done == 1
    assert not timetable.is_ticking


async def test_it_ticks_only_between_start_and_stop(begin):
    timetable = begin(Work())
    assert timetable.is_ticking
    await timetable.stop()
    assert not timetable.is_ticking
    await timetable.stop()


async def test_a_clock_of_the_wall_that_is_set_back_stops_nothing(begin, monkeypatch):
    monkeypatch.setattr("scheduler.timetable.WATCH_SECONDS", 0.1)
    work = Work()
    timetable = begin(work, every_seconds=1)
    job = timetable._scheduler.get_job("work")
    # As if the clock had been set back by an hour since this was reckoned.
    job.modify(next_run_time=job.next_run_time + timedelta(hours=1))
    await work.has_begun.wait()
    assert timetable.is_ticking
