"""The cursor of the Durable Streams protocol, section 8.1."""

import pytest

from realtime.wire.cursors import BadCursor
from realtime.wire.intervals import interval, next_interval

# 1,000.5 intervals of 20 s after 2024-10-09 00:00 UTC.
NOW = 1_728_432_000 + 1000 * 20 + 10.0


@pytest.mark.parametrize("echoed", [None, 0, 999])
def test_section_8_1_a_cursor_is_the_number_of_the_present_interval(echoed: int | None) -> None:
    assert next_interval(echoed, now=NOW) == 1000


@pytest.mark.parametrize("echoed", [1000, 1001, 5_000_000])
def test_section_8_1_a_cursor_must_be_greater_than_one_that_is_not_of_the_past(echoed: int) -> None:
    found = {next_interval(echoed, now=NOW) for _ in range(2000)}

    assert min(found) == echoed + 1
    assert echoed + 170 < max(found) <= echoed + 180  # 3600 s


@pytest.mark.parametrize("text", ["", "-1", "x", "1.5", "9" * 16, "\u0664"])
def test_a_cursor_that_is_not_a_number_is_refused(text: str) -> None:
    with pytest.raises(BadCursor, match="Stream-Cursor"):
        interval(text)
