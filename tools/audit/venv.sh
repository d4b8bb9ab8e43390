#!/bin/sh
# Makes .venv/audit with the tools of `make audit`, unless it already holds exactly their lock. They are
# apart from the tests' tools, so that neither decides which versions the other gets.
set -eu
lock=tools/audit/requirements.txt
wanted=$(cksum < "$lock")
[ "$(cat .venv/audit/installed 2>/dev/null)" = "$wanted" ] && exit 0
echo "venv: installing $lock" >&2
.venv/bin/python -m venv --clear .venv/audit
.venv/audit/bin/python -m pip install -qq --no-input --disable-pip-version-check \
    --require-hashes --requirement "$lock"
echo "$wanted" > .venv/audit/installed
