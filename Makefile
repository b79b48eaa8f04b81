# Everything a change must pass, and everything a stranger needs. `make help` lists it.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PYTEST := $(BIN)/python -m pytest -q
# The environment is made again when what it is made from changes.
INSTALLED := $(VENV)/.installed-$(shell cat pyproject.toml requirements.lock | cksum | cut -d' ' -f1)
FOLDERS := rules models engine workers review_app

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo test install system lint types contracts unit guards integration browser missing \
        test-diarize nightly bench format lock docs clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | awk -F'\t' '{printf "  %-14s %s\n", $$1, $$2}'

demo: install ## Install what is missing, seed calls of every state, serve the pages and print the sign-ins
	@$(BIN)/python tools/system_packages.py install demo
	@$(BIN)/callqc demo

test: system lint types contracts unit guards integration browser missing ## Everything a change must pass

install: $(INSTALLED) ## Make the virtual environment from the lock file

$(INSTALLED): pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "CallQC needs Python 3.11 or later; this is " + sys.version.split()[0] + ". Name another: make PYTHON=python3.12 …")'
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python cannot make virtual environments here. Type: apt-get install python3-venv" >&2; exit 3; }
	@echo "Installing Python packages into $(VENV) (a minute or two the first time) …"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock
	@$(BIN)/python -m pip install --quiet --no-deps --editable .
	@rm -f $(VENV)/.installed-* && touch $@

system: install ## Install PostgreSQL, Redis and Chromium for the tests, where this user may
	@$(BIN)/python tools/system_packages.py install test

lint: install ## Style and form
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: install ## mypy, strict, on the five folders
	$(BIN)/mypy

contracts: install ## Who may import whom
	$(BIN)/lint-imports --no-logo

unit: install ## Tests that need no database
	$(PYTEST) -n 2 tests/unit

guards: install ## Tests of the architecture
	$(PYTEST) -n 2 tests/guards

integration: install ## Tests with real databases, Redis, workers and recognition
	$(PYTEST) -n 2 tests/integration

browser: install ## Tests in a real browser
	$(PYTEST) tests/browser

missing:
	@$(BIN)/python tools/system_packages.py missing

test-diarize: ## Speaker diarization for real, in an environment of its own (torch is large)
	@sh tools/test_diarize.sh "$(PYTHON)"

nightly: install ## The long tests: more faults, more examples
	$(PYTEST) --nightly -m nightly tests

bench: install ## Measure, side by side with a baseline
	$(BIN)/callqc bench all

format: install ## Mend what can be mended by itself
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: install ## Write requirements.lock anew from pyproject.toml
	@$(BIN)/python tools/lock.py

docs: install ## Write the pages that are made from the code
	@$(BIN)/python -m tools.settings_docs
	@$(BIN)/python -m tools.permissions_docs

clean: ## Remove what was built, but no data
	rm -rf $(VENV) .venv-diarize build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
