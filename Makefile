# Everything a person types here. `make` alone runs what CI runs.
.DEFAULT_GOAL := check
.PHONY: check setup demo test lint types floors golden schema picture bench clean
.ONESHELL:
SHELL := /bin/sh
.SHELLFLAGS := -eu -c

PYTHON ?= python3
BIN := .venv/bin
# The sample issue is due at this moment; `--at` makes the clock stand there.
SAMPLE_AT := 2026-11-20T08:00

check: lint types floors test  ## all of it

.venv/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
	    echo "digest needs Python 3.11 or newer, and $(PYTHON) is older. Try: make PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	touch $@

.venv/run: .venv/made pyproject.toml
	@echo "Installing digest into .venv (once, about a minute)"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	touch $@

.venv/dev: .venv/made pyproject.toml
	@echo "Installing digest and its tools into .venv (once, about two minutes)"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	touch $@ .venv/run

setup: .venv/dev  ## the tools to work on digest

demo: .venv/run  ## the sample newsletter: its issue of 20 November, into outbox/
	@test -e outbox/issue.html || $(BIN)/digest build --at $(SAMPLE_AT) -o outbox
	$(BIN)/digest send --yes --at $(SAMPLE_AT)
	echo
	echo "Look at it in a browser: outbox/issue.html"
	echo "The messages, one per person, as a relay would get them: outbox/1/"

test: .venv/dev  ## the tests, side by side, with the floor under branch coverage
	@$(BIN)/python -m pytest -n auto --cov --cov-report=term $(ARGS)

lint: .venv/dev
	@$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/dev
	@$(BIN)/mypy

floors: .venv/dev  ## imports look down, each library in its room
	@$(BIN)/lint-imports

golden: .venv/dev  ## write tests/golden/ anew; read the difference before you commit it
	@$(BIN)/python -m pytest -q tests -k golden --golden
	git --no-pager diff --stat tests/golden

schema: .venv/dev  ## docs/config.schema.json from the model
	@$(BIN)/python -m digest.config.schema

picture: .venv/dev  ## docs/images/issue.png, from the sample issue in headless Chromium
	@$(BIN)/python docs/images/picture.py

bench: .venv/dev
	@$(BIN)/python bench/run.py

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage*
