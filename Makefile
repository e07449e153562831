# Every target sets itself up: a virtual environment in .venv, locked packages, the system libraries that are missing.
#   PYTHON=python3.12 make report    EXAMPLE=examples/my-report make report    JOBS=4 ARGS='-k docx' make test

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

VENV ?= .venv
EXAMPLE ?= examples/sichuan-2023
JOBS ?= auto
ARGS ?=
BIN := $(VENV)/bin
RUN := .ci/requirements.lock
DEV := .ci/requirements-dev.lock
BENCH := .ci/requirements-bench.lock
VALIDATE := .ci/requirements-validate.lock
export PYTHON

.PHONY: help report examples test lint validate bench fonts lock clean

help: ## Show what can be made
	@sed -nE 's/^([a-z]+):[^#]*## (.*)/make \1|\2/p' $(firstword $(MAKEFILE_LIST)) | column -t -s '|' 2>/dev/null || grep -E '^[a-z]+:.*##' $(firstword $(MAKEFILE_LIST))

report: $(VENV)/installed-requirements.lock ## Build the example report and say where its files are
	@$(BIN)/reportgen build $(EXAMPLE)

examples: $(VENV)/installed-requirements.lock ## Build every report in examples/
	@for project in examples/*/report.yaml; do \
	  verb=build; if grep -q '^batch:' "$$project"; then verb=batch; fi; \
	  $(BIN)/reportgen $$verb "$$(dirname "$$project")"; \
	done

test: $(VENV)/installed-requirements-dev.lock ## Run all tests
	@$(BIN)/python -m pytest -n $(JOBS) $(ARGS)

lint: $(VENV)/installed-requirements-dev.lock ## Check style (ruff) and types (mypy --strict)
	@$(BIN)/ruff check .
	@$(BIN)/mypy

validate: examples .venv-validate/installed-requirements-validate.lock ## Ask three validators about the Word files of all examples
	@$(BIN)/reportgen check-docx --strict examples/*/out/*.docx examples/*/out/*/*.docx
	@.ci/validate .venv-validate examples/*/out/*.docx examples/*/out/*/*.docx

bench: $(VENV)/installed-requirements-bench.lock ## Measure a build beside pandoc and Typst
	@$(BIN)/python benchmarks/bench.py $(EXAMPLE)
	@$(BIN)/python benchmarks/batch.py examples/region-briefs

fonts: $(VENV)/installed-requirements-dev.lock ## Build fonts/ anew from Debian's fonts-noto-cjk
	@test -f source-serif-4.5.1.tgz || npm pack --silent source-serif@4.5.1 >/dev/null
	@$(BIN)/python fonts/build.py --italic source-serif-4.5.1.tgz

lock: ## Choose package versions anew and write the lock files
	@.ci/lock

clean: ## Remove what the targets above have made
	rm -rf $(VENV) .venv-lock .venv-validate examples/*/out examples/*/.reportgen-cache benchmarks/out build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(VENV)/installed-requirements.lock: $(RUN) pyproject.toml .ci/setup
	@.ci/setup $(VENV) $(RUN)

$(VENV)/installed-requirements-dev.lock: $(DEV) pyproject.toml .ci/setup
	@.ci/setup $(VENV) $(DEV)

$(VENV)/installed-requirements-bench.lock: $(DEV) $(BENCH) pyproject.toml .ci/setup
	@.ci/setup $(VENV) $(DEV) $(BENCH)

.venv-validate/installed-requirements-validate.lock: $(VALIDATE) pyproject.toml .ci/setup
	@.ci/setup .venv-validate $(VALIDATE)
