"""Answers in JSON to what the live list posts."""

from http import HTTPStatus

from django import forms
from django.http import JsonResponse

from forecasts.rules.errors import StaleVersion
from forecasts.rules.public_form import as_data


def refused(form: forms.Form) -> JsonResponse:
    """Return what is wrong, by the form's fields; "__all__" for the form as a whole."""
    errors = {name: [str(error) for error in found] for name, found in form.errors.items()}
    return JsonResponse({"errors": errors}, status=HTTPStatus.BAD_REQUEST)


def stale_answer(stale: StaleVersion) -> JsonResponse:
    """Return the forecast as it is now, to someone who knew an older version."""
    detail = {"detail": str(stale), "current": as_data(stale.current)}
    return JsonResponse(detail, status=HTTPStatus.CONFLICT)
