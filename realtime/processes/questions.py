"""Questions to all processes of the desk, over the broker's pub/sub, and their answers.

A question is {"id", "ask"} on one channel; each process publishes its answer on a channel named by
the id. PUBLISH returns the number of receivers, so that the caller waits only until all have
answered.
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
from realtime.broker.shown_refusals import shown_reason

CHANNEL, ANSWERS = "weatherdesk.ask", "weatherdesk.answer."
# How long to wait for answers. Seconds.
ANSWER_SECONDS = 1.0

Answer = Callable[[str], dict[str, Any]]


class Unanswered(Exception):
    """The broker is unreachable, so that the other processes cannot be asked.

    shown: the reason in the language of its reader.
    """

    def __init__(self, error: Exception) -> None:
        super().__init__(reason(error))
        self.shown = shown_reason(error)


def ask(question: str) -> list[dict[str, Any]]:
    """Return what the processes answer within a second, in order of name and process id.

    Raises Unanswered.
    """
    number = uuid4().hex
    try:
        client = waiting_client(settings.REDIS_URL)
        with client, client.pubsub(ignore_subscribe_messages=True) as subscription:
            subscription.subscribe(f"{ANSWERS}{number}")
            subscription.get_message(timeout=ANSWER_SECONDS)  # the confirmation of the subscription
            heard = client.publish(CHANNEL, json.dumps({"id": number, "ask": question}))
            return _collected(subscription, heard)
    except (redis.RedisError, OSError) as error:
        raise Unanswered(error) from error


def _collected(subscription: Any, heard: int) -> list[dict[str, Any]]:
    answers: list[dict[str, Any]] = []
    deadline = time.monotonic() + ANSWER_SECONDS
    while len(answers) < heard and (left := deadline - time.monotonic()) > 0:
        message = subscription.get_message(timeout=left)
        if message is not None:
            answers.append(json.loads(message["data"]))
    return sorted(answers, key=lambda each: (each["name"], each["host"], each["pid"]))


def start_answering(answer: Answer) -> None:
    """Answer questions on a separate thread until the process ends."""

    def take(client: Any, text: str) -> None:
        question = json.loads(text)
        said = json.dumps(answer(str(question["ask"])))
        client.publish(f"{ANSWERS}{question['id']}", said)

    def run() -> None:
        # The publisher, the subscriber and the hub already warn of an unreachable broker.
        ever = threading.Event()
        listen(settings.REDIS_URL, [CHANNEL], take, stopping=ever, says_lost=False)

    threading.Thread(target=run, name="answers", daemon=True).start()
