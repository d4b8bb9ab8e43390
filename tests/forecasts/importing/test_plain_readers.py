"""Readers of plain fields: of whole numbers, and of the cells of a file."""

from decimal import Decimal

import pytest

from forecasts.importing.rows.cells import text_from
from forecasts.importing.rows.plain_fields import PlainReader
from forecasts.rules.fields import Field
from forecasts.rules.file_values import text_in, whole_number_in

pytestmark = pytest.mark.once

# A number of the model, from 0 on; no file has it.
VERSION = Field("version", "version", "Version", default=None, from_file=whole_number_in)
REQUIRED = Field("version", "version", "Version", from_file=whole_number_in)
SUMMARY = Field("summary", "summary", "Summary", default="")


@pytest.mark.parametrize(
    ("value", "number"),
    [("63", 63), ("63.0", 63), ("63,00", 63), ("-3", -3), ("−3", -3), ("+3", 3), ("007", 7),
     (Decimal(63), 63), (Decimal("63.0"), 63), (Decimal(-3), -3)],
)  # fmt: skip
def test_a_whole_number_is_read(value: object, number: int) -> None:
    assert whole_number_in(value) == number


@pytest.mark.parametrize(
    "value",
    ["", "wet", "63.5", "63,5", "63,000", "63 %", "6_3", "\u0666\u0663", "1e2", "1" * 19,
     Decimal("63.5"), Decimal("NaN"), Decimal("Infinity"), Decimal("1e999999"),
     Decimal("1e-999999"), True, None, [], {}],
)  # fmt: skip
def test_another_value_is_no_whole_number(value: object) -> None:
    with pytest.raises(ValueError, match="not a whole number such as 63"):
        whole_number_in(value)


def test_text_is_read_as_it_is() -> None:
    assert text_in(" Rain, then sun") == " Rain, then sun"
    with pytest.raises(ValueError, match="not text"):
        text_in(Decimal(63))


@pytest.mark.parametrize("value", ["", "  ", None, "n/a", " NaN", "--", "-999", Decimal(-999)])
def test_a_missing_value_is_the_field_s_default(value: object) -> None:
    assert PlainReader(VERSION, text_from, codes={Decimal(-999)})(value) is None


@pytest.mark.parametrize("value", ["", None])
def test_a_field_without_a_default_must_have_a_value(value: object) -> None:
    with pytest.raises(ValueError, match="no value"):
        PlainReader(REQUIRED, text_from)(value)


def test_the_value_must_keep_to_the_model_s_rules() -> None:
    assert PlainReader(VERSION, text_from)(" 3 ") == 3
    with pytest.raises(ValueError, match="greater than or equal to 0"):
        PlainReader(VERSION, text_from)("-999")


def test_words_are_values_of_a_text_and_errors_in_a_file_of_our_own() -> None:
    assert PlainReader(SUMMARY, text_from)(" none ") == "none"
    with pytest.raises(ValueError, match="not a whole number"):
        PlainReader(VERSION, text_from, exact=True)("n/a")
