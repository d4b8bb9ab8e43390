"""Options that several commands of the journal have."""

from django.core.management.base import CommandParser


def add_signatures_from(parser: CommandParser) -> None:
    """Add --signatures-from POSITION, by default 1: every signature is checked."""
    parser.add_argument(
        "--signatures-from",
        type=int,
        default=1,
        metavar="POSITION",
        help="ignore signatures before this position (made with a SECRET_KEY no longer known)",
    )
