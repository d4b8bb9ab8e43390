"""The sabotages by name: what each disables, and the faults that reveal the damage."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sabotage:
    """switches: of chaos.faultpoints.sabotages. faults: what brings the damage to light."""

    what: str
    switches: tuple[str, ...]
    faults: tuple[str, ...]
    asynchronous: bool = False
    unguarded_pages: bool = False
    followers: int = 0


SABOTAGES = {
    "hub_never_polls": Sabotage(
        "the hub never looks at the journal",
        ("hub_never_polls",),
        ("message.dropped_relay", "subscriber.none"),
    ),
    "gap_check_off": Sabotage(
        "no check for gaps", ("gap_check_off",), ("subscriber.none", "commit.late_told")
    ),
    "publish_before_commit": Sabotage(
        "told of before the commit", ("publish_before_commit",), ("commit.rolled_back",)
    ),
    "number_outside": Sabotage(
        "position taken outside the transaction", ("number_outside",), ("commit.rolled_back",)
    ),
    "no_heartbeat": Sabotage("no heartbeat", ("no_heartbeat",), ("message.none",)),
    "join_after_snapshot": Sabotage(
        "socket joins after the snapshot",
        ("join_after_snapshot",),
        ("readers.storm", "readers.away"),
    ),
    "subscriber_swallows": Sabotage(
        "subscriber swallows 1 in 20, journal look off",
        ("hub_never_polls", "subscriber_swallows"),
        ("commit.late_told", "commit.rolled_back"),
    ),
    "no_version_guard": Sabotage(
        "no version guard in the browser",
        ("slow_first_paint",),
        ("pages.reloaded",),
        unguarded_pages=True,
    ),
    "asynchronous_commit": Sabotage(
        "synchronous_commit=off and a crash", (), ("postgres.crash",), asynchronous=True
    ),
    "no_comparison_at_poll": Sabotage(
        "no comparison of histories at the look", ("no_comparison_at_poll",), ("history.behind5",)
    ),
    "no_comparison_at_resume": Sabotage(
        "no comparison of histories when a reader comes back",
        ("no_comparison_at_resume",),
        ("history.behind5.asleep", "history.behind5.asleep_restarted"),
    ),
    "resume_one_before": Sabotage(
        "a resumed socket gets one event again", ("resume_one_before",), ("readers.storm",)
    ),
    "live_read_goes_on": Sabotage(
        "a live read of the Durable Stream goes on into another history",
        ("live_read_goes_on",),
        ("history.behind5",),
    ),
    "signature_unchecked": Sabotage(
        "messages on the broker are believed", ("signature_unchecked",), ("poison.forged",)
    ),
    "change_without_event": Sabotage(
        "1 change in 50 is not recorded", ("change_without_event",), ("readers.away",)
    ),
    "effects_apart": Sabotage(
        "a follower's effects are committed before its position",
        ("effects_apart",),
        ("followers.killed_before_checkpoint",),
        followers=2,
    ),
    "checkpoint_unfenced": Sabotage(
        "a checkpoint does not ask for the lease",
        ("checkpoint_unfenced",),
        ("followers.frozen",),
        followers=2,
    ),
    "followers_never_poll": Sabotage(
        "followers never look at the journal",
        ("followers_never_poll",),
        ("followers.unannounced",),
        followers=2,
    ),
    "pruning_past_followers": Sabotage(
        "pruning takes what followers have not read",
        ("pruning_past_followers",),
        ("followers.away",),
        followers=1,
    ),
    "later_ones_first": Sabotage(
        "a webhook goes on without what failed",
        ("later_ones_first",),
        ("endpoint.failing",),
        followers=1,
    ),
    "never_sent_again": Sabotage(
        "a webhook's failure is taken for success",
        ("never_sent_again",),
        ("endpoint.dead", "endpoint.failing"),
        followers=1,
    ),
    "one_endpoint_at_a_time": Sabotage(
        "a webhook waits for another one",
        ("one_endpoint_at_a_time",),
        ("endpoint.hanging",),
        followers=1,
    ),
    "new_id_each_attempt": Sabotage(
        "a repeated delivery has another webhook-id",
        ("new_id_each_attempt",),
        ("endpoint.cut",),
        followers=1,
    ),
}
