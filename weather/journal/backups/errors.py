"""Errors of backups."""


class BackupFailed(Exception):
    """The copy was not made, or not put back; the text says why."""
