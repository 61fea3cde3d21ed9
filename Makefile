# Two commands: `make run` and `make test`. `make help` lists the rest.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
STORE ?= data
# uv does not read pip's settings: where pip is told of a folder of wheels, tell uv too (a CPU build of torch, say).
UV_FIND_LINKS ?= $(PIP_FIND_LINKS)
export UV_FIND_LINKS
export GRADIO_ANALYTICS_ENABLED = False

.DEFAULT_GOAL := help
.PHONY: help install run test test-servers lint types unit stress audit lock samples clean

help:  ## list the targets
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(VENV)/.installed  ## make .venv with the locked packages and the `baogao` command

$(VENV)/bin/uv:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet "uv>=0.5"

$(VENV)/.installed: requirements.lock pyproject.toml | $(VENV)/bin/uv
	$(BIN)/uv pip install --quiet --python $(BIN)/python -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

run: install  ## ingest the sample reports if the library is empty, then serve http://127.0.0.1:7860
	@test -e $(STORE)/library.sqlite3 || $(BIN)/baogao ingest --store $(STORE) samples/reports
	@$(BIN)/baogao serve --store $(STORE)

test: install lint types unit  ## lint, types and tests

TESTS ?= tests
test-servers: install  ## the tests with every library in PostgreSQL and on a Chroma server (TESTS=… for some of them)
	$(BIN)/python scripts/with_servers.py $(BIN)/python -m pytest $(TESTS)

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types:
	$(BIN)/mypy .

unit:
	$(BIN)/python -m pytest

stress: install  ## the full harnesses of durability and load (hours); `make test` runs small ones
	$(BIN)/python -m bench.killing --trials 300
	$(BIN)/python -m bench.killing --trials 60 --changes reindex,rebuild
	$(BIN)/python -m bench.failing
	$(BIN)/python -m bench.writers --trials 20
	$(BIN)/python -m bench.publishing --publishes 100 --queries 10000
	$(BIN)/python -m bench.crowding
	$(BIN)/python -m bench.ingesting mutate 1000
	$(BIN)/python -m bench.visiting --visitors 50 --model 2
	$(BIN)/python -m bench.soaking --minutes 30
	dir=$$(mktemp -d) && $(BIN)/python -m bench.synthetic $$dir/store --reports 2000 --chunks \
	  && $(BIN)/baogao library verify --store $$dir/store; rm -rf $$dir

audit: install  ## published advisories on the locked packages, and their licences
	$(BIN)/python -m scripts.dependencies audit
	$(BIN)/python -m scripts.dependencies licences

lock: | $(VENV)/bin/uv  ## compile requirements.lock anew from pyproject.toml
	$(BIN)/uv pip compile --quiet --upgrade --python-version 3.11 --extra dev --extra baselines pyproject.toml --constraint constraints.txt \
	  --no-header --no-annotate --no-emit-index-url --no-emit-find-links -o requirements.lock
	sed -i 's/^\(torch==[0-9.]*\)+cpu/\1/' requirements.lock

samples: install  ## build the sample reports anew from samples/facts.yaml
	$(BIN)/python -m samples.build

clean:  ## remove the virtual environment and the library
	rm -rf $(VENV) $(STORE)
