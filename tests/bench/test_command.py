"""The bench's command line refuses wrong arguments before it measures anything."""

import pytest

from bench.run.command import main


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["--only", "fanout,posting"],
            "argument --only: 'posting' is no part: name some of",
        ),
        (["--sockets", "100,many"], "argument --sockets: '100,many': whole numbers with commas"),
    ],
)
def test_a_wrong_argument_is_named(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(arguments)

    assert said in capsys.readouterr().err
