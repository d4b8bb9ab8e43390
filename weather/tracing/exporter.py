"""Sends spans by OTLP over HTTP. Needs the extra `otel`; imported only where that is configured.

The SDK's own tracer makes random ids; spans here are created when a step has ended, with ids that
other processes can compute.
"""

import hashlib
import re
import sys
from functools import cache

from django.conf import settings
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import SpanContext, SpanKind, TraceFlags

from .spans import Step, request_span

# How long spans wait for others before they are sent, in milliseconds.
BATCH_MS = 1000
_KINDS = {
    "request": SpanKind.SERVER,
    "publish": SpanKind.PRODUCER,
    "relay": SpanKind.CONSUMER,
}


def export(step: Step) -> None:
    """Send a step soon, from a thread of the exporter."""
    trace = trace_id(step.correlation_id)
    own = request_span.get() if step.name == "request" else span_id(step.name, step.event)
    if step.name == "commit":
        parent = request_span.get()
    else:
        parent = span_id(step.parent, step.event) if step.parent else 0
    attributes = {"desk.correlation_id": step.correlation_id, **dict(step.attributes)}
    if step.event:
        attributes["desk.event"] = step.event
    _processor().on_end(
        ReadableSpan(
            name=step.name,
            context=_context(trace, own),
            parent=_context(trace, parent or _caller(step)) if parent or _caller(step) else None,
            resource=_resource(),
            attributes=attributes,
            kind=_KINDS.get(step.name, SpanKind.INTERNAL),
            start_time=step.began,
            end_time=max(step.began, step.ended),
        )
    )


def _caller(step: Step) -> int:
    """Return the span id of a request's `traceparent`, 0 where there is none."""
    return int(dict(step.attributes).get("desk.caller", 0)) if step.name == "request" else 0


def _context(trace: int, span: int) -> SpanContext:
    return SpanContext(trace, span, is_remote=False, trace_flags=TraceFlags(TraceFlags.SAMPLED))


def trace_id(correlation_id: str) -> int:
    """Return the trace of a correlation id: itself if it is 32 hexadecimal digits or a UUID."""
    digits = correlation_id.replace("-", "").lower()
    if re.fullmatch(r"(?!0{32})[0-9a-f]{32}", digits):
        return int(digits, 16)
    return int.from_bytes(hashlib.sha256(correlation_id.encode()).digest()[:16])


def span_id(name: str, event: str) -> int:
    """Return the span id of a step of an event."""
    return int.from_bytes(hashlib.sha256(f"{name} {event}".encode()).digest()[:8])


@cache
def _resource() -> Resource:
    command = (sys.argv[1:2] or [""])[0]
    name = command.removeprefix("run") if command.startswith("run") else settings.EVENT_ORIGIN
    return Resource.create({"service.name": f"weather-desk-{name}"})


@cache
def _processor() -> BatchSpanProcessor:
    # Made with the first span, and so after a worker's fork.
    exporter = OTLPSpanExporter(endpoint=f"{settings.TRACES_ENDPOINT.rstrip('/')}/v1/traces")
    return BatchSpanProcessor(exporter, schedule_delay_millis=BATCH_MS)
