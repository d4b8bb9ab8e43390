"""A valid request for every route of docs/access.md; permissions alone decide its answer."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType

from forecasts.accounts.models import ApiToken
from forecasts.models import Forecast
from forecasts.texts.places import place_address
from forecasts.webhooks.models import Delivery, Subscription
from weather.journal.followers.models import Follower
from weather.journal.models import JournalEntry

Made = tuple[str, dict[str, object]]
Make = Callable[[Forecast], Made]
BODY: dict[str, object] = {"date": "2026-01-01", "temperatureC": 1}
OPERATION = {"op": "create", "forecast": BODY}
FORM: dict[str, object] = {
    "date": "2026-01-01",
    "temperature_c": "1",
    "location": "",
    "summary": "",
}
SUBMISSION = "01a20c96-dd0a-719c-a868-f3b8c93ca690"


def at(path: str, **body: object) -> Make:
    """Return a request whose path has the forecast's id for {id}."""
    return lambda forecast: (path.format(id=forecast.pk), body)


def of_form(path: str) -> Make:
    """Return a post of the edit or delete form with the forecast's current version."""
    return lambda forecast: (
        path.format(id=forecast.pk),
        {**FORM, "version": forecast.version, "submission": SUBMISSION},
    )


def of_selected(path: str) -> Make:
    """Return a post about one selected forecast."""
    return lambda forecast: (
        path,
        {"selected": f"{forecast.pk}:{forecast.version}", "location": "Oslo"},
    )


def of_first(path: str, model: Any) -> Make:
    """Return a request about the first row of a model."""
    return lambda _forecast: (
        path.format(id=model.objects.order_by("pk").values("pk")[0]["pk"]),
        {},
    )


def of_type(forecast: Forecast) -> Made:
    """Return the request for the page of an object, by its content type."""
    kind = ContentType.objects.get_for_model(Forecast).pk
    return f"/admin/r/{kind}/{forecast.pk}/", {}


def _admin(app: str, name: str, model: Any) -> dict[tuple[str, str], Make]:
    base = f"/admin/{app}/{name}"
    paths = ["", "/<id>/history", "/<id>/delete", "/<id>/change", "/<id>"]
    first = {
        ("GET", f"{base}{path}"): of_first(f"{base}{path.replace('<id>', '{id}')}/", model)
        for path in paths
    }
    return first | {("GET", f"{base}/add"): at(f"{base}/add/")}


WEB: dict[tuple[str, str], Make] = {
    ("GET", "/"): at("/"),
    ("GET", "/weatherforecast"): at("/weatherforecast/"),
    ("GET", "/weatherforecast/place/<id>"): lambda forecast: (place_address(forecast.location), {}),
    ("GET", "/weatherforecast/export/<id>"): at("/weatherforecast/export/csv"),
    ("GET", "/weatherforecast/activity"): at("/weatherforecast/activity"),
    ("GET", "/weatherforecast/imports/<id>"): at("/weatherforecast/imports/none"),
    ("GET", "/weatherforecast/<id>/history"): at("/weatherforecast/{id}/history"),
    ("GET", "/weatherforecast/create"): at("/weatherforecast/create"),
    ("POST", "/weatherforecast/create"): of_form("/weatherforecast/create"),
    ("GET", "/weatherforecast/import"): at("/weatherforecast/import"),
    ("POST", "/weatherforecast/import"): at("/weatherforecast/import"),
    ("POST", "/weatherforecast/import/take-back"): at("/weatherforecast/import/take-back"),
    ("GET", "/weatherforecast/import/progress"): at("/weatherforecast/import/progress"),
    ("GET", "/weatherforecast/import/rejects"): at("/weatherforecast/import/rejects"),
    ("GET", "/weatherforecast/<id>/edit"): at("/weatherforecast/{id}/edit"),
    ("POST", "/weatherforecast/<id>/edit"): of_form("/weatherforecast/{id}/edit"),
    ("GET", "/weatherforecast/<id>/delete"): at("/weatherforecast/{id}/delete"),
    ("POST", "/weatherforecast/<id>/delete"): of_form("/weatherforecast/{id}/delete"),
    ("POST", "/weatherforecast/undo"): at("/weatherforecast/undo", token="none"),
    **{
        ("POST", f"/weatherforecast/selected/{kind}"): of_selected(
            f"/weatherforecast/selected/{kind}"
        )
        for kind in ("change", "change/undo", "delete", "delete/undo")
    },
    ("POST", "/weatherforecast/here"): at("/weatherforecast/here", tab="0" * 16, page="/"),
    ("GET", "/insights"): at("/insights/"),
    ("GET", "/status"): at("/status/"),
    ("GET", "/status/trace"): at("/status/trace/"),
    ("GET", "/webhooks"): at("/webhooks/"),
    ("POST", "/webhooks"): at("/webhooks/", url="https://example.org/hook"),
    ("GET", "/webhooks/<id>"): of_first("/webhooks/{id}/", Subscription),
    ("POST", "/webhooks/<id>/<id>"): of_first("/webhooks/{id}/test/", Subscription),
    ("POST", "/language"): at("/language/", language="fr"),
    ("GET", "/offline"): at("/offline/"),
    ("GET", "/service-worker.js"): at("/service-worker.js"),
    ("GET", "/.well-known/security.txt"): at("/.well-known/security.txt"),
    ("GET", "/accounts"): at("/accounts/"),
    ("POST", "/accounts/tokens"): at("/accounts/tokens/", name="x", scope="read", days=7),
    ("POST", "/accounts/tokens/revoke"): at("/accounts/tokens/revoke/", token="x"),
    ("GET", "/accounts/login"): at("/accounts/login/"),
    ("POST", "/accounts/login"): at("/accounts/login/", username="x", password="y"),
    ("GET", "/accounts/password_change"): at("/accounts/password_change/"),
    ("GET", "/accounts/password_change/done"): at("/accounts/password_change/done/"),
    ("POST", "/accounts/logout"): at("/accounts/logout/"),
    ("POST", "/accounts/logout/everywhere"): at("/accounts/logout/everywhere/"),
    ("GET", "/admin"): at("/admin/"),
    ("GET", "/admin/login"): at("/admin/login/"),
    ("POST", "/admin/logout"): at("/admin/logout/"),
    ("GET", "/admin/password_change"): at("/admin/password_change/"),
    ("GET", "/admin/password_change/done"): at("/admin/password_change/done/"),
    ("GET", "/admin/autocomplete"): at("/admin/autocomplete/"),
    ("GET", "/admin/jsi18n"): at("/admin/jsi18n/"),
    ("GET", "/admin/r/<id>/<id>"): of_type,
    ("GET", "/admin/<app>"): at("/admin/forecasts/"),
    ("GET", "/admin/forecasts/forecast/import"): at("/admin/forecasts/forecast/import/"),
    ("GET", "/admin/<anything else>"): at("/admin/nothing/"),
    **_admin("forecasts", "forecast", Forecast),
    ("POST", "/admin/forecasts/forecast/<id>/delete"): at(
        "/admin/forecasts/forecast/{id}/delete/", post="yes"
    ),
    **_admin("journal", "journalentry", JournalEntry),
    **_admin("followers", "follower", Follower),
    **_admin("webhooks", "subscription", Subscription),
    **_admin("webhooks", "delivery", Delivery),
    **_admin("accounts", "apitoken", ApiToken),
    **_admin("auth", "user", User),
    **_admin("auth", "group", Group),
    ("GET", "/admin/auth/user/<id>/password"): of_first("/admin/auth/user/{id}/password/", User),
}
API: dict[tuple[str, str], Make] = {
    ("GET", "/"): at("/"),
    ("GET", "/api/weatherforecast"): at("/api/weatherforecast"),
    ("POST", "/api/weatherforecast"): at("/api/weatherforecast", **BODY),
    ("GET", "/api/weatherforecast/<id>"): at("/api/weatherforecast/{id}"),
    ("PUT", "/api/weatherforecast/<id>"): at("/api/weatherforecast/{id}", **BODY),
    ("PATCH", "/api/weatherforecast/<id>"): at("/api/weatherforecast/{id}", temperatureC=2),
    ("DELETE", "/api/weatherforecast/<id>"): at("/api/weatherforecast/{id}"),
    ("GET", "/api/weatherforecast/<id>/events"): at("/api/weatherforecast/{id}/events"),
    ("GET", "/redoc"): at("/redoc/"),
    ("GET", "/api/weatherforecast/events"): at("/api/weatherforecast/events"),
    ("GET", "/api/webhooks"): at("/api/webhooks"),
    ("POST", "/api/webhooks"): at("/api/webhooks", url="https://example.org/hook"),
    **{
        (method, f"/api/webhooks/<id>{path}"): of_first(f"/api/webhooks/{{id}}{path}", Subscription)
        for method, path in (
            ("GET", ""),
            ("PATCH", ""),
            ("DELETE", ""),
            ("POST", "/secret"),
            ("POST", "/test"),
            ("POST", "/replay"),
            ("GET", "/deliveries"),
        )
    },
    ("GET", "/api/weatherforecast.csv"): at("/api/weatherforecast.csv"),
    ("GET", "/api/weatherforecast.ndjson"): at("/api/weatherforecast.ndjson"),
    ("POST", "/api/weatherforecast/bulk"): at("/api/weatherforecast/bulk", operations=[OPERATION]),
    ("GET", "/asyncapi"): at("/asyncapi/"),
    ("GET", "/asyncapi.json"): at("/asyncapi.json"),
    ("GET", "/problems"): at("/problems/"),
    ("GET", "/problems/<id>"): at("/problems/invalid"),
    ("GET", "/schema"): at("/schema/"),
    ("GET", "/swagger"): at("/swagger/"),
    ("GET", "/favicon.ico"): at("/favicon.ico"),
    ("GET", "/.well-known/security.txt"): at("/.well-known/security.txt"),
    ("GET", "/api-auth/login"): at("/api-auth/login/"),
    ("POST", "/api-auth/logout"): at("/api-auth/logout/"),
}
REQUESTS = {"web": WEB, "api": API}
