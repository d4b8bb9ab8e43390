"""URLconf of the web process."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView
from django.views.i18n import set_language

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="forecasts:list")),
    path("", include("forecasts.pages.urls")),
    # Goes back to the page that it was sent from, with the query that the page has by then.
    path("language/", set_language, name="set_language"),
    path("accounts/", include("web_project.accounts")),
    path("admin/", admin.site.urls),
]
