"""POST …/bulk: up to 1,000 operations in one transaction."""

from typing import Any

from rest_framework import permissions
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from forecasts import services
from forecasts.api.caching import set_cache_headers
from forecasts.api.idempotency import HEADER as IDEMPOTENCY_KEY
from forecasts.api.preferences import APPLIED, HANDLING_LENIENT, RETURN_MINIMAL, prefers
from forecasts.api.refusals import HeaderRefused
from forecasts.models import Forecast
from forecasts.rules.changes import ChangesRefused

from .operations import PERMISSIONS, Operation, operations_of
from .results import BulkRefused, results


class BulkView(APIView):
    """Applies all operations or none; with `Prefer: handling=lenient` those that it can."""

    queryset = Forecast.objects.none()  # for REST framework's permissions

    def get_permissions(self) -> Any:
        """Require an account here; post() checks the permission of each operation."""
        asked = super().get_permissions()
        of_model = permissions.DjangoModelPermissions
        return [
            *(each for each in asked if not isinstance(each, of_model)),
            permissions.IsAuthenticated(),
        ]

    def post(self, request: Request) -> Response:
        """Apply the operations."""
        if IDEMPOTENCY_KEY in request.headers:
            detail = "A bulk request takes none: name versions, which a repeated change has not."
            raise HeaderRefused({IDEMPOTENCY_KEY: detail})
        operations = operations_of(request.data)
        for op in {each.op for each in operations if each.op}:
            if not request.user.has_perm(PERMISSIONS[op]):
                raise PermissionDenied(f"The account may not {op} forecasts.")
        is_lenient = prefers(request, HANDLING_LENIENT)
        is_minimal = prefers(request, RETURN_MINIMAL)
        refused = {n: each.refusal for n, each in enumerate(operations) if each.refusal}
        if refused and not is_lenient:
            raise BulkRefused(refused)
        found = _applied(operations, is_lenient)
        applied = [HANDLING_LENIENT] * is_lenient + [RETURN_MINIMAL] * is_minimal
        return Response(
            {"results": results(operations, found, with_forecasts=not is_minimal)},
            headers={APPLIED: ", ".join(applied)} if applied else None,
        )

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Add what caches may do."""
        response = super().finalize_response(request, response, *args, **kwargs)
        set_cache_headers(request, response)
        return response


def _applied(operations: list[Operation], keeps_going: bool) -> dict[int, Any]:
    changes = {n: each.change for n, each in enumerate(operations) if each.change is not None}
    try:
        outcomes = services.apply_changes(changes=list(changes.values()), keeps_going=keeps_going)
    except ChangesRefused as error:
        places = list(changes)
        raise BulkRefused({places[n]: each for n, each in error.refused.items()}) from error
    return dict(zip(changes, outcomes, strict=True))
