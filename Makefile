# make setup · make run · make test. Needs python3 >= 3.11 with venv and pip, and make.
PYTHON ?= python3
BIN := .venv/bin
# one more than there are processors: many tests wait for a program they started
WORKERS = $(shell $(BIN)/python -c 'import os; print((os.cpu_count() or 1) + 1)')

# what was compiled is kept: else every worker compiles all tests and all of the program again
unexport PYTHONDONTWRITEBYTECODE

.PHONY: setup run test golden bench bench-country docs clean

setup: .venv/ready

.venv/ready: constraints.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[pandas,study,dask,papers,dev]'
	touch $@

run: .venv/ready
	@$(BIN)/alokasi solve scenarios/ntb/base.yaml --out out/ntb --force

test: .venv/ready
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n $(WORKERS) --dist worksteal

golden: .venv/ready
	ALOKASI_GOLDEN=1 $(BIN)/pytest -n auto -k golden

bench: .venv/ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[bench]'
	$(BIN)/python bench/run.py

bench-country: .venv/ready   # all 83,762 villages: hours
	$(BIN)/python bench/run.py --country

docs: .venv/ready
	$(BIN)/python docs/generate.py
	$(BIN)/python docs/picture.py

clean:
	rm -rf .venv build dist out *.egg-info
