"""What runs on which database."""

from django.conf import settings

# Grants are PostgreSQL's alone.
collect_ignore = (
    []
    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
    else ["test_grants_tried.py"]
)
