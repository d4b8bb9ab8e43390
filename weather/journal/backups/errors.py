"""Errors of backups."""


class BackupFailed(Exception):
    """The backup or the restore failed; the text says why."""
