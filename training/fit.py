"""Fit how concepts and the learner are weighed together, on authors the learner did not see.

python -m training.fit MODEL AUTHOR.txt ... [--write]     needs `pip install 'coach[training]'`
"""

# ruff: noqa: T201 - what it tells is what it is for

import argparse
import json
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from coach.script.files.library import Library
from coach.understanding.learner import Learner
from coach.understanding.opening import open_reader
from coach.understanding.safety import weighing
from training.background import background
from training.labels import read


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", type=Path)
    parser.add_argument("authors", type=Path, nargs="+")
    parser.add_argument("--background", type=int, default=2000, help="utterances of people's talk beside them")
    parser.add_argument("--write", action="store_true", help="keep the weights")
    wanted = parser.parse_args()
    reader = open_reader(Library.open(), "en", learner=Learner.found(wanted.model))
    complaint, is_complaint, red, is_red = [], [], [], []
    talk = background(reader, wanted.background, "fitted")
    for each in (*(row for path in wanted.authors for row in read(path)), *talk):
        remark = reader.normalise(each.text)
        findings, guess = reader.findings(remark), reader.guess(remark)
        if guess is None:
            raise SystemExit("there is no learner to weigh; train one first")
        present = [found for found in findings if found.present]
        best = present[0] if present else None
        grave = best is not None and reader.red_flag(best.region, best.sensation)
        felt = each.kind in ("red", "complaint")
        if each.slots.get("region") not in ("load", "brace"):  # those may be taken for a wish as well
            complaint.append(weighing.complaint_evidence(best, grave, guess, explained=best is None and bool(findings)))
            is_complaint.append(felt)
        if felt:
            red.append(weighing.red_flag_evidence(best, grave, guess))
            is_red.append(each.kind == "red")
    fitted = {
        "complaint": _fit(complaint, is_complaint),
        "red_flag": _fit(red, is_red),
    }
    print(json.dumps(fitted))
    if wanted.write:
        Path(weighing.__file__).with_name("weights.json").write_text(json.dumps(fitted) + "\n", encoding="utf-8")


def _fit(evidence: list[list[float]], truth: list[bool]) -> list[float]:
    rows = np.array(evidence)
    model = LogisticRegression(C=1.0, fit_intercept=False, max_iter=1000).fit(rows, np.array(truth))
    print(f"{len(truth)} rows, right {model.score(rows, np.array(truth)):.3f}")
    return [round(float(weight), 3) for weight in model.coef_[0]]


if __name__ == "__main__":
    main()
