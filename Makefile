# Everything runs in a local environment (.venv); nothing is installed elsewhere.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# As many tests at once as there are cores; the seed of their order is printed and can be given.
TOGETHER := -n auto --dist loadgroup
SEED ?= $(shell date +%s)
SEED := $(SEED)
SEEDS = --randomly-seed=$(SEED) --hypothesis-seed=$(SEED)

# What is measured and why stands in pyproject.toml, with the floor.
INNER_ROOMS := $(addprefix tests/,domain figures storage journal sharing services interchange content \
  test_api.py)
WHEN ?= 2028-02-29 23:50

PIP := $(BIN)/python -m pip
LOCKED := --quiet --disable-pip-version-check --constraint .ci/locked.txt

.PHONY: help demo test-fast test test-outer-rooms test-slow test-another-day campaign lint coverage \
  docs hooks lock package release-check bench clean

help:
	@echo "make demo       install into $(VENV) and open the sample family"
	@echo "make test-fast  the tests that say most in a minute and a half"
	@echo "make test       install what the tests need and run them"
	@echo "make test-slow  run the long checks as well"
	@echo "make test-another-day WHEN='2028-02-29 23:50'  the tests as if it were then"
	@echo "make campaign   every property with many more examples; takes hours"
	@echo "make lint       style, types and import rules"
	@echo "make coverage   which lines the tests of the inner rooms never reach"
	@echo "make docs       docs/ as a site, in build/site"
	@echo "make hooks      make lint before each commit, from now on"
	@echo "make lock       pin what is developed with, after a change in pyproject.toml"
	@echo "make release-check  everything before a release, but sending it"
	@echo "make bench      speed, on an installed wheel"

$(VENV)/installed: pyproject.toml .ci/locked.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	$(PIP) install $(LOCKED) --editable .
	@touch $@

$(VENV)/developing: $(VENV)/installed
	$(PIP) install $(LOCKED) --group dev
	@touch $@

# What is for one purpose alone is installed when it is asked for: a group of pyproject.toml each.
$(VENV)/group-%: $(VENV)/installed
	$(PIP) install $(LOCKED) --group $*
	@touch $@

demo: $(VENV)/installed
	@$(BIN)/parentkit demo

test-fast: $(VENV)/developing
	$(BIN)/pytest $(TOGETHER) $(SEEDS) -m "not slow and not thorough"

test: $(VENV)/developing
	$(BIN)/pytest $(TOGETHER) $(SEEDS) -m "not slow"

# What `make coverage` does not run: both together are every default test, once.
test-outer-rooms: $(VENV)/developing
	$(BIN)/pytest $(TOGETHER) $(SEEDS) -m "not slow" $(addprefix --ignore=,$(INNER_ROOMS))

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

coverage: $(VENV)/developing $(VENV)/group-coverage
	$(BIN)/pytest $(TOGETHER) $(SEEDS) -m "not slow" --cov --cov-report= $(INNER_ROOMS)
	$(BIN)/coverage report --skip-covered

docs: $(VENV)/group-docs
	$(BIN)/python docs/make_site.py

hooks: $(VENV)/developing $(VENV)/group-hooks
	$(BIN)/pre-commit install

# make lock MORE=--upgrade, or MORE="--upgrade-package ruff"
lock: $(VENV)/installed
	$(PIP) install $(LOCKED) --group lock
	UV=$(BIN)/uv .ci/lock $(MORE)

package: $(VENV)/group-release
	PYTHON=$(BIN)/python .ci/package build/dist

release-check: package $(VENV)/developing
	$(BIN)/python .ci/release_ready.py

bench: $(VENV)/developing
	$(BIN)/python -m benchmarks.run

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
