"""The form that requests a password reset mail."""

from smtplib import SMTPException
from typing import Any

import structlog
from django.contrib.auth.forms import PasswordResetForm
from django.core.exceptions import ValidationError
from django.core.mail import get_connection
from django.utils.translation import gettext as _

logger = structlog.get_logger(__name__)


class LinkForm(PasswordResetForm):
    """Shows an error while the mail server does not answer, whether or not an account has the
    address.

    Django's own form says that the mail was sent, and logs that it was not.
    """

    def clean(self) -> dict[str, Any] | None:
        """Try the mail server. Raises ValidationError."""
        try:
            with get_connection():
                pass
        except (OSError, SMTPException) as error:
            logger.error("the mail server of EMAIL_URL cannot be used", reason=str(error))
            raise ValidationError(
                _("No e-mail can be sent now. Please try again later.")
            ) from error
        return super().clean()
