"""Every attack that was ever tried on the coach, and the bugs of this trade that others reported: by which tests each
is tried again. All of them run in one go, and each attack is right when every case of its tests is."""

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).parents[3]


@dataclass(frozen=True, slots=True)
class Attack:
    """What was done to it, and the tests that do it again: files, or one of a file behind `::`."""

    name: str
    tests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cases:
    """What became of an attack's cases; `wrong` are the names of those that failed."""

    right: int
    wrong: tuple[str, ...]
    skipped: int

    def __str__(self) -> str:
        told = f"{self.right} cases as promised" + (f", {self.skipped} not run here" if self.skipped else "")
        return f"{told}; WRONG: {', '.join(self.wrong)}" if self.wrong else told


RED = "tests/core/safety/test_red_flag.py"
READER = "tests/understanding/test_reader.py"
BROKEN = "tests/wiring/trouble/test_broken_content.py"
ENDS = "tests/wiring/trouble/test_ends.py"
COMMANDS = "tests/reading/test_commands.py"
IMPORTING = "tests/journal/csv/test_importing.py"
RECORDS = "tests/cli/records/test_records.py"
AMOUNTS = "tests/core/intents/numbers/test_amounts.py"
STORAGE = "tests/journal/storage"


def _at(file: str, *names: str) -> tuple[str, ...]:
    return tuple(f"{file}::test_{name}" for name in names)


SAFETY = (
    Attack(
        "another complaint in a red flag's last words",
        _at(RED, "another_complaint_in_a_red_flags_last_words_is_kept_and_changes_nothing"),
    ),
    Attack("two red flags", _at(RED, "a_second_red_flag_adds_its_line_and_silences_nothing")),
    Attack(
        "a complaint after the second red flag",
        _at(RED, "what_complains_after_a_second_red_flag_is_noted_in_silence"),
    ),
    Attack(
        "a second complaint within seconds, the bar in hands",
        _at(RED, "a_second_complaint_within_seconds_first_says_how_to_end_the_rep"),
    ),
    Attack(
        "another complaint as the answer to a complaint's question",
        (
            *_at(RED, "a_complaint_as_an_answer_takes_the_cautious_answer_first"),
            *_at("tests/content/test_complaints.py", "no_complaint_is_followed_by_more_load_than_was_planned"),
        ),
    ),
    Attack(
        "random stories with a red flag and what is said after it",
        _at(
            "tests/core/session/test_invariants.py",
            "after_a_red_flag_nothing_silences_its_lines_or_goes_on",
            "every_red_flag_ends_loading_within_one_utterance_from_every_state",
        ),
    ),
    Attack(
        "a complaint while a stop is being confirmed",
        _at("tests/core/safety/test_complaints.py", "a_complaint_while_being_asked_about_stopping_is_not_lost"),
    ),
    Attack(
        "the same session again right after a red flag, without a set or after a power cut",
        (
            *_at(
                "tests/wiring/lifter/test_recalling.py",
                "a_red_flag_is_remembered_also_without_a_set_and_after_a_power_cut",
            ),
            *_at("tests/script/shapes/test_profile.py", "without_a_yes_nothing_is_loaded"),
        ),
    ),
    Attack(
        "a kill in a red flag's last words, then --fresh",
        _at(ENDS, "a_red_flag_is_known_to_a_fresh_session_after_a_kill_in_its_last_words"),
    ),
    Attack("a complaint between sessions", ("tests/core/standby/intents/test_complaints.py",)),
    Attack(
        "a typed danger that matches no template",
        (
            *_at("tests/controls/test_keyboard.py", "a_typed_danger_is_never_let_pass"),
            *_at(READER, "a_red_flag_beside_anything_stops"),
        ),
    ),
    Attack("typed and spoken sentences of harm, and those of none", ("tests/understanding/safety/test_findings.py",)),
)

FILES = (
    Attack("a broken file in every folder of one's own", (BROKEN,)),
    Attack("YAML that never ends, control characters in a title", ("tests/reading/test_yaml_text.py",)),
    Attack("pipes, devices, links and huge files for a file; closed folders", ("tests/reading/test_files.py",)),
    Attack("hostile numbers in a session", ("tests/script/files/test_load.py",)),
    Attack(
        "hostile names, tables, exports and sound files at the command line",
        (COMMANDS,),
    ),
    Attack("a configuration that is somebody else's, or closed", ("tests/reading/test_closed.py",)),
    Attack("a path for a zone", _at("tests/config/test_config.py", "a_zone_is_a_time_zone_and_no_path")),
    Attack("coach.yaml a pipe, a dangling link or a folder", _at(BROKEN, "settings_that_cannot_be_read_are_told")),
    Attack(
        "a calendar broken and mended while the box runs",
        ("tests/wiring/standby/test_booking.py", *_at(BROKEN, "the_calendar_may_be_a_pipe_and_the_box_stands")),
    ),
    Attack("64 open files, no cache, nobody asked over a network", ("tests/wiring/trouble/test_scarce.py",)),
    Attack("a memory stick for a disk", ("tests/wiring/trouble/test_memory_stick.py",)),
    Attack(
        "what is installed: locked, hashed, licensed", ("tests/deploy/test_locked.py", "tests/deploy/test_licences.py")
    ),
)

JOURNAL = (
    Attack(
        "the journal deleted, moved, replaced or overwritten in mid-session; its modes",
        (f"{STORAGE}/test_taken_away.py",),
    ),
    Attack("killed at any instant", (f"{STORAGE}/test_torture.py",)),
    Attack("killed while the second place is taken in", ("tests/journal/test_rescue.py",)),
    Attack(
        "a journal of a newer coach",
        _at(f"{STORAGE}/test_failures.py", "a_journal_of_a_newer_coach_is_left_alone_and_said"),
    ),
    Attack(
        "a long history in and out: memory", _at(IMPORTING, "what_is_imported_and_exported_never_is_in_memory_whole")
    ),
    Attack(
        "formulas and markup in what is written out",
        (
            *_at(RECORDS, "no_cell_of_an_export_is_a_formula_and_its_words_come_back"),
            *_at("tests/journal/analysis/test_report.py", "the_lifters_own_words_cannot_become_markup"),
        ),
    ),
)

MACHINE = (
    Attack(
        "signals in every order, a closed terminal, asked twice while it opens",
        (ENDS, "tests/host/test_helpers.py", "tests/host/test_leaving.py"),
    ),
    Attack("a recogniser that dies, hangs or has no memory left", ("tests/ears/recognisers/test_process.py",)),
    Attack("a voice that dies, hangs or has no memory left", ("tests/voices/engines/test_worker.py",)),
    Attack("the wall clock jumps", ("tests/wiring/trouble/test_time.py",)),
)

REPORTED = (
    Attack(
        "reported: a unit said with the number is ignored",
        _at(AMOUNTS, "pounds_are_converted_in_a_house_of_kilos", "a_difference_in_pounds_is_converted_too"),
    ),
    Attack(
        "reported: only a bare stop stops", _at("tests/cli/machine/test_hear.py", "stop_is_stop_however_it_is_said")
    ),
    Attack("reported: other programs' tables: columns, rests, months, assisted sets", (IMPORTING,)),
    Attack(
        "reported: imported exercises feed nothing",
        _at("tests/wiring/lifter/test_meeting.py", "other_programs_names_of_a_movement_count_as_it"),
    ),
    Attack(
        "reported: a leading nought is octal",
        _at("tests/script/files/test_load.py", "a_leading_nought_makes_no_other_number"),
    ),
    Attack("reported: an offset in the microphone", ("tests/ears/front_end/test_high_pass.py",)),
    Attack("reported: inverted stereo, arrays of six channels", ("tests/audio/capture/test_channels.py",)),
    Attack(
        "reported: a number misheard is obeyed; thirty more of what",
        _at(
            AMOUNTS,
            "a_load_far_from_the_plan_is_asked_back",
            "a_load_above_the_best_ever_is_asked_back",
            "a_bare_number_in_a_rest_is_asked_about",
        ),
    ),
    Attack("reported: halves, quarters, 1:30", ("tests/understanding/words/test_quantities.py",)),
    Attack("reported: politeness decides", _at(READER, "courtesies_and_fillers_never_change_a_meaning")),
    Attack(
        "reported: commands found in ordinary talk",
        (
            *_at(READER, "talk_that_is_not_for_the_coach_is_left_alone"),
            *_at(
                "tests/ears/test_everyday.py",
                "of_six_everyday_sentences_none_is_acted_on_and_hardly_any_is_asked_about",
            ),
        ),
    ),
    Attack("reported: frozen or asleep, the rest stands still", ("tests/core/session/test_outages.py",)),
    Attack(
        "reported: a recording of length nought",
        _at(
            COMMANDS,
            "a_recording_whose_writer_was_killed_is_read_to_its_end",
            "a_recording_with_an_odd_header_is_read_to_its_end",
        ),
    ),
)

ATTACKS = (*SAFETY, *FILES, *JOURNAL, *MACHINE, *REPORTED)
"""All but those that are faults in `run` (plugs, servers, disks, sleep) or benchmarks (power cuts, sinks)."""


def tried(attacks: Sequence[Attack]) -> Iterator[Cases]:
    """Run the tests of all these once, and tell of each in turn."""
    wanted = sorted({test for attack in attacks for test in attack.tests})
    wanted = [test for test in wanted if test.partition("::")[0] == test or test.partition("::")[0] not in wanted]
    with tempfile.TemporaryDirectory(prefix="coach-attacks-") as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", "-n2", "--dist=worksteal", f"--junitxml={report}"]
        subprocess.run([*command, *wanted], cwd=ROOT, stdout=subprocess.DEVNULL, check=False)
        if not report.exists():
            raise SystemExit(f"the tests did not run: {' '.join(command)}")
        found = list(ElementTree.parse(report).iter("testcase"))
    for attack in attacks:
        yield cases_of([each for each in found if any(_belongs(each, test) for test in attack.tests)])


def _belongs(case: ElementTree.Element, test: str) -> bool:
    """Whether this case is one of that test."""
    file, _, name = test.partition("::")
    module = file.removesuffix(".py").replace("/", ".")
    return case.get("classname", "") == module and name in ("", re.sub(r"\[.*", "", case.get("name", ""), flags=re.S))


def cases_of(cases: Sequence[ElementTree.Element]) -> Cases:
    """How many of them were right, and the names of those that were not; none at all is wrong too."""
    wrong = [each for each in cases if each.find("failure") is not None or each.find("error") is not None]
    skipped = sum(each.find("skipped") is not None for each in cases)
    names = [each.get("name", "") for each in wrong] if cases else ["none of its tests ran"]
    return Cases(len(cases) - len(wrong) - skipped, tuple(names), skipped)
