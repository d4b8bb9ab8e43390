"""The Atom feed of the forecasts that changed last."""

import re
from typing import Final

from django.db.models import QuerySet
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from forecasts.models import Forecast

MOST_ENTRIES: Final = 100
MEDIA_TYPE: Final = "application/atom+xml; charset=utf-8"
# Characters that XML cannot represent.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def feed(found: QuerySet[Forecast], *, title: str, address: str, site: str) -> str:
    """Return the feed. address: its URL; site: the site's URL, ending in a slash."""
    atom = Atom1Feed(
        title=_writable(title), link=site, description="", feed_url=address, feed_guid=address
    )
    for forecast in found.order_by("-updated_at", "-pk")[:MOST_ENTRIES]:
        history = f"{site}{forecast.pk}/history"
        atom.add_item(
            title=_writable(str(forecast)),
            link=history,
            description=_writable(forecast.summary),
            unique_id=history,
            pubdate=forecast.created_at,
            updateddate=forecast.updated_at,
            author_name=_("Weather desk"),
        )
    return atom.writeString("utf-8")


def _writable(text: str) -> str:
    return _UNWRITABLE.sub("\ufffd", text)
