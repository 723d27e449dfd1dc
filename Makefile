# Two commands do all set-up: "make demo" and "make test". Both make their own environment in .venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := build/demo
STAMP := $(VENV)/.installed

.PHONY: help demo test lint types walls tests soak audit bench readme clean

help:
	@echo "make demo   sync the example site and name a page to open"
	@echo "make test   lint, types, walls and tests"
	@echo "make soak   a year of nights, 500 kills, ten million damaged texts (an hour on two cores)"
	@echo "make audit  known faults of the packages used; asks pypi.org"
	@echo "make bench  figures beside named peers"
	@echo "make clean  remove what these made"

$(STAMP): pyproject.toml .ci/constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "pubsync needs Python 3.11 or newer: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing pubsync and its tools into $(VENV) (once, about a minute) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c .ci/constraints.txt -e '.[dev]'
	@touch $@

demo: $(STAMP)
	@rm -rf $(DEMO) && mkdir -p build && cp -R config/example $(DEMO)
	@echo "Syncing the example site in $(DEMO):"
	@echo
	@$(BIN)/pubsync sync --offline --site $(DEMO)
	@echo
	@echo "Next: open the page above in a browser, look at $(DEMO)/pubsync.yaml, then read"
	@echo "\"Your own site\" in README.md."

test: lint types walls tests

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP)
	$(BIN)/mypy

walls: $(STAMP)
	$(BIN)/lint-imports --no-cache --no-logo

tests: $(STAMP)
	$(BIN)/python -m pytest -n auto --dist loadfile

soak: $(STAMP)
	$(BIN)/python -m tests.soak nights
	$(BIN)/python -m tests.soak kills
	$(BIN)/python -m tests.soak fuzzing

# Asks an advisory service over the network, so it is no part of "make test".
audit: $(STAMP)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check pip-audit
	$(BIN)/python -m pip_audit --no-deps --disable-pip -r .ci/constraints.txt

readme: $(STAMP)
	$(BIN)/python -m tests.readme
	$(BIN)/python -m tests.reference

bench: $(STAMP)
	$(BIN)/python tests/benchmarks/dedup_bench.py
	$(BIN)/python tests/benchmarks/growth_bench.py
	$(BIN)/python tests/benchmarks/run_bench.py

clean:
	rm -rf build dist $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
