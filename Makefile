# make run              set everything up and train; SESSION=rdl-day picks another day
# make test             set everything up and run the tests; branch coverage of the core and of scripts is told
# make help             the other targets

SESSION ?=
PYTHON ?=
AGAIN ?=
SPEECH ?=
MINUTES ?=
HOURS ?=
INPUTS ?=
ATHERIS ?=
python := .venv/bin/python
ALL ?=
export PYTHON AGAIN ALL

.PHONY: help setup setup-test run test lint check format bench-time bench-voice bench-hearing bench-reaction bench-journal torture soak soak-card soak-ear faults fuzz wheels arm service uninstall

help:
	@sed -n 's/^# make/make/p' Makefile

setup:
	@sh deploy/setup.sh run

setup-test:
	@sh deploy/setup.sh test

run: setup
	@.venv/bin/coach run $(SESSION)

test: setup-test
	$(python) -m pytest -n 2 -m "not card" --cov=coach/core --cov=coach/script --cov-branch --cov-report=term-missing:skip-covered --cov-fail-under=100
	$(python) -m pytest -m card

# make lint             format, lint, types and layers
lint: setup-test
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports

# make check            all of that, and the tests
check: lint test

# make format           put the sources into the project's format
format: setup-test
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

# make bench-time       how exactly the counts stand in time; MINUTES=60 for the long run
bench-time: setup-test
	$(python) -m benchmarks.time_bench $(if $(MINUTES),--minutes $(MINUTES))

# make bench-voice      how long speech takes to render, and how even it is
bench-voice: setup-test
	$(python) -m benchmarks.voice $(if $(MINUTES),--minutes $(MINUTES))

# make bench-hearing    how well commands are understood; SPEECH=folder adds recordings of people
bench-hearing: setup-test
	$(python) -m benchmarks.hearing $(SPEECH)

# make bench-reaction   from the end of a word to the loudspeaker's reaction, on files and on the virtual sound card
bench-reaction: setup-test
	$(python) -m benchmarks.reaction

# make bench-journal    how fast events are kept, and a long history read
bench-journal: setup-test
	$(python) -m benchmarks.journal

# make torture          kill the journal in mid-write, again and again
torture: setup-test
	$(python) -m benchmarks.journal_torture

# make soak             virtual hours on file devices; HOURS=8 for the long run
soak: setup-test
	$(python) -m benchmarks.soak $(if $(HOURS),--hours $(HOURS))

# make soak-card        an hour on the virtual sound card, its plugs pulled; MINUTES=5 for a short one
soak-card: setup-test
	$(python) -m benchmarks.card_soak $(if $(MINUTES),--minutes $(MINUTES))

# make soak-ear         two virtual hours of listening; HOURS=0.2 for a short run
soak-ear: setup-test
	$(python) -m benchmarks.listening_soak $(if $(HOURS),--hours $(HOURS))

# make faults           pull every plug and see what the coach says
faults: setup-test
	$(python) -m benchmarks.faults

# make fuzz             damaged files and odd words by the ten thousand; INPUTS=100000 for all; ATHERIS=1 guided by coverage
fuzz: setup-test
	$(if $(ATHERIS),$(python) -m pip -q install atheris)
	$(if $(ATHERIS),for target in "plan line" phrases "model zip" script; do $(python) -m benchmarks.fuzz_guided "$$target" || exit 1; done,$(python) -m benchmarks.fuzz $(if $(INPUTS),--inputs $(INPUTS)))

# make wheels           resolve every dependency for a 64-bit Raspberry Pi, Python 3.11 and 3.13
wheels: setup-test
	@sh deploy/arm-wheels.sh

# make arm              the core's tests and a session on an emulated 64-bit ARM Debian; as root, half an hour
arm: setup-test
	@sh deploy/arm-emulated.sh

# make service          install the coach as a systemd user service
service: setup
	@sh deploy/service.sh install

# make uninstall        stop and remove the service and the virtual environment
uninstall:
	@sh deploy/service.sh uninstall
