"""Deliveries: filters, order, parallel webhooks, retries, and the end after the last attempt."""

import json
from collections.abc import Callable
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.utils import timezone

from forecasts.rules.events import ForecastCreated
from forecasts.webhooks import services
from forecasts.webhooks.models import Attempt, Delivery, Subscription
from forecasts.webhooks.secrets import SecretLost, decrypted
from forecasts.webhooks.sending import outcome, worker
from forecasts.webhooks.sending.request import Result
from forecasts.webhooks.sending.worker import Worker
from tests.weather.journal.recording import record
from tools.kit.waiting import eventually
from weather import base_settings

from .conftest import Hook, enqueued, states
from .receiver import Answer, status

# Deliveries are sent by threads with database connections of their own.
pytestmark = pytest.mark.django_db(transaction=True)

Make = Callable[..., Hook]
Send = Callable[[], None]


def test_events_arrive_in_order_exactly_as_recorded(hooks: Make, send: Send) -> None:
    hook = hooks()
    entries = record(30)
    ids = enqueued(entries)
    send()

    assert hook.receiver.ids == ids
    assert [each.text for each in hook.receiver.received] == [entry.text for entry in entries]
    assert hook.receiver.received[0].verify(hook.secret)["type"] == "weatherforecast.created"
    assert set(states(hook)) == {("delivered", 1)}


def test_events_before_the_webhook_was_made_are_not_sent(hooks: Make, send: Send) -> None:
    before = record(2)
    hook = hooks()
    enqueued(before)
    send()

    assert hook.receiver.received == []


def test_types_and_locations_select_events(hooks: Make, send: Send) -> None:
    other = hooks(event_types=["weatherforecast.deleted"])
    elsewhere = hooks(locations=["Oslo"])
    both = hooks(event_types=["weatherforecast.created"], locations=[""])
    enqueued(record(1))
    send()

    assert (other.receiver.ids, elsewhere.receiver.ids) == ([], [])
    assert len(both.receiver.ids) == 1


def test_internal_events_are_not_sent(
    hooks: Make, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook = hooks()
    monkeypatch.setattr(ForecastCreated, "is_internal", True)
    enqueued(record(1))
    send()

    assert hook.receiver.received == []


def test_an_entry_processed_twice_is_delivered_once(hooks: Make, send: Send) -> None:
    hook = hooks()
    entries = record(2)
    enqueued(entries)
    ids = enqueued(entries)
    send()

    assert hook.receiver.ids == ids


def test_a_failed_delivery_is_retried_before_the_next_is_sent(hooks: Make, send: Send) -> None:
    hook = hooks()
    first, second = enqueued(record(2))

    def fail_twice(handler: BaseHTTPRequestHandler) -> None:
        status(503 if len(hook.receiver.received) < 3 else 200)(handler)

    hook.receiver.answer = fail_twice
    send()

    assert hook.receiver.ids == [first, first, first, second]
    assert states(hook) == [("delivered", 3), ("delivered", 1)]
    log = Attempt.objects.filter(delivery__event_id=first).values_list("status", flat=True)
    assert list(log) == [503, 503, 200]


def test_a_hanging_receiver_does_not_delay_another(hooks: Make, send: Send) -> None:
    dead, alive = hooks(), hooks()

    def hang(handler: BaseHTTPRequestHandler) -> None:
        dead.receiver.is_over.wait(20)

    dead.receiver.answer = hang
    ids = enqueued(record(3))
    worker = Worker(lambda: None)
    worker.run_due(lambda: True)
    eventually(lambda: alive.receiver.ids == ids, what="the other webhook's events")
    assert len(dead.receiver.ids) == 1
    dead.receiver.is_over.set()
    worker.stop()


def test_webhooks_with_many_deliveries_take_turns(
    hooks: Make, send: Send, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.WEBHOOK_PARALLEL = 1
    monkeypatch.setattr(worker, "IN_A_ROW", 2)
    turns: list[str] = []

    def noting(name: str) -> Answer:
        def answer(handler: BaseHTTPRequestHandler) -> None:
            turns.append(name)
            status(200)(handler)

        return answer

    first, second = hooks(), hooks()
    first.receiver.answer, second.receiver.answer = noting("first"), noting("second")
    enqueued(record(4))
    send()

    assert turns in (
        [*["first"] * 2, *["second"] * 2] * 2,
        [*["second"] * 2, *["first"] * 2] * 2,
    )


def test_attempts_are_made_after_5_seconds_to_24_hours(hooks: Make, settings: Any) -> None:
    hook = hooks()
    settings.WEBHOOK_RETRY_SECONDS = base_settings.WEBHOOK_RETRY_SECONDS
    enqueued(record(1))
    pauses = []
    while hook.now().is_active:
        outcome.note(Delivery.objects.get(), Result(503, 0.1))
        pauses.append((Delivery.objects.get().next_at - timezone.now()).total_seconds())

    # The last attempt disables the webhook, and leaves the time unchanged.
    expected = [5, 30, 120, 600, 1800, 3600, 7200, 14_400, 28_800, 86_400, 86_400]
    assert [round(pause / of, 1) for pause, of in zip(pauses, expected, strict=True)] == [
        pytest.approx(1, abs=0.11)
    ] * len(expected)


def test_after_the_last_attempt_a_webhook_is_disabled_with_a_mail(
    hooks: Make, send: Send, settings: Any
) -> None:
    settings.HAS_MAIL = True
    hook = hooks()
    hook.receiver.answer = status(500)
    ids = enqueued(record(2))
    send()

    assert hook.receiver.ids == [ids[0]] * 4
    assert not hook.now().is_active
    assert hook.now().disabled_because == "4 attempts failed, the last one: answer 500"
    [sent] = mail.outbox
    assert sent.to == ["ada@example.org"]
    assert "answer 500" in sent.body


def test_a_webhook_activated_again_gets_the_missed_events_in_order(hooks: Make, send: Send) -> None:
    hook = hooks()
    hook.receiver.answer = status(500)
    ids = enqueued(record(2))
    send()
    ids += enqueued(record(1))  # while it is disabled
    hook.receiver.received.clear()
    hook.receiver.answer = status(200)

    services.change(hook.now(), is_active=True)
    send()

    assert hook.receiver.ids == ids


def test_a_webhook_switched_off_by_its_owner_misses_the_events_of_that_time(
    hooks: Make, send: Send
) -> None:
    hook = hooks()
    services.change(hook.now(), is_active=False)
    enqueued(record(1))
    services.change(hook.now(), is_active=True)
    ids = enqueued(record(1))
    send()

    assert hook.receiver.ids == ids


def test_410_disables_a_webhook_at_the_first_attempt(hooks: Make, send: Send) -> None:
    hook = hooks()
    hook.receiver.answer = status(410)
    enqueued(record(2))
    send()

    assert len(hook.receiver.ids) == 1
    assert hook.now().disabled_because == "the receiver answered 410 Gone"


def test_for_a_day_both_the_new_and_the_old_secret_sign(hooks: Make, send: Send) -> None:
    hook = hooks()
    new = services.rotate_secret(hook.now())
    enqueued(record(1))
    send()
    for secret in (hook.secret, new):
        hook.receiver.received[0].verify(secret)

    Subscription.objects.update(old_secret_until=timezone.now() - timedelta(seconds=1))
    enqueued(record(1))
    send()
    assert len(hook.receiver.received[1].headers["webhook-signature"].split()) == 1
    hook.receiver.received[1].verify(new)


def test_a_test_event_is_sent_and_logged(hooks: Make, send: Send) -> None:
    hook = hooks()
    services.send_test(hook.now())
    send()

    event = hook.receiver.received[0].verify(hook.secret)
    assert event["type"] == "webhook.test"
    assert json.dumps(event["data"]) == '{"message": "This is a test."}'
    assert states(hook) == [("delivered", 1)]


def test_a_delivery_can_be_sent_again(hooks: Make, send: Send) -> None:
    hook = hooks()
    first, second = enqueued(record(2))
    send()

    services.replay(hook.now(), [Delivery.objects.get(event_id=first).pk])
    send()

    assert hook.receiver.ids == [first, second, first]


def test_an_account_that_may_not_read_gets_no_events(hooks: Make, send: Send) -> None:
    hook = hooks()
    User.objects.update(is_active=False)
    enqueued(record(1))
    send()

    assert hook.receiver.received == []
    assert "may not read" in hook.now().disabled_because


def test_an_outcome_stored_by_another_process_is_not_overwritten(hooks: Make) -> None:
    hook = hooks()
    enqueued(record(1))
    delivery = Delivery.objects.get()
    outcome.note(delivery, Result(200, 0.1))
    outcome.note(delivery, Result(500, 0.1))  # as by a process that was frozen in between

    assert states(hook) == [("delivered", 1)]
    assert hook.now().is_active


def test_old_deliveries_are_deleted_except_waiting_ones(
    hooks: Make, send: Send, settings: Any
) -> None:
    hook = hooks()
    enqueued(record(1))
    send()
    services.send_test(hook.now())
    services.change(hook.now(), is_active=False)
    Delivery.objects.update(created_at=timezone.now() - timedelta(days=31))

    worker = Worker(lambda: None)
    worker.run_due(lambda: True)
    worker.stop()

    assert states(hook) == [("waiting", 0)]


def test_a_secret_is_stored_encrypted_and_readable_after_a_change_of_the_key(
    hooks: Make, settings: Any
) -> None:
    hook = hooks()
    kept = hook.now().secret
    assert hook.secret not in kept

    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    assert decrypted(kept) == hook.secret
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(SecretLost):
        decrypted(kept)
