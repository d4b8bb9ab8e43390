"""Questions to all processes of the desk, over the broker's pub/sub, and their answers.

A question is {"id", "ask"} on one channel; each process publishes its answer on a channel named by
the id. PUBLISH says how many heard it, so that the one who asks need not wait longer than it takes.
"""

import json
import threading
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import redis
from django.conf import settings

from realtime.broker.listening import listen, waiting_client
from realtime.broker.refusals import reason

CHANNEL, ANSWERS = "weatherdesk.ask", "weatherdesk.answer."
# How long answers are waited for.
ANSWER_SECONDS = 1.0

Answer = Callable[[str], dict[str, Any]]


class Unanswered(Exception):
    """The broker is away, and with it the only way to the other processes."""


def ask(question: str) -> list[dict[str, Any]]:
    """Return what the processes answer within a second, in order of name and process id.

    Raises Unanswered.
    """
    number = uuid4().hex
    try:
        client = waiting_client(settings.REDIS_URL)
        with client, client.pubsub(ignore_subscribe_messages=True) as subscription:
            subscription.subscribe(f"{ANSWERS}{number}")
            subscription.get_message(timeout=ANSWER_SECONDS)  # that it is subscribed
            heard = client.publish(CHANNEL, json.dumps({"id": number, "ask": question}))
            return _collected(subscription, heard)
    except (redis.RedisError, OSError) as error:
        raise Unanswered(reason(error)) from error


def _collected(subscription: Any, heard: int) -> list[dict[str, Any]]:
    answers: list[dict[str, Any]] = []
    deadline = time.monotonic() + ANSWER_SECONDS
    while len(answers) < heard and (left := deadline - time.monotonic()) > 0:
        message = subscription.get_message(timeout=left)
        if message is not None:
            answers.append(json.loads(message["data"]))
    return sorted(answers, key=lambda each: (each["name"], each["host"], each["pid"]))


def start_answering(answer: Answer) -> None:
    """Answer questions on a thread of its own, for as long as the process lives."""

    def take(client: Any, text: str) -> None:
        question = json.loads(text)
        said = json.dumps(answer(str(question["ask"])))
        client.publish(f"{ANSWERS}{question['id']}", said)

    def run() -> None:
        # The publisher, the subscriber and the hub say aloud that the broker is away.
        ever = threading.Event()
        listen(settings.REDIS_URL, [CHANNEL], take, stopping=ever, says_lost=False)

    threading.Thread(target=run, name="answers", daemon=True).start()
