"""Threads get the lock in the order in which they asked for it."""

import threading
import time

import pytest

from weather.sqlite3.fair_lock import FairLock

pytestmark = pytest.mark.once


def _until_waiting(lock: FairLock, count: int) -> None:
    deadline = time.monotonic() + 10
    while len(lock._waiting) < count:
        assert time.monotonic() < deadline
        time.sleep(0.001)


def test_waiting_threads_get_the_lock_in_order() -> None:
    lock = FairLock()
    order: list[int] = []
    assert lock.acquire(1)

    def wait(number: int) -> None:
        assert lock.acquire(10)
        order.append(number)
        lock.release()

    threads = [threading.Thread(target=wait, args=(number,)) for number in range(8)]
    for number, thread in enumerate(threads, start=1):
        thread.start()
        _until_waiting(lock, number)
    lock.release()
    for thread in threads:
        thread.join(10)

    assert order == [*range(8)]
    assert lock.acquire(0)


def test_a_thread_whose_wait_times_out_leaves_the_queue() -> None:
    lock = FairLock()
    assert lock.acquire(1)

    assert not lock.acquire(0.01)
    lock.release()

    assert lock.acquire(0)
    assert not lock.acquire(0)
    lock.release()


def test_two_threads_never_hold_the_lock_together() -> None:
    lock = FairLock()
    holders: list[int] = []
    together: list[int] = []

    def work(number: int) -> None:
        for _ in range(300):
            if lock.acquire(0.0005 if number % 2 else 10):
                holders.append(number)
                together.append(len(holders))
                holders.remove(number)
                lock.release()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert set(together) == {1}
    assert lock.acquire(0)
