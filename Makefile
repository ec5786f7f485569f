# Every command of this project. `make help` lists them; CI runs `make check` and `make test`.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/bash

# The first interpreter that is new enough; `make setup PYTHON=/path/to/python` takes another one.
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$name" && break; done)
BIN := .venv/bin
CODE := src tests tools
STAMP := .venv/.stamp
SERVING := .venv/.serving
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Inside a venv a user-wide `user = true` makes pip refuse.
export PIP_USER := 0
export UV_NO_PROGRESS := 1
# A company's own authority stands among the system's certificates; pip, uv and npm bring lists of their own.
CERTIFICATES := $(firstword $(wildcard /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt \
	/etc/ssl/ca-bundle.pem /etc/ssl/cert.pem))
PIP_FILES := $(PIP_CONFIG_FILE) $(HOME)/.pip/pip.conf $(HOME)/.config/pip/pip.conf /etc/pip.conf /etc/xdg/pip/pip.conf
export UV_SYSTEM_CERTS ?= 1
ifneq ($(CERTIFICATES),)
export NODE_EXTRA_CA_CERTS ?= $(CERTIFICATES)
ifeq ($(shell grep -ls '^ *cert *=' $(PIP_FILES) 2>/dev/null),)
export PIP_CERT ?= $(CERTIFICATES)
endif
endif
# Processes that keep no compiled modules compile them all at every start.
unexport PYTHONDONTWRITEBYTECODE
# Pins with hashes leave a constraint nothing to say but no.
unexport PIP_CONSTRAINT UV_CONSTRAINT

# The vendor's own client, and generators of clients, for the tests; npm and Node come from a wheel.
NODE_STAMPS := $(patsubst %/package-lock.json,%/node_modules/.stamp,$(wildcard tests/*/package-lock.json))

# Who is done takes over what another has not begun; neighbours stay together, with the server that they share.
SPREAD := -n 2 --dist worksteal

##@ Daily

.PHONY: help
help: ## Show this list
	@awk 'BEGIN {FS = ":.*## "} /^##@ / {printf "\n%s\n", substr($$0, 5)} \
		/^[a-z0-9-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

.PHONY: setup
setup: $(STAMP) $(NODE_STAMPS) ## Make .venv with everything pinned; needs Python 3.11+ and make

.PHONY: run
run: $(SERVING) ## Serve with sample data on loopback (PORT=…, DATA=folder)
	$(BIN)/threadline serve --demo $(if $(PORT),--port $(PORT)) $(if $(DATA),--data $(DATA))

.PHONY: test
test: setup ## Run the unit, contract and end-to-end tests
	$(BIN)/python -m pytest $(SPREAD)

.PHONY: check
check: check-format check-lint check-types check-layers check-shape check-lock check-spelling ## Run every gate that is not a test (-k: all of them)

.PHONY: fmt
fmt: $(STAMP) ## Format, and mend what a tool can mend
	$(BIN)/ruff format $(CODE)
	$(BIN)/ruff check --fix $(CODE)

.PHONY: docs
docs: $(STAMP) ## Build the documentation site into site/; links that lead nowhere fail
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict
	@echo "site/index.html is the first page; its search wants a server: $(BIN)/python -m http.server --directory site"

##@ Parts of the above

.PHONY: unit e2e test-long
test-long: setup ## Run the tests with ten times as many random examples (EXAMPLES=… for more or fewer)
	EXAMPLES=$(or $(EXAMPLES),10) $(BIN)/python -m pytest $(SPREAD) --override-ini timeout=3600

unit: $(STAMP) ## Run the unit tests alone
	$(BIN)/python -m pytest tests/unit

e2e: setup ## Run the end-to-end tests alone
	$(BIN)/python -m pytest tests/e2e

coverage: setup ## Run all tests and print which share of the lines each part has run
	$(BIN)/python -m pytest -n 2 --cov --cov-report=term:skip-covered $(TESTS)

.PHONY: test-wheel
test-wheel: $(STAMP) ## Try the wheel with the newest and the lowest versions that it allows, on Python 3.11 to 3.13
	$(BIN)/python -m tools.wheel $(if $(WRITE),--write)

.PHONY: check-format check-lint check-types check-layers check-shape check-lock check-spelling
check-format: $(STAMP)
	$(BIN)/ruff format --check --output-format concise $(CODE)

check-lint: $(STAMP)
	$(BIN)/ruff check --output-format concise $(CODE)

check-types: $(STAMP)
	$(BIN)/mypy
	$(BIN)/basedpyright

check-layers: $(STAMP)
	$(BIN)/lint-imports --no-logo --no-cache

check-shape: $(STAMP)
	$(BIN)/python tools/shape.py

check-lock: $(STAMP)
	$(BIN)/python tools/pins.py

check-spelling: $(STAMP)
	$(BIN)/codespell

##@ Measure

.PHONY: bench bench-ingest bench-read bench-store bench-query bench-search bench-sdk bench-peers
bench: bench-ingest bench-read ## Measure writing and reading

bench-ingest: $(STAMP) ## Measure conversations stored per second
	$(BIN)/python -m tests.bench.ingest

bench-read: $(STAMP) ## Measure how long lists and queries take
	$(BIN)/python -m tests.bench.read

bench-store: $(STAMP) ## Make a large store and keep it (SIZE=1m, KEEP=folder); its last line tells of it as JSON
	@$(BIN)/python -m tests.bench.keep_store $(SIZE) $(if $(KEEP),--keep $(KEEP))

bench-query: $(STAMP) ## Measure typical questions beside SQL written by hand (SIZE=1m for a large store)
	$(BIN)/python -m tests.bench.query $(SIZE)

bench-search: $(STAMP) ## Measure searches in messages, best and newest first (SIZE=1m for a large store)
	$(BIN)/python -m tests.bench.search $(SIZE)

bench-sdk: $(STAMP) ## Measure the Python client beside others, which are installed for it
	$(BIN)/python -m tests.bench.sdk

bench-peers: $(STAMP) ## Measure beside other products, which are installed for it (2 GB)
	$(BIN)/python -m tests.bench.peers

bench-oracle: $(STAMP) ## Hold 20,000 random queries against plain Python (COUNT=… for more or fewer)
	$(BIN)/python -m tests.bench.oracle $(COUNT)

##@ Generated files (committed)

.PHONY: names openapi reference lock
names: $(STAMP) ## Write the catalogue's names as types anew
	$(BIN)/python -m tools.names

openapi: $(STAMP) ## Write openapi.json anew
	$(BIN)/python tools/openapi.py

reference: $(STAMP) ## Write the generated pages of docs/reference anew
	$(BIN)/python -m tools.reference

COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock'
lock: $(STAMP) ## Pin dependencies anew (UPGRADE=--upgrade for the newest)
	$(COMPILE) $(UPGRADE) requirements/uv.in --output-file requirements/uv.txt
	$(COMPILE) $(UPGRADE) pyproject.toml --all-extras requirements/dev.in --output-file requirements/dev.txt
	$(COMPILE) pyproject.toml --extra server --extra mcp requirements/build.in \
		--constraint requirements/dev.txt --output-file requirements/server.txt

##@ Away with it

.PHONY: clean
clean: ## Remove the venv, caches and what tests left; never data
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis dist site tests/*/node_modules

# uv is fast but reads no pip configuration; where only pip knows the way to an index, pip installs the same pins.
# In the order of the arguments: how uv installs, and the pins.
define install
	@test -n "$(PYTHON)" || { echo "Threadline needs Python 3.11 or newer; pass PYTHON=/path/to/python" >&2; exit 1; }
	@echo "Setting up .venv with what $(2) pins" >&2
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements/uv.txt
	@$(BIN)/uv pip $(1) $(2) --quiet --require-hashes --python $(BIN)/python 2>.venv/uv.log \
		|| { echo "uv could not (.venv/uv.log says why); pip installs the same, which takes a minute or two" >&2; \
			$(BIN)/python -m pip install --quiet --require-hashes -r $(2); }
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --no-index --editable .
	@touch $(SERVING)
endef

$(STAMP): pyproject.toml requirements/dev.txt requirements/uv.txt
	$(call install,sync,requirements/dev.txt)
	@touch $@

# Serving wants no gates and no test runners; what is there already is left.
$(SERVING): pyproject.toml requirements/server.txt requirements/uv.txt
	$(call install,install -r,requirements/server.txt)

tests/%/node_modules/.stamp: tests/%/package-lock.json | $(STAMP)
	cd tests/$* && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --prefer-offline --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@
