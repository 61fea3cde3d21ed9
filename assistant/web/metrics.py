"""What a Prometheus server may read at `/metrics`: how many, how long, and how it ended. Never what was asked."""

from __future__ import annotations

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.process_collector import ProcessCollector

from assistant.answer import Answer

CONTENT_TYPE = CONTENT_TYPE_LATEST
_SECONDS = (0.005, 0.02, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20)


class Metrics:
    """The figures of one server, in a registry of their own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._requests = Counter(
            "baogao_requests", "Requests by kind and HTTP status", ("kind", "status"), registry=self._registry
        )
        self._seconds = Histogram(
            "baogao_request_seconds",
            "Seconds until a reply ended",
            ("kind",),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._refusals = Counter(
            "baogao_refusals", "Requests refused before any work", ("reason",), registry=self._registry
        )
        self._answers = Counter(
            "baogao_answers", "Answers by status and reason", ("status", "reason"), registry=self._registry
        )
        self._thinking = Histogram(
            "baogao_answer_seconds", "Seconds from a question to its answer", buckets=_SECONDS, registry=self._registry
        )
        self._errors = Counter("baogao_errors", "Errors that nobody expected", registry=self._registry)
        self._under_way = Gauge("baogao_requests_under_way", "Requests not yet ended", registry=self._registry)
        self._reports = Gauge("baogao_reports", "Reports in the library", registry=self._registry)

    def began(self) -> None:
        """A request has come."""
        self._under_way.inc()

    def ended(self, kind: str, status: int, seconds: float) -> None:
        """It has had its reply."""
        self._under_way.dec()
        self._requests.labels(kind, str(status)).inc()
        self._seconds.labels(kind).observe(seconds)

    def refused(self, reason: str) -> None:
        """It was refused at the door."""
        self._refusals.labels(reason).inc()

    def answered(self, answer: Answer) -> None:
        """A question has its answer."""
        self._answers.labels(str(answer.status), str(answer.reason or "")).inc()
        self._thinking.observe(answer.seconds)

    def broke(self) -> None:
        """Something went wrong that nobody expected."""
        self._errors.inc()

    def text(self, reports: int) -> bytes:
        """All of it, as Prometheus reads it."""
        self._reports.set(reports)
        return generate_latest(self._registry)
