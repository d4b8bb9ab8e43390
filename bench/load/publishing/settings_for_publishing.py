"""The api process's settings, for a writer that is no bottleneck of the stream that it feeds.

The journal is written and events are published as usual; left out are the log and the disk's
confirmation, which the writes' own measurement has.
"""

from api_project.settings import *

EVENT_RECEIVERS = [
    "bench.load.publishing.commit_times.stamp",
    "realtime.receivers.publish_to_broker",
]
LOGGING["root"]["level"] = "ERROR"
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
    )
