# Everything runs in a local environment (.venv); nothing is installed elsewhere.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help demo test test-slow lint bench clean

help:
	@echo "make demo       install into $(VENV) and open the sample family"
	@echo "make test       install what the tests need and run them"
	@echo "make test-slow  run the long checks as well"
	@echo "make lint       style, types and import rules"
	@echo "make bench      speed, on an installed wheel"

$(VENV)/installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/developing: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group dev
	@touch $@

demo: $(VENV)/installed
	@$(BIN)/parentkit demo

test: $(VENV)/developing
	$(BIN)/pytest -m "not slow"

test-slow: $(VENV)/developing
	$(BIN)/pytest

lint: $(VENV)/developing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/developing
	$(BIN)/python -m benchmarks.run

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
