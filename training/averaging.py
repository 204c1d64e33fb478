"""One model whose weights are the mean of several that began alike (a "model soup", Wortsman et al. 2022).

python -m training.averaging OUT MODEL MODEL...     needs `pip install 'coach[training]'`

Models of other courses over other authors, from the same published encoder, with the same classes: their mean makes
fewer mistakes on authors new to all of them than each, and costs nothing when it reads.
"""

import argparse
import json
from pathlib import Path

import torch
from transformers import AutoModel, AutoTokenizer

from training.going_on import start_from
from training.train import Meanings, export, source_of_weights


def main() -> None:
    """Read the models, write their mean."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("models", type=Path, nargs="+")
    wanted = parser.parse_args()
    classes = [json.loads((each / "classes.json").read_text(encoding="utf-8")) for each in wanted.models]
    if any(each != classes[0] for each in classes):
        raise SystemExit("these models tell different classes apart; a mean of them means nothing")
    source = source_of_weights()
    mean = Meanings(AutoModel.from_pretrained(source), {name: len(known) for name, known in classes[0].items()})
    states = []
    for folder in wanted.models:
        start_from(mean, folder, classes[0])
        states.append({name: tensor.clone() for name, tensor in mean.state_dict().items()})
    for name, tensor in mean.state_dict().items():
        if tensor.is_floating_point():
            tensor.copy_(torch.stack([each[name] for each in states]).mean(0))
    export(mean.eval(), AutoTokenizer.from_pretrained(source), classes[0], wanted.out)


if __name__ == "__main__":
    main()
