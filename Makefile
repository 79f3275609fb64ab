# On a fresh machine with Python 3.11 or newer and make:
#   make demo   makes all letters of all example cases
#   make test   runs the tests
# Both set up what they need in .venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test lint bench bench-flet sprog-maal accept docs clean

demo: $(VENV)/run
	$(BIN)/duform demo --ud demo

test: $(VENV)/test
	$(BIN)/python -m pytest -n auto

lint: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/mypy

bench: $(VENV)/test
	$(BIN)/python -m tests.bench.render

bench-flet: $(VENV)/bench
	$(BIN)/python -m tests.bench.flet

# How well the language rules find what they should, on passages labelled by hand.
sprog-maal: $(VENV)/test
	$(BIN)/python -m tests.sprog_maal

accept: $(VENV)/test
	DUFORM_ACCEPT=1 $(BIN)/python -m pytest tests/test_golden.py tests/test_findings_golden.py -n auto

# The pictures in README and the gallery need LibreOffice and pdftoppm (Debian: poppler-utils), those
# of the guides to merging and to rules chromium and ImageMagick.
docs: $(VENV)/run
	$(BIN)/duform skema > docs/sag.schema.json
	$(BIN)/duform fraser krav > docs/krav-fraser.md
	rm -rf build/billeder
	$(BIN)/duform lav examples/skolefravaer.yaml --type afgoerelse --til barn --pdf --ud build/billeder
	pdftoppm -r 110 -f 1 -l 1 -png -singlefile build/billeder/*.pdf docs/billeder/skolefravaer
	$(BIN)/python docs/galleri.py
	$(BIN)/python docs/fletning.py
	$(BIN)/python docs/tjek.py

clean:
	rm -rf $(VENV) demo .pytest_cache .mypy_cache .ruff_cache

$(VENV)/python-ok:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "duform needs Python 3.11 or newer. Try: make demo PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	@touch $@

$(VENV)/run: $(VENV)/python-ok pyproject.toml
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/test: $(VENV)/run
	$(BIN)/python -m pip install --quiet --editable '.[test,hurtig]'
	@touch $@

$(VENV)/bench: $(VENV)/test
	$(BIN)/python -m pip install --quiet --editable '.[bench]'
	@touch $@

$(VENV)/dev: $(VENV)/test
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch $@
