# One door: `make test` is what a newcomer runs and what CI runs. `make demo` is the main job.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LOCK := deploy/requirements/dev.txt
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: install test lint types imports law unit live demo bench contract lock clean

install: $(VENV)/.installed

# The lock names every package with its hashes; the project itself is added without asking any index again.
$(VENV)/.installed: $(LOCK) pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Shiftwarden needs Python 3.11 or newer; this is $$($(PYTHON) --version). Try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@echo "Installing the locked packages into $(VENV), some minutes on a slow line"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r $(LOCK)
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

test: lint types imports law unit live
	@echo "all is well"

lint: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: install
	$(BIN)/mypy

imports: install
	$(BIN)/lint-imports

law: install
	$(BIN)/shiftwarden law check

# Without servers first, so that a mistake is seen early.
unit: install
	$(BIN)/python -m pytest tests/unit tests/property tests/contract --ignore tests/contract/edge -n auto --dist loadfile -q

# Real Kafka, PostgreSQL and, where it is installed, Prometheus. Three at a time, for they wait half of it. The longest files first.
live: install
	$(BIN)/python -m pytest tests/e2e tests/contract/edge tests/integration -n 3 --dist loadfile --no-loadscope-reorder -q --durations=10

demo: install
	$(BIN)/shiftwarden demo

bench: install
	$(BIN)/python -m tests.bench

# Writes schemas/json from the models.
contract: install
	$(BIN)/python -m schemas.contract

# Pins anew what pyproject.toml asks for. Needs uv; names no package host.
lock:
	uv pip compile -q --universal --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
		--python-version 3.11 --extra dev pyproject.toml -o deploy/requirements/dev.txt
	uv pip compile -q --universal --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
		--python-version 3.11 pyproject.toml -c deploy/requirements/dev.txt -o deploy/requirements/run.txt

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .import_linter_cache .hypothesis
