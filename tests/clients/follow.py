"""Follow a Durable Stream by the official client; after an error resume at the last offset.

python -m tests.clients.follow STREAM_URL long-poll|sse    prints the position of each event.
"""

import sys
import time
from typing import Literal, cast

import httpx
from durable_streams import DurableStreamError, stream


def main(url: str, live: Literal["long-poll", "sse"]) -> None:
    """Follow until the process is terminated."""
    offset = "-1"
    while True:
        try:
            with stream(url, offset=offset, live=live) as answer:
                for event in answer.iter_events(mode="json"):
                    print(*(each["sequence"] for each in event.data), sep="\n", flush=True)
                    offset = event.next_offset
        except (httpx.HTTPError, DurableStreamError) as error:
            print(error, file=sys.stderr)
            time.sleep(0.1)  # between two attempts


if __name__ == "__main__":
    main(sys.argv[1], cast("Literal['long-poll', 'sse']", sys.argv[2]))
