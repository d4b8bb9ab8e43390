"""Which tests run on which database."""

from django.conf import settings

# Only PostgreSQL has grants.
collect_ignore = (
    []
    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
    else ["test_grants_tried.py"]
)
