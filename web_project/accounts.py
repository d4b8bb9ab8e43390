"""URLs of accounts: log in, log out, change a password, reset a forgotten one."""

from django.conf import settings
from django.contrib.auth import views
from django.urls import path

from .account_page import account, create_token, revoke_token
from .mail_form import LinkForm
from .sessions import log_out_everywhere

# The names are Django's own, which its views and templates link to. The admin overrides the
# templates in registration/, so the site's are in accounts/.
urlpatterns = [
    path("", account, name="account"),
    path("tokens/", create_token, name="create_token"),
    path("tokens/revoke/", revoke_token, name="revoke_token"),
    path("login/", views.LoginView.as_view(), name="login"),
    path("logout/", views.LogoutView.as_view(), name="logout"),
    path("logout/everywhere/", log_out_everywhere, name="logout_everywhere"),
    path(
        "password_change/",
        views.PasswordChangeView.as_view(template_name="accounts/password_change.html"),
        name="password_change",
    ),
    path(
        "password_change/done/",
        views.PasswordChangeDoneView.as_view(template_name="accounts/password_change_done.html"),
        name="password_change_done",
    ),
]

# Without a mail server no link can be sent.
if settings.HAS_MAIL:
    urlpatterns += [
        path(
            "password_reset/",
            views.PasswordResetView.as_view(
                form_class=LinkForm,
                template_name="accounts/password_reset.html",
                email_template_name="accounts/password_reset_mail.txt",
                subject_template_name="accounts/password_reset_subject.txt",
            ),
            name="password_reset",
        ),
        path(
            "password_reset/sent/",
            views.PasswordResetDoneView.as_view(template_name="accounts/password_reset_sent.html"),
            name="password_reset_done",
        ),
        path(
            "reset/<uidb64>/<token>/",
            views.PasswordResetConfirmView.as_view(template_name="accounts/password_set.html"),
            name="password_reset_confirm",
        ),
        path(
            "reset/done/",
            views.PasswordResetCompleteView.as_view(
                template_name="accounts/password_set_done.html"
            ),
            name="password_reset_complete",
        ),
    ]
