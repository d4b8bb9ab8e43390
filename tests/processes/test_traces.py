"""OpenTelemetry spans of real processes, as a collector receives them."""

import gzip
import json
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from tests.accounts import basic
from tests.processes.follower import Follower
from tools.kit.desk import Desk
from tools.kit.waiting import eventually

pytestmark = pytest.mark.once

TRACE, CALLER = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"


class Collector(ThreadingHTTPServer):
    """Receives OTLP over HTTP; `spans` has each span with its process's service name."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.spans: list[tuple[str, Any]] = []
        self.url = f"http://127.0.0.1:{self.server_address[1]}"

    def of(self, trace: str) -> dict[str, tuple[str, Any]]:
        """Return the spans of a trace, by name."""
        return {
            span.name: (service, span)
            for service, span in self.spans
            if span.trace_id.hex() == trace
        }


class _Handler(BaseHTTPRequestHandler):
    server: Collector

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        for of_process in ExportTraceServiceRequest.FromString(body).resource_spans:
            names = {each.key: each.value.string_value for each in of_process.resource.attributes}
            for scope in of_process.scope_spans:
                self.server.spans += [(names["service.name"], span) for span in scope.spans]
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args: Any, **_: Any) -> None:
        """Write nothing."""


@pytest.fixture
def collector() -> Iterator[Collector]:
    with Collector() as collector:
        thread = Thread(target=collector.serve_forever)
        thread.start()
        yield collector
        collector.shutdown()
        thread.join()


def test_a_change_is_one_trace_from_the_request_to_the_frame(collector: Collector) -> None:
    with Desk(settings={"OTEL_EXPORTER_OTLP_ENDPOINT": collector.url}) as desk:
        desk.add_account("ada", "ada-writes")
        with Follower(desk.web_url) as follower:
            follower.frame("welcome")
            assert post(desk, traceparent=f"00-{TRACE}-{CALLER}-01") == 201
            eventually(lambda: follower.events, what="the event")
            eventually(lambda: len(collector.of(TRACE)) == 5, what="five spans")

    spans = collector.of(TRACE)
    assert {name: service for name, (service, _) in spans.items()} == {
        "request": "weather-desk-api",
        "commit": "weather-desk-api",
        "publish": "weather-desk-api",
        "relay": "weather-desk-subscriber",
        "frame": "weather-desk-web",
    }
    ids = {span.span_id: name for name, (_, span) in spans.items()} | {
        bytes.fromhex(CALLER): "caller"
    }
    assert {name: ids[span.parent_span_id] for name, (_, span) in spans.items()} == {
        "request": "caller",
        "commit": "request",
        "publish": "commit",
        "relay": "publish",
        "frame": "commit",
    }
    assert all(span.start_time_unix_nano <= span.end_time_unix_nano for _, span in spans.values())


def post(desk: Desk, **headers: str) -> int:
    request = urllib.request.Request(
        f"{desk.api_url}/api/weatherforecast",
        data=json.dumps({"date": "2026-02-03", "temperatureC": 4.5}).encode(),
        headers={
            "Content-Type": "application/json",
            "Authorization": basic("ada", "ada-writes"),
            **headers,
        },
    )
    with urllib.request.urlopen(request, timeout=15) as answer:
        return int(answer.status)
