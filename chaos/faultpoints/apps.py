"""Puts the fault points, and the sabotages asked for, into a process that is about to start."""

from django.apps import AppConfig


class FaultPointsConfig(AppConfig):
    """Installed by chaos.settings_* and by nothing else."""

    name = "chaos.faultpoints"

    def ready(self) -> None:
        """Patch what is to be patched; the product itself has no hook."""
        from . import altered_processes, follower_points, points, sabotages, tally

        points.install()
        follower_points.install()
        altered_processes.install()
        sabotages.install()
        tally.install()
