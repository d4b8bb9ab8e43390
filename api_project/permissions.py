"""The permission to read through the API."""

from typing import TYPE_CHECKING

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from weather.http.readers import may_read

if TYPE_CHECKING:  # it reads the settings that name this class
    from rest_framework.views import APIView


class MayRead(BasePermission):
    """With PUBLIC_READ=false reading needs an account with READ_PERMISSION."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        """Return whether the request may read; writes have their own permissions."""
        return request.method not in SAFE_METHODS or may_read(request.user)
