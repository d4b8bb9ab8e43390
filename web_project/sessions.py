"""Ends all sessions of an account."""

from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST


@login_required
@require_POST
def log_out_everywhere(request: HttpRequest) -> HttpResponse:
    """Log out here and in every other browser; sockets and streams follow within 5 s."""
    assert isinstance(request.user, AbstractBaseUser)  # login_required
    end_sessions_of(request.user)
    logout(request)
    messages.success(request, _("You are logged out in all browsers."))
    return redirect("login")


def end_sessions_of(user: AbstractBaseUser) -> int:
    """Delete an account's sessions, and return how many they were.

    The account is only in a session's signed content, so all sessions are read.
    """
    keys = [
        session.session_key
        for session in Session.objects.iterator()
        if session.get_decoded().get(SESSION_KEY) == str(user.pk)
    ]
    Session.objects.filter(session_key__in=keys).delete()
    return len(keys)
