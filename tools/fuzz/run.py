"""One run of schemathesis against an api process of its own."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from tools.kit.desk import Desk

_HERE = Path(__file__).parent
_ACCOUNT = ("fuzz", "fuzz-the-desk")


class Result(NamedTuple):
    """status: 0 without a failure. cases: how many requests were judged."""

    status: int
    cases: int
    output: str


def fuzz(*, seed: int, examples: int) -> Result:
    """Start an api process and run all checks and phases on it.

    One of the checks sends more wrong passwords than an account is usually allowed.
    """
    with Desk(webs=0, subscriber=0, settings={"LOGIN_FAILURES": "1000"}) as desk:
        # An account that may have webhooks. Nothing is sent to them: no follower runs here.
        desk.add_account(*_ACCOUNT, superuser=True)
        return _run(desk.api_url, seed, examples)


def _run(url: str, seed: int, examples: int) -> Result:
    command = [
        str(Path(sys.executable).with_name("schemathesis")),
        *("--config-file", str(_HERE / "schemathesis.toml"), "run", f"{url}/schema/"),
        *("--auth", ":".join(_ACCOUNT), "--seed", str(seed), "--max-examples", str(examples)),
        *("--no-color", "--generation-database", "none"),
    ]
    environ = {**os.environ, "SCHEMATHESIS_HOOKS": "tools.fuzz.hooks"}
    done = subprocess.run(
        command, env=environ, cwd=_HERE.parents[1], capture_output=True, text=True, check=False
    )
    output = done.stdout + done.stderr
    found = re.search(r"(\d[\d,]*) generated", output)
    return Result(done.returncode, int(found[1].replace(",", "")) if found else 0, output)
