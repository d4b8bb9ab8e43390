"""Dates, numbers and counts in English and French: the browser writes them as the server does."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import ngettext, override
from playwright.sync_api import Page

from forecasts.db.days import EARLIEST, LATEST
from forecasts.templatetags.forecast_tags import number
from forecasts.texts import dates, sentences
from forecasts.texts.page import page_texts
from forecasts.texts.plurals import COUNTS
from tests.modules import open_modules, run

pytestmark = pytest.mark.once

LANGUAGES = [code for code, _name in settings.LANGUAGES]
# A leap year, the first and last days within the bounds, and each turn of a century.
DAYS = [
    *(dt.date(2024, 1, 1) + dt.timedelta(days=day) for day in range(366)),
    *(EARLIEST + dt.timedelta(days=day) for day in range(32)),
    *(LATEST - dt.timedelta(days=day) for day in range(32)),
    *(dt.date(year, month, 1) for year in range(1800, 2201, 100) for month in (1, 2, 3, 12)),
]
TENTHS = [Decimal(tenths) / 10 for tenths in range(-1000, 1001)]
AMOUNTS = [0, 1, 2, 3, 999, 1000, 12_345, 1_000_000, 2_000_000, 1_000_001]

WRITE = """async (strings, language, name, given) => {
  const {createTexts} = await import("/static/forecasts/shared/texts.js");
  const texts = createTexts(strings, language);
  return given.map((value) => texts[name](...[value].flat()));
}"""


@pytest.fixture
def modules(page: Page) -> Page:
    open_modules(page)
    return page


def written(page: Page, language: str, name: str, given: list[Any]) -> Any:
    with override(language):
        return run(page, WRITE, page_texts(), language, name, given)


@pytest.mark.parametrize("language", LANGUAGES)
def test_dates_are_written_as_by_the_server(modules: Page, language: str) -> None:
    given = [day.isoformat() for day in DAYS]

    with override(language):
        assert written(modules, language, "day", given) == [dates.day(day) for day in DAYS]
        assert written(modules, language, "date", given) == [dates.weekday_date(d) for d in DAYS]


def test_french_dates_have_the_french_form(modules: Page) -> None:
    given = ["2025-10-25", "2025-08-01"]

    assert written(modules, "fr", "date", given) == [
        "sam. 25\u00a0oct. 2025",
        "ven. 1er\u00a0août 2025",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_temperatures_are_written_as_by_the_server(modules: Page, language: str) -> None:
    given = [float(tenths) for tenths in TENTHS]

    with override(language):
        assert written(modules, language, "number", given) == [number(each) for each in TENTHS]
        words = [sentences.value("temperatureC", each) for each in (21.5, -7, 0)]
        assert written(modules, language, "temperature", [21.5, -7, 0]) == words


@pytest.mark.parametrize("language", LANGUAGES)
def test_counts_have_the_server_s_plural_forms(modules: Page, language: str) -> None:
    with override(language):
        server = [
            ngettext("{count} forecast", "{count} forecasts", amount).format(
                count=number_format(amount, force_grouping=True)
            )
            for amount in AMOUNTS
        ]

    calls = [["total", amount] for amount in AMOUNTS]
    assert written(modules, language, "counted", calls) == server


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_a_plural_form_for_every_category_of_the_language(
    modules: Page, language: str
) -> None:
    asked = """async (language, counts) => {
      const rules = new Intl.PluralRules(language);
      return [rules.resolvedOptions().pluralCategories, counts.map((count) => rules.select(count))];
    }"""
    categories, found = run(modules, asked, language, list(COUNTS.values()))

    expected = [name if name in categories else "other" for name in COUNTS]
    assert (set(categories) - set(COUNTS), found) == (set(), expected)
