#!/bin/sh
# Makes .venv and installs a lock into it, unless it already holds exactly that lock.
#
#   tools/venv.sh runtime    what the processes need (requirements.txt)
#   tools/venv.sh dev        that and the tests' tools (requirements-dev.txt)
#
# PYTHON names the interpreter; otherwise the first of the usual names that is new enough is taken.
set -eu
kind=$1

say() { echo "venv: $*" >&2; }
die() { say "$*"; exit 1; }
new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
minor() { "$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null || true; }

find_python() {
    for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11 python3.14 python}; do
        if new_enough "$candidate"; then echo "$candidate"; return; fi
    done
    die "no Python 3.11 or newer as ${PYTHON:-python3}; install one, or name it: make PYTHON=/path/to/python3.11 …"
}

runtime_lock=$(cksum < requirements.txt)
dev_lock="$(cksum < requirements-dev.txt) $runtime_lock"
holds() { [ "$(cat ".venv/installed-$1" 2>/dev/null)" = "$2" ]; }
usable() {
    new_enough .venv/bin/python || return 1
    # A .venv that was moved has scripts that still point to where it was. One that is linked to was not.
    grep -qF "$(cd .venv && pwd -P)/" .venv/bin/pip 2>/dev/null || return 1
    [ -z "${PYTHON:-}" ] || [ "$(minor "$PYTHON")" = "$(minor .venv/bin/python)" ]
}

if usable; then
    if [ "$kind" = runtime ] && holds runtime "$runtime_lock"; then exit 0; fi
    if [ "$kind" = dev ] && holds runtime "$runtime_lock" && holds dev "$dev_lock"; then exit 0; fi
fi

# A pip setting that aims elsewhere must not reach the install; indexes and certificates may.
unset PIP_USER PIP_TARGET PIP_PREFIX PIP_ROOT PIP_NO_DEPS PIP_REQUIREMENT PIP_CONSTRAINT \
    PIP_DRY_RUN PIP_REQUIRE_VIRTUALENV PIP_PYTHON PIP_EDITABLE PIP_IGNORE_INSTALLED \
    PIP_PRE PIP_UPGRADE PIP_QUIET PIP_VERBOSE PIP_REPORT PYTHONPATH PYTHONHOME

if ! usable; then
    python=$(find_python)
    say "making .venv with Python $(minor "$python")"
    "$python" -m venv --clear .venv >&2 ||
        die "$python cannot make a virtual environment; on Debian and Ubuntu: apt-get install python3-venv"
fi

case $kind in
    runtime) lock=requirements.txt ;;
    dev) lock=requirements-dev.txt ;;
    *) die "unknown kind '$kind'" ;;
esac
say "installing $lock"
rm -f .venv/installed-*
.venv/bin/python -m pip install -qq --no-input --disable-pip-version-check \
    --require-hashes --requirement "$lock" || die "pip could not install $lock (see above)"
[ "$kind" != dev ] || echo "$dev_lock" > .venv/installed-dev
echo "$runtime_lock" > .venv/installed-runtime
