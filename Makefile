# make lab     install what is needed and open the lab in a browser (options: make lab ARGS="--port 9000")
# make test    everything that must hold: style, types, the page's types, the tests, a real browser
# make presets what takes long: the presets' promises for twenty seeds each, the rarer sizes and themes of the page,
#              the page's benchmark for real (about fifteen minutes)
# make lock    write backend/requirements.lock anew from pyproject.toml
# make page-types
#              write frontend/js/wire/types.d.ts anew from the server's models
# make clean   remove what these have built
#
# What is built lands in .venv (and tests/frontend/node_modules); stamp files there keep a second run quick.

VENV ?= .venv
BIN := $(VENV)/bin
LOCK := backend/requirements.lock
# Python compiles what it imports, and keeps it; to compile all that is installed takes as long as to install it.
INSTALL := $(BIN)/python -m pip install --quiet --no-compile --constraint $(LOCK)
unexport PYTHONDONTWRITEBYTECODE
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYRIGHT_PYTHON_IGNORE_WARNINGS := 1

.DEFAULT_GOAL := help
.PHONY: help lab test lint types page page-types node browser pytest presets bench lock clean

help:
	@sed -n '1,/^$$/s/^# \{0,1\}//p' Makefile

lab: $(VENV)/.lab
	@exec $(BIN)/ganscope serve $(ARGS)

test:
	@$(MAKE) --no-print-directory -j 2 lint node
	@$(MAKE) --no-print-directory -j 3 types page pytest

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/pyright --pythonpath $(BIN)/python

# TypeScript is only a checker here: the page is served as it is written.
page: node
	@if command -v npm >/dev/null 2>&1; then \
	    cd tests/frontend && npm run types && npm test; \
	else \
	    echo "make: Node is not installed, so the page's own checks (JSDoc types) are skipped"; \
	fi

# What the page knows of experiments, commands and messages, from the server's own models; a test compares.
page-types: $(VENV)/.dev
	PYTHONPATH=backend $(BIN)/python tests/web/page_types.py

node:
	@if command -v npm >/dev/null 2>&1 && cd tests/frontend \
	        && [ ! node_modules/.package-lock.json -nt package-lock.json ]; then \
	    npm ci --no-fund --no-audit --loglevel=error; \
	fi

# Two of the three begin with the browser, which draws with Plotly now and waits less; who shares one is in tests/conftest.py.
pytest: $(VENV)/.dev browser node
	$(BIN)/python -m pytest -n 3 $(ARGS)

# A Chromium for the end-to-end tests: one that is there, else Debian's, else Playwright's own.
browser: $(VENV)/.dev
	@sh tests/chromium.sh $(BIN)/python

# Compiled as everybody's: what is long here is training.
presets: $(VENV)/.dev browser
	XLA_FLAGS= $(BIN)/python -m pytest -m slow -s $(ARGS)

bench: $(VENV)/.lab
	$(INSTALL) --editable '.[bench]'
	$(BIN)/ganscope bench train $(ARGS)

lock: $(VENV)/.dev
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --upgrade --quiet \
	    --no-header --no-annotate --no-emit-index-url --no-emit-find-links --output-file $(LOCK)

clean:
	rm -rf $(VENV) tests/frontend/node_modules build dist .pytest_cache .ruff_cache .hypothesis

# The first Python of a version that every dependency has wheels for.  A name on PATH proves little (version managers
# put up names that do not run; Debian splits ensurepip off), so each one is tried.
$(BIN)/python:
	@for python in $(PYTHON) python3.13 python3.12 python3.11 python3 python; do \
	    if "$$python" -c 'import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
	            >/dev/null 2>&1; then \
	        echo "$$("$$python" --version) in $(VENV)"; \
	        exec "$$python" -m venv --clear $(VENV); \
	    fi; \
	done; \
	echo "ganscope needs Python 3.11, 3.12 or 3.13 with its venv module, and found none on PATH."; \
	echo "  Debian, Ubuntu:  apt install python3 python3-venv      macOS:  brew install python@3.13"; \
	echo "  Elsewhere:       make lab PYTHON=/path/to/python3.12"; \
	exit 1

$(VENV)/.lab: pyproject.toml $(LOCK) | $(BIN)/python
	@echo "installing ganscope into $(VENV) (about 700 MB, once)"
	@$(INSTALL) --editable .
	@touch $@

$(VENV)/.dev: pyproject.toml $(LOCK) | $(BIN)/python
	@echo "installing ganscope and what its tests need into $(VENV) (once)"
	@$(INSTALL) --editable '.[dev]'
	@touch $@ $(VENV)/.lab
