"""The pages of an account's webhooks, and the admin's."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.urls import reverse

from forecasts.webhooks import services
from forecasts.webhooks.models import Delivery, State, Subscription
from forecasts.webhooks.secrets import decrypted
from forecasts.webhooks.sending.outcome import note
from forecasts.webhooks.sending.request import Result

pytestmark = pytest.mark.django_db
LIST = "/webhooks/"
URL = "https://example.org/hook"


@pytest.fixture
def ada(client: Client) -> Client:
    """Return the client of a forecaster, logged in."""
    client.force_login(account("ada"))
    return client


def account(name: str) -> User:
    user = User.objects.create_user(name)
    user.groups.add(Group.objects.get_or_create(name="forecasters")[0])
    return user


def made(client: Client, **more: Any) -> Any:
    data = {"url": URL, "locations": "Oslo\n\n Rome ", "event_types": ["weatherforecast.created"]}
    return client.post(LIST, data | more)


def test_a_webhook_is_made_and_its_secret_is_shown_once(ada: Client) -> None:
    answer = made(ada)

    [secret] = re.findall(r"whsec_[A-Za-z0-9+/=]+", answer.content.decode())
    found = Subscription.objects.get()
    assert (found.url, found.locations) == (URL, ["Oslo", "Rome"])
    assert found.event_types == ["weatherforecast.created"]
    assert "no-store" in answer.headers["Cache-Control"]
    for path in (LIST, f"{LIST}{found.pk}/"):
        assert secret not in ada.get(path).content.decode()


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("url", "http://example.org/", "Send a URL such as https://example.org/hook"),
        ("url", "https://u:p@example.org/", "no user"),
        ("url", "", "This field is required."),
        ("event_types", ["rubbish"], "Select a valid choice"),
        ("locations", "x" * 101, "At most 50 locations of at most 100 characters."),
        ("locations", "\n".join(map(str, range(51))), "At most 50 locations"),
    ],
)
def test_an_error_is_shown_at_its_field(
    ada: Client, field: str, value: object, message: str
) -> None:
    answer = made(ada, **{field: value})

    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not Subscription.objects.exists()


def test_the_error_of_a_wrong_address_is_in_the_reader_s_language(ada: Client) -> None:
    data = {"url": "https://example.org:0/"}
    answer = ada.post(LIST, data, headers={"Accept-Language": "fr"}).content.decode()

    assert "Envoyez une URL avec un port de 1 à 65535, ou sans port." in answer


def test_an_account_has_at_most_20_webhooks(ada: Client) -> None:
    for _ in range(20):
        services.subscribe(owner=User.objects.get(), url=URL)

    assert "An account may have 20 webhooks" in made(ada).content.decode()
    assert Subscription.objects.count() == 20


@pytest.fixture
def hook(ada: Client) -> Subscription:
    """Return a webhook of ada's with one failed delivery."""
    found, _ = services.subscribe(owner=User.objects.get(), url=URL)
    delivery = services.send_test(found)
    note(delivery, Result(410, 0.25, "", "<b>no</b>"))
    return found


def page(client: Client, hook: Subscription, query: str = "") -> str:
    return client.get(f"{LIST}{hook.pk}/{query}").content.decode()


def test_the_page_shows_state_and_log(ada: Client, hook: Subscription) -> None:
    shown = page(ada, hook)

    assert "the receiver answered 410 Gone" in shown
    assert "410 · 0.25 s<pre>&lt;b&gt;no&lt;/b&gt;</pre>" in shown


def test_the_log_is_searched_by_event(ada: Client, hook: Subscription) -> None:
    event = Delivery.objects.get().event_id

    for found in (event, "webhook.test"):
        assert f'<p class="quiet">{event}</p>' in page(ada, hook, f"?event={found}")
    for other in ("12", "9" * 30, "rubbish", "²", "%00"):
        assert "No delivery of that event." in page(ada, hook, f"?event={other}")
    assert event in page(ada, hook, "?page=rubbish")


def act(client: Client, hook: Subscription, action: str, **data: Any) -> Any:
    return client.post(f"{LIST}{hook.pk}/{action}/", data, follow=True)


def test_after_activation_failed_deliveries_wait_again(ada: Client, hook: Subscription) -> None:
    act(ada, hook, "activate")

    assert Subscription.objects.get().is_active
    assert Delivery.objects.get().state == State.WAITING


def test_failed_deliveries_are_sent_again(ada: Client, hook: Subscription) -> None:
    assert "Sent again: 1." in act(ada, hook, "replay").content.decode()
    assert "Sent again: 0." in act(ada, hook, "replay", delivery="x").content.decode()


def test_a_webhook_is_switched_off_tested_and_deleted(ada: Client, hook: Subscription) -> None:
    act(ada, hook, "off")
    assert not Subscription.objects.get().is_active
    act(ada, hook, "test")
    assert Delivery.objects.count() == 2
    act(ada, hook, "delete")
    assert not Subscription.objects.exists()


def test_a_new_secret_is_shown_once(ada: Client, hook: Subscription) -> None:
    answer = act(ada, hook, "secret").content.decode()

    assert "whsec_" in answer
    assert "For one day, requests are also signed with the old secret." in answer


def test_other_accounts_do_not_see_a_webhook(ada: Client, hook: Subscription) -> None:
    ada.force_login(account("eve"))

    assert ada.get(f"{LIST}{hook.pk}/").status_code == 404
    for action in ("test", "activate", "off", "replay", "secret", "delete"):
        assert act(ada, hook, action).status_code == 404
    assert f">{URL}</a>" not in ada.get(LIST).content.decode()


def test_the_admin_lists_webhooks_without_secrets_and_has_actions(
    client: Client, hook: Subscription
) -> None:
    client.force_login(User.objects.create_superuser("root"))
    changelist = reverse("admin:webhooks_subscription_changelist")
    assert URL in client.get(changelist).content.decode()
    shown = client.get(reverse("admin:webhooks_subscription_change", args=[hook.pk]))
    assert hook.secret not in shown.content.decode()
    log = client.get(
        reverse("admin:webhooks_delivery_change", args=[Delivery.objects.get().pk])
    ).content.decode()
    assert "410 (0.25 s) &lt;b&gt;no&lt;/b&gt;" in log

    for action in ("activate", "replay", "send_test", "switch_off"):
        data = {"action": action, "_selected_action": [hook.pk]}
        assert client.post(changelist, data, follow=True).status_code == 200
    assert not Subscription.objects.get().is_active
    assert Delivery.objects.count() == 2


ADD = reverse("admin:webhooks_subscription_add")


@pytest.fixture
def root(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("root"))
    return client


def typed(**more: Any) -> dict[str, Any]:
    locations = "Oslo\n\n Rome "
    return {"url": URL, "locations": locations, "event_types": ["weatherforecast.created"]} | more


def test_the_admin_makes_a_webhook_for_an_account_and_shows_its_secret_once(root: Client) -> None:
    owner = account("bob")

    answer = root.post(ADD, typed(owner=owner.pk))

    [secret] = re.findall(r"whsec_[A-Za-z0-9+/=]+", answer.content.decode())
    found = Subscription.objects.get()
    assert (found.owner_id, found.url, found.locations) == (owner.pk, URL, ["Oslo", "Rome"])
    assert found.event_types == ["weatherforecast.created"]
    assert secret == decrypted(found.secret)
    assert "no-store" in answer.headers["Cache-Control"]
    one = reverse("admin:webhooks_subscription_change", args=[found.pk])
    assert one in answer.content.decode()
    for path in (one, reverse("admin:webhooks_subscription_changelist")):
        assert secret not in root.get(path).content.decode()


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("url", "http://example.org/", "Send a URL such as https://example.org/hook"),
        ("locations", "x" * 101, "At most 50 locations of at most 100 characters."),
        ("event_types", ["rubbish"], "Select a valid choice"),
        ("owner", "", "This field is required."),
    ],
)
def test_the_admin_shows_an_error_at_its_field(
    root: Client, field: str, value: object, message: str
) -> None:
    answer = root.post(ADD, typed(owner=account("bob").pk) | {field: value})

    assert answer.status_code == 200
    assert message in answer.content.decode()
    assert not Subscription.objects.exists()


def test_the_admin_respects_the_limit_of_an_account(root: Client) -> None:
    owner = account("bob")
    for _ in range(20):
        services.subscribe(owner=owner, url=URL)

    assert (
        "An account may have 20 webhooks" in root.post(ADD, typed(owner=owner.pk)).content.decode()
    )
    assert Subscription.objects.count() == 20


def test_the_admin_changes_address_types_and_locations_and_not_the_owner(
    client: Client, hook: Subscription
) -> None:
    one = reverse("admin:webhooks_subscription_change", args=[hook.pk])
    other = account("bob")
    client.force_login(User.objects.create_superuser("root"))
    values = {"url": f"{URL}/2", "event_types": [], "locations": "Lima"}

    assert client.post(one, values | {"url": "nonsense"}).status_code == 200
    assert Subscription.objects.get().url == URL
    assert client.post(one, values | {"owner": other.pk}).status_code == 302

    found = Subscription.objects.get()
    assert (found.url, found.event_types, found.locations) == (f"{URL}/2", [], ["Lima"])
    assert found.owner_id == hook.owner_id
    assert found.secret == hook.secret
    assert "Lima</textarea>" in client.get(one).content.decode()


def test_staff_that_may_only_view_webhooks_can_change_nothing(
    client: Client, hook: Subscription
) -> None:
    staff = User.objects.create_user("eve", is_staff=True)
    staff.user_permissions.add(Permission.objects.get(codename="view_subscription"))
    client.force_login(staff)
    one = reverse("admin:webhooks_subscription_change", args=[hook.pk])

    assert URL in client.get(one).content.decode()
    assert client.post(one, {"url": f"{URL}/2"}).status_code == 403
    assert client.get(ADD).status_code == 403
