"""Reads this process's faults from the environment. Only the chaos settings use it."""

from pathlib import Path

from weather.configuration.environment import env

#: Where a fault is armed: a file named like the point, holding what to do there, once.
ARMED_FOLDER = Path(env.str("CHAOS_ARMED_FOLDER"))
#: Names of this process's sabotages (chaos.faultpoints.sabotages).
SABOTAGES: list[str] = env.list("CHAOS_SABOTAGES", default=[])
#: "next": write events as a later version would, with members that today's readers do not know.
SCHEMA: str = env.str("CHAOS_SCHEMA", default="")
#: Seconds by which this process's clock is wrong.
CLOCK_STEP: float = env.float("CHAOS_CLOCK_STEP", default=0.0)
