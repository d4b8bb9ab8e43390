"""Sends waiting deliveries: in order for each subscription, several subscriptions in parallel.

Runs beside the follower that creates them, in the process that holds its lease. A result is
recorded only if no other process has recorded one; a process that was frozen may send a delivery
twice, under the same webhook-id.
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django.db.models import Min
from django.utils import timezone

from forecasts.webhooks.access import may_read
from forecasts.webhooks.models import Delivery, State, Subscription
from forecasts.webhooks.secrets import SecretLost, decrypted

from .outcome import note
from .request import Result, post

logger = structlog.get_logger(__name__)

# Between two times that old deliveries are deleted. Seconds.
CLEAN_SECONDS = 3600.0
# How many deliveries one webhook gets before the next due webhook.
IN_A_ROW = 20


class Worker:
    """One process's sending. wake: has run_due() called soon."""

    def __init__(self, wake: Callable[[], None]) -> None:
        self._wake = wake
        self._pool = ThreadPoolExecutor(settings.WEBHOOK_PARALLEL, thread_name_prefix="webhook")
        self._lock = threading.Lock()
        self._busy: set[int] = set()
        self._begun: dict[int, float] = {}  # when each had its last turn, by the monotonic clock
        self._is_mine: Callable[[], bool] = lambda: False
        self._clean_at = timezone.now()

    def run_due(self, is_mine: Callable[[], bool]) -> float:
        """Start the due deliveries while `is_mine()`; return the seconds until the next call."""
        self._is_mine = is_mine
        now = timezone.now()
        if now >= self._clean_at:
            self._clean_at = now + timedelta(seconds=CLEAN_SECONDS)
            _delete_old()
        later = float("inf")
        for subscription, due in sorted(_heads(), key=self._last_turn):
            with self._lock:
                if subscription in self._busy:
                    continue  # whose thread is still running
                if due > now:
                    later = min(later, (due - now).total_seconds())
                    continue
                if len(self._busy) >= settings.WEBHOOK_PARALLEL:
                    break  # the next one to end calls wake()
                self._busy.add(subscription)
            self._begun[subscription] = time.monotonic()
            self._pool.submit(self._send_all, subscription)
        return later

    def stop(self) -> None:
        """End after the open requests."""
        self._is_mine = lambda: False
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _last_turn(self, head: tuple[int, datetime]) -> float:
        return self._begun.get(head[0], 0.0)

    def _send_all(self, subscription: int) -> None:
        try:
            close_old_connections()
            for _ in range(IN_A_ROW):
                if not (self._is_mine() and _send_next(subscription)):
                    break
        except (DatabaseError, InterfaceError) as error:
            logger.warning("webhook not sent, database away", reason=type(error).__name__)
        except Exception:
            # A fault of the project's own must not end the others.
            logger.exception("webhook not sent", webhook=subscription)
        finally:
            connection.close()
            with self._lock:
                self._busy.discard(subscription)
            self._wake()


def _heads() -> list[tuple[int, datetime]]:
    """Return for each active subscription with something to send when its first delivery is due."""
    waiting = Delivery.objects.filter(state=State.WAITING, subscription__is_active=True)
    first = waiting.order_by().values("subscription").annotate(first=Min("pk")).values("first")
    heads = Delivery.objects.filter(pk__in=first).order_by("next_at")
    return list(heads.values_list("subscription_id", "next_at"))


def _send_next(subscription_id: int) -> bool:
    """Send a subscription's first waiting delivery if it is due; return whether it arrived."""
    found = Subscription.objects.select_related("owner").filter(pk=subscription_id, is_active=True)
    subscription = found.first()
    if subscription is None:
        return False
    delivery = subscription.deliveries.filter(state=State.WAITING).order_by("pk").first()
    if delivery is None or delivery.next_at > timezone.now():
        return False
    delivery.subscription = subscription
    result = _sent(subscription, delivery)
    note(delivery, result)
    return result.is_delivered


def _sent(subscription: Subscription, delivery: Delivery) -> Result:
    if not may_read(subscription.owner):
        return Result(None, 0.0, "the account may not read forecasts any more")
    try:
        secrets = [decrypted(subscription.secret)]
        until = subscription.old_secret_until
        if until is not None and until > timezone.now():
            secrets.append(decrypted(subscription.old_secret))
    except SecretLost as error:
        return Result(None, 0.0, str(error)[:300])
    return post(subscription.url, event_id=delivery.event_id, text=delivery.text, secrets=secrets)


def _delete_old() -> None:
    """Delete old finished deliveries, with their attempts."""
    age = timedelta(days=settings.WEBHOOK_LOG_DAYS)
    old = Delivery.objects.filter(created_at__lt=timezone.now() - age)
    old.exclude(state=State.WAITING).delete()
