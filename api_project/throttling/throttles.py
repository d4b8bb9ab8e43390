"""REST framework's throttles: writes of an account, reads of an address."""

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from prometheus_client import Counter
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from weather.http.addresses import counted_address

from .counts import MINUTE, Counts, Hit

if TYPE_CHECKING:  # it reads the settings that name these classes
    from rest_framework.views import APIView

_counts = Counts()
THROTTLED = Counter("desk_throttled_requests", "Requests that were too many.", ["kind"])
for _kind in ("reads", "writes"):
    THROTTLED.labels(_kind)


class MinuteThrottle(BaseThrottle):
    """Limits the requests in a minute to the value of a setting; 0 means no limit."""

    name: ClassVar[str]
    setting: ClassVar[str]
    _hit: Hit | None = None

    def counted(self, request: Request) -> str:
        """Return the key that the request is counted for; "" if it is not counted."""
        raise NotImplementedError

    def allow_request(self, request: Request, view: "APIView") -> bool:
        """Count the request, and return whether it is admitted."""
        limit: int = getattr(settings, self.setting)
        key = self.counted(request) if limit else ""
        if not key:
            return True
        self._hit = _counts.hit(f"{self.name}:{key}", limit=limit)
        # For headers.py, which adds the headers to the response.
        request._request.rates = [  # type: ignore[attr-defined]
            *getattr(request._request, "rates", []),
            (self.name, limit, self._hit),
        ]
        if not self._hit.is_allowed:
            THROTTLED.labels(self.name).inc()
        return self._hit.is_allowed

    def wait(self) -> float | None:
        """Return the value of Retry-After, in seconds."""
        return self._hit.wait if self._hit else MINUTE


class WriteThrottle(MinuteThrottle):
    """Writes of an account; anonymous writes are refused earlier."""

    name = "writes"
    setting = "WRITES_PER_MINUTE"

    def counted(self, request: Request) -> str:
        """Return the account of a write."""
        return "" if request.method in SAFE_METHODS else str(request.user.pk or "")


class ReadThrottle(MinuteThrottle):
    """Reads from an address, by any account or none."""

    name = "reads"
    setting = "READS_PER_MINUTE"

    def counted(self, request: Request) -> str:
        """Return the address of a read."""
        is_read = request.method in SAFE_METHODS
        return counted_address(request.META.get("REMOTE_ADDR", "")) if is_read else ""
