"""The WSGI application of the api process. `manage.py runapi` serves it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "api_project.settings")

django = get_wsgi_application()

from django.conf import settings  # noqa: E402 - once they can be read

from weather.http.proxies import wsgi_behind_proxies  # noqa: E402

application = wsgi_behind_proxies(django, settings.TRUSTED_PROXIES)
