"""Counts requests, and answers /metrics (METRICS_TOKEN)."""

import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from http import HTTPStatus

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.crypto import constant_time_compare
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
    multiprocess,
)

from weather.http.problems import problem
from weather.journal.selectors import head

from .kept_counts import ImportedRows
from .several_processes import are_counted_together, shared_folder
from .worker_processes import WorkerProcesses

GetResponse = Callable[[HttpRequest], HttpResponseBase]
PATH = "/metrics"

SECONDS = Histogram(
    "desk_http_request_seconds",
    "Time of a request, by the route of the URLconf.",
    ["route", "method"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)
ANSWERS = Counter("desk_http_responses", "Answers, by status.", ["route", "method", "status"])
POSITION = Gauge("desk_journal_position", "The journal's head.", multiprocess_mode="max")

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class MetricsMiddleware:
    """Before all middleware but that of probes: refused and redirected requests count too."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer /metrics, or count the request and pass it on."""
        if request.path_info.rstrip("/") == PATH and request.method == "GET":
            return _metrics(request)
        began = time.perf_counter()
        response = self.get_response(request)
        seconds = time.perf_counter() - began
        # Clients can invent paths and methods, so the labels are a fixed set of words.
        method = request.method if request.method in _METHODS else "other"
        route = request.resolver_match.route if request.resolver_match else "none"
        SECONDS.labels(route, method).observe(seconds)
        ANSWERS.labels(route, method, response.status_code).inc()
        return response


def _metrics(request: HttpRequest) -> HttpResponse:
    given = request.headers.get("Authorization", "")
    if not constant_time_compare(given, f"Bearer {settings.METRICS_TOKEN}"):
        refused = problem(HTTPStatus.UNAUTHORIZED, "Send the METRICS_TOKEN: Authorization: Bearer.")
        refused.headers["WWW-Authenticate"] = "Bearer"
        return refused
    with suppress(DatabaseError):  # the other metrics show the fault; this one keeps its value
        POSITION.set(head().position)
    return HttpResponse(generate_latest(_registry()), content_type=CONTENT_TYPE_LATEST)


@cache
def _registry() -> CollectorRegistry:
    registry = REGISTRY
    if are_counted_together():
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        registry.register(WorkerProcesses(shared_folder()))
    if settings.EVENT_ORIGIN == "web":
        registry.register(ImportedRows(settings.DATA_DIR))
    return registry
