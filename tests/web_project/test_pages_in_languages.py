"""Every page in both languages: its `lang` is right, and none of its texts are in the other."""

import re

import pytest
from django.contrib.auth.models import User
from django.template.loader import render_to_string
from django.test import Client
from django.utils.translation import override
from pytest_django import Settings

from forecasts import services
from tests.accounts import QUICK_HASHERS, make_writer
from tests.forecasts.rows import fields
from tests.web_project.catalogues import catalogue, forms
from tests.web_project.seen import Seen

pytestmark = pytest.mark.django_db

ADMIN = "/admin/forecasts/forecast/"
JOURNAL = "/admin/journal/journalentry/"
#: Path (with {id}, {gone} and {position} of two forecasts and an entry), kind of account, status.
PAGES = [
    ("/weatherforecast/", "", 200),
    ("/weatherforecast/?q=oslo&by=location", "", 200),
    ("/weatherforecast/?q=nowhere", "", 200),
    ("/weatherforecast/?date_after=soon", "", 400),
    ("/weatherforecast/", "writer", 200),
    ("/weatherforecast/create", "writer", 200),
    ("/weatherforecast/{id}/edit", "writer", 200),
    ("/weatherforecast/{id}/delete", "writer", 200),
    ("/weatherforecast/{id}/history", "writer", 200),
    ("/weatherforecast/{gone}/history", "", 200),
    ("/weatherforecast/activity", "", 200),
    ("/weatherforecast/import", "writer", 200),
    ("/insights/", "boss", 200),
    ("/webhooks/", "boss", 200),
    ("/status/", "boss", 200),
    ("/status/trace/?event={position}", "boss", 200),
    ("/status/trace/?event=99999", "boss", 200),
    ("/accounts/", "writer", 200),
    ("/accounts/login/", "", 200),
    ("/accounts/password_change/", "writer", 200),
    ("/accounts/password_change/done/", "writer", 200),
    ("/weatherforecast/999/edit", "writer", 404),
    ("/weatherforecast/create", "reader", 403),
    ("/admin/login/", "", 200),
    ("/admin/", "boss", 200),
    (ADMIN, "boss", 200),
    (f"{ADMIN}?temperature=hot&day=past", "boss", 200),
    (f"{ADMIN}?q=nowhere", "boss", 200),
    (f"{ADMIN}add/", "boss", 200),
    (f"{ADMIN}{{id}}/change/", "boss", 200),
    (f"{ADMIN}{{id}}/delete/", "boss", 200),
    (f"{ADMIN}{{id}}/history/", "boss", 200),
    (JOURNAL, "boss", 200),
    (f"{JOURNAL}{{position}}/change/", "boss", 200),
    ("/admin/auth/user/", "boss", 200),
    ("/admin/auth/user/add/", "boss", 200),
    ("/admin/auth/user/{account}/change/", "boss", 200),
    ("/admin/auth/group/add/", "boss", 200),
    ("/admin/password_change/", "boss", 200),
]
# Texts without a language: names, addresses, and texts written by programs.
OF_NO_LANGUAGE = re.compile(
    r"Oslo 1\b.*|Warm|Bracing|ada|boss|rob|Ada|Boss"  # data and accounts
    r"|(\d+ )?weatherforecast[./].*|/weather/.*|\{.*\}|[0-9a-f]{32,}|[0-9a-f-]{36}|summary:"
    r"|[a-z_]+"  # names of icons, which a font draws
    r"|(· )?version \d+( ·)?|English|français|Permissions"  # the same in both languages
    r"|md5|\w+\*+|.* \| .* \| .*"  # a hash; permissions, which Django keeps in English
    r"|Search"  # the magnifier's alternative text, which Django does not translate
    r"|(· )?[0-9a-f-]{36}|[\d-]{10} [\d:]{8} UTC"  # an event's correlation id and time
    r"|True|False"  # the alternative texts of its icons
    r"|› \d+ weatherforecast\.\w+ weatherforecast/\d+|› ada",  # names in the breadcrumbs
    re.DOTALL,
)


@pytest.fixture
def places(settings: Settings, transactional_db: None) -> dict[str, object]:
    settings.PASSWORD_HASHERS = QUICK_HASHERS
    settings.DEBUG = False
    User.objects.create_user("rob")
    account = make_writer()
    User.objects.create_superuser("boss")
    forecast = services.create_forecast(**fields(1, celsius="21.5"))
    services.update_forecast(forecast_id=forecast.pk, summary="Bracing")
    gone = services.create_forecast(**fields(1))
    services.delete_forecast(forecast_id=gone.pk)
    return {"id": forecast.pk, "gone": gone.pk, "position": 2, "account": account.pk}


def seen(client: Client, path: str, language: str, status: int) -> Seen:
    client.cookies["desk_language"] = language
    answer = client.get(path)
    assert answer.status_code == status
    return Seen(answer.content.decode())


@pytest.mark.parametrize(("path", "account", "status"), PAGES)
def test_a_page_states_its_language_and_has_no_text_in_the_other(
    client: Client, places: dict[str, object], path: str, account: str, status: int
) -> None:
    if account:
        names = {"writer": "ada", "reader": "rob"}
        client.force_login(User.objects.get(username=names.get(account, account)))
    address = path.format(**places)

    english, french = (seen(client, address, language, status) for language in ("en", "fr"))

    assert (english.language, french.language) == ("en", "fr")
    assert the_same(english, french) == set()


@pytest.mark.parametrize("name", ["403.html", "403_csrf.html", "404.html", "500.html", "503.html"])
def test_an_error_s_page_is_in_the_language_too(name: str) -> None:
    pages = {}
    for language in ("en", "fr"):
        with override(language):
            pages[language] = Seen(render_to_string(name))

    assert [page.language for page in pages.values()] == ["en", "fr"]
    assert the_same(pages["en"], pages["fr"]) == set()


def the_same(english: Seen, french: Seen) -> set[str]:
    """Return the texts that belong to a language but are the same on both pages."""
    same = set(english.texts) & set(french.texts)
    return {text for text in same if is_language(text)} - the_same_in_both()


def is_language(text: str) -> bool:
    return re.search(r"[A-Za-z]{2}", text) is not None and not OF_NO_LANGUAGE.fullmatch(text)


def the_same_in_both() -> set[str]:
    """Return the texts that the catalogue translates by the same words."""
    pairs = ((message, forms(message.string)) for message in catalogue("fr") if message.id)
    known = {forms(message.id)[0] for message, french in pairs if forms(message.id)[0] == french[0]}
    return known | {text[:1].upper() + text[1:] for text in known}
