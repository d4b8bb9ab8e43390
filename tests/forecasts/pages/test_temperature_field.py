"""Temperatures in forms: the accepted notations, and the notation of each language."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from forecasts.forms.page_forms import CreateForm
from forecasts.forms.temperature_field import TemperatureField

pytestmark = pytest.mark.once


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("typed", ["-7.5", "-7,5", "−7,5", " −7.5 "])
def test_a_point_a_comma_and_any_minus_are_accepted_in_every_language(
    typed: str, language: str
) -> None:
    with override(language):
        assert TemperatureField().clean(typed) == Decimal("-7.5")


@pytest.mark.parametrize(
    "typed",
    [
        *("1,000", "1.000,5", "2,5,", "20,55", "-", ","),
        *("2１", "٣", "1E1", "1e1", "2_1", "NaN", "Infinity", "+-1", "0x10", "1 0", "9" * 5000),
    ],
    ids=lambda typed: typed[:20],
)
def test_a_text_that_is_not_a_temperature_with_at_most_one_decimal_is_refused(typed: str) -> None:
    with override("fr"), pytest.raises(ValidationError):
        TemperatureField().clean(typed)


@pytest.mark.parametrize(("language", "shown"), [("en", "-7.5"), ("fr", "-7,5")])
def test_a_form_shows_a_number_as_the_language_writes_it(language: str, shown: str) -> None:
    with override(language):
        form = CreateForm(initial={"temperature_c": Decimal("-7.5")})

        assert f'value="{shown}"' in str(form["temperature_c"])


def test_typed_text_is_shown_unchanged() -> None:
    form = CreateForm({"temperature_c": "7,55"})

    assert 'value="7,55"' in str(form["temperature_c"])
