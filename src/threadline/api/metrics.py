"""What Prometheus can read: requests by operation and status, the writer's groups, followers, and jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

if TYPE_CHECKING:
    from threadline.serving.state import AppState

_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """The counters of one server."""

    def __init__(self) -> None:
        """Make a registry of its own, so that two servers in one process do not mix."""
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "threadline_requests", "Requests answered.", ("operation", "status"), registry=self._registry
        )
        self._seconds = Histogram(
            "threadline_request_seconds",
            "Time until the answer.",
            ("operation",),
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self._gauges = {
            name: Gauge(f"threadline_{name}", sentence, registry=self._registry)
            for name, sentence in _GAUGES.items()
        }
        self._jobs = {
            name: Gauge(f"threadline_job_{name}", sentence, ("job",), registry=self._registry)
            for name, sentence in _JOBS.items()
        }

    def count(self, operation: str, status: int, seconds: float) -> None:
        """Count one answered request."""
        self._requests.labels(operation, str(status)).inc()
        self._seconds.labels(operation).observe(seconds)

    def text(self, state: AppState) -> bytes:
        """Return everything in Prometheus' text format."""
        stats = state.records.writer.stats
        self._gauges["writer_commits"].set(stats.commits)
        self._gauges["writer_jobs"].set(stats.jobs)
        self._gauges["writer_busy_seconds"].set(stats.busy_seconds)
        self._gauges["writer_waiting"].set(state.records.writer.waiting)
        self._gauges["projection_unsaved_changes"].set(state.engine.projection.changes_since_checkpoint)
        self._gauges["projection_usable"].set(not state.engine.projection.standing.trouble)
        self._gauges["text_index_usable"].set(not state.engine.search.trouble)
        self._gauges["damaged_messages"].set(len(state.engine.search.damaged))
        for job in state.jobs:
            self._jobs["last_success_timestamp_seconds"].labels(job.name).set(job.succeeded_at / 1000)
            self._jobs["failures"].labels(job.name).set(job.failures)
            self._jobs["busy_seconds"].labels(job.name).set(job.seconds)
            self._jobs["failing"].labels(job.name).set(bool(job.failure))
        return generate_latest(self._registry)


_GAUGES = {
    "writer_commits": "Commits since the start.",
    "writer_jobs": "Writes since the start.",
    "writer_busy_seconds": "Time that the writer worked since the start.",
    "writer_waiting": "Writes that wait for their commit.",
    "projection_unsaved_changes": "Changes applied to the projection since its last checkpoint.",
    "damaged_messages": "Stored messages that could not be read since the start, and are left out.",
    "projection_usable": "1, or 0 while its file cannot be used.",
    "text_index_usable": "1, or 0 while its file cannot be used.",
}
_JOBS = {
    "last_success_timestamp_seconds": "When a job beside requests last ended well, since 1970; 0: never.",
    "failures": "Runs of a job beside requests that failed since the start.",
    "busy_seconds": "Time that a job beside requests worked since the start.",
    "failing": "1 while the last run of a job beside requests failed, else 0.",
}
