"""The WSGI application of the api process."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "api_project.settings")

django = get_wsgi_application()

from django.conf import settings  # noqa: E402 - once they can be read

from weather.http.database_errors import log_unusable_database  # noqa: E402 - once there are settings
from weather.http.limits import limited_wsgi  # noqa: E402
from weather.http.proxies import wsgi_behind  # noqa: E402
from weather.http.warm_up import warm_up  # noqa: E402

log_unusable_database()
warm_up(settings.WARM_UP_PATHS)

application = wsgi_behind(limited_wsgi(django), settings.TRUSTED_PROXIES)
