"""Go on from a model that was written before: its eight-bit weights as floats again, by the names training knows."""

import json
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

UNUSED = ".pooler."
"""A part of the encoder that the heads do not ask; it is in no file."""

Arrays = dict[str, NDArray[np.float32]]


def start_from(model: nn.Module, folder: Path, classes: dict[str, list[str]]) -> None:
    """Give `model` the weights in `folder`; of the heads those of the classes it had, new classes start afresh.

    Raises SystemExit where a weight of the encoder is missing: it is no model of this shape.
    """
    kept = _weights(folder / "meaning.onnx")
    known = json.loads((folder / "classes.json").read_text(encoding="utf-8"))
    state = model.state_dict()
    for name, tensor in state.items():
        if name.startswith("heads."):
            head = name.split(".")[1]
            at = {each: row for row, each in enumerate(known[head])}
            for row, each in enumerate(classes[head]):
                if each in at:
                    tensor[row] = torch.tensor(kept[name][at[each]])
        elif tensor.is_floating_point() and UNUSED not in name:
            if name not in kept:
                raise SystemExit(f"{folder} is no model of this shape: it has no {name}")
            tensor.copy_(torch.tensor(kept[name]))
    model.load_state_dict(state)


def _weights(path: Path) -> Arrays:
    """The weights by their names in training."""
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(str(path)).graph
    raw = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
    found: Arrays = {name: value for name, value in raw.items() if value.dtype == np.float32}
    for name, value in raw.items():
        if name.endswith("_quantized"):
            plain = name.removesuffix("_quantized")
            zero, scale = raw[f"{plain}_zero_point"], raw[f"{plain}_scale"]
            found[plain] = (value.astype(np.float32) - zero.astype(np.float32)) * scale
    for node in graph.node:
        if node.op_type == "MatMulInteger" and node.input[1].endswith("_quantized"):
            weight = found[node.input[1].removesuffix("_quantized")].T
            found[_name(node.name)] = np.ascontiguousarray(weight)
    return found


def _name(node: str) -> str:
    """ "/encoder/encoder/layer.0/output/dense/MatMul_quant" is encoder.encoder.layer.0.output.dense.weight."""
    path = node.strip("/").split("/")[:-1]
    return ".".join((["heads"] if len(path) == 1 else []) + path) + ".weight"
