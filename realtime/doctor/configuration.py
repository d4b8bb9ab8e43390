"""Django's own checks of the settings."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks as django_checks

from weather.configuration.local_hosts import is_local
from weather.health.results import Result, State


def configuration() -> Result:
    """Run Django's own checks, and its deployment checks if other machines can reach the desk."""
    is_open = settings.IS_PRODUCTION or _is_reachable()
    found = django_checks.run_checks(include_deployment_checks=is_open)
    said = sorted((each for each in found if not each.is_silenced()), key=lambda each: str(each.id))
    if not said:
        return Result("settings", State.OK, "no problems")
    state = State.DOWN if any(each.is_serious() for each in said) else State.DEGRADED
    detail = "; ".join(f"{each.id}: {each.msg}" for each in said)
    if is_open and not settings.IS_PRODUCTION:
        detail = f"other machines can reach the desk: set WEATHER_ENV=production; {detail}"
    return Result("settings", state, detail)


def _is_reachable() -> bool:
    """Return whether the processes listen on, or have the host name of, a public address."""
    listening = {settings.WEB_HOST, settings.API_HOST}
    names = {urlsplit(settings.SITE_URL).hostname or "localhost"}
    return not all(map(is_local, listening | names | set(settings.ALLOWED_HOSTS)))
