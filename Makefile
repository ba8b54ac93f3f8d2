# Works on a bare clone with Python 3.11 or later and a package index. Uses uv when it is there.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
.PHONY: setup demo check test test-slow test-whisper soak debian bench clean help

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3 python; do \
  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)

# What has been done is written down in .venv, so that a second call is quick.
INSTALLED := $(VENV)/.installed
FETCHED := $(VENV)/.fetched
# openai-whisper brings torch, which other libraries take up when they find it: it stays apart from what is tested else.
WHISPER := .venv-whisper

DEBIAN := qpdf poppler-utils mupdf-tools tesseract-ocr fonts-dejavu-core fonts-liberation \
  libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-impress-nogui

setup: $(FETCHED) ## make .venv with the redact command, and fetch the models

demo: $(FETCHED) ## redact the papers in fixtures/ under the FOI pack; show before, after and the schedule
	@PATH="$(CURDIR)/$(BIN):$$PATH" bash fixtures/demo.sh demo-out

check: $(INSTALLED) ## lint, types and the layers of the house
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: $(FETCHED) ## the tests that take seconds
	$(BIN)/python -m pytest

test-slow: $(FETCHED) ## the tests that take minutes
	$(BIN)/python -m pytest -m slow

test-whisper: $(FETCHED) $(WHISPER)/.installed ## the second speech engine beside the first, in a .venv-whisper of its own (6 GB)
	$(WHISPER)/bin/python -m pytest -m slow tests/unit/transcribe/test_openai_engine.py

soak: $(FETCHED) ## a watch folder under an hour of load: no file lost, no growth of memory or handles
	$(BIN)/python -m bench.soak --minutes $(or $(MINUTES),60)

debian: ## programs of Debian that judge released documents from outside, in make test-slow and bench (needs root)
	apt-get update -qq
	DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(DEBIAN)

bench: $(FETCHED) ## measure against peers and public data (see bench/README.md)
	$(BIN)/python -m bench

clean: ## remove .venv and everything that was made; models stay in the user's store
	rm -rf $(VENV) $(WHISPER) build dist demo-out demo-out.record *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# pip is needed beside uv: uv cannot download a package without installing it, and models are fetched so.
$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed; name it with: make PYTHON=/path/to/python setup" >&2; exit 1; }
	if command -v uv >/dev/null; then uv venv --quiet --seed --python "$(PYTHON)" $(VENV); else "$(PYTHON)" -m venv $(VENV); fi

# uv does not read pip's configuration: where only pip knows the way to an index, pip is asked.
$(INSTALLED): pyproject.toml setup.py | $(BIN)/python
	{ command -v uv >/dev/null && uv pip install --quiet --python $(BIN)/python -e '.[dev]'; } \
	  || $(BIN)/python -m pip install --quiet -e '.[dev]'
	touch $@

$(WHISPER)/.installed: pyproject.toml setup.py | $(BIN)/python
	if command -v uv >/dev/null; then uv venv --quiet --seed --python $(BIN)/python $(WHISPER); else $(BIN)/python -m venv $(WHISPER); fi
	{ command -v uv >/dev/null && uv pip install --quiet --python $(WHISPER)/bin/python -e '.[dev,whisper]'; } \
	  || $(WHISPER)/bin/python -m pip install --quiet -e '.[dev,whisper]'
	touch $@

$(FETCHED): models/manifest.toml $(INSTALLED)
	$(BIN)/redact models fetch
	touch $@
