# `make` alone lists what can be done. Each target sets up .venv by itself (tools/venv.sh).
#
#   PYTHON=python3.13   the interpreter that .venv is made with (3.11 or newer)
#   ARGS="-k hub -x"    more arguments for pytest

.DEFAULT_GOAL := help
SHELL := /bin/sh
BIN := .venv/bin

# Another project's environment must not reach ours. Our own settings (docs/settings.md) do.
unexport PYTHONPATH PYTHONHOME PYTHONOPTIMIZE PYTHONSAFEPATH PYTHONWARNINGS MYPYPATH
unexport PYTEST_ADDOPTS PYTEST_PLUGINS PYTEST_DISABLE_PLUGIN_AUTOLOAD
unexport $(filter DJANGO_%,$(.VARIABLES))
ifneq ($(origin PYTHON),undefined)
export PYTHON
endif

TEMPLATES = find . \( -name .venv -o -name .bench \) -prune -o -path '*/templates/*' -name '*.html' -print0
# The checks read the settings too: on SQLite, and with a data folder that is nobody's data.
TEST_ENV = env DATABASE_URL= WEATHER_DATA_DIR=.venv/data
# A process is a page of settings, and a run of pytest has one: the api's tests are a run of their own.
API_TESTS = $(BIN)/python -m pytest --ds=api_project.settings tests/api

##@ Run

.PHONY: run
run: runtime ## Everything: broker, database, demo account, api, web and subscriber
	@exec $(BIN)/python manage.py rundesk --end-with-parent

.PHONY: web
web: runtime ## The web process alone (WEB_PORT, 5001)
	@exec $(BIN)/python manage.py runweb

.PHONY: api
api: runtime ## The api process alone (API_PORT, 7252)
	@exec $(BIN)/python manage.py runapi

.PHONY: subscriber
subscriber: runtime ## The relay from the broker to the web processes, alone
	@exec $(BIN)/python manage.py runsubscriber

.PHONY: broker
broker: runtime ## The embedded broker alone (BROKER_PORT, 6390)
	@exec $(BIN)/python manage.py runbroker

.PHONY: migrate
migrate: runtime ## Bring the database to this version's shape
	@$(BIN)/python manage.py migrate

##@ Check

.PHONY: test
test: chromium servers lint types contracts migrations ## All of it: lint, types, contracts, every test, SQLite and PostgreSQL
	@$(MAKE) --no-print-directory -j3 test-sqlite test-processes test-browsers

# Side by side, and about equally long, as most tests wait. The output of the second and the third is
# kept until their end.
.PHONY: test-sqlite
test-sqlite:
	@echo "== pytest on SQLite" \
	    && $(TEST_ENV) $(BIN)/python -m pytest -m "not browser and not processes" $(ARGS) \
	    && echo "== pytest on PostgreSQL" \
	    && $(TEST_ENV) $(BIN)/python -m tools.kit.postgres -- \
	        $(BIN)/python -m pytest -m "not browser and not once" $(ARGS)

.PHONY: test-processes
test-processes:
	@{ echo "== pytest on SQLite, processes" \
	    && $(TEST_ENV) $(BIN)/python -m pytest -m "processes and not browser" $(ARGS); \
	} > .venv/$@.log 2>&1; status=$$?; cat .venv/$@.log; exit $$status

.PHONY: test-browsers
test-browsers:
	@{ echo "== pytest on SQLite, in browsers" \
	    && $(TEST_ENV) $(BIN)/python -m pytest -m browser $(ARGS) \
	    && echo "== pytest on SQLite, the api process" \
	    && $(TEST_ENV) $(API_TESTS) $(ARGS) \
	    && echo "== pytest on PostgreSQL, the api process" \
	    && $(TEST_ENV) $(BIN)/python -m tools.kit.postgres -- $(API_TESTS) -m "not once" $(ARGS); \
	} > .venv/$@.log 2>&1; status=$$?; cat .venv/$@.log; exit $$status

.PHONY: test-fast
test-fast: dev ## The tests that need no browser and no processes of their own
	@$(TEST_ENV) $(BIN)/python -m pytest -m "not browser and not processes" $(ARGS)
	@$(TEST_ENV) $(API_TESTS) $(ARGS)

.PHONY: lint
lint: dev ## Format and lint, changing nothing
	@$(BIN)/ruff format --check --diff .
	@$(BIN)/ruff check .
	@$(TEMPLATES) | xargs -0 $(BIN)/djade --target-version 5.2 --check

.PHONY: types
types: dev ## mypy, strict
	@$(TEST_ENV) $(BIN)/mypy

.PHONY: contracts
contracts: dev ## Who may import whom
	@$(BIN)/lint-imports --no-logo

.PHONY: migrations
migrations: dev ## Fail if a model has changed without its migration
	@$(TEST_ENV) $(BIN)/python manage.py makemigrations --check --dry-run

.PHONY: fuzz
fuzz: dev ## schemathesis against the api process: three seeds, SQLite and PostgreSQL
	@$(TEST_ENV) $(BIN)/python -m tools.fuzz
	@$(TEST_ENV) $(BIN)/python -m tools.kit.postgres -- $(BIN)/python -m tools.fuzz

.PHONY: audit
audit: dev ## Known holes, risky code, secrets, licences; an SBOM in .venv/sbom.json
	@sh tools/audit/venv.sh
	@$(BIN)/python -m tools.audit

##@ Show

.PHONY: bench
bench: dev ## The project and its peers, measured in one run; ARGS="--only fanout --quick"
	@$(TEST_ENV) $(BIN)/python -m bench $(ARGS)

.PHONY: chaos
chaos: dev ## Break it on purpose and count what was missed; ARGS="--seed 7 --trials 30"
	@$(BIN)/python -m tools.kit.varnish > /dev/null
	@$(TEST_ENV) $(BIN)/python -m chaos $(ARGS)

.PHONY: screenshots
screenshots: dev chromium ## The pages as they look, into docs/screenshots/
	@$(TEST_ENV) $(BIN)/python -m tests.screenshots

.PHONY: docs
docs: dev ## The documentation as a site, into site/
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --config-file tools/site/mkdocs.yml --strict --quiet

##@ Keep

.PHONY: format
format: dev ## Format the code and mend what the linter can mend
	@$(BIN)/ruff check --fix-only --quiet . ; $(BIN)/ruff format .
	@$(TEMPLATES) | xargs -0 $(BIN)/djade --target-version 5.2

.PHONY: messages
messages: dev ## Gather the texts to translate into web_project/locale and compile what is there
	@sh tools/translations/update.sh

.PHONY: lock
lock: dev ## Write all requirements files anew from pyproject.toml
	@sh tools/lock.sh

.PHONY: clean
clean: ## Remove .venv and all caches; data/ stays
	@rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis test-results
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: help
help: ## This list
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} \
	    /^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

# Not for calling by hand: what the targets above stand on.
.PHONY: runtime dev chromium servers
runtime:
	@sh tools/venv.sh runtime
dev:
	@sh tools/venv.sh dev
chromium: dev
	@$(BIN)/python -m tools.kit.chromium
servers: dev
	@$(BIN)/python -m tools.kit.pgbouncer
	@$(BIN)/python -m tools.kit.nginx
	@$(BIN)/python -m tools.kit.prometheus
	@$(BIN)/python -m tools.kit.varnish
	-@$(BIN)/python -m tools.kit.npm # without them some clients and linters are not tried
