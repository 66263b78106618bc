# Every task of the house. `make` lists them; each makes the machine ready first.
SHELL := /bin/bash
PY := .venv/bin/python
.DEFAULT_GOAL := help
.PHONY: help ready desk test proof check bench bundle shots texts lock clean

help: ## list the tasks
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-7s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

ready: ## set this machine up: system packages (as root, on Debian) and .venv
	@installers/ready.sh

desk: ready ## the window on a demo village; without a screen a day of it unattended (leaves demo-output/)
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then \
	  [ -e demo-output/desk/store.sdb ] || $(PY) -m stationdesk demo --out demo-output; \
	  $(PY) -m stationdesk --data demo-output/desk; \
	else $(PY) -m stationdesk demo-day --out demo-output; fi

test: ready ## the quick proof, about 13 minutes on two processors (ARGS="-k name" for a part)
	@$(PY) -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

proof: ready ## the full proof: 10,000 histories, 200 kills; prints its seed (SEED=n repeats one)
	@seed=$${SEED:-$$(date +%s)}; echo "seed $$seed"; $(PY) -m pytest -n 2 --dist loadfile --no-loadscope-reorder --proof --seed $$seed --hypothesis-seed $$seed $(ARGS)

check: ready ## lint, types, directions of import, translations, rules of the house
	@code=0; \
	$(PY) -m ruff check --output-format concise . || code=1; \
	$(PY) -m mypy || code=1; \
	.venv/bin/lint-imports --no-logo || code=1; \
	$(PY) -m tests.house.check || code=1; \
	exit $$code

bench: ready ## speed and memory, as ratios within one run
	@for bench in tests/benchmarks/bench_*.py; do $(PY) -m tests.benchmarks.$$(basename $$bench .py) $(ARGS) || exit 1; done

bundle: ready ## the program as one folder, dist/stationdesk, which then tests itself
	@installers/bundle.sh

shots: ready ## a picture of every page, dialog and step, into demo-output/shots (ARGS="today help" for some)
	@$(PY) -m installers.shots --manual $(ARGS)

texts: ready ## collect the sentences of the code and compile their Chinese
	@$(PY) installers/texts.py

lock: ready ## write the pinned requirements anew from pyproject.toml
	@installers/lock.sh

clean: ## remove what these tasks have made, .venv included
	@rm -rf .venv build dist demo-output .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info
	@find . -name __pycache__ -not -path './.git/*' -prune -exec rm -rf {} +
