# A fresh machine needs Python 3.11 and pip; everything else is brought along.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
LOCK := requirements.lock

.PHONY: setup demo test check bench dev lock browser clean

setup: $(VENV)/.ready  ## make .venv with everything in it

$(VENV)/.ready: $(LOCK) pyproject.toml
	$(PYTHON) -m venv .boot
	.boot/bin/python -m pip install --quiet --disable-pip-version-check uv
	.boot/bin/uv venv --quiet --allow-existing --python $(PYTHON) $(VENV)
	.boot/bin/uv pip sync --quiet --python $(BIN)/python $(LOCK)
	.boot/bin/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	touch $@

demo: setup  ## fill a demo shop if there is none, and run it
	$(BIN)/shopkeeper demo --port $(PORT)

dev: setup  ## run the shop and start over when the code changes
	SHOPKEEPER_DEBUG=1 SHOPKEEPER_DEMO=1 $(BIN)/granian --interface asgi --reload --workers 1 \
	  --workers-kill-timeout 10 --host 127.0.0.1 --port $(PORT) shopkeeper.config.edge:app

test: setup  ## every test, on SQLite or on the database SHOPKEEPER_DATABASE_URL names
	$(BIN)/python -m pytest -n 2 --dist loadgroup

check: setup  ## format, lint, types, layers, migrations, documents
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	SHOPKEEPER_HOME=$$(mktemp -d) $(BIN)/python -m django makemigrations --check --dry-run \
	  --settings shopkeeper.config.settings
	$(BIN)/python -m pytest -q tests/architecture

bench: setup  ## how fast, against a floor measured in the same run
	$(BIN)/python -m benchmarks.shop

lock: setup  ## choose the newest versions that fit, and write them down with their hashes
	.boot/bin/uv pip compile --upgrade --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
	  pyproject.toml requirements-dev.in --extra postgres --extra redis -o $(LOCK)

clean:  ## forget the environment; the shop's data stays
	rm -rf $(VENV) .boot .mypy_cache .ruff_cache
