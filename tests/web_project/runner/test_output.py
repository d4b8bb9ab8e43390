"""The runner prints its programs' output without terminal escapes."""

import io

import pytest

from web_project.runner.output import Output

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (b"\x1b]0;title\x07\x1b[2J gone", r"\x1b]0;title\x07\x1b[2J gone"),
        ("a\u009b31m b\x7f".encode(), r"a\x9b31m b\x7f"),
        (b"a\tb", "a\tb"),
        ("Tromsø, −4 °C".encode(), "Tromsø, −4 °C"),
        (b"\xff\xfe", "\ufffd\ufffd"),
    ],
)
def test_no_escape_reaches_the_terminal(line: bytes, shown: str) -> None:
    stream = io.StringIO()

    Output(stream).write("broker", line, pid=7)

    assert stream.getvalue().rstrip("\n").endswith(f"| {shown}")
    assert "\x1b" not in stream.getvalue()
