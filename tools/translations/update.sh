#!/bin/sh
# Updates the catalogues from the texts of pages and mails, and compiles them, with Babel.
#
#     tools/translations/update.sh [FOLDER]
#
# Translations are kept; new texts are empty or guesses marked "fuzzy", and unused ones removed.
set -eu
catalogues=${1:-web_project/locale}
pybabel() {
    PYTHONPATH=. .venv/bin/pybabel --quiet "$@"
}
texts=$(mktemp)
trap 'rm -f "$texts"' EXIT

pybabel extract --mapping-file=tools/translations/babel.cfg --output-file="$texts" \
    --keywords="gettext_lazy gettext_noop ngettext_lazy:1,2" \
    --keywords="pgettext_lazy:1c,2 npgettext_lazy:1c,2,3" \
    --add-comments=Translators: --add-location=file --sort-by-file --width=100 \
    weather forecasts realtime web_project
pybabel update --domain=django --output-dir="$catalogues" --input-file="$texts" \
    --ignore-obsolete --ignore-pot-creation-date --width=100
PYTHONPATH=. .venv/bin/pybabel compile --domain=django --directory="$catalogues" --statistics
