# Every command of the project. `make` alone lists them; CI calls the same targets.

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check install
STAMP := $(VENV)/.installed
MAKEFLAGS += --no-print-directory

.PHONY: help run test check demo token seed protos schema docs release bench federation federation-hive fuzz drafts-corpus faults clean
.DEFAULT_GOAL := help

help:
	@echo "make run      start MongoDB, the services and the gateway, seed once, follow the log"
	@echo "make test     run every test, with its own MongoDB"
	@echo "make check    format, lint, types, import rules, generated code and schema"
	@echo "make demo     walk the whole journey and print each step"
	@echo "make token    print a token: ROLE=maker SUB=... [EMAIL= NAME= SCOPE= MINUTES=]"
	@echo "make seed     seed the running marketplace, once"
	@echo "make protos   generate code from protos/, lint and format them"
	@echo "make schema   write gateway/schema.graphql"
	@echo "make docs     write docs/errors.md and docs/rights.md"
	@echo "make release  promise the protos as they are: VERSION=1.0.0"
	@echo "make bench    answer the questions in benchmarks/: [ASK=storefront]"
	@echo "make federation  prove the graph against Apollo Gateway: [QUERIES=5000] [SEED=...]"
	@echo "make federation-hive  and against Hive Gateway, half a gigabyte to install: [QUERIES=...] [SEED=...]"
	@echo "make fuzz     run the property tests for longer: [EXAMPLES=5000]"
	@echo "make drafts-corpus  read real Word files as uploads are read; needs a network"
	@echo "make faults   kill and cut things for longer: [SECONDS=60 of load in each test] [SEED=...]"
	@echo "make clean    remove .venv, .handmade and caches"

# The stamp is written last, and the mark of a beginning is gone only then: what was interrupted is
# thrown away and done again, while a new lock file is installed over the old.
$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "make: Python 3.11 or newer is needed, which '$(PYTHON)' is not; name one: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "make: '$(PYTHON)' cannot make virtual environments; on Debian: apt-get install python3-venv" >&2; exit 1; }
	@echo "Installing the dependencies into $(VENV) ..." >&2
	@if [ ! -x $(PY) ] || [ -e $(VENV)/.installing ]; then $(PYTHON) -m venv --clear $(VENV); fi
	@touch $(VENV)/.installing
	@$(PIP) --quiet --require-hashes -r requirements.lock
	@$(PIP) --quiet --no-deps --no-build-isolation -e .
	@touch $(STAMP) && rm $(VENV)/.installing

run: $(STAMP)
	@$(PY) -m dev run

# On a bare Debian, Chromium is installed here rather than within a test's time limit.
test: $(STAMP)
	@$(PY) -m dev browser
	@$(PY) -m pytest $(ARGS)

check: $(STAMP)
	@$(PY) -m dev check

demo: $(STAMP)
	@$(PY) -m dev demo

# Values reach the program through the environment, so a quote in one is only a quote. Only the
# command line counts: shells have an EMAIL or a NAME of their own.
given = $(if $(filter command,$(origin $(1))),$($(1)))
token: export HANDMADE_TOKEN_ROLE = $(call given,ROLE)
token: export HANDMADE_TOKEN_SUB = $(call given,SUB)
token: export HANDMADE_TOKEN_EMAIL = $(call given,EMAIL)
token: export HANDMADE_TOKEN_NAME = $(call given,NAME)
token: export HANDMADE_TOKEN_SCOPE = $(call given,SCOPE)
token: export HANDMADE_TOKEN_MINUTES = $(call given,MINUTES)
token: $(STAMP)
	@$(PY) -m dev token

seed: $(STAMP)
	@$(PY) -m dev seed

protos: $(STAMP)
	@$(PY) -m dev protos

schema: $(STAMP)
	@$(PY) -m dev schema

docs: $(STAMP)
	@$(PY) -m dev docs

release: export HANDMADE_RELEASE_VERSION = $(call given,VERSION)
release: $(STAMP)
	@$(PY) -m dev release

bench: $(STAMP)
	@$(PY) -m benchmarks $(ASK)

fuzz: $(STAMP)
	@$(PY) -m dev fuzz $(if $(EXAMPLES),--examples $(EXAMPLES))

drafts-corpus: $(STAMP)
	@$(PY) -m dev drafts-corpus

# As for tokens: shells have a SECONDS of their own.
faults: $(STAMP)
	@$(PY) -m dev faults $(if $(call given,SECONDS),--seconds $(call given,SECONDS)) $(if $(call given,SEED),--seed $(call given,SEED))

federation federation-hive: export FEDERATION_QUERIES = $(call given,QUERIES)
federation federation-hive: export FEDERATION_SEED = $(call given,SEED)
federation: $(STAMP)
	@$(PY) -m pytest tests/federation $(ARGS)

federation-hive: $(STAMP)
	@$(PY) -m pytest tests/federation/hive/proof.py $(ARGS)

# Needs no installation, so that a broken one can be removed.
clean:
	@PYTHONPATH=dev/src $(PYTHON) -m dev clean
