"""The tutorial's routing."""

from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.core.asgi import get_asgi_application
from django.urls import re_path

pages = get_asgi_application()

from channels_tutorial.consumers import ChatConsumer  # noqa: E402 - needs the app registry

sockets = URLRouter([re_path(r"ws$", ChatConsumer.as_asgi())])
application = ProtocolTypeRouter(
    {
        "http": pages,
        "websocket": AllowedHostsOriginValidator(AuthMiddlewareStack(sockets)),
    }
)
