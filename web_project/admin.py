"""The admin site's names."""

from django.contrib import admin
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

admin.site.site_title = admin.site.site_header = _("Weather desk")
admin.site.index_title = _("Admin")
# The stubs know no lazy address; the template takes one.
admin.site.site_url = reverse_lazy("forecasts:list")  # type: ignore[assignment]
