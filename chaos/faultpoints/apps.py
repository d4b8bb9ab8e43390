"""Installs the fault points, and the requested sabotages, in a starting process."""

from django.apps import AppConfig


class FaultPointsConfig(AppConfig):
    """Installed by chaos.settings_* and by nothing else."""

    name = "chaos.faultpoints"

    def ready(self) -> None:
        """Patch the product, which has no hooks for this."""
        from . import altered_processes, follower_points, points, tally
        from .sabotages import installing

        points.install()
        follower_points.install()
        altered_processes.install()
        installing.install()
        tally.install()
