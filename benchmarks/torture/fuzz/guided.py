"""Fuzzing that looks for new ways through the code: atheris grows inputs of its own from the examples of the fuzzer.

`make fuzz ATHERIS=1` (needs the package atheris; Linux on x86-64): python -m benchmarks.torture.fuzz.guided script
An input that crashes, or is refused in anything but one clear line, ends the run and is kept in the working folder.
"""

import argparse
import sys
import tempfile
from pathlib import Path

TARGETS = {"script": "session", "plan line": "plan line", "model zip": "model zip", "phrases": "own phrases"}
"""What can be fuzzed, and the kind of the fuzzer whose reader and examples are used."""


def main() -> int:
    """Fuzz one target for so many runs; libFuzzer ends the process itself, with 77 when it found something."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("target", choices=TARGETS)
    options.add_argument("--runs", type=int, default=20_000)
    options.add_argument("--seconds", type=int, default=600)
    asked = options.parse_args()
    try:
        import atheris
    except ImportError:
        sys.stderr.write("atheris is not installed; run 'pip install atheris' (Linux on x86-64)\n")
        return 2
    with atheris.instrument_imports(include=["coach", "yaml", "zipfile"]):
        from benchmarks.torture.fuzz import kinds, run
    with tempfile.TemporaryDirectory(prefix="coach-fuzz-") as name:
        folder = Path(name)
        kind = next(each for each in kinds.kinds(folder) if each.name == TARGETS[asked.target])
        for number, example in enumerate(kind.examples):
            (folder / "corpus").mkdir(exist_ok=True)
            (folder / "corpus" / str(number)).write_bytes(example)

        def try_one(data: bytes) -> None:
            tally = run.Tally()
            strays: set[str] = set()
            run.read_one(kind, folder / "read", data, tally, strays)
            if tally.crashes or strays:
                raise RuntimeError(f"{asked.target}: {[words for words, _ in tally.crashes]} {sorted(strays)}")

        limits = [f"-runs={asked.runs}", f"-max_total_time={asked.seconds}", "-max_len=4096", "-timeout=60"]
        atheris.Setup([sys.argv[0], *limits, str(folder / "corpus")], try_one)
        atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
