# Each line of a recipe is one command that you can type yourself.
PYTHON ?= python3
LOCK_FLAGS ?=
UV = uv==0.13.9
COMPILE = .cache/lock/bin/python -m uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' $(LOCK_FLAGS)

export PYTHON

.PHONY: help site serve check test lint schemas catalogues changes lock setup setup-dev clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

site: setup ## build the site into output/ (sets up what that needs, as do all below)
	.venv/bin/python build.py

serve: setup ## build, show the site on this machine, and build again at every save
	.venv/bin/python build.py serve

check: setup ## all that must hold of content and data before a change is merged
	.venv/bin/python build.py check

test: setup-dev ## all tests, with a browser (found or brought)
	.venv/bin/python scripts/browser.py
	.venv/bin/python -m pytest

lint: setup-dev ## style and types of the code
	.venv/bin/python -m ruff check
	.venv/bin/python -m ruff format --check
	.venv/bin/python -m mypy

schemas: setup ## write data/schema/ anew from the models
	.venv/bin/python scripts/make_schemas.py

catalogues: setup ## bring the translations of the interface up to date with the templates
	.venv/bin/python scripts/make_catalogues.py

changes: setup ## write data/changes.yaml, what happened to the listings, anew from their history
	.venv/bin/python scripts/make_changes.py

lock: ## write the lock files anew from pyproject.toml (LOCK_FLAGS=--upgrade for the newest versions)
	$(PYTHON) -m venv .cache/lock
	.cache/lock/bin/python -m pip install --quiet $(UV)
	$(COMPILE) --output-file requirements.lock
	$(COMPILE) --group dev --constraints requirements.lock --output-file requirements-dev.lock
	! grep -nE '://|file:|^ *--[^h]' requirements.lock requirements-dev.lock

setup:
	sh scripts/setup

setup-dev:
	sh scripts/setup dev

clean: ## remove all that was made, but for .venv
	rm -rf output .output.* .cache .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -path ./.venv -prune -o -type d -name __pycache__ -prune -exec rm -rf {} +
