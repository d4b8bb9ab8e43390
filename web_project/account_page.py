"""The account's page: its tokens for the API, its log-ins and sessions, its password."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from forecasts.accounts.models import ApiToken
from forecasts.accounts.tokens import LIFETIMES, TooManyTokens, make_token, revoke, tokens_of

from .log_ins import log_ins_of


def _days() -> list[tuple[int, str]]:
    # Asked for by each form: the texts are in its reader's language.
    return [(days, ngettext("%(n)d day", "%(n)d days", days) % {"n": days}) for days in LIFETIMES]


def _menu() -> forms.Select:
    return forms.Select({"class": "form-control"})


class TokenForm(forms.Form):
    """The name and scope of a new token."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=100,
        widget=forms.TextInput({"class": "form-control", "autocomplete": "off"}),
    )
    scope = forms.ChoiceField(
        label=gettext_lazy("Scope"), choices=ApiToken.Scope.choices, widget=_menu()
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("Expires after"), choices=_days, coerce=int, initial=30, widget=_menu()
    )


@login_required
@never_cache
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Show the page."""
    return _page(request, TokenForm())


@login_required
@never_cache
@require_POST
def create_token(request: HttpRequest) -> HttpResponse:
    """Create a token, and show its text once."""
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=400)
    try:
        made = make_token(_user(request), **form.cleaned_data)
    except TooManyTokens:
        form.add_error(None, _("The account has too many tokens: revoke some first."))
        return _page(request, form, status=400)
    return _page(request, TokenForm(), made=made.text)


@login_required
@require_POST
def revoke_token(request: HttpRequest) -> HttpResponse:
    """Revoke a token: requests with it are refused from now on."""
    if revoke(_user(request), request.POST.get("token", "")[:128].replace("\x00", "")):
        messages.success(request, _("The token is revoked."))
    return redirect("account")


def _page(
    request: HttpRequest, form: TokenForm, *, made: str = "", status: int = 200
) -> HttpResponse:
    user = _user(request)
    shown: dict[str, Any] = {
        "form": form,
        "made": made,
        "tokens": tokens_of(user),
        "log_ins": log_ins_of(user),
        "sessions": _sessions_of(user),
        "current": request.session.session_key,
    }
    return render(request, "accounts/account.html", shown, status=status)


def _user(request: HttpRequest) -> AbstractBaseUser:
    assert isinstance(request.user, AbstractBaseUser)  # login_required
    return request.user


def _sessions_of(user: AbstractBaseUser) -> list[Session]:
    # The account is only in a session's signed content, so all sessions are read.
    current = Session.objects.filter(expire_date__gt=timezone.now()).order_by("-expire_date")
    return [
        each for each in current.iterator() if each.get_decoded().get(SESSION_KEY) == str(user.pk)
    ]
