# The few things that are done with this checkout. Needs Python 3.11 or newer, git and make; nothing else.

VENV := .venv
BENCH_VENV := .venv-bench
SERVING_VENV := .venv-serving
OUT := out
RASHIN := $(VENV)/bin/rashin

# The first of these that runs is the one; `make PYTHON=/path/to/python …` chooses another.
# Each is tried by running it, because a name on the PATH may be a stub for a Python that is not there.
PYTHONS := python3.13 python3.12 python3.11 python3
PYTHON ?= $(shell for python in $(PYTHONS); do \
	if $$python -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; \
	then echo $$python; break; fi; done)

# A lock names every package, so pip may add none of its own accord (--no-deps).
INSTALL := -m pip install --quiet --disable-pip-version-check --no-deps
LOCKED := $(INSTALL) --require-hashes
THIS := $(INSTALL) --no-build-isolation --editable .
# Bytecode of everything would add 90 MB. What is loaded when Rashin runs is compiled here, for a quick start.
COMPILE := -m compileall -q -x '/(cuda|f2py|pip|pkg_resources|pygments|setuptools|testing|tests)/' $(VENV)/lib src/rashin
WAIT := "部品を入れています（初めは数分かかります） / Installing (a few minutes the first time)"

LOCK := $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --system-certs \
	--custom-compile-command "make lock" $(UPGRADE)
# XGBoost asks for NVIDIA's communication library (300 MB), which only several GPUs at once ever use.
NO_GPU := --no-emit-package nvidia-nccl-cu12 --no-emit-package nvidia-nccl-cu13

# The extras that tests need installed.
EXTRAS := --extra pdf --extra oidc --extra s3

# As many processes as cores, each with whole files: tests of one file share what is dear to set up.
SIDE_BY_SIDE := --numprocesses auto --dist loadfile

.DEFAULT_GOAL := help
.PHONY: help install demo tour test heavy lint docs bench serving lock clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-7s %s\n", $$1, $$2 }' Makefile

install: $(VENV)/.core ## Rashin itself, into ./.venv

demo: $(VENV)/.core ## two invented companies and the office of a programme at work, in the browser; RASHIN_PORT=8001 if 8000 is taken
	@# Without a terminal there is nobody to press Ctrl-C: it is made, looked through, and ended.
	@[ -t 1 ] || check=--check; RASHIN_DATA=$(OUT) exec $(RASHIN) up --demo $$check

tour: $(VENV)/.core ## the main job from a shell on the packaged sample, into ./out
	@mkdir -p $(OUT)
	$(RASHIN) sample lending --out $(OUT)/loans.csv
	$(RASHIN) sample lending --new --out $(OUT)/applications.csv
	$(RASHIN) check lending $(OUT)/loans.csv
	$(RASHIN) learn lending $(OUT)/loans.csv --target 結果 --out $(OUT)/loan.rashin
	$(RASHIN) report $(OUT)/loan.rashin --out $(OUT)/report.html
	$(RASHIN) decide $(OUT)/loan.rashin $(OUT)/applications.csv --out $(OUT)/decisions.csv --counterfactuals
	$(RASHIN) explain $(OUT)/loan.rashin $(OUT)/applications.csv --row 2
	@echo
	@echo "できました。$(OUT)/report.html をブラウザで、$(OUT)/decisions.csv を表計算で開いてください。"
	@echo "Done. Open $(OUT)/report.html in a browser, and $(OUT)/decisions.csv in a spreadsheet."

test: $(VENV)/.test ## the tests
	$(VENV)/bin/python -m pytest $(SIDE_BY_SIDE)

heavy: $(VENV)/.test ## the tests that take minutes
	$(VENV)/bin/python -m pytest $(SIDE_BY_SIDE) -m heavy

lint: $(VENV)/.test ## ruff and mypy
	$(VENV)/bin/ruff check
	$(VENV)/bin/ruff format --check
	$(VENV)/bin/mypy

docs: $(VENV)/.test ## write the pages that come from the code
	$(VENV)/bin/python docs/reference.py
	$(VENV)/bin/python docs/transcripts.py

bench: $(BENCH_VENV)/.bench ## side by side with peers
	$(BENCH_VENV)/bin/python benchmarks/lending.py

serving: $(BENCH_VENV)/.bench $(SERVING_VENV)/.serving ## decisions over HTTP, side by side with model servers
	$(BENCH_VENV)/bin/python benchmarks/serving.py --peers $(SERVING_VENV)

lock: $(VENV)/.test ## pin versions with hashes, after pyproject.toml changed (UPGRADE=--upgrade: the newest)
	$(LOCK) pyproject.toml -o requirements/core.txt
	$(LOCK) --group build -o requirements/build.txt
	$(LOCK) --group s3server -o requirements/s3server.txt
	$(LOCK) --group serving -o requirements/serving.txt
	$(LOCK) --group standards -o requirements/standards.txt
	$(LOCK) pyproject.toml $(EXTRAS) --group build --group test --group lint --group lock \
		-c requirements/core.txt -o requirements/test.txt
	$(LOCK) pyproject.toml --extra bench --group build $(NO_GPU) -c requirements/core.txt -o requirements/bench.txt

clean: ## remove what these targets made
	rm -rf $(VENV) $(BENCH_VENV) $(SERVING_VENV) $(OUT) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis

# A stamp says that the lock it depends on is what is installed: later runs are instant, a changed lock installs again.
$(VENV)/.core: requirements/core.txt requirements/build.txt pyproject.toml | $(VENV)/bin/python
	@echo $(WAIT)
	$(VENV)/bin/python $(LOCKED) --no-compile -r requirements/core.txt -r requirements/build.txt
	$(VENV)/bin/python $(THIS)
	@$(VENV)/bin/python $(COMPILE) || true
	@touch $@

$(VENV)/.test: requirements/test.txt pyproject.toml | $(VENV)/bin/python
	@echo $(WAIT)
	$(VENV)/bin/python $(LOCKED) -r requirements/test.txt
	$(VENV)/bin/python $(THIS)
	@touch $@

$(BENCH_VENV)/.bench: requirements/bench.txt pyproject.toml | $(BENCH_VENV)/bin/python
	@echo $(WAIT)
	$(BENCH_VENV)/bin/python $(LOCKED) -r requirements/bench.txt
	$(BENCH_VENV)/bin/python $(THIS)
	@touch $@

$(SERVING_VENV)/.serving: requirements/serving.txt | $(SERVING_VENV)/bin/python
	@echo $(WAIT)
	$(SERVING_VENV)/bin/python $(LOCKED) -r requirements/serving.txt
	@touch $@

$(VENV)/bin/python $(BENCH_VENV)/bin/python $(SERVING_VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 以上（venv つき）が要ります。Debian なら apt install python3-venv です。" \
		"/ Python 3.11 or newer with venv is needed; on Debian: apt install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(patsubst %/bin/python,%,$@)
