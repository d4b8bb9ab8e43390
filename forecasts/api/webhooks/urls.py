"""URLs of the webhooks, with and without a trailing slash."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import path

from .views import SubscriptionViewSet


def _view(**actions: Any) -> Callable[..., HttpResponse]:
    view: Any = SubscriptionViewSet.as_view(actions)
    made: Callable[..., HttpResponse] = view
    return made


_views = {
    "webhooks": _view(get="list", post="create"),
    "webhooks/<int:pk>": _view(get="retrieve", patch="partial_update", delete="destroy"),
    "webhooks/<int:pk>/secret": _view(post="secret"),
    "webhooks/<int:pk>/test": _view(post="test"),
    "webhooks/<int:pk>/replay": _view(post="replay"),
    "webhooks/<int:pk>/deliveries": _view(get="deliveries"),
}

app_name = "webhooks-api"
urlpatterns = [
    path(f"{route}{slash}", view) for route, view in _views.items() for slash in ("", "/")
]
