"""schemathesis finds no error with all checks and phases against the running api process."""

from tools.fuzz.run import fuzz


def test_more_than_five_hundred_requests_find_no_error() -> None:
    result = fuzz(seed=11, examples=12)

    assert result.status == 0, result.output
    assert result.cases >= 500
