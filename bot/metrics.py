"""What is counted, for Prometheus."""

import time
from collections.abc import Mapping
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from domain.chat import Answer, Request
from handlers.dispatch import Keep, dispatch
from handlers.services import Services

STATES = ("pending", "sending", "sent", "cancelled", "missed", "failed", "uncertain")
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """The counters of one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "headway_requests",
            "Requests answered, by route.",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self._dispatch = Histogram(
            "headway_dispatch_seconds",
            "Seconds from a person's act to its answer.",
            ("act",),
            buckets=SECONDS,
            registry=self.registry,
        )
        self._outbox = Gauge(
            "headway_outbox_posts", "Posts in the outbox, by state.", ("state",), registry=self.registry
        )
        self._oldest = Gauge(
            "headway_outbox_oldest_seconds",
            "For how long the oldest post is due that has not ended.",
            registry=self.registry,
        )
        self._jobs = Counter(
            "headway_jobs", "Runs of jobs, by how they went.", ("job", "outcome"), registry=self.registry
        )

    def count_request(self, method: str, route: str, status: int) -> None:
        """Count a request that was answered."""
        self._requests.labels(method, route, str(status)).inc()

    def count_job(self, name: str, outcome: str) -> None:
        """Count a run of a job: run, failed or missed."""
        self._jobs.labels(name, outcome).inc()

    def show_outbox(self, posts: Mapping[str, int], *, oldest_seconds: float) -> None:
        """Take over how many posts are in each state, and for how long the oldest one is due."""
        self._oldest.set(oldest_seconds)
        for state in {*STATES, *posts}:
            self._outbox.labels(state).set(posts.get(state, 0))

    def text(self) -> bytes:
        """Everything, as Prometheus reads it."""
        return generate_latest(self.registry)

    async def timed_dispatch(
        self, services: Services, request: Request, *, now: datetime, keep: Keep | None = None
    ) -> Answer:
        """Handle the request as `dispatch` does, and note how long it took."""
        began = time.perf_counter()
        try:
            return await dispatch(services, request, now=now, keep=keep)
        finally:
            seconds = time.perf_counter() - began
            self._dispatch.labels(type(request.act).__name__).observe(seconds)
