"""URLconf of the web process."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import RedirectView
from django.views.i18n import set_language

from forecasts.pages.upload import upload_in_admin
from forecasts.pages.upload_steps import IN_ADMIN
from weather.http.security_txt import security_txt

from .offline import offline, service_worker

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="forecasts:list")),
    path("", include("realtime.endpoints.here")),
    path("", include("forecasts.pages.urls")),
    path("", include("forecasts.analytics.pages")),
    path("", include("forecasts.webhooks.pages.urls")),
    # Redirects to the page that it was sent from, with that page's current query. Without a token
    # in its form, every page can be compressed: another site could change a language, no more.
    path("language/", csrf_exempt(login_not_required(set_language)), name="set_language"),
    path(".well-known/security.txt", security_txt),
    path("offline/", offline, name="offline"),
    path("service-worker.js", service_worker, name="service_worker"),
    path("accounts/", include("web_project.accounts")),
    path("", include("realtime.processes.pages")),
    path("admin/forecasts/forecast/import/", upload_in_admin, name=IN_ADMIN),
    path("admin/", admin.site.urls),
]
handler400 = "weather.http.refused_hosts.bad_request"
