#!/bin/sh
# Writes all requirements files anew from pyproject.toml, every file by its hash.
# Takes `uv` from UV or the PATH; otherwise it is installed for this one run.
set -eu
uv=${UV:-$(command -v uv || true)}
if [ -z "$uv" ]; then
    place=$(mktemp -d)
    trap 'rm -rf "$place"' EXIT
    .venv/bin/python -m venv "$place"
    "$place/bin/python" -m pip install --quiet --disable-pip-version-check uv
    uv=$place/bin/uv
fi
compile() {
    "$uv" pip compile --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links "$@" >/dev/null
}
compile pyproject.toml -o requirements.txt
compile --extra dev pyproject.toml -o requirements-dev.txt
compile --extra audit pyproject.toml -o tools/audit/requirements.txt
