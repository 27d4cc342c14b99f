# One command for each thing that is done here; `make test` is what CI runs.

PYTHON ?= python3
BIN    := .venv/bin
STAMPS := .venv/.stamps

# Only where they are missing, and only as root on Debian and its kin.
APT_SETUP  := python3-venv
APT_OCR    := tesseract-ocr tesseract-ocr-chi-sim
APT_BROWSER := chromium fonts-wqy-microhei
APT_CORPUS := chromium libreoffice-writer fonts-arphic-uming fonts-arphic-ukai \
              fonts-wqy-microhei fonts-wqy-zenhei fonts-noto-cjk

SAMPLES   := corpus/samples
REFERENCE := $(SAMPLES)/reference-chromium.pdf
SAMPLE_OUT := sample-out

.PHONY: help setup sample test lint types layers tests corpus-tools bench bench-scans bench-rules \
        bench-report clean

help:
	@echo "make setup         .venv with shenbao and its tools"
	@echo "make sample        read the sample filings and show what is found in one"
	@echo "make test          what CI runs: style, types, layers, tests"
	@echo "make bench         how fast pages are read"
	@echo "make bench-scans   how well and how fast scans are read, beside other tools"
	@echo "make bench-rules   how long the rules take, over one filing and over ten thousand"
	@echo "make bench-report  how long a report about 500 filings takes to write and to open"
	@echo "make corpus-tools  Chromium, LibreOffice and fonts, for 'shenbao corpus make' (root)"
	@echo "make clean         remove .venv and everything that was made"

setup: $(STAMPS)/packages

$(STAMPS)/venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "shenbao needs Python 3.11 or newer: make setup PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || $(MAKE) apt-install LIST="$(APT_SETUP)"
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/packages: pyproject.toml constraints.txt | $(STAMPS)/venv
	$(BIN)/pip install --quiet -c constraints.txt -e '.[dev]'
	@tesseract --list-langs 2>&1 | grep -qx chi_sim || $(MAKE) apt-install LIST="$(APT_OCR)" \
	  || echo "Without Tesseract scans are read by one recogniser only, with more doubt."
	@command -v chromium >/dev/null || $(MAKE) apt-install LIST="$(APT_BROWSER)" \
	  || echo "Without Chromium the tests of the report's page are skipped."
	@touch $@

sample: setup
	$(BIN)/shenbao run $(SAMPLES) --out $(SAMPLE_OUT) --tables xlsx
	@echo
	$(BIN)/shenbao show $(REFERENCE) --only-findings
	@echo
	@echo "The whole declaration: $(BIN)/shenbao show $(REFERENCE)"
	@echo "All of them in Excel:  $(SAMPLE_OUT)/tables/shenbao.xlsx"

test: lint types layers tests

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	$(BIN)/mypy

layers: setup
	$(BIN)/lint-imports

tests: setup
	$(BIN)/pytest --cov --cov-report=term:skip-covered

bench: setup
	$(BIN)/python benchmarks/digital.py

# An environment of its own: img2table needs another build of OpenCV, which is set over ours.
BENCH := .venv-bench

bench-scans: setup $(BENCH)/.installed
	$(BENCH)/bin/python benchmarks/scans.py

$(BENCH)/.installed: pyproject.toml constraints.txt
	test -x $(BENCH)/bin/python || $(PYTHON) -m venv $(BENCH)
	$(BENCH)/bin/pip install --quiet -c constraints.txt -e '.[dev,bench]'
	$(BENCH)/bin/pip install --quiet -c constraints.txt --no-deps --force-reinstall \
	  opencv-contrib-python-headless img2table
	@touch $@

bench-rules: setup
	$(BIN)/python benchmarks/auditing.py

bench-report: setup
	$(BIN)/python benchmarks/report.py

corpus-tools:
	@$(MAKE) apt-install LIST="$(APT_CORPUS)"

.PHONY: apt-install
apt-install:
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update -qq && \
	  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(LIST); \
	else \
	  echo "Install these first (on Debian, as root): apt-get install $(LIST)"; exit 1; \
	fi

clean:
	rm -rf .venv $(BENCH) $(SAMPLE_OUT) build dist htmlcov .coverage \
	  .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
