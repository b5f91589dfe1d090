# The front door. `make up` is all a newcomer needs.
SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8000
HOST ?= 127.0.0.1

.PHONY: help up setup setup-dev test check bench locks flows permissions format messages clean

help:
	@echo "make up      set up, build the demo and serve the portal on http://$(HOST):$(PORT)"
	@echo "make setup   only set up: private environment, libraries, front-end"
	@echo "make test    run the whole test suite"
	@echo "make check   formatting, types, import contracts, declarations, templates"
	@echo "make bench   measure speed and quality, and write bench/results.md"

up: setup
	@$(BIN)/wutong up --host $(HOST) --port $(PORT)

setup:
	@$(PYTHON) tools/setup.py base

setup-dev:
	@$(PYTHON) tools/setup.py dev

test: setup-dev
	@$(BIN)/pytest -n auto --dist loadgroup
	@if [ -n "$$WUTONG_TEST_POSTGRES_URL" ]; then \
		echo "The portal's tests that use a database, once more on PostgreSQL:"; \
		WUTONG_DATABASE_URL="$$WUTONG_TEST_POSTGRES_URL" $(BIN)/pytest -n auto --dist loadgroup -m django_db tests/portal; \
	else \
		echo "Skipped: the portal's tests on PostgreSQL. WUTONG_TEST_POSTGRES_URL names none; docs/settings.md says how."; \
	fi

check: setup-dev
	$(BIN)/ruff format --check src tests bench tools
	$(BIN)/ruff check src tests bench tools
	$(BIN)/mypy
	PATH="$(BIN):$$PATH" $(BIN)/lint-imports
	$(BIN)/djlint --quiet --check --lint src/wutong/portal
	$(BIN)/yamllint --strict catalog sources
	$(BIN)/pytest -q tests/repository

bench: setup-dev
	@$(BIN)/python bench/run.py

format: setup-dev
	$(BIN)/ruff format src tests bench tools
	$(BIN)/ruff check --fix src tests bench tools
	$(BIN)/djlint --quiet --reformat src/wutong/portal

messages: setup-dev
	$(BIN)/python -c "from wutong.portal.messages import update; update()"

flows: setup-dev permissions
	$(BIN)/python -c "from pathlib import Path; from wutong.catalog.catalog import load_catalog; from wutong.workflow.drawing import document; Path('docs/flows.md').write_text(document(load_catalog().flows.values()), encoding='utf-8')"
	$(BIN)/python -c "from pathlib import Path; from wutong.catalog.catalog import load_catalog; from wutong.workflow.sureness import page; Path('docs/services.md').write_text(page(load_catalog()), encoding='utf-8')"

permissions: setup-dev
	$(BIN)/python -c "from pathlib import Path; from wutong.portal.permissions_page import page; Path('docs/permissions.md').write_text(page(), encoding='utf-8')"

locks: setup-dev
	PATH="$(CURDIR)/$(BIN):$$PATH" sh requirements/lock.sh

clean:
	rm -rf .venv frontend/node_modules build dist test-output
