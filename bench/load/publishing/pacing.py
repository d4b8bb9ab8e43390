"""Sending at a rate: one tick for each event, or some events a tick when they come too thick.

A publisher is a process that reads orders from its standard input, one JSON object a line,
{"rate": events/s, "count": events}, and answers each with {"sent": [monotonic times]}.
"""

import json
import sys
import time
from collections.abc import Callable

# Ticks closer than this, in seconds, cannot be kept with the others on the core.
SHORTEST_TICK = 0.002
# At a rate beyond what can be written, one transaction still ends.
MOST_TOGETHER = 1000

Send = Callable[[int], float]


def serve_orders(send: Send) -> None:
    """Carry out orders until the input ends. `send(n)` sends n events and returns when."""
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        print(json.dumps({"sent": _paced(send, order["rate"], order["count"])}), flush=True)


def _paced(send: Send, rate: float, count: int) -> list[float]:
    tick = max(1 / rate, SHORTEST_TICK)
    sent: list[float] = []
    began = time.monotonic()
    while len(sent) < count:
        due = min(count, int((time.monotonic() - began) * rate) + 1) - len(sent)
        due = min(due, MOST_TOGETHER)
        if due > 0:
            sent += [send(due)] * due
        if rate >= MOST_TOGETHER / SHORTEST_TICK:
            continue
        next_tick = began + len(sent) / rate if tick > SHORTEST_TICK else time.monotonic() + tick
        time.sleep(max(0.0, next_tick - time.monotonic()))
    return sent
