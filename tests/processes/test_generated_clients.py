"""Clients generated from the OpenAPI document make a round trip against the api process."""

import os
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.node import package, run_node
from tools.kit.desk import Desk
from tools.kit.npm import OPENAPI_FETCH, OPENAPI_TYPESCRIPT

pytestmark = pytest.mark.once
CLIENTS = Path(__file__).parents[1] / "clients"


class Api(NamedTuple):
    """A running api process. document: a file with its OpenAPI document."""

    url: str
    token: str
    document: Path


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    with Desk(webs=0, subscriber=0) as desk:
        desk.add_account("ada", "ada-writes")
        made = desk.manage("createtoken", "ada", "--name", "clients", "--scope", "write")
        document = tmp_path_factory.mktemp("document") / "openapi.json"
        with urllib.request.urlopen(f"{desk.api_url}/schema/?format=json") as answer:
            document.write_bytes(answer.read())
        yield Api(desk.api_url, made.strip(), document)


def test_a_python_client_makes_a_round_trip(api: Api, tmp_path: Path) -> None:
    program = Path(sys.executable).with_name("openapi-python-client")
    argv = ["generate", "--path", str(api.document), "--output-path", str(tmp_path / "desk_client")]
    beside = (
        f"{program.parent}{os.pathsep}{os.environ['PATH']}"  # the generator calls ruff to format
    )
    subprocess.run(
        [program, *argv, "--meta", "none"],
        env={**os.environ, "PATH": beside},
        capture_output=True,
        check=True,
    )

    done = subprocess.run(
        [sys.executable, CLIENTS / "crud.py", api.url, api.token],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr


def test_a_typescript_client_makes_a_round_trip_and_its_types_are_valid(
    api: Api, tmp_path: Path
) -> None:
    generator, fetch = package(OPENAPI_TYPESCRIPT), package(OPENAPI_FETCH)
    shutil.copy(CLIENTS / "crud.ts", tmp_path)
    # The layout that `npm install` makes.
    (tmp_path / "node_modules").symlink_to(fetch.parent)
    (tmp_path / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    types = tmp_path / "api.d.ts"
    made = run_node(generator / "bin" / "cli.js", api.document, "--output", types)
    assert made.returncode == 0, made.stderr

    options = ["--noEmit", "--strict", "--skipLibCheck", "--allowImportingTsExtensions"]
    module = ["--module", "esnext", "--moduleResolution", "bundler", "--target", "esnext"]
    compiler = generator.parent / "typescript" / "bin" / "tsc"
    checked = run_node(compiler, *options, *module, tmp_path / "crud.ts")
    done = run_node(tmp_path / "crud.ts", api.url, api.token)

    assert checked.returncode == 0, checked.stdout
    assert done.returncode == 0, done.stderr
