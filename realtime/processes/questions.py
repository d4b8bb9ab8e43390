"""Questions to all processes of the desk, over the broker's pub/sub, and their answers.

A question is {"id", "ask"} on one channel; each process publishes its answer on a channel named by
the id. PUBLISH says how many heard it, so that the one who asks need not wait longer than it takes.
"""

import json
import random
import threading
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import redis
import structlog
from django.conf import settings

from realtime.broker.clients import client_of
from realtime.broker.refusals import reason

logger = structlog.get_logger(__name__)

CHANNEL, ANSWERS = "weatherdesk.ask", "weatherdesk.answer."
# How long answers are waited for; how long a process listens before it looks whether to end.
ANSWER_SECONDS, LISTEN_SECONDS = 1.0, 0.5
TIMEOUT_SECONDS, RETRY_SECONDS = 3, 2.0

Answer = Callable[[str], dict[str, Any]]


class Unanswered(Exception):
    """The broker is away, and with it the only way to the other processes."""


def ask(question: str) -> list[dict[str, Any]]:
    """Return what the processes answer within a second, in order of name and process id.

    Raises Unanswered.
    """
    number = uuid4().hex
    try:
        client: Any = _client()
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
    threading.Thread(target=_answer_all, args=(answer,), name="answers", daemon=True).start()


def _answer_all(answer: Answer) -> None:
    while True:
        try:
            _listen(answer)
        except (redis.RedisError, OSError) as error:
            # The publisher, the subscriber and the hub say aloud that the broker is away.
            logger.debug("no questions heard", reason=reason(error))
        except Exception:
            logger.exception("a question was not answered")
        time.sleep(random.uniform(0.1, RETRY_SECONDS))


def _listen(answer: Answer) -> None:
    client: Any = _client()
    with client, client.pubsub(ignore_subscribe_messages=True) as subscription:
        subscription.subscribe(CHANNEL)
        while True:
            message = subscription.get_message(timeout=LISTEN_SECONDS)
            if message is not None:
                question = json.loads(message["data"])
                said = json.dumps(answer(str(question["ask"])))
                client.publish(f"{ANSWERS}{question['id']}", said)


def _client() -> redis.Redis:
    return client_of(
        settings.REDIS_URL,
        socket_connect_timeout=TIMEOUT_SECONDS,
        socket_timeout=TIMEOUT_SECONDS,
        health_check_interval=TIMEOUT_SECONDS,
    )
