"""The ids of spans, and the error of a process that cannot export them."""

import sys
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from weather.tracing import spans
from weather.tracing.exporter import span_id, trace_id

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("correlation_id", "expected"),
    [
        ("0af7651916cd43dd8448eb211c80319c", 0x0AF7651916CD43DD8448EB211C80319C),
        ("01a221b4-7d69-7302-b7e9-cdd1b6acaade", 0x01A221B47D697302B7E9CDD1B6ACAADE),
    ],
)
def test_a_correlation_id_of_32_digits_is_the_trace_id(correlation_id: str, expected: int) -> None:
    assert trace_id(correlation_id) == expected


@pytest.mark.parametrize("correlation_id", ["order.17", "0" * 32, ""])
def test_any_other_correlation_id_maps_to_one_trace_id(correlation_id: str) -> None:
    assert trace_id(correlation_id) == trace_id(correlation_id)
    assert 0 < trace_id(correlation_id) < 2**128
    assert trace_id(correlation_id) != trace_id(f"{correlation_id}x")


def test_the_steps_of_an_event_have_different_ids() -> None:
    ids = {span_id(step, f"e:{n}") for step in ("commit", "publish") for n in range(100)}

    assert len(ids) == 200
    assert all(0 < each < 2**64 for each in ids)


def test_without_the_extra_the_setting_and_the_remedy_are_named(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.TRACES_ENDPOINT = "http://127.0.0.1:4318"
    monkeypatch.setitem(sys.modules, "weather.tracing.exporter", None)
    spans.exported.cache_clear()

    with pytest.raises(ImproperlyConfigured, match=r"OTEL_EXPORTER_OTLP_ENDPOINT.*\[otel\]"):
        spans.exported()
    spans.exported.cache_clear()
