# Everything runs in a local environment (.venv); nothing is installed elsewhere.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# As many tests at once as there are cores; the seed of their order is printed and can be given.
TOGETHER := -n auto --dist loadgroup
SEED ?= $(shell date +%s)
SEED := $(SEED)
SEEDS = --randomly-seed=$(SEED) --hypothesis-seed=$(SEED)
WHEN ?= 2028-02-29 23:50

.PHONY: help demo test-fast test test-slow test-another-day campaign lint bench clean

help:
	@echo "make demo       install into $(VENV) and open the sample family"
	@echo "make test-fast  the tests without terminals, crashes at every call, and screens"
	@echo "make test       install what the tests need and run them"
	@echo "make test-slow  run the long checks as well"
	@echo "make test-another-day WHEN='2028-02-29 23:50'  the tests as if it were then"
	@echo "make campaign   every property with many more examples; takes hours"
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

test-fast: $(VENV)/developing
	$(BIN)/pytest $(TOGETHER) $(SEEDS) -m "not slow and not thorough"

test: $(VENV)/developing
	$(BIN)/pytest $(TOGETHER) $(SEEDS) -m "not slow"

test-slow: $(VENV)/developing
	$(BIN)/pytest $(TOGETHER) $(SEEDS)

test-another-day: $(VENV)/developing
	.ci/another-day "$(WHEN)" $(BIN)/pytest $(TOGETHER) $(SEEDS) -m "not slow"

campaign: $(VENV)/developing
	$(BIN)/pytest $(TOGETHER) $(SEEDS) --hypothesis-profile campaign

lint: $(VENV)/developing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/developing
	$(BIN)/python -m benchmarks.run

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
