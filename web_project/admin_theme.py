"""How the admin looks, and where its menu leads: the UNFOLD setting of django-unfold.

The site's Content-Security-Policy holds here as everywhere; how the theme keeps it is in
docs/adr/0003-admin-theme-without-eval.md.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

Permitted = Callable[[HttpRequest], bool]


def _static(path: str) -> Callable[[HttpRequest], str]:
    # Asked for late: the settings that say where static files are do not exist yet.
    return lambda _request: static(f"web_project/{path}")


def _may_view(model: str) -> Permitted:
    app, name = model.split(".")
    permissions = [f"{app}.view_{name}", f"{app}.change_{name}"]
    return lambda request: any(map(request.user.has_perm, permissions))


def _item(title: Any, icon: str, model: str) -> dict[str, Any]:
    link = reverse_lazy(f"admin:{model.replace('.', '_')}_changelist")
    return {"title": title, "icon": icon, "link": link, "permission": _may_view(model)}


UNFOLD: dict[str, Any] = {
    "SITE_TITLE": _("Weather desk"),
    "SITE_HEADER": _("Weather desk"),
    "SITE_SUBHEADER": _("Admin"),
    "SHOW_LANGUAGES": True,
    "SITE_URL": reverse_lazy("forecasts:list"),
    "SITE_ICON": _static("mark.svg"),
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": _static("mark.svg")},
    ],
    # The theme would write its colours into a style element; ours come with admin/theme.css.
    "COLORS": lambda _request: {},
    "STYLES": [_static("admin/theme.css")],
    "SCRIPTS": [_static("admin/expressions.js"), _static("admin/alpine_without_eval.js")],
    "SIDEBAR": {
        "navigation": [
            {
                "title": _("Weather"),
                "items": [
                    _item(_("Forecasts"), "partly_cloudy_day", "forecasts.forecast"),
                    _item(_("Journal"), "history", "journal.journalentry"),
                ],
            },
            {
                "title": _("Accounts"),
                "items": [
                    _item(_("Users"), "person", "auth.user"),
                    _item(_("Groups"), "group", "auth.group"),
                ],
            },
        ],
    },
}
