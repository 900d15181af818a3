# The newcomer's door: demo, test, check. Everything happens in .venv.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help install demo test check format prove performance clean

help:
	@echo "make demo         grade a sample class of eight and write its report"
	@echo "make test         the whole test suite"
	@echo "make check        format, lint, types, import rules"
	@echo "make format       let the formatter have its way"
	@echo "make prove        every exercise's proof, under ten seeds (slow)"
	@echo "make performance  measure what tests/performance/README.md shows (slow)"

.venv/.installed: pyproject.toml .ci/constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "virtlab needs Python 3.11 or newer")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c .ci/constraints.txt --editable . --group dev
	@touch $@

install: .venv/.installed

demo: install
	$(BIN)/virtlab demo demo

test: install
	$(BIN)/python -m pytest --dist=loadfile -n 2

check: install
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

format: install
	$(BIN)/ruff format
	$(BIN)/ruff check --fix-only

prove: install
	$(BIN)/virtlab check --all --seeds 10

performance: install
	$(BIN)/python -m tests.performance

clean:
	rm -rf .venv demo
