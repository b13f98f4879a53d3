PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# What Python has compiled is kept, also where it is told not to: the suite starts the program hundreds of times.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test check types format bench faults clean

run: $(VENV)/ready
	@$(BIN)/journal demo

test: $(VENV)/ready-dev
	$(BIN)/python -m pytest -n 4 -m "not long"

check: $(VENV)/ready-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	@$(MAKE) --no-print-directory -j 2 types test

types: $(VENV)/ready-dev
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/ready-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/ready-dev
	$(BIN)/python -m tests.bench

faults: $(VENV)/ready-dev
	$(BIN)/python -m pytest -n auto -m long
	$(BIN)/python -m pytest -n auto -m "hypothesis and not long" --hypothesis-profile=thorough

clean:
	rm -rf $(VENV) build *.egg-info

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "journal needs Python 3.11 or newer; name one with: make PYTHON=python3.12 ..." >&2; exit 1; }
	@echo "Preparing $(VENV); this takes a minute."
	$(PYTHON) -m venv $(VENV)

$(VENV)/ready: $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/ready-dev: $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@ $(VENV)/ready
