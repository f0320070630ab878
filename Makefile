# Needs Python 3.11 or newer, pip, git and make; everything else is installed below .venv and .cache.

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python

.PHONY: site pdf demo test check-pdf serve validate offline split lock clean

site: $(VENV)/.site  ## check the data and build into site/
	$(PY) -m scripts.build

pdf: $(VENV)/.site  ## the printed edition alone, into site/pdf/
	$(PY) -m scripts.pdf

demo: $(VENV)/.site  ## the same site with made-up progress, into site-demo/
	$(PY) -m scripts.build --progress tests/demo/progress --site site-demo

test: $(VENV)/.test  ## set up browser and fonts, then run every test
	$(PY) -m scripts.setup_tools
	$(PY) -m pytest --numprocesses auto --dist worksteal

check-pdf: $(VENV)/.test  ## hold the printed edition to PDF/A, PDF/UA, the issued text and its layout
	$(PY) -m scripts.setup_tools
	$(PY) -m pytest tests/pdf

serve: $(VENV)/.site  ## preview; reloads when data, docs or templates change
	NO_MKDOCS_2_WARNING=1 $(PY) -m mkdocs serve

offline: $(VENV)/.site  ## list the evidence whose address does not answer any more
	$(PY) -m scripts.offline

validate: $(VENV)/.site  ## check the data only
	$(PY) -m scripts.validate

split: $(VENV)/.site  ## cut the issued text into data/plan.yml and the pages again
	$(PY) -m scripts.split_plan

# A bare Debian has no ensurepip, and refuses pip outside of a virtual environment: so the machine's
# pip installs into one that has none of its own.
$(PY):
	$(PYTHON) -m venv --without-pip $(VENV)

INSTALL = $(PYTHON) -m pip --python $(PY) install --quiet --disable-pip-version-check \
	--require-hashes --only-binary :all:

$(VENV)/.site: requirements.txt | $(PY)
	$(INSTALL) -r requirements.txt
	touch $@

$(VENV)/.test: requirements-test.txt | $(PY)
	$(INSTALL) -r requirements-test.txt
	touch $@ $(VENV)/.site

# For maintainers: pin again after a change to requirements*.in.
UV := .cache/uv/bin/uv
LOCK = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header

lock:
	$(PYTHON) -m venv --without-pip .cache/uv
	$(PYTHON) -m pip --python .cache/uv/bin/python install --quiet uv==0.13.9
	$(LOCK) requirements.in -o requirements.txt
	$(LOCK) requirements-test.in -o requirements-test.txt

clean:
	rm -rf site site-demo $(VENV) .cache
