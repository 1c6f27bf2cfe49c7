PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --quiet --disable-pip-version-check
INSTALL_LOCKED := $(PIP) install --require-hashes --requirement
INSTALL_PROJECT := $(PIP) install --no-deps --no-build-isolation --editable .
COMPILE := $(VENV)/lock/bin/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes

.PHONY: run test soak check bench format lock browser
.DELETE_ON_ERROR:

run: $(VENV)/run.stamp ## serve the console at http://127.0.0.1:3978/console
	@CONSOLE=1 exec $(BIN)/headway run

test: $(VENV)/dev.stamp browser ## every test, PostgreSQL and the browser included
	@$(BIN)/python -m pytest --numprocesses 2 --dist worksteal

soak: $(VENV)/dev.stamp ## fifty times four processes on one PostgreSQL, of which three die or stall
	@FAULT_RUNS=50 FAULT_REPLICAS=4 $(BIN)/python -m pytest tests/faults --numprocesses 2 --dist worksteal

check: $(VENV)/dev.stamp ## style, types and the direction of imports
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(VENV)/dev.stamp
	@$(BIN)/python -m benchmarks

format: $(VENV)/dev.stamp
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

# Versions stay as they are unless UPGRADE=--upgrade says otherwise.
lock: export UV_CUSTOM_COMPILE_COMMAND = make lock
lock: $(VENV)/created
	@$(PYTHON) -m venv $(VENV)/lock
	@$(VENV)/lock/bin/python -m pip --quiet install uv
	@$(COMPILE) $(UPGRADE) --group build --output-file requirements/run.txt
	@$(COMPILE) $(UPGRADE) --group dev --constraint requirements/run.txt --output-file requirements/dev.txt

browser: $(VENV)/dev.stamp
	@command -v chromium >/dev/null || $(BIN)/playwright install chromium

$(VENV)/created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	    echo "Headway needs Python 3.11 or newer, and $(PYTHON) is not. Name one: make PYTHON=python3.12 run" >&2; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(VENV)/run.stamp: requirements/run.txt pyproject.toml | $(VENV)/created
	@echo "Installing what Headway needs (about a minute, only when it changed) ..."
	@$(INSTALL_LOCKED) requirements/run.txt
	@$(INSTALL_PROJECT)
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt pyproject.toml | $(VENV)/created
	@echo "Installing what Headway's tests need (about a minute, only when it changed) ..."
	@$(INSTALL_LOCKED) requirements/dev.txt
	@$(INSTALL_PROJECT)
	@touch $@
