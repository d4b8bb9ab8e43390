"""Tells a subscription's owner by mail that it was disabled."""

import structlog
from django.conf import settings
from django.core.mail import send_mail

from .models import Subscription

logger = structlog.get_logger(__name__)

_TEXT = """\
Your webhook to {url} gets no more events: {reason}.

What it has missed is kept. Mend the receiver, then activate the webhook on its page, and it gets
all of it in order: /webhooks/{number}/
"""


def tell_owner(subscription: Subscription, reason: str) -> None:
    """Send the mail, if there is a mail server and an address; log the result."""
    logger.warning("webhook disabled", webhook=subscription.pk, reason=reason)
    address = subscription.owner.email
    if not settings.HAS_MAIL or not address:
        return
    text = _TEXT.format(url=subscription.url, reason=reason, number=subscription.pk)
    try:
        send_mail("Your webhook was disabled", text, None, [address])
    except OSError as error:
        logger.error("no mail about the webhook", webhook=subscription.pk, reason=str(error))
