# Needs Python 3.11 or newer, pip, git and make; everything else is installed below .venv and .cache.

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python

.PHONY: site pdf demo check lint test coverage check-pdf bench serve validate forms changes bulletin intake internal offline split lock licences map hooks clean

site: $(VENV)/.site  ## check the data and build into site/
	$(PY) -m scripts.build $(if $(TODAY),--today $(TODAY))

pdf: $(VENV)/.site  ## the printed edition alone, into site/pdf/
	$(PY) -m scripts.pdf

demo: $(VENV)/.site  ## the same site with made-up progress, into site-demo/
	$(PY) -m scripts.build --progress tests/demo/progress --site site-demo

lint: $(VENV)/.test  ## style, types, the order of the rooms
	$(VENV)/bin/ruff check --quiet
	$(VENV)/bin/ruff format --check --quiet
	$(VENV)/bin/lint-imports
	$(VENV)/bin/mypy

check: lint  ## what can be known in a minute: lint and the tests that build no site
	$(PY) -m pytest -m "not slow" --numprocesses auto --dist worksteal

test: lint  ## set up browser, fonts and LibreOffice, then run every test
	$(PY) -m tests.tools.setup
	$(PY) -m tests.tools.office
	$(PY) -m pytest --numprocesses auto --dist worksteal

coverage: $(VENV)/.test  ## which lines and branches the tests reach, their builds included
	$(PY) -m tests.tools.setup
	$(PY) -m coverage erase
	$(PY) -m coverage run -m pytest --numprocesses auto --dist worksteal $(TESTS)
	$(PY) -m coverage combine --quiet
	$(PY) -m coverage report

check-pdf: $(VENV)/.test  ## hold the printed edition to PDF/A, PDF/UA, the issued text and its layout
	$(PY) -m tests.tools.setup
	$(PY) -m pytest tests/pdf

serve: $(VENV)/.site  ## preview; reloads when data, docs or templates change
	NO_MKDOCS_2_WARNING=1 $(PY) -m mkdocs serve

intake: $(VENV)/.site  ## take in what lies in 收表/, write 回表/; ROUND=id BODY=name DRY=1 INTERNAL=folder
	$(PY) -m scripts.intake $(if $(ROUND),--round "$(ROUND)") $(if $(BODY),--body "$(BODY)") \
		$(if $(DRY),--dry-run) $(if $(INTERNAL),--internal "$(INTERNAL)")

offline: $(VENV)/.site  ## list the evidence whose address does not answer any more
	$(PY) -m scripts.offline

validate: $(VENV)/.site  ## check the data only
	$(PY) -m scripts.validate

changes: $(VENV)/.site  ## what the edited data changes, in plain words; BASE=commit or folder to compare with
	$(PY) -m scripts.changes $(if $(BASE),"$(BASE)")

bulletin: $(VENV)/.site  ## the current round's bulletin as a Word file, into 通报/; ROUND=id for another
	$(PY) -m scripts.bulletin $(if $(ROUND),--round "$(ROUND)")

forms: $(VENV)/.site  ## the current round's workbooks and covering note, into 发表/; ROUND= and BODY= for others
	$(PY) -m scripts.forms $(if $(ROUND),--round $(ROUND)) $(if $(BODY),--body $(BODY))

internal: $(VENV)/.site  ## contacts, remarks, who signed, whom to remind: INTERNAL=folder, which is not public
	$(PY) -m scripts.internal $(if $(INTERNAL),"$(INTERNAL)")

split: $(VENV)/.site  ## cut the issued text into data/plan.yml and the pages again
	$(PY) -m scripts.split_plan

bench: $(VENV)/.site .cache/bench-venv/.made  ## what a build costs, against other builders; writes .github/bench.*
	$(PY) -m scripts.bench

# A bare Debian has no ensurepip, and refuses pip outside of a virtual environment: so the machine's
# pip installs into one that has none of its own.
$(PY):
	$(PYTHON) -m venv --without-pip $(VENV)

HASHED := install --quiet --disable-pip-version-check --require-hashes --only-binary :all:
INSTALL = $(PYTHON) -m pip --python $(PY) $(HASHED)

$(VENV)/.site: requirements.txt | $(PY)
	$(INSTALL) -r requirements.txt
	touch $@

$(VENV)/.test: requirements-test.txt | $(PY)
	$(INSTALL) -r requirements-test.txt
	touch $@ $(VENV)/.site

# The builders to compare with are nobody's dependency.
.cache/bench-venv/.made: requirements-bench.txt
	$(PYTHON) -m venv --clear --without-pip $(@D)
	$(PYTHON) -m pip --python $(@D)/bin/python $(HASHED) -r requirements-bench.txt
	touch $@

# For maintainers: pin again after a change to requirements*.in.
UV := .cache/uv/bin/uv
LOCK = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header

lock:
	$(PYTHON) -m venv --without-pip .cache/uv
	$(PYTHON) -m pip --python .cache/uv/bin/python install --quiet uv==0.13.9
	$(LOCK) requirements.in -o requirements.txt
	$(LOCK) requirements-test.in -o requirements-test.txt
	$(LOCK) requirements-bench.in -o requirements-bench.txt

licences: $(VENV)/.test  ## write requirements-licences.csv from what is installed
	$(PY) -m tests.tools.licences

map: $(VENV)/.site  ## write the map of rooms into CONTRIBUTING.md
	$(PY) -m tests.tools.rooms

hooks: $(VENV)/.test  ## run lint and the fast tests before every commit of this checkout
	$(VENV)/bin/pre-commit install

clean:
	rm -rf site site-demo $(VENV) .cache
