# Everything that people do with this repository. `make` alone lists it.
#
#   PYTHON=/path/to/python3.12   the interpreter for .venv (default: python3)
#   ARGS="-k name -x"            handed on to pytest, ansible-test, molecule, bench or the demonstration
#   MATRIX="2.16 2.21"           `make test` runs the test suites on these releases of ansible-core, too

PYTHON ?= python3
VENV ?= .venv
ARGS ?=
MATRIX ?=

# An environment that forbids byte code makes every start of ansible compile it again.
unexport PYTHONDONTWRITEBYTECODE

run := tools/in_venv.sh $(VENV)
pytest = $(run) python -m pytest -n $(workers) --junitxml=.cache/logs/$@.xml
# One more than there are cores fills the moments in which a test waits. Trials of kills and servers under Wine wait
# for half of their time.
workers := 3
kills hikcentral: workers := 4
releases := 2.16 2.19 2.20 2.21
# A stage that keeps both cores busy says so. The cheapest stages tell first; ansible-test runs beside them.
stages := sanity lint types $(MATRIX:%=env-%) docs artefact molecule unit:2 integration:2 kills:2 \
    hikcentral:2 $(MATRIX:%=matrix-%:2)

.DEFAULT_GOAL := help
.PHONY: help venv venv-test lint format types unit integration kills hikcentral coverage sanity docs artefact \
    molecule test test-matrix bench demo kill-matrix hikcentral-matrix lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-17s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

venv: ## make .venv: pinned packages, and this checkout on the collections path
	@tools/make_venv.sh $(PYTHON) $(VENV) requirements/dev.txt

# What running the collection against the simulator takes: a demonstration should not wait for linters.
venv-test:
	@tools/make_venv.sh $(PYTHON) $(VENV) requirements/test.txt

lint: venv ## ruff, yamllint, shellcheck, ansible-lint (production profile)
	$(run) ruff check
	$(run) ruff format --check
	$(run) yamllint --strict .
	$(run) shellcheck tools/*.sh .ci/run
	$(run) ansible-lint --offline --nocolor

format: venv ## let ruff fix and format the Python files
	$(run) ruff check --fix
	$(run) ruff format

types: venv ## mypy, strict, on the plugins and the tools
	$(run) mypy -p ansible_collections.surveillance.hikvision.plugins
	$(run) mypy tools

unit: venv ## unit tests
	$(pytest) tests/unit $(ARGS)

kills := tests/integration/kill_matrix
patch := tests/integration/hikcentral_patch

integration: venv ## tests against simulated devices
	$(pytest) tests/integration --ignore $(kills) --ignore $(patch) $(ARGS)

kills: venv ## more of them: the controller dies in each phase, with an eighth of the faults each time
	$(pytest) $(kills) $(ARGS)

hikcentral: venv ## tests of the license patch against pretended Windows servers, with and without Wine
	$(pytest) $(patch) $(ARGS)

coverage: venv ## both test suites with branch coverage of plugins/
	$(pytest) --cov --cov-report=term tests/unit tests/integration $(ARGS)

sanity: venv ## ansible-test sanity on the newest ansible-core here, no exceptions
	$(VENV)/bin/python tools/sanity.py $(VENV) $(ARGS)

docs: venv ## documentation of plugins and roles, changelog fragments
	$(run) antsibull-docs lint-collection-docs --plugin-docs .
	$(run) antsibull-changelog lint

artefact: venv ## build, install and check the collection archive
	$(run) python tools/artefact.py

molecule: venv ## molecule scenarios
	$(run) molecule test --all --no-command-borders $(ARGS)

test: venv ## all of the above, two stages at a time
	@$(VENV)/bin/python tools/stages.py $(MAKE) $(stages)

test-matrix: venv ## the test suites on every pair of ansible-core and Python that is here
	@$(VENV)/bin/python tools/stages.py $(MAKE) $(releases:%=env-%) $(releases:%=matrix-%:2)

env-%: venv
	@$(VENV)/bin/python tools/matrix.py make $*

matrix-%: venv
	@$(VENV)/bin/python tools/matrix.py test $* -n $(workers) --junitxml=.cache/logs/$@.xml $(ARGS)

bench: venv ## cost of 100 devices: this collection, uri tasks, a plain script (ARGS=--audit: audits of 1,000)
	$(run) python tests/bench $(ARGS)

demo: venv-test ## upgrade a simulated fleet in waves (FAULT=1: one device comes back broken)
	@$(run) env PYTHONPATH=tests python -m demo $(if $(FAULT),--fault) $(ARGS)

kill-matrix: venv-test ## kill the controller in each phase with each fault; writes docs/kill-matrix.md
	$(run) env PYTHONPATH=tests python -m ansible_collections.surveillance.hikvision.tests.integration.kill_matrix.table

hikcentral-matrix: venv-test ## let everything go wrong in the license patch of HikCentral; writes docs/hikcentral-matrix.md
	HIKCENTRAL_EVERYTHING=1 $(pytest) $(patch)/test_rollback.py $(patch)/test_openapi.py
	$(run) env PYTHONPATH=tests python -m \
	    ansible_collections.surveillance.hikvision.tests.integration.hikcentral_patch.table

lock: ## recompile requirements/*.txt to the newest versions
	@tools/lock.sh $(PYTHON)

clean: ## remove .venv, caches and logs
	rm -rf .venv .cache
	find . -name __pycache__ -prune -exec rm -rf {} +
