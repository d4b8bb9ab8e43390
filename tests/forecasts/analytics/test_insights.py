"""The page "Insights": the counts of the last days, as tables drawn as charts."""

import datetime as dt
import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from forecasts.analytics.models import EventCount, Revision
from forecasts.analytics.reads import DAYS, insights

pytestmark = pytest.mark.django_db


def counted(days_ago: int, events: int, **values: str) -> None:
    day = timezone.now().date() - dt.timedelta(days=days_ago)
    fields = {"type": "created", "origin": "api", "location": "Oslo"} | values
    EventCount.objects.create(day=day, events=events, **fields)


def test_the_last_days_are_counted_and_earlier_ones_are_not() -> None:
    counted(0, 4)
    counted(0, 2, type="updated")
    counted(DAYS - 1, 3, location="Rome", origin="web")
    counted(DAYS, 100)

    found = insights()

    assert found.events == 9
    assert len(found.by_day) == DAYS
    assert (found.by_day[0].number, found.by_day[-1].number) == (3, 6)
    assert [(each.label, each.number) for each in found.by_location] == [("Oslo", 6), ("Rome", 3)]
    assert [each.share for each in found.by_location] == [100, 50]
    assert [each.label for each in found.by_type] == ["created", "updated"]
    assert [each.label for each in found.by_origin] == ["api", "web"]


def test_revisions_are_means_and_far_leads_are_one_row() -> None:
    Revision.objects.create(lead_days=3, revisions=2, tenths=50)
    Revision.objects.create(lead_days=14, revisions=1, tenths=10)
    Revision.objects.create(lead_days=40, revisions=1, tenths=30)
    Revision.objects.create(lead_days=-9, revisions=1, tenths=5)

    found = [(each.label, each.number) for each in insights().revisions]

    assert found == [("-1", 0.5), ("3", 2.5), ("14", 2.0)]


def test_without_a_change_there_are_no_rows_and_no_error() -> None:
    found = insights()
    assert (found.events, found.by_location, found.revisions) == (0, [], [])


def test_the_page_is_for_accounts_and_shows_text_as_text(client: Client) -> None:
    counted(0, 4, location="<b>Oslo</b>")
    assert client.get("/insights/").status_code == 302
    client.force_login(User.objects.create_user("ada"))

    shown = client.get("/insights/").content.decode()

    assert "4 changes in the last 30 days." in shown
    assert "&lt;b&gt;Oslo&lt;/b&gt;" in shown
    assert re.search(r'<rect width="100.0" height="8"/>', shown)
