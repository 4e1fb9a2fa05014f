# Atest: `make run` shows the demo, `make test` is the whole gate, `make bench` measures.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
DEMO ?= 1
export PORT DEMO

.PHONY: run test bench install clean

run: $(VENV)/.installed
	@$(BIN)/python manage.py start

test: $(VENV)/.test-installed
	@$(BIN)/python tests/gate.py $(PARTS)

bench: $(VENV)/.test-installed
	@$(BIN)/python tests/bench/run.py

install: $(VENV)/.installed

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Atest wymaga Pythona 3.11 lub nowszego."; echo "Atest needs Python 3.11 or newer."; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.txt | $(VENV)/bin/python
	@echo "Installing the libraries of requirements.txt …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.test-installed: tests/requirements.txt $(VENV)/.installed
	@echo "Installing the developers' tools of tests/requirements.txt …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tests/requirements.txt
	@touch $@

clean:
	rm -rf $(VENV) var
