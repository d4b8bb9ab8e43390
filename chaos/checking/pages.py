"""The rows of a browser page must never return to an older version."""

from collections.abc import Iterator

from chaos.checking.history import History, Violation


def check(history: History) -> Iterator[Violation]:
    """Yield the rows that returned to an older version on an open page."""
    versions: dict[str, dict[str, int]] = {}
    for trial, record in history.of("trial", "shown", "reloaded"):
        match record["kind"]:
            case "trial" if any(trial.of("restored")):  # an older database has older versions
                versions.clear()
            case "shown" if any(trial.of("restored")):
                continue
            case "reloaded":
                versions.pop(record["client"], None)
            case "shown":
                shown = versions.setdefault(record["client"], {})
                for row, version in record["versions"]:
                    if version < shown.get(row, 0):
                        message = f"{record['client']} showed {row} at version {version} "
                        message += f"after {shown[row]}"
                        yield Violation("repeated", trial.number, message)
                    shown[row] = version
